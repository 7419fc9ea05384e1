/* SPDX-License-Identifier: MIT */
#include "y4m.h"

#include <inttypes.h>

/* The names of mjpegtools and ffmpeg, which has 420jpeg for what it does not know. */
static const char *chroma_tag(uint32_t site)
{
    switch (site) {
    case FRS_CHROMA_LEFT:
        return "420mpeg2";
    case FRS_CHROMA_TOP_LEFT:
        return "420paldv";
    default:
        return "420jpeg";
    }
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

int y4m_write_header(FILE *file, const picture *p)
{
    const frs_frame_info *info = p->info;
    bool par_known = info->par_n && info->par_d;
    bool fps_known = info->fps_n && info->fps_d;
    fprintf(file,
            "YUV4MPEG2 W%" PRIu32 " H%" PRIu32 " F%" PRIu32 ":%" PRIu32 " I%c A%" PRIu32 ":%" PRIu32
            " C%s",
            p->width, p->height, fps_known ? info->fps_n : 0, fps_known ? info->fps_d : 0,
            interlace_tag(info->interlace), par_known ? info->par_n : 1,
            par_known ? info->par_d : 1, chroma_tag(info->chroma_site));
    if (info->range == FRS_RANGE_FULL || info->range == FRS_RANGE_LIMITED)
        fprintf(file, " XCOLORRANGE=%s", info->range == FRS_RANGE_FULL ? "FULL" : "LIMITED");
    return fputc('\n', file) == EOF ? -1 : 0;
}

static int write_run(const uint8_t *bytes, size_t n, void *file)
{
    return fwrite(bytes, 1, n, file) == n ? 0 : -1;
}

int raw_write_frame(FILE *file, const picture *p)
{
    return picture_each_run(p, write_run, file);
}

int y4m_write_frame(FILE *file, const picture *p)
{
    return fputs("FRAME\n", file) == EOF ? -1 : raw_write_frame(file, p);
}
