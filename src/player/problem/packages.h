/* SPDX-License-Identifier: MIT */
/**
 * Which Debian package has an element that GStreamer lacks: an index of Debian 12
 * (scripts/gstreamer-packages). If several packages have it, the first is given, libav before
 * others.
 *
 * Names are static; NULL: not known. Any thread.
 */
#ifndef FRS_PLAYER_PACKAGES_H
#define FRS_PLAYER_PACKAGES_H

#include <gst/gst.h>

/* The package with a decoder, parser or demuxer for these caps. */
const char *frs_package_of_decoder(const GstCaps *caps);

/* The package with that element factory. */
const char *frs_package_of_element(const char *factory);

/* The package with a source for URIs of that scheme. */
const char *frs_package_of_scheme(const char *scheme);

#endif
