/* SPDX-License-Identifier: MIT */
/* GStreamer posts an error for most failures; this finds the others. While a load, a seek,
 * buffering or the start of playing is awaited, a timer polls what is read and how much CPU time
 * the process uses; while it plays, its position has to change. */
#include "watchdog.h"

#include <stdlib.h>
#include <time.h>

#include "context.h"
#include "elements.h"
#include "emit.h"
#include "loaded.h"
#include "output.h"
#include "reads.h"
#include "wish.h"

/* It polls because the event is missing: the ERROR message that GStreamer does not post. */
#define POLL_MS 200
/* A file that is being loaded has stalled after so many consecutive polls without a streaming
 * thread that runs. */
#define IDLE_POLLS 4
/* Its load fails after so many consecutive polls in which only known bytes were read, or none. */
#define ROUND_POLLS 25
#define QUIET_POLLS 100
/* After so many consecutive polls in which the process used no CPU time, its threads are in a
 * deadlock. */
#define STILL_POLLS 15
#define STILL_NS 2000000 /* CPU time between two polls that polling itself may use */
/* Fail after this many stalls of one load; on a busy machine some loads in a hundred stall. */
#define STALLS_MAX 8

/* The timeout of what is not a file: half a minute of polls without CPU time and with fewer bytes
 * received than that. The slowest audio has more. */
#define SILENT_POLLS 150
#define RECEIVED_MIN 4096
/* The timeout of a load that receives bytes, and has no frame. */
#define LOAD_SECONDS 600
#define LOAD_SECONDS_VARIABLE "FRAMESHARE_LOAD_SECONDS"

/* While it plays: after so many consecutive events with one position (3 s, more than devices and
 * files take to start) it is rebuilt. */
#define REPEATS 12
/* After this many rebuilds it plays without audio, and then fails after half a minute. */
#define REBUILDS_MAX 2
#define REPEATS_LAST 120

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
    return playback->transport.state == FRS_PLAYBACK_LOADING;
}

static gboolean is_on_its_way(const frs_playback *playback)
{
    return playback->transport.state == FRS_PLAYBACK_PAUSED &&
           playback->transport.target == GST_STATE_PLAYING;
}

static gboolean is_awaited(const frs_playback *playback)
{
    return is_loading(playback) || playback->seek.running || playback->buffering.waits ||
           is_on_its_way(playback);
}

/* ---- problems ---- */

frs_problem *frs_watchdog_problem(const frs_playback *playback, const char *code, const char *how)
{
    g_autofree char *name = frs_source_name(&playback->media.source);
    g_autofree char *reader = frs_pipeline_reader(&playback->loaded.pipeline);
    frs_problem *problem = reader != NULL ? frs_problem_new(code, "%s %s (%s)", name, how, reader)
                                          : frs_problem_new(code, "%s %s", name, how);
    problem->element = g_steal_pointer(&reader);
    return problem;
}

/* ---- a file that is being loaded ---- */

/* In GStreamer 1.22 parsebin loses the error of a demuxer that fails while it is being plugged in:
 * a rebuild may get the error. And decodebin3 deadlocks on one load in some dozens of a file with a
 * text track, on a busy machine: a rebuild may load it. */
static void on_stall(frs_playback *playback)
{
    if (++playback->watchdog.stalls >= STALLS_MAX)
        frs_wish_fail(playback,
                      frs_watchdog_problem(playback, "format",
                                           "cannot be played: GStreamer stalls while it opens "
                                           "it, and posts no error"));
    else
        frs_wish_start_again(playback);
}

/* FALSE: a failure or a rebuild has been wished for. */
static gboolean look_at_file(frs_playback *playback, gboolean still)
{
    frs_watchdog *watchdog = &playback->watchdog;
    gboolean again, fresh = frs_reads_progress(playback->loaded.pipeline.reads, &again);
    watchdog->idle = frs_pipeline_is_busy(&playback->loaded.pipeline) ? 0 : watchdog->idle + 1;
    watchdog->round = again ? watchdog->round + 1 : 0;
    watchdog->quiet = fresh ? 0 : watchdog->quiet + 1;
    watchdog->still = still ? watchdog->still + 1 : 0;
    if (watchdog->still == STILL_POLLS)
        frs_loaded_abandon(playback);
    if (watchdog->idle == IDLE_POLLS || watchdog->still == STILL_POLLS)
        on_stall(playback);
    else if (watchdog->round == ROUND_POLLS || watchdog->quiet == QUIET_POLLS)
        frs_wish_fail(playback,
                      frs_watchdog_problem(playback, "format",
                                           "cannot be played: it is damaged, GStreamer reads "
                                           "it again and again and decodes no picture"));
    else
        return TRUE;
    return FALSE;
}

