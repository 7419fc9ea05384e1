/* SPDX-License-Identifier: MIT */
/**
 * The state of a playback: a struct for each of the files that keep one, and what all of them know.
 */
#ifndef FRS_PLAYER_STATE_H
#define FRS_PLAYER_STATE_H

#include "cover.h"
#include "gapless.h"
#include "pipeline.h"
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

/* What is to be done with what is loaded, see wish.h. */
typedef enum frs_wish_kind {
    FRS_WISH_NONE,
    FRS_WISH_FAIL,
    FRS_WISH_REBUILD,
    FRS_WISH_START_AGAIN,
    FRS_WISH_REPLACE,
} frs_wish_kind;

typedef struct frs_wish {
    frs_wish_kind kind;
    frs_problem *problem; /* of FAIL */
    gboolean go_on;
} frs_wish;

typedef struct frs_playback {
    GMainContext *context;
    frs_writer *writer;
    void (*emit)(const char *line, void *user); /* takes what is told ... */
    void *user;                                 /* ... and this */
    GstBusFunc on_message;                      /* takes each message of the pipeline */
    void (*act)(struct frs_playback *playback); /* grants wishes, after each of these and timers */
    GSourceFunc on_tick;                        /* is called now and then while it plays */

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

    frs_wish wish;
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
    gint64 measured;         /* ns, where it has ended; 0: not known */
    gboolean seekable;
    gboolean refuses; /* seeks: it says that it can, and cannot */
} frs_playback;

static inline double frs_seconds(gint64 ns)
{
    return (double)ns / GST_SECOND;
}

#endif
