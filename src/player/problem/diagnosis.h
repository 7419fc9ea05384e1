/* SPDX-License-Identifier: MIT */
/**
 * Why a server cannot be reached. GStreamer 1.22's souphttpsrc says "Internal data stream error" to
 * a name that nobody knows, a closed port and a wrong certificate alike.
 */
#ifndef FRS_PLAYER_DIAGNOSIS_H
#define FRS_PLAYER_DIAGNOSIS_H

#include "problem.h"

/* If `problem` is that the server of `uri` was not reached, without the reason: connect to it
 * once more, and make the reason its code and message. Else, and when a connection
 * works, it is left alone. `verify`: look at the certificate. Blocks for 3 s at the most. */
void frs_problem_diagnose(frs_problem *problem, const char *uri, gboolean verify);

#endif
