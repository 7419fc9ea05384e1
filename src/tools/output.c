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

static int write_png(output *out, const frs_frame *frame)
{
    char path[PATH_MAX];
    frs_picture *picture;
    int stem = (int)(strlen(out->path) - strlen(".png"));
    int n = out->numbered ? snprintf(path, sizeof path, "%.*s-%u.png", stem, out->path, out->count)
                          : snprintf(path, sizeof path, "%s", out->path);
    if (n < 0 || (size_t)n >= sizeof path)
        return fail("%.40s... is too long a path", out->path);
    int error = frs_picture_create(&picture, &frame->info, frame->data, frame->size);
    if (error)
        return fail_with(error);
    if (out->overlays)
        frs_picture_set_overlays(picture, frame->overlay_data, frame->overlay_size);
    int status = png_file_write(path, picture) ? fail_write(path) : STATUS_OK;
    frs_picture_destroy(&picture);
    return status;
}

/* The first picture decides what the file holds. */
static int open_file(output *out, const planes *p)
{
    if (out->kind == OUTPUT_Y4M && !y4m_can_hold(p))
        return fail("the stream has %s pictures, which a Y4M file cannot hold: write to a .png or "
                    ".raw file, or to -",
                    p->shape->name);
    if (out->kind == OUTPUT_PIPE) {
        out->kind = y4m_can_hold(p) ? OUTPUT_Y4M : OUTPUT_RAW;
        out->path = "standard output";
        out->file = stdout;
    } else {
        out->file = fopen(out->path, "wb");
    }
    if (!out->file)
        return fail_write(out->path);
    out->first = *p;
    if (out->kind == OUTPUT_Y4M && y4m_write_header(out->file, p))
        return fail_write(out->path);
    return STATUS_OK;
}

static int write_file(output *out, const frs_frame *frame)
{
    planes p;
    planes_of_frame(&p, frame);
    if (!out->file) {
        int status = open_file(out, &p);
        if (status)
            return status;
    }
    if (!planes_alike(&p, &out->first))
        return fail("the picture changed from %s %ux%u to %s %ux%u after %u frames: one file holds "
                    "pictures of one kind and size only (.png files hold any)",
                    out->first.shape->name, out->first.width, out->first.height, p.shape->name,
                    p.width, p.height, out->count - 1);
    int error =
        out->kind == OUTPUT_Y4M ? y4m_write_frame(out->file, &p) : raw_write_frame(out->file, &p);
    return error ? fail_write(out->path) : STATUS_OK;
}

int output_write(output *out, const frs_frame *frame)
{
    out->count++;
    if (out->kind == OUTPUT_NONE)
        return STATUS_OK;
    return out->kind == OUTPUT_PNG ? write_png(out, frame) : write_file(out, frame);
}

int output_finish(output *out)
{
    if (!out->file)
        return STATUS_OK;
    int failed = out->file == stdout ? fflush(stdout) : fclose(out->file);
    out->file = NULL;
    return failed ? fail_write(out->path) : STATUS_OK;
}
