/* SPDX-License-Identifier: MIT */
/**
 * A guard in front of type finding. When GStreamer 1.22's urisourcebin learns the type of a stream,
 * its streaming thread takes the state lock. Setting the pipeline to NULL holds that lock and joins
 * the streaming thread: a deadlock. So close the guard before teardown: then no type is being
 * found, and none will be.
 */
#ifndef FRS_PLAYER_URISOURCEBIN_TEARDOWN_H
#define FRS_PLAYER_URISOURCEBIN_TEARDOWN_H

#include <gst/gst.h>

typedef struct frs_gate frs_gate;

/* Watch the typefind elements that are, and will be, in `bin`. The caller unrefs the guard. NULL:
 * the quirk is not active. */
frs_gate *frs_gate_create(GstElement *bin);

/* Wait until running "have-type" handlers have returned, and stop further ones. */
void frs_gate_close(frs_gate *gate);

/* NULL is allowed. */
void frs_gate_unref(frs_gate *gate);

#endif
