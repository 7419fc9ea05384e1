/* SPDX-License-Identifier: MIT */
/**
 * A problem: something that went wrong, as people and programs want to hear it.
 *
 * `code` is for programs and stable:
 *
 *   command         the line is not a command of the protocol
 *   state           the command makes no sense now (nothing is loaded, ...)
 *   interrupted     another load, or stop, came before this one was done
 *   not-found       no such file, host, stream
 *   forbidden       it is there and may not be opened
 *   network         a server cannot be reached, or is not the one it says it is
 *   resource        opening, reading or writing failed in another way
 *   format          it is there and is not what can be played
 *   decode          it began well and then could not be decoded
 *   missing-plugin  GStreamer lacks a plugin for it; `missing` says which
 *   host            this process cannot use the plugin that is there, see libav.h
 *   no-video        it has no picture
 *   late            (a warning) pictures come too late to be shown
 *   rate            no rate that can be played at
 *   track           no such track
 *   not-seekable    the source cannot be moved to another position or rate
 *   pipeline        the pipeline description is wrong
 *   name, exists    the stream's name is no name, or already published
 *   host            the player cannot work on this machine
 *   internal        everything else
 */
#ifndef FRS_PLAYER_PROBLEM_H
#define FRS_PLAYER_PROBLEM_H

#include <gst/gst.h>

#include "missing.h"

typedef struct frs_problem {
    const char *code;   /* static storage */
    char *message;      /* a sentence for people; UTF-8 */
    char *element;      /* GStreamer's name of the element that said so, or NULL */
    char *debug;        /* GStreamer's text for developers, or NULL */
    GPtrArray *missing; /* of frs_missing, or NULL */
} frs_problem;

/* A problem of ours. The caller frees it. */
frs_problem *frs_problem_new(const char *code, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* A failure of the core library, with its sentence for people (frs_error_message()). */
frs_problem *frs_problem_from_core(int error);

/* Something of `what` that cannot be done ("its video cannot be decoded") for want of what is in
 * `missing`, which is not empty; code "missing-plugin". */
frs_problem *frs_problem_from_missing(const char *what, const char *failure, GPtrArray *missing);

/* `what` cannot be played for want of what is in `missing`, which is not empty: "missing-plugin";
 * or it is encrypted, or no medium at all: "format". */
frs_problem *frs_problem_undecodable(const char *what, GPtrArray *missing);

/* Add what is missing (an empty list, NULL: nothing), and who has it, to its message. Its code
 * becomes "host" where that is libav's and this process cannot use it. */
void frs_problem_add_missing(frs_problem *problem, GPtrArray *missing);

/* There is no such factory. */
frs_problem *frs_problem_missing_element(const char *factory);

/* The player itself lacks what is in `missing`, which is not empty. */
frs_problem *frs_problem_missing_elements(GPtrArray *missing);

/* A GError outside a message (a pipeline that does not parse). `what` names the thing concerned. */
frs_problem *frs_problem_from_error(const GError *error, const char *what);

/* An ERROR or WARNING message, with GStreamer's own words. `what` names the thing that was played;
 * `missing` (may be NULL) is what missing-plugin messages said before. */
frs_problem *frs_problem_from_message(GstMessage *message, const char *what, GPtrArray *missing);

void frs_problem_free(frs_problem *problem);

/* A URI as it may be shown: without user name and password. The caller frees it. */
char *frs_uri_for_people(const char *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(frs_problem, frs_problem_free)

#endif
