/* SPDX-License-Identifier: MIT */
/** Settings of cues of WebVTT, regions, and the places that they come to. */
#ifndef FRS_PLAYER_WEBVTT_PLACE_H
#define FRS_PLAYER_WEBVTT_PLACE_H

#include "ass_script.h"

#define FRS_VTT_ID_MAX 32

typedef struct frs_vtt_region {
    char id[FRS_VTT_ID_MAX];
    double width, lines, anchor_x, anchor_y, view_x, view_y; /* parts of 1, but lines */
} frs_vtt_region;

/* False: it has no id. */
gboolean frs_vtt_region_read(frs_vtt_region *region, const char *settings);

/* Where a cue of these settings is (what is behind its times, up to the end of the line): margins
 * in `cue`, and override tags, which the caller frees. `regions`: a GArray of them. */
char *frs_vtt_place(frs_ass_cue *cue, const char *settings, gsize length, const GArray *regions,
                    gboolean right_to_left);

#endif
