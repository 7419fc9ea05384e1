/* SPDX-License-Identifier: MIT */
/**
 * Preloads the plugins that most films need: GStreamer loads a plugin when its first element is
 * created, which takes half of the time to the first picture.
 */
#ifndef FRS_PLAYER_PREPARE_H
#define FRS_PLAYER_PREPARE_H

#include <glib.h>

/* Load one plugin each time that `context`, which belongs to the calling thread, is idle. Plugins
 * that are not installed are skipped. Call after gst_init(). */
void frs_prepare(GMainContext *context);

#endif
