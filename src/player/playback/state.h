/* SPDX-License-Identifier: MIT */
/**
 * What the files of a playback share: playback.c (states), commands.c, seek.c, step.c, bus.c
 * (what GStreamer says) and report.c (what the player says).
 */
#ifndef FRS_PLAYER_STATE_H
#define FRS_PLAYER_STATE_H

#include "cover.h"
#include "gapless.h"
#include "playback.h"
#include "source.h"
#include "tags.h"
#include "tracks.h"

typedef enum frs_playback_state {
    FRS_PLAYBACK_STOPPED,
    FRS_PLAYBACK_LOADING,
    FRS_PLAYBACK_PAUSED,
    FRS_PLAYBACK_PLAYING,
    FRS_PLAYBACK_ENDED,
    FRS_PLAYBACK_ERROR,
} frs_playback_state;

/* Seeks and changes of rate are the same thing to GStreamer, and steps are done like them. At most
 * one runs, at most one waits. */
typedef struct frs_seek {
    gboolean running;
    gboolean wanted;
    gint64 position; /* wanted: ns, or -1 for where it is */
    gint64 going;    /* running: ns */
    gboolean accurate;
    double rate;
    gint frames;    /* wanted: to step from there; 0: none */
    gboolean quiet; /* nobody asked for it: tell nobody */
    GPtrArray *ids; /* of char *: the commands to answer when no seek runs or waits any more */
} frs_seek;

/* The picture that is shown, in stream time. */
typedef struct frs_shown {
    gint64 begin, end;
    gint64 frame; /* how long one is */
} frs_shown;

/* The last step. */
typedef struct frs_step {
    gboolean taken;    /* the picture is where it went, and not all else; until it plays or seeks */
    frs_shown shown;   /* as seen last */
    gint64 target;     /* the middle of the picture meant */
    gint forward;      /* by a step of the sink's: how many pictures; 0: by a seek */
    gint64 ahead;      /* ns that such steps have gone since the last seek */
    GSource *patience; /* with a step of the sink's */
    gint64 from;       /* back: the end of the picture it left, stream time ... */
    gint tries;        /* ... and how often that may still turn out to be shown again */
} frs_step;

/* Of this source no duration was told, also not that there is none. */
#define FRS_DURATION_UNTOLD (-2)

typedef struct frs_ending {
    gint64 left_out; /* the last picture that was not shown for it was late; stream time, or -1 */
    gboolean sought; /* it was, and that is done once */
} frs_ending;

/* Of the pictures, for the running seek. */
typedef struct frs_last_picture {
    gint64 at;       /* where it begins, ns; -1: there are pictures at the target */
    gboolean shown;  /* it has been sought ... */
    gboolean sought; /* ... and then the target again */
} frs_last_picture;

/* Looks after what somebody waits for. */
typedef struct frs_watchdog {
    GSource *timer;        /* NULL: nobody waits */
    gint64 since;          /* when the load began, us of the monotonic clock */
    gint64 processor_time; /* of the process at the last poll, ns */
    /* Polls in a row, of a file that loads: */
    guint idle;       /* no thread ran */
    guint round;      /* what was read had been read before */
    guint quiet;      /* nothing new was read */
    guint still;      /* the process did nothing */
    guint silent;     /* polls with a still process since something came */
    guint64 received; /* bytes, when something came */
    guint stalls;     /* of this load so far */
    gboolean told;    /* that it waits */
} frs_watchdog;

/* Positions that are told while it plays, and do not change. */
typedef struct frs_standstill {
    gint64 position;
    guint looks;  /* in a row that found it there */
    guint helped; /* how often it was built anew since it moved */
} frs_standstill;

typedef struct frs_loop {
    gboolean on;
    gboolean by_segments; /* what is loaded says where a segment ends */
    guint32 seqnum;       /* of the seek whose segment plays */
    gboolean done;        /* all of it has been read, and the seek is still running */
    GQueue next;          /* of those sent at its end, one after the other, and not seen yet */
    gboolean again;       /* it had to be sought, or built anew: tell when that is done */
} frs_loop;

/* What is to be played after this source. */
typedef struct frs_next {
    frs_source source; /* nothing: none */
    gboolean told;     /* that it is time to say which */
    gboolean taken;    /* it is being loaded, and nobody knows yet */
    frs_graft *graft;  /* it waits for its turn beside what plays; or NULL ... */
    GSource *watch;    /* ... its bus; what it tells is noted here: */
    frs_tracks *tracks;
    frs_tags *tags;
    GPtrArray *missing;
    gboolean given_up;  /* it cannot; it is loaded when its turn comes */
    gboolean at_start;  /* it has its turn, which the sinks may not have noticed */
    frs_graft *current; /* what plays was one; or NULL */
    GSource *current_watch;
} frs_next;

