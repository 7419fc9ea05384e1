/* SPDX-License-Identifier: MIT */
/**
 * Seeks in Matroska and WebM without an index: recordings of a browser's MediaRecorder, streams,
 * files that were cut off. GStreamer 1.22's matroskademux then takes any block of sound for a key
 * frame and lands between key frames: nothing can be decoded up to the next one, and when that is
 * far away, sound fills its queue meanwhile and waits for ever for a first picture. Here such a
 * seek is repeated from further ahead, and pictures up to where it was to go are not shown.
 *
 * And mpegpsdemux lands behind where it was to go: it always gets that lead.
 */
#ifndef FRS_PLAYER_LANDING_H
#define FRS_PLAYER_LANDING_H

#include <gst/gst.h>

/* Have it so in `bin`, before it runs. Relies on one seek at a time:
 * the next one comes when this one has had its first picture. */
void frs_landing_watch(GstElement *bin);

#endif
