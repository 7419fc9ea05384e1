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
 *   resource        opening, reading or writing failed in another way
 *   format          it is there and is not what can be played
 *   decode          it began well and then could not be decoded
 *   missing-plugin  GStreamer lacks a plugin for it; `missing` says which
 *   no-video        it has no picture
 *   late            (a warning) pictures come too late to be shown
 *   rate            no rate that can be played at
 *   track           no such track
 *   not-seekable    the source cannot be moved to another position or rate
 *   pipeline        the pipeline description is wrong
 *   name, exists    the stream's name is no name, or already published
 *   internal        everything else
 */
#ifndef FRS_PLAYER_ERRORS_H
#define FRS_PLAYER_ERRORS_H

#include <gst/gst.h>

/* What GStreamer would need: what people call it, and the caps, scheme or element it lacks. */
typedef struct frs_missing {
    char *description;
    char *detail;
} frs_missing;

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

/* A GError outside a message (a pipeline that does not parse). `what` names the thing concerned. */
frs_problem *frs_problem_from_error(const GError *error, const char *what);

/* An ERROR or WARNING message, with GStreamer's own words. `what` names the thing that was played;
 * `missing` (may be NULL) is what missing-plugin messages said before. */
frs_problem *frs_problem_from_message(GstMessage *message, const char *what, GPtrArray *missing);

void frs_problem_free(frs_problem *problem);

/* A list for frs_missing; the caller unrefs it. */
GPtrArray *frs_missing_list_new(void);

/* Note what a missing-plugin message says in `list`, once. False when it is another message. */
gboolean frs_missing_list_note(GPtrArray *list, GstMessage *message);

/* A URI as it may be shown: without user name and password. The caller frees it. */
char *frs_uri_for_people(const char *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(frs_problem, frs_problem_free)

#endif
