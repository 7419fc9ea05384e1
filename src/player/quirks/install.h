/* SPDX-License-Identifier: MIT */
/**
 * The one place that installs quirks on the elements of a pipeline, as these come: a row for each
 * in its table, and one handler of "deep-element-added". Quirks of sinks and of what the player
 * builds itself are installed where that is built.
 */
#ifndef FRS_PLAYER_INSTALL_H
#define FRS_PLAYER_INSTALL_H

#include <gst/gst.h>

/* On a playbin3, in state NULL. */
void frs_quirks_install(GstElement *playbin);

/* On a uridecodebin3 that is opened beside what plays (gapless.c), in state NULL: only what is
 * needed from the start. The others come when it is put into the playbin3. */
void frs_quirks_install_aside(GstElement *bin);

#endif
