/* SPDX-License-Identifier: MIT */
/* The version of the GStreamer that runs, which need not be the one that the player was built with.
 */
#ifndef FRS_PLAYER_VERSION_H
#define FRS_PLAYER_VERSION_H

#include "problem.h"

/* "1.22.0"; the caller frees it. Before gst_init(), too. */
char *frs_gstreamer_version(void);

/* NULL, or that it is too old; the caller frees it. */
frs_problem *frs_gstreamer_too_old(void);

#endif
