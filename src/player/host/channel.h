/* SPDX-License-Identifier: MIT */
/**
 * A channel: lines in both directions over one descriptor, for the host. Sending never blocks:
 * lines that the other end has not read yet are queued; of position events only the newest is kept.
 */
#ifndef FRS_PLAYER_CHANNEL_H
#define FRS_PLAYER_CHANNEL_H

#include <glib.h>

typedef struct frs_channel frs_channel;

/* Called for each line that arrives, without newline; NULL for a line longer than FRS_LINE_MAX. */
typedef void (*frs_channel_line)(const char *line, gsize length, void *user);

/* Called once when the other end is gone, or does not read what is sent to it. */
typedef void (*frs_channel_closed)(void *user);

/* Take over `fd` (a socket, a pipe, a terminal: made non-blocking and close-on-exec, closed in the
 * end). The callbacks run in the thread of the default main context. Never NULL. */
frs_channel *frs_channel_create(int fd, frs_channel_line on_line, frs_channel_closed on_closed,
                                void *user);

/* Stop reading (TRUE) or read on (FALSE): meanwhile the other end has to wait. Lines that have
 * already been read, 64 KiB at most, are still passed on. On the main context's thread. */
void frs_channel_pause(frs_channel *channel, gboolean paused);

/* Send one line; a newline is added. Any thread. Never blocks, never raises a signal. */
void frs_channel_send(frs_channel *channel, const char *line);

/* Wait up to `timeout_ms` until everything that was sent has been written. On the main context's
 * thread. */
void frs_channel_flush(frs_channel *channel, int timeout_ms);

/* Call only when no other thread can send any more. */
void frs_channel_destroy(frs_channel **channel);

#endif
