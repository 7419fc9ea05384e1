/* SPDX-License-Identifier: MIT */
/**
 * The times of the film for an assrender.
 *
 * assrender draws what is due at a running time, which begins anew with each seek and goes by as
 * fast as the rate says. The times of a file of subtitles are those of the film (stream time). So
 * the segment that the element sees makes the one the other, and behind it is the real one again.
 */
#ifndef FRS_PLAYER_SUBTITLE_TIMES_H
#define FRS_PLAYER_SUBTITLE_TIMES_H

#include <gst/gst.h>

void frs_subtitle_times_watch(GstElement *assrender);

#endif
