/* SPDX-License-Identifier: MIT */
/**
 * Installs quirks on the elements of a pipeline as they are added: a table with one row per quirk,
 * and one handler of "deep-element-added". Quirks of sinks, and of elements that the player
 * creates, are installed where those are created.
 */
#ifndef FRS_PLAYER_INSTALL_H
#define FRS_PLAYER_INSTALL_H

#include <gst/gst.h>

/* Install on a playbin3, in state NULL. */
void frs_quirks_install(GstElement *playbin);

/* Install on a uridecodebin3 that opens the next source (gapless.c), in state NULL: only the quirks
 * that are needed from the start. The others are installed when it is added to the playbin3. */
void frs_quirks_install_aside(GstElement *bin);

#endif
