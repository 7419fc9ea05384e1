/* SPDX-License-Identifier: MIT */
#include "playback.h"

#include "devices.h"
#include "emit.h"
#include "line.h"
#include "load.h"
#include "loop.h"
#include "media.h"
#include "next.h"
#include "output.h"
#include "report.h"
#include "seek_request.h"
#include "state.h"
#include "transport.h"
#include "watchdog.h"
#include "wish.h"

static gboolean need_loaded(frs_playback *playback, const char *id)
{
    if (playback->loaded.pipeline.element != NULL)
        return TRUE;
    g_autoptr(frs_problem) problem = frs_problem_new("state", "nothing is loaded: load first");
    frs_emit_error(playback, id, problem);
    return FALSE;
}

static gboolean need_seekable(frs_playback *playback, const char *id)
{
    if (!need_loaded(playback, id))
        return FALSE;
    if (playback->timeline.seekable ||
        (playback->transport.state == FRS_PLAYBACK_LOADING && !playback->timeline.refuses_seeks))
        return TRUE;
    g_autofree char *name = frs_source_name(&playback->media.source);
    g_autoptr(frs_problem) problem =
        frs_problem_new("not-seekable", "%s %s", name,
                        playback->loaded.live ? "is live: it has no other position or rate"
                                              : "cannot be sought in");
    frs_emit_error(playback, id, problem);
    return FALSE;
}

static gboolean need_video(frs_playback *playback, const char *id)
{
    if (playback->audio_only.cover.element == NULL)
        return TRUE;
    g_autofree char *name = frs_source_name(&playback->media.source);
    g_autoptr(frs_problem) problem =
        frs_problem_new("no-video", "%s has no video: there are no frames to step", name);
    frs_emit_error(playback, id, problem);
    return FALSE;
}

/* Borrows the strings of the command. */
static frs_source source_of(frs_playback *playback, const frs_command *command)
{
    return (frs_source){.uri = command->uri,
                        .pipeline = command->pipeline,
                        .start = (gint64)(command->position * GST_SECOND),
                        .options = command->options,
                        .rgba = command->rgba,
                        .deinterlace = command->deinterlace,
                        .free_pitch = playback->media.source.free_pitch,
                        .text = command->text,
                        .subtitles = command->subtitles};
}

static void command_load(frs_playback *playback, const frs_command *command)
{
    frs_source source = source_of(playback, command);
    frs_next_set(playback, NULL);
    frs_media_set_source(&playback->media, &source);
    frs_media_forget_tracks(playback);
    frs_loop_set_for_load(playback, command->loop);
    frs_load_begin(playback, GST_STATE_PAUSED, command->id);
}

static void command_next(frs_playback *playback, const frs_command *command)
{
    if (!need_loaded(playback, command->id))
        return;
    frs_source source = source_of(playback, command);
    if (!frs_next_hold(playback))
        frs_wish_rebuild(playback); /* a stream of the former next source plays already */
    frs_next_set(playback, frs_source_is_set(&source) ? &source : NULL);
    frs_emit_ok(playback, command->id);
    if (!frs_wish_is_made(playback))
        frs_next_look(playback);
}

static void command_play(frs_playback *playback, const frs_command *command)
{
    if (playback->loaded.pipeline.element == NULL && !frs_source_is_set(&playback->media.source)) {
        need_loaded(playback, command->id);
        return;
    }
    gboolean again = playback->transport.ended && !playback->seek.queued;
    if (playback->loaded.pipeline.element == NULL || (again && !playback->timeline.seekable)) {
        frs_load_begin(playback, GST_STATE_PLAYING, command->id);
        return;
    }
    if (again)
        frs_seek_request(playback, playback->seek.rate > 0 ? 0 : playback->timeline.duration, TRUE,
                         playback->seek.rate, NULL);
    frs_transport_set_target(playback, GST_STATE_PLAYING);
    frs_emit_ok(playback, command->id);
    frs_watchdog_begin(playback);
    frs_wish_go_on(playback);
}

