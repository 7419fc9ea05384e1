/* SPDX-License-Identifier: MIT */
#include "measured.h"

#include <string.h>

#include "report.h"
#include "shown.h"

static gint is_no_demuxer(gconstpointer item, gconstpointer user)
{
    (void)user;
    GstElement *element = g_value_get_object(item);
    const char *klass =
        gst_element_class_get_metadata(GST_ELEMENT_GET_CLASS(element), GST_ELEMENT_METADATA_KLASS);
    return klass == NULL || strstr(klass, "Demux") == NULL;
}

/* A demuxer tells what its container says. */
static gboolean is_estimate(const frs_playback *playback)
{
    GValue found = G_VALUE_INIT;
    if (playback->source.uri == NULL || playback->live || !GST_IS_BIN(playback->pipeline.element))
        return FALSE;
    GstIterator *iterator = gst_bin_iterate_recurse(GST_BIN(playback->pipeline.element));
    gboolean demuxer = gst_iterator_find_custom(iterator, is_no_demuxer, &found, NULL);
    gst_iterator_free(iterator);
    if (demuxer)
        g_value_unset(&found);
    return !demuxer;
}

void frs_measured_note_end(frs_playback *playback)
{
    frs_shown shown;
    if (playback->rate < 0 || playback->duration <= 0 || !frs_shown_has_picture(playback) ||
        !is_estimate(playback) || !frs_shown_look(playback, &shown))
        return;
    /* A picture that was left out for being late lasts as long. */
    playback->measured = MAX(shown.end, playback->ending.left_out + shown.end - shown.begin);
    frs_report_duration(playback);
}
