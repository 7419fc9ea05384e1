/* SPDX-License-Identifier: MIT */
#include "y4m.h"

#include <inttypes.h>
#include <string.h>

/* The names of mjpegtools' yuv4mpeg(5), and of ffmpeg for more than 8 bits. For 4:2:0 of 8 bits
 * they say where chroma is; ffmpeg has 420jpeg for what it does not know. */
static const char *site_tag(uint32_t site)
{
    switch (site) {
    case FRS_CHROMA_LEFT:
        return "mpeg2";
    case FRS_CHROMA_TOP_LEFT:
        return "paldv";
    default:
        return "jpeg";
    }
}

/* Indexed by v_shift, h_shift. */
static const char *const samplings[2][3] = {{"444", "422", "411"}, {NULL, "420", NULL}};

static const char *sampling_tag(const planes *p)
{
    if (p->shape->model == FRS_MODEL_GRAY)
        return "mono";
    bool has_alpha = p->n > 3;
    const char *sampling = samplings[p->plane[1].v_shift][p->plane[1].h_shift];
    if (!has_alpha)
        return sampling;
    bool has_name = sampling && strcmp(sampling, "444") == 0 && p->shape->depth == 8;
    return has_name ? "444alpha" : NULL;
}

bool y4m_can_hold(const planes *p)
{
    return p->shape->model != FRS_MODEL_RGB && sampling_tag(p);
}

static void write_sampling(FILE *file, const planes *p)
{
    const char *sampling = sampling_tag(p);
    bool gray = p->shape->model == FRS_MODEL_GRAY;
    fprintf(file, " C%s", sampling);
    if (p->shape->depth > 8)
        fprintf(file, "%s%d", gray ? "" : "p", p->shape->depth);
    else if (strcmp(sampling, "420") == 0)
        fputs(site_tag(p->info->chroma_site), file);
}

static char interlace_tag(uint32_t interlace)
{
    switch (interlace) {
    case FRS_INTERLACE_TOP_FIRST:
        return 't';
    case FRS_INTERLACE_BOTTOM_FIRST:
        return 'b';
    default:
        return 'p';
    }
}

int y4m_write_header(FILE *file, const planes *p)
{
    const frs_frame_info *info = p->info;
    bool par_known = info->par_n && info->par_d;
    bool fps_known = info->fps_n && info->fps_d;
    fprintf(
        file,
        "YUV4MPEG2 W%" PRIu32 " H%" PRIu32 " F%" PRIu32 ":%" PRIu32 " I%c A%" PRIu32 ":%" PRIu32,
        p->width, p->height, fps_known ? info->fps_n : 0, fps_known ? info->fps_d : 0,
        interlace_tag(info->interlace), par_known ? info->par_n : 1, par_known ? info->par_d : 1);
    write_sampling(file, p);
    if (info->range == FRS_RANGE_FULL || info->range == FRS_RANGE_LIMITED)
        fprintf(file, " XCOLORRANGE=%s", info->range == FRS_RANGE_FULL ? "FULL" : "LIMITED");
    return fputc('\n', file) == EOF ? -1 : 0;
}

static int write_run(const uint8_t *bytes, size_t n, void *file)
{
    return fwrite(bytes, 1, n, file) == n ? 0 : -1;
}

int raw_write_frame(FILE *file, const planes *p)
{
    return planes_each_run(p, write_run, file);
}

int y4m_write_frame(FILE *file, const planes *p)
{
    return fputs("FRAME\n", file) == EOF ? -1 : raw_write_frame(file, p);
}
