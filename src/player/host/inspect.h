/* SPDX-License-Identifier: MIT */
/**
 * `frameshare-player --inspect QUESTION...`: what the GStreamer of this machine has, for
 * `frameshare doctor` and `frameshare bundle`. The answers go to standard output, one a line,
 * fields separated by tabs:
 *
 *     gstreamer VERSION                      always the first line
 *     element   NAME PLUGIN                  to "element NAME"; no PLUGIN: it is missing
 *     decoder   CAPS NAME...                 to "decoder CAPS": its decoders, the best first
 *     tls       yes|no                       to "tls"
 *     plugin    NAME VERSION LICENCE FILE    to "plugins", one line for each
 */
#ifndef FRS_PLAYER_INSPECT_H
#define FRS_PLAYER_INSPECT_H

/* Initialises GStreamer; `questions` ends with NULL. Returns the exit status of the process: 0; 1
 * when GStreamer does not start; 2 for an unknown question. Both failures are explained on standard
 * error. */
int frs_inspect(char **questions);

#endif
