/* SPDX-License-Identifier: MIT */
#include "seek_event.h"

/* So that the end of what is played is that of a segment. */
static GstSeekFlags loop_flags(const frs_playback *playback)
{
    /* Backwards demuxers come to no end of a segment. */
    gboolean segment = playback->loop.on && playback->loop.by_segments && playback->seek.rate > 0;
    return segment ? GST_SEEK_FLAG_SEGMENT : GST_SEEK_FLAG_NONE;
}

GstEvent *frs_seek_event(frs_playback *playback, gint64 position, GstSeekFlags flags)
{
    double rate = playback->seek.rate;
    flags |= loop_flags(playback);
    /* Both ends: else that of a seek before stays. */
    if (rate > 0)
        return gst_event_new_seek(rate, GST_FORMAT_TIME, flags, GST_SEEK_TYPE_SET, position,
                                  GST_SEEK_TYPE_SET, -1);
    return gst_event_new_seek(rate, GST_FORMAT_TIME, flags, GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_SET,
                              position);
}
