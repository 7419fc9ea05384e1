/* SPDX-License-Identifier: MIT */
/**
 * framesharesink for programs that link it, without a plugin file.
 *
 * Beside the properties that `gst-inspect-1.0 framesharesink` shows, the sink has one for code:
 *
 *     "writer"  gpointer, an frs_writer *, NULL by default; set it in state NULL.
 *
 * The sink then publishes to that writer instead of creating its own, and ignores "stream". The
 * caller owns the writer, and may destroy it once the sink is back in state NULL. That is how a
 * player keeps its stream, and its readers, from one pipeline to the next.
 */
#ifndef FRS_GST_FRAMESHARE_H
#define FRS_GST_FRAMESHARE_H

#include <gst/gst.h>

G_BEGIN_DECLS

/**
 * Register `framesharesink` in this process. Call it after gst_init(), any number of times. It
 * takes precedence over a plugin file with the same elements. FALSE when GStreamer refuses.
 */
gboolean frs_gst_register(void);

G_END_DECLS

#endif
