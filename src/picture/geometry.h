/* SPDX-License-Identifier: MIT */
/* Which place of a frame is seen at which pixel of the screen: crop, pixel aspect, turn. */
#ifndef FRS_PICTURE_GEOMETRY_H
#define FRS_PICTURE_GEOMETRY_H

#include <stdbool.h>

#include <frameshare/frame.h>

/* One axis of the frame, along an axis of the screen. */
typedef struct frs_axis {
    uint32_t first, count; /* the crop, in pixels of the frame */
    uint32_t whole;        /* pixels of the screen that all of it takes */
    uint32_t start, shown; /* those of them that are rendered */
    bool mirrored;
} frs_axis;

typedef struct frs_geometry {
    frs_axis across, down; /* of the screen */
    bool sideways;         /* `across` is the frame's height */
} frs_geometry;

/* Where a window shows a frame. */
typedef struct frs_place {
    uint32_t orientation;   /* FRS_ORIENTATION_*, in place of the frame's own */
    uint32_t width, height; /* of the whole picture as it is turned, in pixels of the screen */
    uint32_t left, top, columns,
        rows; /* what of it is seen, at least a pixel and at most FRS_SIZE_MAX */
} frs_place;

/* FRS_OK, or FRS_EINVAL for what is no place. */
int frs_place_check(const frs_place *place);

/* No side of the displayed picture is longer than FRS_SIZE_MAX: what a strange pixel aspect ratio
 * would make larger is shrunk as a whole. */
void frs_geometry_init(frs_geometry *geometry, const frs_frame_info *info);

/* At a place that was checked. */
void frs_geometry_init_at(frs_geometry *geometry, const frs_frame_info *info,
                          const frs_place *place);

/* Where the centre of rendered pixel `i` lies, in pixels of the frame: that of the frame's first is
 * at 0.5. */
static inline double frs_axis_place(const frs_axis *axis, uint32_t i)
{
    uint32_t at = axis->start + i;
    uint32_t from_start = axis->mirrored ? axis->whole - 1 - at : at;
    return axis->first + (from_start + 0.5) * axis->count / axis->whole;
}

#endif
