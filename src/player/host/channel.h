/* SPDX-License-Identifier: MIT */
/**
 * A channel: lines in and lines out over one descriptor, for the host. Whoever sends never waits:
 * lines that the other end does not read yet are kept, a position only in its newest version.
 */
#ifndef FRS_PLAYER_CHANNEL_H
#define FRS_PLAYER_CHANNEL_H

#include <glib.h>

typedef struct frs_channel frs_channel;

/* One line that came, without newline; NULL for one that was longer than FRS_LINE_MAX. */
typedef void (*frs_channel_line)(const char *line, gsize length, void *user);

/* The other end is gone, or does not read what it is sent. Called once. */
typedef void (*frs_channel_closed)(void *user);

/* Take over `fd` (a socket, a pipe, a terminal: made non-blocking and close-on-exec, closed in the
 * end). The callbacks run in the thread of the default main context. Never NULL. */
frs_channel *frs_channel_create(int fd, frs_channel_line on_line, frs_channel_closed on_closed,
                                void *user);

/* Read no further, and then do: whoever writes has to wait. Lines that have been read already still
 * come, 64 KiB of them at most. In the main context's thread. */
void frs_channel_pause(frs_channel *channel, gboolean paused);

/* Send one line; a newline is added. Any thread. Never blocks, never raises a signal. */
void frs_channel_send(frs_channel *channel, const char *line);

/* Wait up to `timeout_ms` for what was sent to be taken. In the main context's thread. */
void frs_channel_flush(frs_channel *channel, int timeout_ms);

/* Not while another thread may still send. */
void frs_channel_destroy(frs_channel **channel);

#endif
