/* SPDX-License-Identifier: MIT */
/**
 * The state of a playback, a struct for each noun. Every file may read all of it. Each struct is
 * written by one file, the one that is named with it: others call its functions
 * (scripts/check-writers).
 */
#ifndef FRS_PLAYER_STATE_H
#define FRS_PLAYER_STATE_H

#include "gapless.h"
#include "pipeline.h"
#include "tags.h"
#include "tracks.h"

typedef enum frs_wish_kind {
    FRS_WISH_NONE,
    FRS_WISH_FAIL,
    FRS_WISH_REBUILD,
    FRS_WISH_START_AGAIN,
    FRS_WISH_REPLACE,
} frs_wish_kind;

/* wish.c: what is to be done with the loaded pipeline, see wish.h. */
typedef struct frs_wish {
    frs_wish_kind kind;
    frs_problem *problem; /* of FAIL */
    gboolean go_on;
} frs_wish;

/* media.c: a source, and what is known of its contents. */
typedef struct frs_media {
    frs_source source; /* what `play` loads again */
    frs_tracks *tracks;
    frs_tags *tags;
    GPtrArray *missing; /* of frs_missing: the plugins that it lacks */
} frs_media;

/* loaded.c: the pipeline that plays the source. */
typedef struct frs_loaded {
    frs_pipeline pipeline; /* element NULL: nothing is loaded */
    GSource *watch;        /* of its bus */
    gboolean live;         /* no preroll, no seeks, no pause to buffer */
    gboolean prerolls;     /* PAUSED waits for a first frame */
    gboolean opening;      /* live: the connection is being opened */
    gboolean arrived;      /* it has reached PAUSED, so all it posted on the way has been handled */
    char *lost;            /* the element whose server closed the connection, or NULL */
} frs_loaded;

/* load.c: the load, from the command to its reply. */
typedef struct frs_load {
    char *id;             /* the command that waits for the load, or NULL */
    GSource *timeout;     /* every input has ended, and no frame has come out */
    gboolean tried_again; /* to learn which URI cannot be downloaded */
} frs_load;

/* start.c: a load that begins at another position. */
typedef struct frs_start {
    gboolean pending; /* the load is still on its way there */
} frs_start;

typedef enum frs_playback_state {
    FRS_PLAYBACK_STOPPED,
    FRS_PLAYBACK_LOADING,
    FRS_PLAYBACK_PAUSED,
    FRS_PLAYBACK_PLAYING,
    FRS_PLAYBACK_ENDED,
    FRS_PLAYBACK_ERROR,
} frs_playback_state;

/* transport.c */
typedef struct frs_transport {
    frs_playback_state state;
    frs_playback_state emitted; /* in the last event */
    gboolean suppressed;        /* a rebuild is on its way back to what was emitted: no events */
    GstState target;            /* PAUSED or PLAYING: where to go when nothing is in the way */
    gboolean ended;             /* all streams have, and no seek has followed */
    GSource *ticks;             /* position events while playing */
} frs_transport;

/* No duration of this source has been emitted, not even that it has none. */
#define FRS_DURATION_UNKNOWN (-2)

/* timeline.c: as in the last events, ns. */
typedef struct frs_timeline {
    gint64 position;
    gint64 duration; /* below 0: none, or FRS_DURATION_UNKNOWN */
    gint64 measured; /* where the last frame ended; 0: not known */
    gboolean seekable;
    gboolean refuses_seeks; /* it claims to be seekable, and is not */
} frs_timeline;

/* buffering.c: queues of a remote source that fill up before it plays on. */
typedef struct frs_buffering {
    gboolean waits; /* paused until they are full */
    int percent;    /* in the last event */
} frs_buffering;

/* buffered.c: which part of the source has been read, ns. */
typedef struct frs_buffered {
    gint64 began;    /* where it was sought last */
    gint64 from, to; /* in the last event; to -1: nothing */
    GSource *ticks;
} frs_buffered;

/* output.c: what is seen and heard. */
typedef struct frs_output {
    gboolean hidden; /* the first frame is not published: another is wanted */
    double volume;
    gboolean mute;
    gboolean audio_fallback; /* the audio device failed: play without audio */
    char *device;            /* for audio, as asked for; NULL: the system's choice */
    char *direction;         /* of the picture, as asked for; NULL: never was */
} frs_output;

/* audio_only.c: the picture of a source without video. */
typedef struct frs_audio_only {
    frs_pipeline cover;   /* publishes it; element NULL: none */
    GSource *watch;       /* of its bus */
    gboolean shown;       /* it has been published */
    gboolean placeholder; /* not a picture of the source */
} frs_audio_only;

/* report.c */
typedef struct frs_report {
    const char *orientation; /* of the picture, in the last event; NULL: there was none */
} frs_report;

/* shown.c: a frame, in stream time, ns. */
typedef struct frs_shown_frame {
    gint64 begin, end;
    gint64 duration; /* of one frame, as the caps say */
} frs_shown_frame;

