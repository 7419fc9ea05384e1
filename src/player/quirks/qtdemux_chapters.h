/* SPDX-License-Identifier: MIT */
/**
 * The chapters of MP4 and QuickTime files, of which GStreamer 1.22's qtdemux says nothing: Nero's
 * list (moov/udta/chpl), or else QuickTime's track of titles (tref/chap). Of files of this machine.
 *
 * A file may say anything: of all that it claims to have so much is read as chapters may take, and
 * nothing outside of it.
 */
#ifndef FRS_PLAYER_QTDEMUX_CHAPTERS_H
#define FRS_PLAYER_QTDEMUX_CHAPTERS_H

#include <gst/gst.h>

/* Those of an open file; the caller unrefs them. NULL: it has none. */
GstToc *frs_mp4_chapters_read(int fd);

/* Let a qtdemux, which has come into `bin`, post them (GST_MESSAGE_TOC) before the first picture is
 * there. */
void frs_mp4_chapters_watch(GstElement *bin, GstElement *demuxer);

#endif
