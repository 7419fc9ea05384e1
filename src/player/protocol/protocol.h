/* SPDX-License-Identifier: MIT */
/**
 * The language between a player and whoever controls it: one JSON object a line, UTF-8.
 *
 * Commands (any may have an "id", a number between -2^53 and 2^53 or a string, which its reply
 * carries):
 *
 * - {"id":1,"command":"load","uri":"file:///a.mp4"}, with "format": "native" (default) or "rgba";
 *   "deinterlace": true (default: what says that it is interlaced) or false; "subtitles": false
 *   (default), true (the file's own first text track) or the URI of some. Or a pipeline, which says
 *   all that itself but the format: {"command":"load","pipeline":"videotestsrc ! framesharesink"}
 *   With "position": seconds, it begins there and no other picture is shown before. A URI may have
 *   "options":{"headers":{NAME:VALUE},"userAgent":"...","rtsp":{"transport":"auto"|"tcp"|"udp",
 *   "latency":MS},"tls":{"verify":false}}: what an HTTP server is told; how an RTSP server sends
 * (as GStreamer likes best), and how much is kept to make it even (2000 ms); whether the
 * certificate of a server is looked at (true)
 * - {"command":"play"}, {"command":"pause"}, {"command":"stop"}, {"command":"stats"},
 *   {"command":"quit"}
 * - {"command":"seek","position":12.5,"accurate":true}: seconds; accurate by default
 * - {"command":"rate","rate":1.5}: -4 to 8 but 0; negative plays backwards, without sound, to an
 * end at 0
 * - {"command":"pitch","preserve":true}: whether sound has its own pitch at other rates than 1
 *   (default), or goes higher and lower with them. Stays over loads; not for pipelines
 * - {"command":"step","frames":-1}: pauses, and shows the picture so many further on in the video,
 * or back, at the most its last or first. Any whole number but 0
 * - {"command":"volume","volume":0.8}, {"command":"mute","mute":true}: 1 is as recorded, 0.5 sounds
 *   half as loud (amplitudes are multiplied by the cube of it), 2 is the most
 * - {"command":"loop","loop":true}: play again and again, without a gap where the file's format can
 *   do that (MP4, Matroska, WebM); "looped" is told then, and no end. Until another load, which may
 *   have a "loop" itself
 * - {"command":"next","uri":"file:///b.mp4"}, with all that `load` takes but "position" and "loop":
 *   what to play when this source ends, without a gap, in place of "end". Another one takes its
 *   place, "uri":null takes it back, and so do `load` and `stop`. Best given before or at the event
 *   "about-to-finish". A loop, and what plays backwards, do not come to it
 * - {"command":"select","kind":"audio","track":"..."}: the "video", "audio" or "text" track to
 * play, by its id in the event "tracks"; null is none, of audio and text. Stays until another load.
 *   The event tells when it plays
 * - {"command":"subtitles","uri":"file:///a.srt"}: show the subtitles of that file in place of what
 *   text is shown; null shows none, and forgets the file. They are a text track as those of `load`
 * - {"command":"orientation","direction":"90r"}: how readers are to turn the picture, in the words
 *   of GStreamer's video-direction: auto (default: as the stream says), identity, 90r, 180, 90l,
 *   horiz, vert, ul-lr, ur-ll. Stays over loads, as volume and mute do
 * * - {"command":"audio-devices"}: its reply has "devices":[{"id","label","default"}], those that
 *   sound can go to
 * - {"command":"audio-device","device":"..."}: sound goes to the one with that id from now on, and
 *   where it is not there, to the one that the system likes best, as with null. A pipeline has its
 *   own
 *
 * Replies, one for each command: {"id":1,"ok":true,...} or
 * {"id":1,"error":{"code","message","element", "debug"}} with the codes of problem.h; a missing
 * plugin adds "missing":[{"description","detail","package"}]: in words, the caps (or the element,
 * or the URI's scheme) and the Debian package that has it, or null. `load` is answered when the
 * first picture is there or it failed, `seek`, `step` and `rate` when the picture at the new
 * position is there, with that "position" and "rate"; with several under way, when the last of them
 * is. The event "seeked" with the position comes before.
 *
 * Events: {"event":NAME,...}: hello (first), state, video, duration, position, seeked, rate,
 * volume, tracks, tags, chapters, looped, about-to-finish, source, buffered, buffering, end,
 * warning, error, quit (last). Members that are not known yet are to be ignored.
 *
 * - {"event":"tracks","video":[TRACK],"audio":[TRACK],"text":[TRACK]} when they are loaded, and
 * when they change. TRACK is {"id","label","language","codec","selected"}, strings that are empty
 * where nothing is known, and a boolean. The id is the same whenever the same file is loaded.
 * Subtitles of a file of their own are a text track with their URI for its id; a pipeline that does
 * not tell its streams has one video track
 * - {"event":"tags","title":"...",...} when they are loaded, and when they change: those there are
 *   of title, artist, album, albumArtist, track, composer, genre, date (ISO 8601, as exact as it
 *   is), comment, description, copyright; strings
 * - {"event":"about-to-finish"} while it plays, once, so early before its end that what is given as
 *   "next" then begins without a gap. Again when it was sought back
 * - {"event":"source","uri":"..."} what was given as "next" begins (null: a pipeline): video,
 *   duration, position, tracks and all that follows is of it. An "error" that follows says that it
 *   cannot be played
 * - {"event":"buffered","ranges":[[START,END]]} in seconds, what of it is here: all of a file; of
 *   what comes over a network (where its size is known: not HLS, not live) what was read since it
 *   was loaded or sought, estimated from its bytes. When it changes, four times a second at most
 * - {"event":"chapters","chapters":[{"start","end","title"}]}, in seconds, the same; not of a file
 *   that has none
 */
