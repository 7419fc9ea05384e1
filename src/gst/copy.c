/* SPDX-License-Identifier: MIT */
#include "copy.h"

#include <string.h>

#include "format.h"

/* Bytes: when a source's rows have more padding than this, they are copied row by row. */
#define PADDING_MAX(row_bytes) ((row_bytes) / 4 + 256)
/* Up to this many rows of padding between two planes are copied along with them. */
#define PADDING_ROWS 32
#define PLANE_ALIGN 63

static gboolean is_whole(const frs_frame_info *info, const GstVideoFrame *frame, guint plane)
{
    return GST_VIDEO_FRAME_PLANE_STRIDE(frame, plane) == (gint)info->stride[plane];
}

/* The bytes from a plane's first sample to the end of its last one. */
static gsize plane_bytes(const frs_frame_info *info, guint plane)
{
    return (gsize)(frs_format_rows(info->format, plane, info->height) - 1) * info->stride[plane] +
           frs_format_row_bytes(info->format, plane, info->width);
}

/* Are `plane` and the one before it adjacent in one memory, and both to be copied whole? */
static gboolean goes_on(const frs_frame_info *info, const GstVideoFrame *frame, guint plane)
{
    if (!is_whole(info, frame, plane - 1) || !is_whole(info, frame, plane) ||
        gst_buffer_n_memory(frame->buffer) != 1)
        return FALSE;
    gssize gap = (const guint8 *)GST_VIDEO_FRAME_PLANE_DATA(frame, plane) -
                 (const guint8 *)GST_VIDEO_FRAME_PLANE_DATA(frame, plane - 1) -
                 (gssize)plane_bytes(info, plane - 1);
    return gap >= 0 && gap <= (gssize)info->stride[plane - 1] * PADDING_ROWS;
}

static guint32 copy_stride(const frs_frame_info *info, const GstVideoFrame *frame, guint plane)
{
    gint stride = GST_VIDEO_FRAME_PLANE_STRIDE(frame, plane);
    gint bytes = (gint)frs_format_row_bytes(info->format, plane, info->width);
    if (stride >= bytes && stride - bytes <= PADDING_MAX(bytes))
        return (guint32)stride;
    return (guint32)(bytes + 3) & ~3U;
}

static gsize copy_offset(const frs_frame_info *info, const GstVideoFrame *frame, guint plane)
{
    if (plane == 0)
        return 0;
    gsize before = info->offset[plane - 1];
    if (goes_on(info, frame, plane))
        return before + (gsize)((const guint8 *)GST_VIDEO_FRAME_PLANE_DATA(frame, plane) -
                                (const guint8 *)GST_VIDEO_FRAME_PLANE_DATA(frame, plane - 1));
    return (before + plane_bytes(info, plane - 1) + PLANE_ALIGN) & ~(gsize)PLANE_ALIGN;
}

/* Do `rows` rows of `bytes` bytes lie within the mapped memory? `step` is the distance between
 * rows, which may be negative. */
static gboolean rows_fit(const GstMapInfo *map, const guint8 *first, gint64 step, gint64 rows,
                         gint64 bytes)
{
    gint64 start = first - map->data;
    gint64 last = start + (rows - 1) * step;
    return MIN(start, last) >= 0 && MAX(start, last) + bytes <= (gint64)map->size;
}

static gboolean is_possible(const frs_frame_info *info, const GstVideoFrame *frame)
{
    if (GST_VIDEO_FRAME_N_PLANES(frame) != info->n_planes || info->width < 1 ||
        info->width > FRS_SIZE_MAX || info->height < 1 || info->height > FRS_SIZE_MAX)
        return FALSE;
    for (guint plane = 0; plane < info->n_planes; plane++) {
        const GstMapInfo *map = &frame->map[frame->meta ? plane : 0];
        if (map->data && !rows_fit(map, GST_VIDEO_FRAME_PLANE_DATA(frame, plane),
                                   GST_VIDEO_FRAME_PLANE_STRIDE(frame, plane),
                                   frs_format_rows(info->format, plane, info->height),
                                   frs_format_row_bytes(info->format, plane, info->width)))
            return FALSE;
    }
    return TRUE;
}

gint64 gst_frameshare_copy_layout(frs_frame_info *info, const GstVideoFrame *frame)
{
    info->width = (guint32)GST_VIDEO_FRAME_WIDTH(frame);
    info->height = (guint32)GST_VIDEO_FRAME_HEIGHT(frame);
    if (!is_possible(info, frame))
        return FRS_EINVAL;
    for (guint plane = 0; plane < info->n_planes; plane++)
        info->stride[plane] = copy_stride(info, frame, plane);
    for (guint plane = 0; plane < info->n_planes; plane++)
        info->offset[plane] = (guint32)copy_offset(info, frame, plane);
    gst_frameshare_info_check_crop(info);
    return (gint64)(info->offset[info->n_planes - 1] + plane_bytes(info, info->n_planes - 1));
}

static void copy_rows(const frs_frame_info *info, const GstVideoFrame *frame, guint plane,
                      guint8 *to)
{
    const guint8 *from = GST_VIDEO_FRAME_PLANE_DATA(frame, plane);
    gint step = GST_VIDEO_FRAME_PLANE_STRIDE(frame, plane);
    guint32 bytes = frs_format_row_bytes(info->format, plane, info->width);
    guint32 rows = frs_format_rows(info->format, plane, info->height);
    for (guint32 row = 0; row < rows; row++)
        memcpy(to + (gsize)row * info->stride[plane], from + (gssize)row * step, bytes);
}

/* Copy adjacent planes with one memcpy(), which uses the widest vector instructions available. */
void gst_frameshare_copy(const frs_frame_info *info, const GstVideoFrame *frame, guint8 *data)
{
    guint last;
    for (guint plane = 0; plane < info->n_planes; plane = last + 1) {
        for (last = plane; last + 1 < info->n_planes && goes_on(info, frame, last + 1);)
            last++;
        guint8 *to = data + info->offset[plane];
        if (is_whole(info, frame, plane))
            memcpy(to, GST_VIDEO_FRAME_PLANE_DATA(frame, plane),
                   info->offset[last] - info->offset[plane] + plane_bytes(info, last));
        else
            copy_rows(info, frame, plane, to);
    }
}