/* What of the source is here, ns. */
typedef struct frs_buffered {
    gint64 began;    /* where it was sought last */
    gint64 from, to; /* as told last; to -1: nothing */
    GSource *ticks;
} frs_buffered;

struct frs_playback {
    GMainContext *context;
    frs_writer *writer;
    frs_playback_emit emit;
    void *user;

    frs_source source;     /* what play loads again */
    frs_pipeline pipeline; /* element NULL: none */
    GSource *watch;        /* of its bus */
    frs_pipeline cover;    /* what is shown of sound alone; element NULL: nothing */
    GSource *cover_watch;  /* of its bus */
    gboolean covered;      /* it is shown */
    gboolean plain;        /* and is not of the file */
    GSource *ticks;        /* position events while playing */
    GSource *grace;        /* every input has ended and there is no picture yet */
    GPtrArray *missing;    /* plugins that this load lacks */

    frs_playback_state state;
    frs_playback_state told; /* as the last event said */
    gboolean hidden;         /* the first picture: another is wanted */
    gboolean quiet;          /* what is built anew: it is loaded again without a word */
    GstState target;         /* PAUSED or PLAYING, where to go when nothing is in the way */
    char *load_id;           /* the command that waits for the load, or NULL */
    gboolean starting;       /* the load is on its way to the place where it is to begin */
    gboolean prerolls;       /* the load waits for a first picture */
    gboolean tried_again;    /* to learn which URI cannot be downloaded */
    gboolean opening;        /* live: what opens it is under way */
    gboolean arrived;   /* it has said that it is paused: so all that it said on the way is known */
    gboolean live;      /* no preroll, no seeking, no pausing to buffer */
    gboolean buffering; /* below 100 % */
    int percent;        /* of the buffer, as told last */
    gboolean ended;     /* every stream has, and no seek came after it */
    gboolean silent;    /* the sound device failed: go on without */
    char *lost;         /* the element whose server closed the connection, or NULL */

    frs_seek seek;
    frs_step step;
    frs_loop loop;
    frs_next next;
    frs_ending ending;
    frs_last_picture last_picture;
    frs_standstill standstill;
    frs_watchdog watchdog;
    frs_tracks *tracks;
    frs_tags *tags;
    frs_buffered buffered;
    double rate, volume;
    gboolean mute;
    char *device;            /* for sound, as asked for; NULL: the system's choice */
    char *direction;         /* of the picture, as asked for; NULL: never was */
    const char *orientation; /* of the picture, as told last; NULL: never was */
    gint64 position;         /* ns, as told last */
    gint64 duration;         /* ns, below 0 unknown; as told last, or FRS_DURATION_UNTOLD */
    gboolean seekable;
};

/* ---- playback.c ---- */

/* Sources of the player's context that call with the playback. Dropping is idempotent. */
void frs_playback_set_timer(frs_playback *playback, GSource **timer, guint ms,
                            GSourceFunc function);
void frs_playback_watch_bus(frs_playback *playback, GSource **watch, GstElement *pipeline,
                            GstBusFunc function);
void frs_playback_drop(GSource **source);

/* Go on with whatever waits, if GStreamer has settled. Call it whenever that may have changed. */
void frs_playback_settle(frs_playback *playback);

/* Give up on the pipeline and say why. Takes the problem. */
void frs_playback_fail(frs_playback *playback, frs_problem *problem);

/* Build the source anew, at the same place; who listens hears nothing of it. */
void frs_playback_restart(frs_playback *playback);

/* Build what is the source now, in place of the one before it; who listens hears nothing of it. */
void frs_playback_replace(frs_playback *playback);

/* Show nobody the picture that a load or a seek comes to, or do. */
void frs_playback_hide(frs_playback *playback, gboolean hidden);

/* Let it sound as loud as asked for, at this rate. */
void frs_playback_set_volume(frs_playback *playback);

/* Every input has ended: if no picture comes out of what was read, give up. */
void frs_playback_expect_picture(frs_playback *playback);

/* Load `source`, and go to `target` then; `id` is answered when it is loaded. */
void frs_playback_load(frs_playback *playback, GstState target, const char *id);

/* Why it has no picture. The caller frees it. */
frs_problem *frs_playback_no_picture(const frs_playback *playback);

/* Drop what is loaded. */
void frs_playback_unload(frs_playback *playback);

/* Answer everybody who waits for something that will not be. */
void frs_playback_interrupt(frs_playback *playback, const char *by);