/* ---- anything else that is awaited ---- */

/* An application that plays in its own process may use CPU time for itself: then there is no
 * timeout. */
static gboolean is_silent(frs_playback *playback, gboolean still)
{
    frs_watchdog *watchdog = &playback->watchdog;
    frs_reads *reads = playback->loaded.pipeline.reads;
    guint64 received = reads != NULL ? frs_reads_received(reads) : 0;
    if (received - watchdog->received >= RECEIVED_MIN) {
        watchdog->received = received;
        watchdog->silent = 0;
    } else if (still && (is_loading(playback) || playback->seek.running ||
                         playback->transport.target == GST_STATE_PLAYING)) {
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

static frs_problem *timeout_problem(const frs_playback *playback)
{
    static const char *const adaptive[] = {"HLS", "Hls", "Dash", "DASH", "Mss", NULL};
    if (frs_source_is_file(&playback->media.source))
        return frs_watchdog_problem(playback, "decode",
                                    "stopped: GStreamer is idle, and posts no error");
    if (frs_pipeline_has(&playback->loaded.pipeline, adaptive))
        return frs_watchdog_problem(playback, "network",
                                    "stopped: no more data comes from the addresses in it; one "
                                    "may be wrong, or a server does not answer");
    return frs_watchdog_problem(playback, "network", "stopped: its server sends no more data");
}

/* A pipeline may wait for anything that its description says: it only gets a warning. */
static void warn_of_waiting(frs_playback *playback)
{
    if (playback->watchdog.warned || !is_loading(playback))
        return;
    playback->watchdog.warned = TRUE;
    frs_emit_problem(playback, "warning",
                     frs_problem_new("resource", "the pipeline is idle and has no picture yet: "
                                                 "the load waits for one, until another load "
                                                 "or stop"));
}

static gboolean look(frs_playback *playback, gboolean still)
{
    gboolean silent = is_silent(playback, still);
    if (playback->media.source.uri == NULL) {
        if (silent)
            warn_of_waiting(playback);
        return TRUE;
    }
    if (silent)
        frs_wish_fail(playback, timeout_problem(playback));
    else if (is_overdue(playback))
        frs_wish_fail(playback,
                      frs_watchdog_problem(playback, "format",
                                           "cannot be played: data comes, but no picture can "
                                           "be decoded from it"));
    else
        return TRUE;
    return FALSE;
}

/* ---- what plays ---- */

static void drop_audio(frs_playback *playback)
{
    frs_output_drop_audio(playback);
    frs_emit_problem(playback, "warning",
                     frs_problem_new("resource", "the audio device has stopped: it plays on "
                                                 "without audio"));
}

static void fail_at_position(frs_playback *playback)
{
    g_autofree char *how = g_strdup_printf("stopped at %.1f seconds: its position does not "
                                           "change, and GStreamer posts no error",
                                           frs_seconds(playback->timeline.position));
    frs_wish_fail(playback, frs_watchdog_problem(playback, "decode", how));
}

static gboolean is_at_rest(const frs_playback *playback)
{
    return playback->media.source.uri == NULL || playback->loaded.live ||
           playback->transport.ended || playback->buffering.waits;
}

static void restart_position(frs_watchdog *watchdog, gint64 position)
{
    watchdog->position = position;
    watchdog->repeats = watchdog->rebuilds = 0;
}

/* PulseAudio's devices now and then stop for good when they are paused, played and sought within a
 * few milliseconds, and all sinks wait for the clock of the device. A rebuild helps; else no audio
 * does. */
void frs_watchdog_check_position(frs_playback *playback)
{
    frs_watchdog *watchdog = &playback->watchdog;
    if (playback->timeline.position != watchdog->position) {
        restart_position(watchdog, playback->timeline.position);
        return;
    }
    gboolean last = watchdog->rebuilds == REBUILDS_MAX;
    if (is_at_rest(playback) || ++watchdog->repeats < (last ? REPEATS_LAST : REPEATS))
        return;
    if (last) {
        fail_at_position(playback);
        restart_position(watchdog, 0);
        return;
    }
    watchdog->repeats = 0;
    if (++watchdog->rebuilds == REBUILDS_MAX && !playback->output.audio_fallback)
        drop_audio(playback);
    frs_wish_rebuild(playback);
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
    gboolean file = is_loading(playback) && frs_source_is_file(&playback->media.source);
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
    playback->watchdog.warned = FALSE;
}

void frs_watchdog_note_loaded(frs_playback *playback)
{
    playback->watchdog.stalls = 0;
}

void frs_watchdog_progress(frs_playback *playback)
{
    playback->watchdog.silent = 0;
}

void frs_watchdog_end(frs_playback *playback)
{
    frs_context_drop(&playback->watchdog.timer);
}
