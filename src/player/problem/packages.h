/* SPDX-License-Identifier: MIT */
/**
 * Which Debian package has what GStreamer lacks: the index of Debian 12
 * (scripts/gstreamer-packages). What more than one has is that of the first: libav before others.
 *
 * Names are static; NULL: none is known. Any thread.
 */
#ifndef FRS_PLAYER_PACKAGES_H
#define FRS_PLAYER_PACKAGES_H

#include <gst/gst.h>

/* Of who decodes, parses or demultiplexes these caps. */
const char *frs_package_of_decoder(const GstCaps *caps);

/* Of the element of that factory. */
const char *frs_package_of_element(const char *factory);

/* Of who reads URIs of that scheme. */
const char *frs_package_of_scheme(const char *scheme);

#endif