/* Build it anew while it loads. */
void frs_playback_start_again(frs_playback *playback);

/* ---- watchdog.c ---- */

/* Somebody waits from now on: it gives up by itself what does not come, and ends when it has come.
 * Idempotent, as is the end. */
void frs_watchdog_begin(frs_playback *playback);
void frs_watchdog_end(frs_playback *playback);

/* A load begins, which may take several starts. */
void frs_watchdog_begin_load(frs_playback *playback);

/* It has heard of its server. */
void frs_watchdog_progress(frs_playback *playback);

/* What cannot be played, and who reads it, where GStreamer says nothing of it. The caller frees it.
 */
frs_problem *frs_watchdog_problem(const frs_playback *playback, const char *code, const char *how);

/* ---- sound_alone.c ---- */

/* Has the sink been told of a picture, that of the sound of what it is? */
gboolean frs_playback_has_picture(const frs_playback *playback);
gboolean frs_playback_has_sound(const frs_playback *playback);

/* What is shown; the caller unrefs it. NULL: nothing yet. */
GstCaps *frs_playback_picture_caps(const frs_playback *playback);

/* Has the sink of the pictures ended, without any that of the sound? */
gboolean frs_playback_sinks_ended(const frs_playback *playback);

/* Show the picture of sound alone. False: not yet, it settles again. */
gboolean frs_cover_shown(frs_playback *playback);

/* Drop it. Idempotent. */
void frs_cover_finish(frs_playback *playback);

/* ---- buffered.c ---- */

/* It is loaded: tell what is here, now and when it changes. */
void frs_buffered_begin(frs_playback *playback);

/* It was sought. */
void frs_buffered_begin_at(frs_playback *playback, gint64 position);

/* Tell, if it is another. */
void frs_buffered_report(frs_playback *playback);

/* It is no longer loaded. Idempotent. */
void frs_buffered_end(frs_playback *playback);

/* ---- start.c ---- */

/* Want a load that has just begun to begin where its source says. */
void frs_start_want(frs_playback *playback);

/* Loading, and settled: is it there? Goes on if not. */
gboolean frs_start_reached(frs_playback *playback);

/* ---- bus.c ---- */

/* Handle one message of the pipeline's bus. */
void frs_playback_message(frs_playback *playback, GstMessage *message);

/* It has come to its end: tell. */
void frs_playback_end(frs_playback *playback);

/* ---- seek.c ---- */

/* Ask for `position` (ns, -1: stay) at `rate`; `id` (may be NULL) is answered when it is done. */
void frs_seek_want(frs_playback *playback, gint64 position, gboolean accurate, double rate,
                   const char *id);

/* Step so many frames from there, paused. */
void frs_seek_want_step(frs_playback *playback, gint frames, const char *id);

/* Want, of what is built anew, what was wanted, or to be where it is. */
void frs_seek_want_here(frs_playback *playback);

/* Want all of it to be where it is, or at `position` (ns), which nobody is told. */
void frs_seek_want_quietly(frs_playback *playback);
void frs_seek_want_quietly_at(frs_playback *playback, gint64 position);

/* A new seek to `position` (ns) at the rate that is wanted; with frs_loop_flags() besides `flags`.
 */
GstEvent *frs_seek_event(frs_playback *playback, gint64 position, GstSeekFlags flags);

/* Is a step next? It needs the pipeline paused. */
gboolean frs_seek_is_step(const frs_playback *playback);

/* The pipeline has settled, `paused` or playing: finish the running seek, start the wanted one. */
void frs_seek_settled(frs_playback *playback, gboolean paused);

/* Let GStreamer go to `position` (ns) at the rate that is wanted. */
gboolean frs_seek_send(frs_playback *playback, gint64 position, gboolean accurate);

/* Where the last picture is taken to begin, ns; 0 where the duration is not known. */
gint64 frs_seek_last_picture(frs_playback *playback);

/* Answer all who wait with `problem` (borrowed) and forget every seek. */
void frs_seek_abandon(frs_playback *playback, const frs_problem *problem);

/* ---- step.c ---- */

/* Start a step from the picture that is shown. False: it cannot be done. */
gboolean frs_step_start(frs_playback *playback, gint frames);

/* A step has settled. True: not at the right picture, it goes on. */
gboolean frs_step_again(frs_playback *playback);

/* Forget the step that may be running. Idempotent. */
void frs_step_stop_waiting(frs_playback *playback);

/* Where the picture that is shown begins, and where to seek for it to be shown; ns. */
gint64 frs_step_position(frs_playback *playback);
gint64 frs_step_resume(frs_playback *playback);

