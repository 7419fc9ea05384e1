/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include <frameshare/format.h>

#include "command.h"
#include "png_file.h"
#include "y4m.h"

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), n = strlen(end);
    return length > n && strcmp(text + length - n, end) == 0;
}

output_kind output_kind_of(const char *path)
{
    if (strcmp(path, "-") == 0)
        return OUTPUT_PIPE;
    if (ends_with(path, ".y4m"))
        return OUTPUT_Y4M;
    if (ends_with(path, ".raw"))
        return OUTPUT_RAW;
    return ends_with(path, ".png") ? OUTPUT_PNG : OUTPUT_UNKNOWN;
}

static int fail_write(const char *path)
{
    return fail("could not write %s: %s", path, strerror(errno));
}

static int write_png(output *out, const picture *p)
{
    char path[PATH_MAX];
    int stem = (int)(strlen(out->path) - strlen(".png"));
    int n = out->numbered ? snprintf(path, sizeof path, "%.*s-%u.png", stem, out->path, out->count)
                          : snprintf(path, sizeof path, "%s", out->path);
    if (n < 0 || (size_t)n >= sizeof path)
        return fail("%.40s... is too long a path", out->path);
    return png_file_write(path, p) ? fail_write(path) : STATUS_OK;
}

/* The first picture decides what the file holds. */
static int open_file(output *out, const picture *p)
{
    const char *format = frs_format_get_shape(p->format)->name;
    if (out->kind == OUTPUT_Y4M && !picture_is_yuv(p))
        return fail("the stream has %s pictures, which a Y4M file cannot hold: write to a .png or "
                    ".raw file, or to -",
                    format);
    if (out->kind == OUTPUT_PIPE) {
        out->kind = picture_is_yuv(p) ? OUTPUT_Y4M : OUTPUT_RAW;
        out->path = "standard output";
        out->file = stdout;
    } else {
        out->file = fopen(out->path, "wb");
    }
    if (!out->file)
        return fail_write(out->path);
    out->format = p->format;
    out->width = p->width;
    out->height = p->height;
    if (out->kind == OUTPUT_Y4M && y4m_write_header(out->file, p))
        return fail_write(out->path);
    return STATUS_OK;
}

static int write_file(output *out, const picture *p)
{
    if (!out->file) {
        int status = open_file(out, p);
        if (status)
            return status;
    }
    /* I420 and NV12 come out the same. */
    bool same = p->width == out->width && p->height == out->height &&
                (p->format == out->format || out->kind == OUTPUT_Y4M);
    if (!same || (out->kind == OUTPUT_Y4M && !picture_is_yuv(p)))
        return fail("the picture changed from %s %ux%u to %s %ux%u after %u frames: one file holds "
                    "pictures of one size only (.png files hold any)",
                    frs_format_get_shape(out->format)->name, out->width, out->height,
                    frs_format_get_shape(p->format)->name, p->width, p->height, out->count - 1);
    int error =
        out->kind == OUTPUT_Y4M ? y4m_write_frame(out->file, p) : raw_write_frame(out->file, p);
    return error ? fail_write(out->path) : STATUS_OK;
}

int output_write(output *out, const picture *p)
{
    out->count++;
    if (out->kind == OUTPUT_NONE)
        return STATUS_OK;
    return out->kind == OUTPUT_PNG ? write_png(out, p) : write_file(out, p);
}

int output_finish(output *out)
{
    if (!out->file)
        return STATUS_OK;
    int failed = out->file == stdout ? fflush(stdout) : fclose(out->file);
    out->file = NULL;
    return failed ? fail_write(out->path) : STATUS_OK;
}
