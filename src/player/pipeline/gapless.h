/* SPDX-License-Identifier: MIT */
/**
 * Gapless playback: opens the next source in a playbin3 that still plays the current one, and
 * prerolls its decoders. When a stream of the current source ends, the next source's stream of the
 * same kind is linked to the sinks in its place; the sinks see one stream after the other, and
 * running time goes on.
 *
 *     current:  uridecodebin3 --x            playsink
 *     next:     uridecodebin3 -------------> (each pad, at EOS of the current one)
 *
 * playbin3 can do this itself ("about-to-finish"), but removes the current source when all of it
 * has been read, for a short file long before its end: then nobody can seek in it any more.
 *
 * Only the player's thread uses this, except for the pads' probes.
 */
#ifndef FRS_PLAYER_GAPLESS_H
#define FRS_PLAYER_GAPLESS_H

#include "reads.h"
#include "source.h"
#include "tracks.h"

typedef struct frs_gapless frs_gapless;

/* Open `source`, a URI, beside `current`, the uridecodebin3 that plays. `tracks` selects its
 * streams. NULL when it cannot be opened, or is live. */
frs_gapless *frs_gapless_open(GstElement *playbin, GstElement *current, const frs_source *source,
                              frs_tracks *tracks);

/* The next source's uridecodebin3, which has a bus of its own. */
GstElement *frs_gapless_element(const frs_gapless *gapless);

/* What has been read of the next source; borrowed. */
frs_reads *frs_gapless_reads(const frs_gapless *gapless);

/* Handle a message of that bus. FALSE: the kinds of its streams differ from the current source's,
 * so it cannot follow without a gap. */
gboolean frs_gapless_note(frs_gapless *gapless, GstMessage *message);

/* Let it play at this rate, above 0. Call again after each message of that bus. FALSE: it cannot.
 */
gboolean frs_gapless_set_rate(frs_gapless *gapless, double rate);

/* Call hold before a seek in the current source, and release after it. FALSE: the next source has
 * begun to replace the current one, in which nobody can seek any more. */
gboolean frs_gapless_hold(frs_gapless *gapless);
void frs_gapless_release(frs_gapless *gapless);

/* Has it replaced a stream of the current source? */
gboolean frs_gapless_has_begun(frs_gapless *gapless);

/* A SEGMENT has reached the sink of that kind. TRUE: by now one of each of the next source's
 * streams has, except text. */
gboolean frs_gapless_note_segment(frs_gapless *gapless, frs_track_kind kind, guint32 seqnum);

/* All streams have been replaced: remove the current source. From then on the next source is like
 * one that had always been there. */
void frs_gapless_settle(frs_gapless *gapless);

/* Drop the next source, and remove it from the playbin3; but if it has begun to replace the current
 * one and is not settled, it ends with the playbin3, which must be stopped. Idempotent. */
void frs_gapless_free(frs_gapless **gapless);

#endif
