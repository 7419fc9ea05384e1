/* SPDX-License-Identifier: MIT */
/* Drives a player from a test, in a process of its own or in this one: the same lines, the same
 * tests. Everything here fails the test by itself when the player does not answer. */
#ifndef FRS_TESTS_PLAYER_DRIVER_H
#define FRS_TESTS_PLAYER_DRIVER_H

#include <frameshare/frameshare.h>
#include <json-glib/json-glib.h>

#include "checks.h"

typedef struct driver driver;

/* ---- players ---- */

/* Start frameshare-player as `stream` (NULL: its default). Waits for its hello, unless it says an
 * error first. */
driver *driver_spawn(const char *stream);

/* A player in this process. */
driver *driver_in_process(const char *stream);

/* End it; of a process, by closing the descriptor, and the exit status is returned (0 in process).
 */
int driver_finish(driver *driver);

pid_t driver_pid(const driver *driver);
const char *driver_stream(const driver *driver); /* from its hello */

/* Wait for a spawned player to end by itself; its exit status, or -signal. */
int driver_wait_exit(driver *driver);

/* ---- lines ---- */

/* Send these bytes and a newline, as they are. */
void driver_send_raw(driver *driver, const char *bytes, size_t length);

/* Send these bytes again and again, up to `most` in all, until a spawned player takes no more; how
 * many it took. */
size_t driver_send_some(driver *driver, const char *bytes, size_t length, size_t most);

/* Send {"id":N,MEMBERS}, printf-like; returns N. */
int driver_send(driver *driver, const char *members, ...) G_GNUC_PRINTF(2, 3);

/* The reply to command N; borrowed, valid as long as the driver. */
JsonObject *driver_reply(driver *driver, int id);

/* The same; NULL: it has not come after so many seconds, for tests that show a hang. */
JsonObject *driver_reply_within(driver *driver, int id, int seconds);

/* The reply with "id":null that comes next. */
JsonObject *driver_reply_without_id(driver *driver);

/* Send and wait for a reply that must be ok. */
JsonObject *driver_do(driver *driver, const char *members, ...) G_GNUC_PRINTF(2, 3);

/* Send and wait for a reply that must be an error with `code`; the error object. */
JsonObject *driver_refused(driver *driver, const char *code, const char *members, ...)
    G_GNUC_PRINTF(3, 4);

/* Load a file by its path; it must work. */
JsonObject *driver_load(driver *driver, const char *path);

/* The next event of that name after the last one returned by any driver_event*() call. */
JsonObject *driver_event(driver *driver, const char *name);
void driver_wait_state(driver *driver, const char *state);

/* How many lines with `text` in them have come so far (those read by the calls above). */
int driver_count(driver *driver, const char *text);

/* ---- pictures ---- */

/* The number in the newest picture of the player's stream (framesharetestclip's counter), and its
 * time. */
int64_t driver_picture(driver *driver, uint64_t *pts);

/* The minor version of the GStreamer that runs. */
guint driver_gst_minor(void);

/* ---- files ---- */

/* Run `suite` with a socket folder of its own and clips in it; the exit status. */
int driver_run(Suite *suite);

/* The path of one of driver_run()'s clips, all 320x240 at 30 frames a second:
 *   clip.mp4                150 frames of H.264 with B-frames, and sound
 *   silent.mkv              30 frames of Motion JPEG, no sound
 *   vp9.webm                10 frames of VP9
 *   y42b.mp4, bt709.mp4     10 frames: 4:2:2 with the colours of BT.601; 4:2:0 with those of BT.709
 *   sound.ogg, text.mp4     sound only; text
 *   cut.mp4, header.mp4, start.mp4  clip.mp4 cut off at two thirds, behind and inside its header */
const char *driver_clip(const char *name);

/* Run a line of the shell, printf-like, in their folder. The test ends when it fails. */
void driver_shell(const char *line, ...) G_GNUC_PRINTF(1, 2);

/* Let ffmpeg make another file there, its arguments but for the name printf-like; the path. */
const char *driver_ffmpeg(const char *name, const char *arguments, ...) G_GNUC_PRINTF(2, 3);

#endif
