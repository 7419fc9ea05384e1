/* SPDX-License-Identifier: MIT */
/* What somebody waits for comes, or it is given up: GStreamer reports most failures, and this finds
 * those that it does not. It looks while a load, a seek, buffering or the start of playing is under
 * way. All by the monotonic clock, and by what the process does. */
#include "watchdog.h"

#include <stdlib.h>
#include <time.h>

#include "context.h"
#include "elements.h"
#include "reads.h"
#include "report.h"
#include "wish.h"

/* It polls because the event is missing: the ERROR message that GStreamer does not post. */
#define POLL_MS 200
/* A file that loads while no thread of its pipeline runs, several times in a row, has stalled. */
#define IDLE_POLLS 4
/* A file never will be loaded when so many times in a row nothing new of it has been read: but the
 * same again and again, or nothing at all. */
#define ROUND_POLLS 25
#define QUIET_POLLS 100
/* And one during which this process does nothing at all for so long, with threads that wait for
 * each other. */
#define STILL_POLLS 15
#define STILL_NS 2000000 /* of a processor, between two polls: what polling itself may take */
/* How often a load may stall before it is given up; on a busy machine some in a hundred do. */
#define STALLS_MAX 8

/* Nothing comes any more when in so many polls (half a minute) during which the process did nothing
 * fewer bytes than that have come: the slowest sound has more. */
#define SILENT_POLLS 150
#define RECEIVED_MIN 4096
/* A load over a network in which much comes, and no picture. */
#define LOAD_SECONDS 600
#define LOAD_SECONDS_VARIABLE "FRAMESHARE_LOAD_SECONDS"

static gint64 processor_time(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return used.tv_sec * (gint64)GST_SECOND + used.tv_nsec;
}

static gboolean is_still(frs_watchdog *watchdog)
{
    gint64 before = watchdog->processor_time;
    watchdog->processor_time = processor_time();
    return watchdog->processor_time - before < STILL_NS;
}

static gboolean is_loading(const frs_playback *playback)
{
    return playback->state == FRS_PLAYBACK_LOADING;
}

static gboolean is_on_its_way(const frs_playback *playback)
{
    return playback->state == FRS_PLAYBACK_PAUSED && playback->target == GST_STATE_PLAYING;
}

static gboolean is_awaited(const frs_playback *playback)
{
    return is_loading(playback) || playback->seek.running || playback->buffering ||
           is_on_its_way(playback);
}

/* ---- what cannot be played ---- */

frs_problem *frs_watchdog_problem(const frs_playback *playback, const char *code, const char *how)
{
    g_autofree char *name = frs_source_name(&playback->source);
    g_autofree char *reader = frs_pipeline_reader(&playback->pipeline);
    frs_problem *problem = reader != NULL ? frs_problem_new(code, "%s %s (%s)", name, how, reader)
                                          : frs_problem_new(code, "%s %s", name, how);
    problem->element = g_steal_pointer(&reader);
    return problem;
}

/* ---- a file that loads ---- */

/* GStreamer 1.22's parsebin loses the error of a demuxer that fails while it is still being plugged
 * in, and then nothing moves any more. Another time the error comes through. And its decodebin3
 * seldom (one load in some dozens, on a busy machine) blocks the streams of a file with a text
 * track for ever. */
static void on_stall(frs_playback *playback)
{
    if (++playback->watchdog.stalls >= STALLS_MAX)
        frs_wish_fail(playback,
                      frs_watchdog_problem(playback, "format",
                                           "cannot be played: GStreamer reads it and says "
                                           "nothing"));
    else
        frs_wish_start_again(playback);
}

/* FALSE: the load has been given up, or begun anew. */
static gboolean look_at_file(frs_playback *playback, gboolean still)
{
    frs_watchdog *watchdog = &playback->watchdog;
    gboolean again, fresh = frs_reads_progress(playback->pipeline.reads, &again);
    watchdog->idle = frs_pipeline_is_busy(&playback->pipeline) ? 0 : watchdog->idle + 1;
    watchdog->round = again ? watchdog->round + 1 : 0;
    watchdog->quiet = fresh ? 0 : watchdog->quiet + 1;
    watchdog->still = still ? watchdog->still + 1 : 0;
    if (watchdog->still == STILL_POLLS)
        frs_pipeline_abandon(&playback->pipeline);
    if (watchdog->idle == IDLE_POLLS || watchdog->still == STILL_POLLS)
        on_stall(playback);
    else if (watchdog->round == ROUND_POLLS || watchdog->quiet == QUIET_POLLS)
        frs_wish_fail(playback,
                      frs_watchdog_problem(playback, "format",
                                           "cannot be played: it is damaged, GStreamer reads "
                                           "it without end and comes to no picture"));
    else
        return TRUE;
    return FALSE;
}

