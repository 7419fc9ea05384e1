/* SPDX-License-Identifier: MIT */
/**
 * Finds out why a server cannot be reached. GStreamer 1.22's souphttpsrc reports "Internal data
 * stream error" for an unknown name, a closed port and an invalid certificate alike.
 */
#ifndef FRS_PLAYER_DIAGNOSIS_H
#define FRS_PLAYER_DIAGNOSIS_H

#include "problem.h"

/* If `problem` says that the server of `uri` was not reached, and not why: connect to it again, and
 * set the problem's code and message to the reason. Any other problem is left unchanged, and so is
 * this one if the connection succeeds. `verify`: check the certificate. Blocks for 3 s at most. */
void frs_problem_diagnose(frs_problem *problem, const char *uri, gboolean verify);

#endif
