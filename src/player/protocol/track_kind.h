/* SPDX-License-Identifier: MIT */
/** The kinds of tracks. */
#ifndef FRS_PLAYER_TRACK_KIND_H
#define FRS_PLAYER_TRACK_KIND_H

typedef enum frs_track_kind {
    FRS_TRACK_VIDEO,
    FRS_TRACK_AUDIO,
    FRS_TRACK_TEXT,
    FRS_TRACK_KINDS,
} frs_track_kind;

/* Their names in the protocol, in that order. */
extern const char *const frs_track_names[FRS_TRACK_KINDS];

#endif