/* ---- everything else ---- */

/* An application that plays in its own process may do other things all the time: then it never is
 * silent. */
static gboolean is_silent(frs_playback *playback, gboolean still)
{
    frs_watchdog *watchdog = &playback->watchdog;
    frs_reads *reads = playback->pipeline.reads;
    guint64 received = reads != NULL ? frs_reads_received(reads) : 0;
    if (received - watchdog->received >= RECEIVED_MIN) {
        watchdog->received = received;
        watchdog->silent = 0;
    } else if (still && (is_loading(playback) || playback->seek.running ||
                         playback->target == GST_STATE_PLAYING)) {
        watchdog->silent++;
    }
    return watchdog->silent >= SILENT_POLLS;
}

static gboolean is_overdue(const frs_playback *playback)
{
    const char *variable = g_getenv(LOAD_SECONDS_VARIABLE);
    int seconds = variable != NULL ? atoi(variable) : 0;
    gint64 limit = (seconds > 0 ? seconds : LOAD_SECONDS) * G_USEC_PER_SEC;
    return is_loading(playback) && g_get_monotonic_time() - playback->watchdog.since > limit;
}

static frs_problem *silence(const frs_playback *playback)
{
    static const char *const adaptive[] = {"HLS", "Hls", "Dash", "DASH", "Mss", NULL};
    if (frs_source_is_file(&playback->source))
        return frs_watchdog_problem(playback, "decode",
                                    "stands still: GStreamer does nothing more, and says nothing");
    if (frs_pipeline_has(&playback->pipeline, adaptive))
        return frs_watchdog_problem(playback, "network",
                                    "stands still: nothing comes of what it names any more; an "
                                    "address in it may be wrong, or a server does not answer");
    return frs_watchdog_problem(playback, "network",
                                "stands still: its server sends nothing any more");
}

/* A pipeline waits for what its description says, and for as long. */
static void tell_of_waiting(frs_playback *playback)
{
    if (playback->watchdog.told || !is_loading(playback))
        return;
    playback->watchdog.told = TRUE;
    frs_report_problem(playback, "warning",
                       frs_problem_new("resource", "the pipeline has given no picture yet, and "
                                                   "does nothing: the load waits for it until "
                                                   "another load, or stop"));
}

static gboolean look(frs_playback *playback, gboolean still)
{
    gboolean silent = is_silent(playback, still);
    if (playback->source.uri == NULL) {
        if (silent)
            tell_of_waiting(playback);
        return TRUE;
    }
    if (silent)
        frs_wish_fail(playback, silence(playback));
    else if (is_overdue(playback))
        frs_wish_fail(playback,
                      frs_watchdog_problem(playback, "format",
                                           "cannot be played: much has come of it, and no "
                                           "picture"));
    else
        return TRUE;
    return FALSE;
}

/* ---- the timer ---- */

static gboolean on_poll(gpointer user)
{
    frs_playback *playback = user;
    gboolean still = is_still(&playback->watchdog);
    if (!is_awaited(playback)) {
        frs_watchdog_end(playback);
        return G_SOURCE_REMOVE;
    }
    gboolean file = is_loading(playback) && frs_source_is_file(&playback->source);
    return (file ? look_at_file(playback, still) : look(playback, still)) ? G_SOURCE_CONTINUE
                                                                          : G_SOURCE_REMOVE;
}

void frs_watchdog_begin(frs_playback *playback)
{
    frs_watchdog *watchdog = &playback->watchdog;
    watchdog->silent = 0;
    if (watchdog->timer != NULL)
        return;
    watchdog->idle = watchdog->round = watchdog->quiet = watchdog->still = 0;
    watchdog->received = 0;
    watchdog->processor_time = processor_time();
    frs_context_set_timer(playback, &watchdog->timer, POLL_MS, on_poll);
}

void frs_watchdog_begin_load(frs_playback *playback)
{
    playback->watchdog.since = g_get_monotonic_time();
    playback->watchdog.stalls = 0;
    playback->watchdog.told = FALSE;
}

void frs_watchdog_progress(frs_playback *playback)
{
    playback->watchdog.silent = 0;
}

void frs_watchdog_end(frs_playback *playback)
{
    frs_context_drop(&playback->watchdog.timer);
}