/* ---- loop.c ---- */

void frs_loop_set(frs_playback *playback, gboolean on);

/* For seeks that do flush: so that the end of what they play is one of a segment. */
GstSeekFlags frs_loop_flags(const frs_playback *playback);

/* What happens: it is loaded; everything up to the end has been read; what was read since then
 * reaches the sink; or it came to its end after all (TRUE: it goes on) and is at its start again.
 */
void frs_loop_loaded(frs_playback *playback);
void frs_loop_segment_done(frs_playback *playback, GstMessage *message);
void frs_loop_segment_begins(frs_playback *playback, guint32 seqnum);
/* A running seek begins once more: what has been read does not count. */
void frs_loop_seek_repeated(frs_playback *playback);
gboolean frs_loop_ended(frs_playback *playback);
void frs_loop_settled(frs_playback *playback);

/* ---- next.c ---- */

/* What is to be played next (borrowed), or NULL for nothing. */
void frs_next_set(frs_playback *playback, const frs_source *source);

/* The position, or what is next, is another: is it time? */
void frs_next_look(frs_playback *playback);

/* All has been played. TRUE: it goes on, with what is next. */
gboolean frs_next_ended(frs_playback *playback);

/* What plays is no longer loaded: nothing waits beside it. */
void frs_next_unload(frs_playback *playback);

/* Before a seek: FALSE if what plays cannot be sought any more, for what is next has begun to take
 * its place. After it. */
gboolean frs_next_hold(frs_playback *playback);
void frs_next_release(frs_playback *playback);

/* A segment reaches a sink: with that of the last one what is next is what plays. */
void frs_next_segment_begins(frs_playback *playback, frs_track_kind kind, guint32 seqnum);
void frs_next_switch(frs_playback *playback);

/* Whose are tags that a sink tells of? */
frs_tags *frs_next_tags(frs_playback *playback);

/* Is it being loaded, and has nobody heard of it yet? Then `begin` tells. */
gboolean frs_next_is_coming(const frs_playback *playback);
void frs_next_begin(frs_playback *playback);

/* ---- ending.c ---- */

void frs_ending_reset(frs_playback *playback);

/* A GST_MESSAGE_QOS: a picture was left out. */
void frs_ending_note_left_out(frs_playback *playback, GstMessage *message);

/* All has been played: is the last picture that which is shown? Else it is sought now, and comes to
 * its end again. */
gboolean frs_ending_shows_last(frs_playback *playback);

/* ---- last-picture.c ---- */

/* A seek begins. */
void frs_last_picture_reset(frs_playback *playback);

/* There are no pictures where it goes; the last one begins at `at` (ns). */
void frs_last_picture_note(frs_playback *playback, gint64 at);

/* A seek has settled. TRUE: it goes on, for the last picture to be shown. */
gboolean frs_last_picture_seek(frs_playback *playback);

/* ---- standstill.c ---- */

/* While it plays, when a position was told. */
void frs_standstill_look(frs_playback *playback);

/* ---- report.c ---- */

void frs_report_line(frs_playback *playback, char *line); /* takes the line */
void frs_report_ok(frs_playback *playback, const char *id);
void frs_report_error(frs_playback *playback, const char *id, const frs_problem *problem);
void frs_report_state(frs_playback *playback, frs_playback_state state); /* if it is another */
void frs_report_position(frs_playback *playback);
void frs_report_duration(frs_playback *playback); /* if it is another */
void frs_report_buffering(frs_playback *playback, int percent);
void frs_report_volume(frs_playback *playback);
void frs_report_rate(frs_playback *playback);
void frs_report_problem(frs_playback *playback, const char *event,
                        frs_problem *problem);   /* takes it */
void frs_report_missing(frs_playback *playback); /* what plays without it; once each */
void frs_report_video(frs_playback *playback, GstCaps *caps);
void frs_report_tracks(frs_playback *playback); /* if they are others */
void frs_report_tags(frs_playback *playback);   /* and chapters; the same */
void frs_report_load(frs_playback *playback, const char *id);
void frs_report_stats(frs_playback *playback, const char *id);

/* Where the playback is, ns; 0 when nothing is loaded. */
gint64 frs_playback_position(frs_playback *playback);

static inline double frs_seconds(gint64 ns)
{
    return (double)ns / GST_SECOND;
}

/* ---- orientation.c ---- */

/* How the picture is turned, in the words of GstVideoOrientationMethod. */
const char *frs_orientation(const frs_playback *playback);
/* It may be another than was told. */
void frs_orientation_report(frs_playback *playback);

#endif
