/* SPDX-License-Identifier: MIT */
/* Which place of a frame is seen at which pixel of the screen: crop, pixel aspect, turn. */
#ifndef FRS_PICTURE_GEOMETRY_H
#define FRS_PICTURE_GEOMETRY_H

#include <stdbool.h>

#include <frameshare/frame.h>

/* One axis of the frame, along an axis of the screen. */
typedef struct frs_axis {
    uint32_t first, count; /* the crop, in pixels of the frame */
    uint32_t shown;        /* pixels of the screen */
    bool mirrored;
} frs_axis;

typedef struct frs_geometry {
    frs_axis across, down; /* of the screen */
    bool sideways;         /* `across` is the frame's height */
} frs_geometry;

/* No side of the displayed picture is longer than FRS_SIZE_MAX: what a strange pixel aspect ratio
 * would make larger is shrunk as a whole. */
void frs_geometry_init(frs_geometry *geometry, const frs_frame_info *info);

/* Where the centre of screen pixel `i` lies, in pixels of the frame: that of the frame's first is
 * at 0.5. */
static inline double frs_axis_place(const frs_axis *axis, uint32_t i)
{
    uint32_t from_start = axis->mirrored ? axis->shown - 1 - i : i;
    return axis->first + (from_start + 0.5) * axis->count / axis->shown;
}

#endif
