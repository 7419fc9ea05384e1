/* SPDX-License-Identifier: MIT */
/** Which of two equal decoders is taken. */
#ifndef FRS_PLAYER_DECODERS_H
#define FRS_PLAYER_DECODERS_H

/**
 * Of decoders that give the same pictures, let GStreamer take the one that writes them straight
 * into shared memory, for all of this process; docs/zero-copy.md tells which do. A rank that the
 * user has set (GST_PLUGIN_FEATURE_RANK) stays as it is. After gst_init(), from any thread, any
 * number of times.
 */
void frs_decoders_prefer(void);

#endif
