/* SPDX-License-Identifier: MIT */
/**
 * A player: a GStreamer pipeline under control, publishing on one stream. It lives in a thread of
 * its own and speaks the language of docs/protocol.md, in `frameshare-player` (the host) and, as
 * `libframeshare-player.so`, in any process.
 *
 *     frs_player *player = frs_player_create(NULL, on_line, user);
 *     frs_player_command(player, "{\"id\":1,\"command\":\"load\",\"uri\":\"file:///a.mp4\"}");
 *     frs_player_command(player, "{\"id\":2,\"command\":\"play\"}");
 *     ...
 *     frs_player_destroy(&player);
 *
 * The stream is published from create to destroy and stays the same over loads; its last picture
 * stays too.
 *
 * Threads: frs_player_command() may be called from any thread, also from several at a time and from
 * the callback; commands are carried out one after the other in the order they came. create and
 * destroy of one player are each called once, destroy not while another call with that player runs
 * and never from the callback. The player's thread has every signal but those of faults blocked, so
 * the process's handlers run elsewhere. Any number of players may live in a process. Which decoders
 * they prefer (decoders.h) holds for all of that process. GStreamer is initialised by the first
 * (gst_init() without arguments) and never taken down: the library must stay loaded once it has
 * been used (it says so to the linker itself).
 */
#ifndef FRS_PLAYER_PLAYER_H
#define FRS_PLAYER_PLAYER_H

#include <stdbool.h>
#include <stddef.h>

#include <frameshare/error.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct frs_player frs_player;

/**
 * Called for each line from the player: a reply or an event, JSON without newline, valid during the
 * call. Always on the player's thread. If it blocks, commands are delayed, not the video. The first
 * line is the event "hello", the last one "quit".
 */
typedef void (*frs_player_callback)(const char *json_line, void *user);

/**
 * Start a player that publishes as `stream`; NULL or "" is `gst_player_PID`, and `gst_player_PID_2`
 * and so on for more of them. Blocks for the few system calls that make the stream; GStreamer
 * starts behind it.
 * NULL when the stream cannot be published (a bad name, a live one): then the callback has
 * had one line that says why, an event "error" with code "name", "exists" or "resource", and is not
 * called again.
 */
FRS_API frs_player *frs_player_create(const char *stream, frs_player_callback callback, void *user);

/**
 * The player will be used later: load the plugins that most films need while its thread is idle, so
 * that the first picture comes sooner. Any thread; never blocks.
 */
FRS_API void frs_player_prepare(frs_player *player);

/** The name of the player's stream; valid as long as the player. Any thread. */
FRS_API const char *frs_player_stream(const frs_player *player);

/**
 * Send one command. Never blocks; the string is copied. The reply comes through the callback, even
 * to a line that is not valid.
 */
FRS_API void frs_player_command(frs_player *player, const char *json_line);

/** Bytes of commands that the player's thread has not handled yet. Any thread; never blocks. */
FRS_API size_t frs_player_queued(const frs_player *player);

/**
 * Has the player's main loop run since the last call? It does not while a GStreamer element blocks
 * its thread. Any thread; never blocks.
 */
FRS_API bool frs_player_answers(frs_player *player);

/**
 * Stop playing, end the stream and the thread. Blocks until the callback has received its last line
 * and will not be called again: so the callback must not wait for the thread that calls this.
 * Commands that are still queued are dropped.
 */
FRS_API void frs_player_destroy(frs_player **player);

#ifdef __cplusplus
}
#endif

#endif