static void command_pause(frs_playback *playback, const frs_command *command)
{
    if (!need_loaded(playback, command->id))
        return;
    frs_transport_set_target(playback, GST_STATE_PAUSED);
    frs_emit_ok(playback, command->id);
    frs_wish_go_on(playback);
}

static void command_stop(frs_playback *playback, const frs_command *command)
{
    frs_load_interrupt(playback, "stop");
    frs_next_set(playback, NULL);
    frs_load_drop(playback);
    frs_transport_set(playback, FRS_PLAYBACK_STOPPED);
    frs_emit_ok(playback, command->id);
}

static void command_seek(frs_playback *playback, const frs_command *command)
{
    if (!need_seekable(playback, command->id))
        return;
    frs_seek_request(playback, (gint64)(command->position * GST_SECOND), command->accurate,
                     playback->seek.queued_rate, command->id);
    frs_wish_go_on(playback);
}

static void command_step(frs_playback *playback, const frs_command *command)
{
    if (!need_seekable(playback, command->id) || !need_video(playback, command->id))
        return;
    frs_transport_set_target(playback, GST_STATE_PAUSED);
    frs_seek_request_step(playback, command->frames, command->id);
    frs_wish_go_on(playback);
}

static void command_loop(frs_playback *playback, const frs_command *command)
{
    frs_loop_set(playback, command->loop);
    frs_emit_ok(playback, command->id);
    frs_wish_go_on(playback);
}

static void command_pitch(frs_playback *playback, const frs_command *command)
{
    gboolean changes = frs_media_preserve_pitch(playback, command->preserve);
    frs_emit_ok(playback, command->id);
    if (changes && playback->loaded.pipeline.element != NULL && playback->media.source.uri != NULL)
        frs_wish_rebuild(playback);
}

static void command_rate(frs_playback *playback, const frs_command *command)
{
    if (!need_seekable(playback, command->id))
        return;
    frs_seek_request(playback, -1, TRUE, command->rate, command->id);
    frs_wish_go_on(playback);
}

static gboolean plays(frs_playback *playback, frs_track_kind kind, const char *id)
{
    const char *subtitles = playback->media.source.subtitles;
    if (kind == FRS_TRACK_TEXT &&
        (subtitles != NULL || frs_tracks_is_external(playback->media.tracks, id)))
        return g_strcmp0(subtitles, id) == 0;
    return frs_tracks_plays(playback->media.tracks, kind, id);
}

static frs_problem *take_choice(frs_playback *playback, const frs_command *command)
{
    if (playback->media.source.pipeline != NULL && command->track == NULL)
        return frs_problem_new("track", "a pipeline has a place for one track of each kind and "
                                        "needs it: choose one");
    return frs_tracks_choose(playback->media.tracks, command->kind, command->track);
}

static void command_select(frs_playback *playback, const frs_command *command)
{
    if (!need_loaded(playback, command->id))
        return;
    g_autoptr(frs_problem) problem = take_choice(playback, command);
    if (problem != NULL) {
        frs_emit_error(playback, command->id, problem);
        return;
    }
    frs_emit_ok(playback, command->id);
    if (plays(playback, command->kind, command->track))
        return;
    frs_media_choose(playback, command->kind, command->track);
    frs_wish_rebuild(playback);
}

static void command_subtitles(frs_playback *playback, const frs_command *command)
{
    if (!need_loaded(playback, command->id))
        return;
    if (playback->media.source.pipeline != NULL) {
        g_autoptr(frs_problem) problem =
            frs_problem_new("track", "a pipeline has no place for subtitles of a file");
        frs_emit_error(playback, command->id, problem);
        return;
    }
    gboolean shown = plays(playback, FRS_TRACK_TEXT, command->subtitles);
    frs_tracks_set_external(playback->media.tracks, command->subtitles);
    frs_emit_ok(playback, command->id);
    if (shown) {
        frs_report_tracks(playback);
        return;
    }
    frs_media_choose(playback, FRS_TRACK_TEXT, command->subtitles);
    frs_wish_rebuild(playback);
}

