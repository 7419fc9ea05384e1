/* SPDX-License-Identifier: MIT */
/**
 * Writes one line when the host crashes: the signal, and the GStreamer element whose code ran,
 *
 *     frameshare-player: SIGSEGV in the GStreamer element avdec_h264-0
 *
 * or, for a thread that GStreamer did not start, the library it was in and the decoder that most
 * likely owns the thread, judged by the thread's name and the decoders that use that library, video
 * before audio:
 *
 *     frameshare-player: SIGSEGV in libavcodec.so.59.37.100, probably in the GStreamer element ...
 *
 * The process then ends by that signal, as it would have without this.
 */
#ifndef FRS_PLAYER_CRASH_H
#define FRS_PLAYER_CRASH_H

/**
 * Install handlers of SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGABRT. Call once, before other threads
 * exist. A handler that was installed before is called after this one.
 * @param fd the line is written there
 */
void frs_crash_report_to(int fd);

/**
 * Record from now on which element each thread is in. Call after gst_init(); does nothing if no
 * handler is installed. Costs two calls and no lock for each pushed buffer.
 */
void frs_crash_follow_elements(void);

#endif
