/* SPDX-License-Identifier: MIT */
/**
 * Chapters of MP4 and QuickTime files, which GStreamer 1.22's qtdemux ignores: Nero's list
 * (moov/udta/chpl), or else QuickTime's chapter track (tref/chap). Local files only.
 *
 * Files are untrusted: only what chapters can need is read, and nothing outside the file.
 */
#ifndef FRS_PLAYER_QTDEMUX_CHAPTERS_H
#define FRS_PLAYER_QTDEMUX_CHAPTERS_H

#include <gst/gst.h>

/* The chapters of an open file; the caller unrefs them. NULL: it has none. */
GstToc *frs_mp4_chapters_read(int fd);

/* Make a qtdemux that was added to `bin` post a GST_MESSAGE_TOC before its first picture. */
void frs_mp4_chapters_watch(GstElement *bin, GstElement *demuxer);

#endif