static void command_volume(frs_playback *playback, const frs_command *command)
{
    if (command->verb == FRS_VERB_VOLUME)
        frs_output_set_volume(playback, command->volume);
    else
        frs_output_set_mute(playback, command->mute);
    /* The event comes before the reply. */
    frs_report_volume(playback);
    frs_emit_ok(playback, command->id);
}

static void command_orientation(frs_playback *playback, const frs_command *command)
{
    frs_output_set_direction(playback, command->direction);
    if (playback->transport.state != FRS_PLAYBACK_LOADING)
        frs_report_orientation(playback);
    frs_emit_ok(playback, command->id);
}

static void command_audio_devices(frs_playback *playback, const frs_command *command)
{
    JsonBuilder *builder = frs_reply_begin(command->id);
    frs_add_boolean(builder, "ok", TRUE);
    frs_devices_add(builder);
    frs_emit_line(playback, frs_line_end(builder));
}

/* Some audio sinks change their device while they play. */
static gboolean move_audio(frs_playback *playback, GstDevice *device)
{
    return device != NULL &&
           gst_device_reconfigure_element(device, playback->loaded.pipeline.audio);
}

static void command_audio_device(frs_playback *playback, const frs_command *command)
{
    g_autoptr(GstDevice) device = command->device != NULL ? frs_device_find(command->device) : NULL;
    if (command->device != NULL && device == NULL) {
        g_autoptr(frs_problem) problem = frs_problem_new(
            "not-found", "there is no audio device \"%s\": audio-devices tells which there are",
            command->device);
        frs_emit_error(playback, command->id, problem);
        return;
    }
    gboolean same = g_strcmp0(playback->output.device, command->device) == 0;
    frs_output_set_device(playback, command->device);
    frs_emit_ok(playback, command->id);
    if (playback->loaded.pipeline.audio == NULL || (same && !playback->output.audio_fallback))
        return;
    frs_output_retry_audio(playback);
    if (!move_audio(playback, device))
        frs_wish_rebuild(playback);
}

static void carry_out(frs_playback *playback, const frs_command *command)
{
    switch (command->verb) {
    case FRS_VERB_LOAD:
        command_load(playback, command);
        break;
    case FRS_VERB_NEXT:
        command_next(playback, command);
        break;
    case FRS_VERB_PLAY:
        command_play(playback, command);
        break;
    case FRS_VERB_PAUSE:
        command_pause(playback, command);
        break;
    case FRS_VERB_STOP:
        command_stop(playback, command);
        break;
    case FRS_VERB_SEEK:
        command_seek(playback, command);
        break;
    case FRS_VERB_RATE:
        command_rate(playback, command);
        break;
    case FRS_VERB_STEP:
        command_step(playback, command);
        break;
    case FRS_VERB_PITCH:
        command_pitch(playback, command);
        break;
    case FRS_VERB_LOOP:
        command_loop(playback, command);
        break;
    case FRS_VERB_SELECT:
        command_select(playback, command);
        break;
    case FRS_VERB_SUBTITLES:
        command_subtitles(playback, command);
        break;
    case FRS_VERB_VOLUME:
    case FRS_VERB_MUTE:
        command_volume(playback, command);
        break;
    case FRS_VERB_ORIENTATION:
        command_orientation(playback, command);
        break;
    case FRS_VERB_AUDIO_DEVICES:
        command_audio_devices(playback, command);
        break;
    case FRS_VERB_AUDIO_DEVICE:
        command_audio_device(playback, command);
        break;
    case FRS_VERB_STATS:
        frs_report_stats(playback, command->id);
        break;
    case FRS_VERB_QUIT:
        break;
    }
}

void frs_playback_command(frs_playback *playback, const frs_command *command)
{
    carry_out(playback, command);
    playback->act(playback);
}
