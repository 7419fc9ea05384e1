/* SPDX-License-Identifier: MIT */
#include "media.h"

#include "missing.h"
#include "shown.h"

/* ---- of either ---- */

void frs_media_open(frs_media *media)
{
    media->tracks = frs_tracks_new();
    media->tags = frs_tags_new();
    media->missing = frs_missing_list_new();
}

void frs_media_close(frs_media *media)
{
    g_clear_pointer(&media->tracks, frs_tracks_free);
    g_clear_pointer(&media->tags, frs_tags_free);
    g_clear_pointer(&media->missing, g_ptr_array_unref);
}

void frs_media_set_source(frs_media *media, const frs_source *source)
{
    static const frs_source nothing;
    frs_source_copy(&media->source, source != NULL ? source : &nothing);
}

void frs_media_take(frs_media *to, frs_media *from)
{
    frs_media_close(to);
    frs_source_clear(&to->source);
    *to = *from;
    *from = (frs_media){0};
}

/* ---- of the one that is loaded ---- */

void frs_media_forget(frs_playback *playback)
{
    g_ptr_array_set_size(playback->media.missing, 0);
    frs_tags_reset(playback->media.tags);
}

void frs_media_forget_tracks(frs_playback *playback)
{
    frs_tracks_reset(playback->media.tracks, playback->media.source.subtitles);
}

void frs_media_choose(frs_playback *playback, frs_track_kind kind, const char *id)
{
    frs_source *source = &playback->media.source;
    if (kind == FRS_TRACK_AUDIO)
        source->soundless = id == NULL;
    if (kind != FRS_TRACK_TEXT)
        return;
    gboolean external = frs_tracks_is_external(playback->media.tracks, id);
    source->text = id != NULL && !external;
    g_free(source->subtitles);
    source->subtitles = external ? g_strdup(id) : NULL;
}

void frs_media_drop_subtitles(frs_playback *playback)
{
    g_clear_pointer(&playback->media.source.subtitles, g_free);
}

gboolean frs_media_preserve_pitch(frs_playback *playback, gboolean preserve)
{
    frs_source *source = &playback->media.source;
    gboolean changes = source->free_pitch == preserve;
    source->free_pitch = !preserve;
    return changes;
}

gboolean frs_media_read_in_ranges(frs_playback *playback)
{
    const char *uri = playback->media.source.uri;
    gboolean http =
        uri != NULL && (gst_uri_has_protocol(uri, "http") || gst_uri_has_protocol(uri, "https"));
    if (playback->media.source.parts || !http || !frs_shown_has_ranges(playback))
        return FALSE;
    playback->media.source.parts = TRUE;
    return TRUE;
}
