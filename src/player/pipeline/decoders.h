/* SPDX-License-Identifier: MIT */
/** Prefers one of two equivalent decoders. */
#ifndef FRS_PLAYER_DECODERS_H
#define FRS_PLAYER_DECODERS_H

/**
 * Of decoders with the same output, prefer those that decode straight into shared memory, for the
 * whole process; docs/zero-copy.md lists them. A rank that the user has set
 * (GST_PLUGIN_FEATURE_RANK) is kept. Call after gst_init(), from any thread, any number of times.
 */
void frs_decoders_prefer(void);

#endif
