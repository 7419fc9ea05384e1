/* SPDX-License-Identifier: MIT */
#include "publisher.h"

#include "allocator.h"
#include "copy.h"
#include "format.h"

/* A free slot ends the wait. It is also ended each second to see whether `lossless` was switched
 * off: frs_writer_wait_slot() does not return for that. */
#define WAIT_SLOT_MS 1000

static int wait_for_connection(GstFramesharePublisher *self)
{
    if (self->connected || !g_atomic_int_get(&self->wait_for_connection))
        return FRS_OK;
    int error = frs_writer_wait_reader(self->writer, -1);
    self->connected = error == FRS_OK;
    return error;
}

/* Has `buffer` the format and size of the caps? GStreamer assumes it without a check. */
static gboolean is_picture(const GstFramesharePublisher *self, GstBuffer *buffer)
{
    const GstVideoMeta *meta = gst_buffer_get_video_meta(buffer);
    return !meta ||
           (meta->format == GST_VIDEO_INFO_FORMAT(&self->video) &&
            meta->width >= (guint)self->video.width && meta->height >= (guint)self->video.height);
}

/* The slot of a buffer that can be published without a copy: its only memory is a slot of this very
 * stream. */
static frs_slot *slot_of(GstFramesharePublisher *self, GstBuffer *buffer, frs_frame_info *info,
                         frs_origin *origin)
{
    if (gst_buffer_n_memory(buffer) != 1)
        return NULL;
    GstMemory *memory = gst_buffer_peek_memory(buffer, 0);
    if (!gst_is_frameshare_memory(memory))
        return NULL;
    frs_slot *slot = gst_frameshare_memory_get_slot(memory, origin);
    if (!slot || !frs_slot_belongs_to(slot, self->writer))
        return NULL;
    if (!gst_frameshare_info_set_planes(info, &self->video, buffer, memory->offset))
        return NULL;
    return frs_frame_info_check(info, frs_slot_size(slot)) == FRS_OK ? slot : NULL;
}

static int acquire_slot(GstFramesharePublisher *self, gsize size, frs_slot **slot)
{
    for (;;) {
        int error = frs_writer_slot_acquire(self->writer, size, slot);
        if (error != FRS_ENOMEM)
            return error;
        if (!g_atomic_int_get(&self->lossless)) {
            frs_writer_count_dropped(self->writer);
            return error;
        }
        if (frs_writer_wait_slot(self->writer, WAIT_SLOT_MS) == FRS_EUNLOCKED)
            return FRS_EUNLOCKED;
    }
}

static int publish_copy(GstFramesharePublisher *self, GstBuffer *buffer, frs_frame_info *info)
{
    GstVideoFrame frame = {0};
    frs_slot *slot = NULL;

    if (!gst_video_frame_map(&frame, &self->video, buffer, GST_MAP_READ))
        return FRS_EINVAL;
    gint64 size = gst_frameshare_copy_layout(info, &frame);
    int error = size < 0 ? (int)size : acquire_slot(self, (gsize)size, &slot);
    if (error == FRS_OK) {
        gst_frameshare_copy(info, &frame, frs_slot_data(slot));
        error = frs_writer_publish(self->writer, slot, info, FRS_ORIGIN_COPIED, NULL);
        frs_slot_unref(slot);
    }
    gst_video_frame_unmap(&frame);
    return error;
}

static GstVideoOrientationMethod direction_of(const GstFramesharePublisher *self)
{
    gint direction = g_atomic_int_get(&self->direction);
    return direction == GST_VIDEO_ORIENTATION_AUTO ? self->tagged
                                                   : (GstVideoOrientationMethod)direction;
}

/* After a seek into the middle of a frame the decoder clips that frame: it starts where the segment
 * starts. Readers count frames by their timestamps, so publish the frame's original start. Frames
 * of files with millisecond timestamps are slightly short even without a seek. With a variable
 * frame rate, a frame that is shorter than the caps' rate says and that a seek has hit exactly
 * cannot be told from a clipped one, and gets too early a start. */
static void restore_begin(const GstFramesharePublisher *self, const GstSegment *segment,
                          GstBuffer *buffer, frs_frame_info *info)
{
    if (segment->rate < 0 || GST_BUFFER_PTS(buffer) != segment->start ||
        info->pts == FRS_TIME_NONE || info->duration == FRS_TIME_NONE || self->video.fps_n <= 0)
        return;
    guint64 whole =
        gst_util_uint64_scale(GST_SECOND, (guint64)self->video.fps_d, (guint64)self->video.fps_n);
    if (info->duration + GST_MSECOND >= whole)
        return;
    guint64 cut = MIN(whole - info->duration, info->pts);
    info->pts -= cut;
    info->duration += cut;
}

/* What this one frame says about itself, in stream time. */
static void describe(GstFramesharePublisher *self, const GstSegment *segment, GstBuffer *buffer,
                     GstVideoOrientationMethod direction, frs_frame_info *info)
{
    *info = self->picture;
    gst_frameshare_info_set_buffer(info, &self->video, buffer);
    info->orientation = gst_frameshare_orientation(direction);
    info->decoded_at = self->arrived_at;
    if (segment->format != GST_FORMAT_TIME)
        return;
    info->pts = gst_segment_to_stream_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
    info->duration = GST_BUFFER_DURATION(buffer);
    restore_begin(self, segment, buffer, info);
}

int gst_frameshare_publisher_publish(GstFramesharePublisher *self, const GstSegment *segment,
                                     GstBuffer *buffer)
{
    frs_frame_info info;
    frs_origin origin;

    if (!is_picture(self, buffer))
        return FRS_EINVAL;
    int error = wait_for_connection(self);
    if (error != FRS_OK)
        return error;
    GstVideoOrientationMethod direction = direction_of(self);
    describe(self, segment, buffer, direction, &info);
    gst_frameshare_overlays_update(&self->overlays, self->writer, buffer);
    frs_slot *slot = slot_of(self, buffer, &info, &origin);
    error = slot ? frs_writer_publish(self->writer, slot, &info, origin, NULL)
                 : publish_copy(self, buffer, &info);
    if (error == FRS_OK)
        g_atomic_int_set(&self->published_direction, (gint)direction);
    return error;
}