#ifndef FRS_PLAYER_PROTOCOL_H
#define FRS_PLAYER_PROTOCOL_H

#include <json-glib/json-glib.h>

#include "options.h"
#include "problem.h"
#include "tracks.h"

/* Longest line, in bytes. */
#define FRS_LINE_MAX (1024 * 1024)

/* The most frames of one step. */
#define FRS_STEP_MAX 1000000

/* The last line of a player's life, exactly so. */
#define FRS_LINE_QUIT "{\"event\":\"quit\"}"

typedef enum frs_verb {
    FRS_VERB_LOAD,
    FRS_VERB_PLAY,
    FRS_VERB_PAUSE,
    FRS_VERB_STOP,
    FRS_VERB_SEEK,
    FRS_VERB_RATE,
    FRS_VERB_STEP,
    FRS_VERB_NEXT,
    FRS_VERB_SELECT,
    FRS_VERB_LOOP,
    FRS_VERB_SUBTITLES,
    FRS_VERB_PITCH,
    FRS_VERB_VOLUME,
    FRS_VERB_MUTE,
    FRS_VERB_ORIENTATION,
    FRS_VERB_AUDIO_DEVICES,
    FRS_VERB_AUDIO_DEVICE,
    FRS_VERB_STATS,
    FRS_VERB_QUIT,
} frs_verb;

typedef struct frs_command {
    frs_verb verb;
    char *id;             /* the id as JSON text; "null" without one. Never NULL */
    char *uri;            /* load, next: this ... */
    char *pipeline;       /* ... or this; next: or neither */
    gboolean rgba;        /* load, next */
    gboolean deinterlace; /* load, next */
    gboolean text;        /* load, next: with subtitles of its own ... */
    char *subtitles;      /* ... or with those of this URI; subtitles: these, or NULL for none */
    frs_options *options; /* load, next; or NULL */
    double position;      /* load, seek: seconds, 0 or more */
    gboolean accurate;    /* seek */
    gboolean loop;        /* load, loop */
    gboolean preserve;    /* pitch */
    frs_track_kind kind;  /* select ... */
    char *track;          /* ... this one; NULL: none */
    gint frames;          /* step: not 0 */
    double rate, volume;  /* finite */
    gboolean mute;
    char *device;    /* audio-device; NULL: the system's choice */
    char *direction; /* orientation: one of GStreamer's */
} frs_command;

/* Parse one line (without its newline) of hostile origin. The caller frees the command in either
 * case; with a problem only its id is of use. NULL, or the problem, which the caller frees. */
frs_problem *frs_command_parse(const char *line, gsize length, frs_command **command);

void frs_command_free(frs_command *command);

/* Lines are built with json-glib's builder: begin, json_builder_set_member_name() and so on, end.
 * The end functions free the builder and return a line without newline that the caller frees. */
JsonBuilder *frs_reply_begin(const char *id);
JsonBuilder *frs_event_begin(const char *name);
char *frs_line_end(JsonBuilder *builder);

/* The line, or NULL when `*said`, which becomes a copy of it, says the same. Takes the line. */
char *frs_line_unless_said(char **said, char *line);

/* Members, in one line each. */
void frs_add_string(JsonBuilder *builder, const char *name, const char *value); /* NULL is null */
void frs_add_number(JsonBuilder *builder, const char *name, double value); /* not finite is null */
void frs_add_integer(JsonBuilder *builder, const char *name, gint64 value);
void frs_add_boolean(JsonBuilder *builder, const char *name, gboolean value);

/* {"id":ID,"error":{...}} */
char *frs_reply_error(const char *id, const frs_problem *problem);

/* {"event":NAME,"code":...}; NAME is "error" or "warning". */
char *frs_event_problem(const char *name, const frs_problem *problem);

/* True when a later line of this kind makes this one useless (a position nobody has read yet). */
gboolean frs_line_is_position(const char *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(frs_command, frs_command_free)

#endif
