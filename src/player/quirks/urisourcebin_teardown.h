/* SPDX-License-Identifier: MIT */
/**
 * A gate in front of type finding. When GStreamer 1.22's urisourcebin learns the type of a stream,
 * its streaming thread takes the state lock; who tears the pipeline down holds that lock and waits
 * for that thread, for ever. So a pipeline is torn down between two such moments: close the gate,
 * and no type is being found any more, nor will be.
 */
#ifndef FRS_PLAYER_URISOURCEBIN_TEARDOWN_H
#define FRS_PLAYER_URISOURCEBIN_TEARDOWN_H

#include <gst/gst.h>

typedef struct frs_gate frs_gate;

/* Watch the typefind elements that are and will be in `bin`. The caller unrefs the gate. NULL: the
 * quirk is not active. */
frs_gate *frs_gate_create(GstElement *bin);

/* Wait for the types that are being found, and let no more be. */
void frs_gate_close(frs_gate *gate);

/* NULL is allowed. */
void frs_gate_unref(frs_gate *gate);

#endif
