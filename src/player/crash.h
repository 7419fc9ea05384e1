/* SPDX-License-Identifier: MIT */
/**
 * Last words of a host that crashes: the signal, and the GStreamer element whose code ran, as one
 * line
 *
 *     frameshare-player: SIGSEGV in the GStreamer element avdec_h264-0
 *
 * or, of a thread that is none of GStreamer's, the library it was in and the decoder that most
 * likely has it for a worker: by the thread's name, by who is there for that library, and of video
 * rather than of sound:
 *
 *     frameshare-player: SIGSEGV in libavcodec.so.59.37.100, probably in the GStreamer element ...
 *
 * The process then ends by that signal, as it would have.
 */
#ifndef FRS_PLAYER_CRASH_H
#define FRS_PLAYER_CRASH_H

/**
 * Install the handlers of SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGABRT. Once, before there are
 * threads. A handler that was there before comes after this one.
 * @param fd the line goes there
 */
void frs_crash_report_to(int fd);

/**
 * Keep in mind from now on which element each thread is in. After GStreamer's start; nothing where
 * nobody reports. Costs each push of a buffer two calls and no lock.
 */
void frs_crash_follow_elements(void);

#endif
