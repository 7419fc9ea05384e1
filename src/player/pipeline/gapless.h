/* SPDX-License-Identifier: MIT */
/**
 * Another source in a playbin that plays: its decoders begin beside those of the one that plays,
 * and wait. Where each stream of that one ends, the stream of the same kind takes its place in
 * front of the sinks, which see one stream after the other: running time goes on.
 *
 *     playing:  uridecodebin3 --x            playsink
 *     other:    uridecodebin3 -------------> (each of its pads, at the end of what it had)
 *
 * playbin3 can do that itself ("about-to-finish"), but lets go of the source that plays when all of
 * it has been read, of a short file long before its end: then nobody can seek in it any more.
 *
 * Everything belongs to the player's thread, but what pads of either source do.
 */
#ifndef FRS_PLAYER_GAPLESS_H
#define FRS_PLAYER_GAPLESS_H

#include "reads.h"
#include "source.h"
#include "tracks.h"

typedef struct frs_graft frs_graft;

/* Begin `source`, a URI, beside `current`, the uridecodebin3 of the playbin that plays. `tracks`
 * choose its streams. NULL when it cannot be opened, or is live. */
frs_graft *frs_graft_open(GstElement *playbin, GstElement *current, const frs_source *source,
                          frs_tracks *tracks);

/* Its uridecodebin3, which has a bus of its own. */
GstElement *frs_graft_element(const frs_graft *graft);

/* What is read of it; borrowed. */
frs_reads *frs_graft_reads(const frs_graft *graft);

/* Note a message of that bus. False: its streams are not of the kinds that play, and so it can take
 * no place. */
gboolean frs_graft_note(frs_graft *graft, GstMessage *message);

/* It is to play at this rate, above 0: ask again with each message of that bus. False: it cannot.
 */
gboolean frs_graft_set_rate(frs_graft *graft, double rate);

/* Before a seek, and after it. False: it has begun to take its place, and the other source cannot
 * be sought any more. */
gboolean frs_graft_hold(frs_graft *graft);
void frs_graft_release(frs_graft *graft);

/* Has it taken the place of a stream? */
gboolean frs_graft_has_begun(frs_graft *graft);

/* A segment reaches the sink of that kind. True: by now one of each of its streams has, of text
 * aside. */
gboolean frs_graft_note_segment(frs_graft *graft, frs_track_kind kind, guint32 seqnum);

/* It has taken its place: drop the other source. From then on it is as if it always had been there.
 */
void frs_graft_settle(frs_graft *graft);

/* Forget it, and take it out of the playbin, unless it has begun to take its place: then it ends
 * with the playbin, which has to, if it had not settled. Idempotent. */
void frs_graft_free(frs_graft **graft);

#endif
