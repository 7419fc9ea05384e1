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
    char *element;      /* GStreamer's name of the element that reported it, or NULL */
    char *debug;        /* GStreamer's debug text, or NULL */
    GPtrArray *missing; /* list of frs_missing, or NULL */
} frs_problem;

/* Creates a problem with a message of our own. The caller frees it. */
frs_problem *frs_problem_new(const char *code, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Creates a problem from the core library's last error (frs_error_message()). */
frs_problem *frs_problem_from_core(int error);

/* Part of `what` cannot be played ("its video cannot be decoded") because of the elements in
 * `missing`, which is not empty; code "missing-plugin". */
frs_problem *frs_problem_from_missing(const char *what, const char *failure, GPtrArray *missing);

/* `what` cannot be played at all because of the elements in `missing`, which is not empty: code
 * "missing-plugin"; or "format" when it is encrypted, or is no media file. */
frs_problem *frs_problem_undecodable(const char *what, GPtrArray *missing);

/* Append the missing elements (an empty list, NULL: none), and the packages that have them, to its
 * message. The code becomes "host" if libav has them but is disabled in this process. */
void frs_problem_add_missing(frs_problem *problem, GPtrArray *missing);

/* There is no element factory of that name. */
frs_problem *frs_problem_missing_element(const char *factory);

/* The player itself needs the elements in `missing`, which is not empty. */
frs_problem *frs_problem_missing_elements(GPtrArray *missing);

/* From a GError that is not in a message (gst_parse_launch()). `what` names the source. */
frs_problem *frs_problem_from_error(const GError *error, const char *what);

/* From an ERROR or WARNING message, with GStreamer's text. `what` names the source; `missing` (may
 * be NULL) has the elements that missing-plugin messages reported before. */
frs_problem *frs_problem_from_message(GstMessage *message, const char *what, GPtrArray *missing);

void frs_problem_free(frs_problem *problem);

/* A copy of the URI without user name and password, to be shown. The caller frees it. */
char *frs_uri_for_people(const char *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(frs_problem, frs_problem_free)

#endif
