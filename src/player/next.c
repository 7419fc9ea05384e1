/* SPDX-License-Identifier: MIT */
/* What is played after this source, without a word of its end. */
#include "playback-private.h"

/* So long before the end, at the speed it plays with, it is time to say what is next: servers need
 * some of it to answer. */
#define LEAD_NS (10 * GST_SECOND)

static gboolean is_near_end(frs_playback *playback)
{
    gint64 position = frs_playback_position(playback);
    return playback->duration >= 0 && !playback->live && playback->rate > 0 &&
           (double)(playback->duration - position) <= (double)LEAD_NS * playback->rate;
}

static gboolean is_on_the_way(const frs_playback *playback)
{
    const frs_seek *seek = &playback->seek;
    return playback->state == FRS_PLAYBACK_PLAYING && !seek->running && !seek->wanted;
}

void frs_next_set(frs_playback *playback, const frs_source *source)
{
    static const frs_source nothing;
    frs_next *next = &playback->next;
    frs_source_copy(&next->source, source != NULL ? source : &nothing);
    if (source == NULL)
        next->taken = FALSE;
}

void frs_next_look(frs_playback *playback)
{
    frs_next *next = &playback->next;
    if (!is_on_the_way(playback))
        return;
    gboolean time = is_near_end(playback) && !playback->loop.on;
    if (time && !next->told)
        frs_report_line(playback, frs_line_end(frs_event_begin("about-to-finish")));
    next->told = time;
}

gboolean frs_next_ended(frs_playback *playback)
{
    frs_next *next = &playback->next;
    if (!frs_source_is_set(&next->source) || playback->rate < 0 ||
        playback->target != GST_STATE_PLAYING)
        return FALSE;
    frs_source_copy(&playback->source, &next->source);
    frs_next_set(playback, NULL);
    next->taken = TRUE;
    next->told = FALSE;
    frs_playback_replace(playback);
    return TRUE;
}

gboolean frs_next_is_coming(const frs_playback *playback)
{
    return playback->next.taken;
}

static void report_source(frs_playback *playback)
{
    JsonBuilder *builder = frs_event_begin("source");
    frs_add_string(builder, "uri", playback->source.uri);
    frs_report_line(playback, frs_line_end(builder));
}

/* Nobody can have asked it for another speed than it has. */
static void keep_rate(frs_playback *playback)
{
    if (playback->rate == 1 || playback->seekable)
        return;
    playback->rate = playback->seek.rate = 1;
    frs_report_rate(playback);
}

void frs_next_begin(frs_playback *playback)
{
    if (!playback->next.taken)
        return;
    playback->next.taken = FALSE;
    report_source(playback);
    g_autoptr(GstCaps) caps =
        playback->pipeline.element != NULL ? frs_playback_picture_caps(playback) : NULL;
    if (caps != NULL)
        frs_report_video(playback, caps);
    keep_rate(playback);
}
