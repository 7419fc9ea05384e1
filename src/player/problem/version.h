/* SPDX-License-Identifier: MIT */
/* The version of GStreamer at run time, which may differ from the one at build time. */
#ifndef FRS_PLAYER_VERSION_H
#define FRS_PLAYER_VERSION_H

#include "problem.h"

/* The version as "1.22.0"; the caller frees it. Works before gst_init(). */
char *frs_gstreamer_version(void);

/* NULL, or the error that GStreamer is too old; the caller frees it. */
frs_problem *frs_gstreamer_too_old(void);

#endif