/* shown.c: the frame that is shown. */
typedef struct frs_shown {
    /* A step went there: its position is the playback's, which the pipeline does not know. Until it
     * plays or is sought. */
    gboolean by_step;
    frs_shown_frame last; /* as the sink had it last: a sink that stepped to its end has none */
} frs_shown;

/* seek_request.c: a change of the rate is a seek to GStreamer, and a step is queued like one. At
 * most one runs, and at most one is queued. */
typedef struct frs_seek {
    gboolean queued; /* one is: */
    gint64 position; /* ns; -1: to where the playback is */
    gboolean accurate;
    double queued_rate; /* of the queued seek, or of the last one */
    gint frames;        /* to step from there; 0: none */
    gboolean internal;  /* what is queued or runs: no `seeked` event */
    GPtrArray *ids;     /* of char *: the commands to answer when no seek runs or is queued */
    gboolean running;
    gint64 target; /* of the running seek, ns */
    double rate;   /* of what plays */
} frs_seek;

/* seek.c: the running seek goes to where the video has ended, and the audio has not. */
typedef struct frs_past_video {
    gint64 last_frame; /* where it begins, ns; -1: there is video at the target */
    gboolean shown;    /* the last frame has been sought ... */
    gboolean returned; /* ... and then the target again */
} frs_past_video;

/* step.c: the last step. */
typedef struct frs_step {
    gint64 target;    /* the middle of the target frame, ns */
    gint forward;     /* by step events to the sink: how many frames; 0: by a seek */
    gint64 ahead;     /* ns that step events have gone since the last seek */
    GSource *timeout; /* of the step event */
    gint64 from;      /* backwards: the end of the frame it left, ns ... */
    gint tries;       /* ... and how many more seeks may show that frame again */
} frs_step;

/* loop.c */
typedef struct frs_loop {
    gboolean on;
    gboolean by_segments; /* the demuxer posts SEGMENT_DONE */
    guint32 seqnum;       /* of the seek whose segment plays */
    gboolean done;        /* SEGMENT_DONE came while the seek was still running */
    GQueue next;          /* of the seqnums of seeks that were sent at its end and play later */
    gboolean again;       /* it was sought or rebuilt to loop: emit `looped` when that is done */
} frs_loop;

/* next.c: the source to play after this one. */
typedef struct frs_next {
    frs_media media;      /* its source is not set: there is none */
    gboolean announced;   /* `about-to-finish` has been emitted */
    gboolean taken;       /* it is being loaded, and no `source` event has been emitted yet */
    frs_gapless *gapless; /* it is opened and waits for the end of what plays; or NULL */
    GSource *watch;       /* of its bus */
    gboolean given_up;    /* it cannot be played without a gap; it is loaded at the end */
    gboolean at_start;    /* it has just begun, which the sinks may not know yet */
    frs_gapless *current; /* what plays was opened so; or NULL */
    GSource *current_watch;
} frs_next;

/* last_frame.c: frames that were dropped for being late. */
typedef struct frs_last_frame {
    gint64 dropped;  /* the last one, stream time, ns; -1: none */
    gboolean sought; /* the last frame has been sought, which is done once */
} frs_last_frame;

/* watchdog.c: fails or rebuilds what makes no progress. */
typedef struct frs_watchdog {
    GSource *timer;        /* NULL: nothing is awaited */
    gint64 since;          /* when the load began, us of the monotonic clock */
    gint64 processor_time; /* of the process at the last poll, ns */
    /* Consecutive polls, while a file is loaded: */
    guint idle;       /* no streaming thread ran */
    guint round;      /* only bytes were read that had been read before */
    guint quiet;      /* no new bytes were read */
    guint still;      /* the process used no CPU time */
    guint silent;     /* polls without CPU time since bytes were received last */
    guint64 received; /* bytes, by then */
    guint stalls;     /* of this load so far */
    gboolean warned;  /* the warning of a pipeline that waits has been emitted */
    /* While it plays: */
    gint64 position; /* in the last position event, ns */
    guint repeats;   /* consecutive events with that position */
    guint rebuilds;  /* since the position changed */
} frs_watchdog;

/* playback.c: who runs it. */
typedef struct frs_playback {
    GMainContext *context;
    frs_writer *writer;
    void (*emit)(const char *line, void *user); /* receives each reply and event ... */
    void *user;                                 /* ... with this */
    GstBusFunc on_message;                      /* handles the messages of the pipeline's bus */
    void (*act)(struct frs_playback *playback); /* grants wishes, after each of these and timers */
    GSourceFunc on_tick;                        /* at each position event while it plays */

    frs_wish wish;
    frs_media media;
    frs_loaded loaded;
    frs_load load;
    frs_start start;
    frs_transport transport;
    frs_timeline timeline;
    frs_buffering buffering;
    frs_buffered buffered;
    frs_output output;
    frs_audio_only audio_only;
    frs_report report;
    frs_shown shown;
    frs_seek seek;
    frs_past_video past_video;
    frs_step step;
    frs_loop loop;
    frs_next next;
    frs_last_frame last_frame;
    frs_watchdog watchdog;
} frs_playback;

static inline double frs_seconds(gint64 ns)
{
    return (double)ns / GST_SECOND;
}

#endif
