/* SPDX-License-Identifier: MIT */
/**
 * The table of quirks: GStreamer's faults that this folder works around, each with the versions
 * that have it. Each workaround asks here whether it is active: it is if the running GStreamer is
 * one of those versions, unless the environment switches it off:
 *
 *     FRAMESHARE_QUIRKS=-qtdemux-range,-matroskademux-seek
 *
 * The environment is read once per process; an unknown name in it gives one line on standard error
 * with all known names. `frameshare-player --quirks` prints the table; scripts/quirks.js makes
 * docs/quirks.md of it.
 */
#ifndef FRS_PLAYER_QUIRKS_H
#define FRS_PLAYER_QUIRKS_H

#include <glib.h>

typedef enum frs_quirk_id {
    FRS_QUIRK_ADAPTIVEDEMUX_ERROR,
    FRS_QUIRK_ADAPTIVEDEMUX_STOP,
    FRS_QUIRK_DECODEBIN3_ASS,
    FRS_QUIRK_DECODEBIN3_EMPTY_STREAM,
    FRS_QUIRK_DECODEBIN3_ENDED,
    FRS_QUIRK_DECODEBIN3_ORDER,
    FRS_QUIRK_DECODER_LONE_PICTURE,
    FRS_QUIRK_DECODER_SLIVER,
    FRS_QUIRK_DVDSPU_SIZE,
    FRS_QUIRK_HLSDEMUX2_RENDITIONS,
    FRS_QUIRK_MATROSKADEMUX_END,
    FRS_QUIRK_MATROSKADEMUX_SEEK,
    FRS_QUIRK_MPEG_ORIGIN,
    FRS_QUIRK_MPEGPSDEMUX_SEEK,
    FRS_QUIRK_MULTIQUEUE_INTERLEAVE,
    FRS_QUIRK_OGGDEMUX_CHAIN,
    FRS_QUIRK_OGGDEMUX_PARTS,
    FRS_QUIRK_OGGDEMUX_VP8,
    FRS_QUIRK_QTDEMUX_CHAPTERS,
    FRS_QUIRK_QTDEMUX_DNXHR,
    FRS_QUIRK_QTDEMUX_FRAGMENTS,
    FRS_QUIRK_QTDEMUX_RANGE,
    FRS_QUIRK_QTDEMUX_SHORT_TRACK,
    FRS_QUIRK_SEGMENT_SEAM,
    FRS_QUIRK_SOUP_HEADERS,
    FRS_QUIRK_SOUP_RANGES,
    FRS_QUIRK_URISOURCEBIN_TEARDOWN,
    FRS_QUIRKS
} frs_quirk_id;

typedef struct frs_quirk {
    const char *name;    /* its name in FRAMESHARE_QUIRKS */
    const char *element; /* the element or library that has the fault */
    guint from, to;   /* minor versions of GStreamer 1 that have it: `from` is the first, `to` the
                         first without it; 0: open */
    const char *seen; /* the versions in which it was seen */
    const char *upstream; /* the URL of GStreamer's issue or change, or "not reported" */
    gboolean race;        /* the fault does not occur each time */
    const char *does;     /* the fault, and the workaround */
} frs_quirk;

typedef enum frs_quirk_state {
    FRS_QUIRK_ACTIVE,
    FRS_QUIRK_NOT_NEEDED,  /* the running GStreamer does not have it */
    FRS_QUIRK_SWITCHED_OFF /* switched off by FRAMESHARE_QUIRKS */
} frs_quirk_state;

/* A quirk by its id, which is below FRS_QUIRKS. All functions here may be called by any thread. */
const frs_quirk *frs_quirk_get(frs_quirk_id id);

/* Does GStreamer 1.`minor` have that fault? */
gboolean frs_quirk_is_of(const frs_quirk *quirk, guint minor);

frs_quirk_state frs_quirk_state_of(frs_quirk_id id);
gboolean frs_quirk_is_active(frs_quirk_id id);

#endif
