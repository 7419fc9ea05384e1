/* SPDX-License-Identifier: MIT */
/**
 * A playback: a pipeline under control. It takes commands, answers each with one line, and emits
 * events (docs/protocol.md).
 *
 *     stopped --load--> loading --> paused <--> playing --> ended
 *                          |           |           |          |
 *                          +-----------+-----------+----------+--> error     (load and play reload)
 *
 * Seeks and state changes that are asked for during another one are queued until the
 * pipeline has settled: the last target state wins, and the last seek.
 *
 * One thread: everything here belongs to the thread that runs the main context it was created with.
 */
#ifndef FRS_PLAYER_PLAYBACK_H
#define FRS_PLAYER_PLAYBACK_H

#include <gst/gst.h>

#include <frameshare/writer.h>

#include "command.h"

typedef struct frs_playback frs_playback;

/* `line` is valid during the call. It must not block, and must not call back into the playback. */
typedef void (*frs_playback_emit)(const char *line, void *user);

/* GStreamer is initialised. `writer` must outlive the playback. Never NULL. */
frs_playback *frs_playback_create(GMainContext *context, frs_writer *writer, frs_playback_emit emit,
                                  void *user);

/* Carry a command out, except quit. Its reply is emitted now or later. Blocks for what GStreamer's
 * state changes and seeks block for. */
void frs_playback_command(frs_playback *playback, const frs_command *command);

/* Stop, and drop everything. Commands that still wait are answered with "interrupted". */
void frs_playback_destroy(frs_playback **playback);

#endif
