/* SPDX-License-Identifier: MIT */
/*
 * Publishes pictures of given code values through framesharesink, for the tests of colour:
 *
 *     chart-publisher STREAM
 *
 * It first tells what GStreamer (not frameshare) knows of each pixel format, a line a format and an
 * empty line at the end:
 *
 *     NAME yuv|rgb|gray DEPTH H_SHIFT V_SHIFT alpha|opaque
 *
 * Then each picture is a line and what follows it on standard input:
 *
 *     heap|slot codes|raw PADDING CAPS
 *
 * `heap` is ordinary memory with GStreamer's own strides, which the sink copies. `slot` is memory
 * of the sink's own allocator, published in place; its rows are tight but for PADDING bytes at
 * their ends.
 *
 * `codes`: width x height x 4 words of 16 bits, little endian: Y, Cb, Cr, alpha or red, green,
 * blue, alpha as the format's own code values. GStreamer's pack functions put them where they
 * belong: a chroma sample is taken from the upper left one of its pixels. `raw`: the bytes of the
 * planes, one after the other, rows tight.
 *
 * Picture n (from 1) has a pts of n seconds. What is not picture is filled with garbage.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gst/video/video.h>

#include <frameshare.h>

#define GARBAGE 0xb5

typedef struct publisher {
    GstElement *sink;
    GstPad *source; /* linked to the sink */
    GstCaps *caps;  /* sent last */
    GstVideoInfo info;
    GstAllocator *allocator;
    GstAllocationParams params;
    guint64 count;
} publisher;

typedef struct chart {
    gboolean in_slot, is_raw;
    gsize padding;
    gsize size, offset[GST_VIDEO_MAX_PLANES];
    gint stride[GST_VIDEO_MAX_PLANES];
} chart;

G_GNUC_PRINTF(1, 2) static _Noreturn void die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("chart-publisher: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static void tell_formats(void)
{
    for (guint i = GST_VIDEO_FORMAT_ENCODED + 1; gst_video_format_to_string(i); i++) {
        const GstVideoFormatInfo *format = gst_video_format_get_info(i);
        guint chroma = format->n_components > 1 ? 1 : 0;
        printf("%s %s %u %u %u %s\n", format->name,
               GST_VIDEO_FORMAT_INFO_IS_YUV(format)   ? "yuv"
               : GST_VIDEO_FORMAT_INFO_IS_RGB(format) ? "rgb"
                                                      : "gray",
               GST_VIDEO_FORMAT_INFO_DEPTH(format, 0), GST_VIDEO_FORMAT_INFO_W_SUB(format, chroma),
               GST_VIDEO_FORMAT_INFO_H_SUB(format, chroma),
               GST_VIDEO_FORMAT_INFO_HAS_ALPHA(format) ? "alpha" : "opaque");
    }
    printf("\n");
    fflush(stdout);
}

static void start(publisher *self, const char *stream)
{
    self->sink = gst_element_factory_make("framesharesink", NULL);
    self->source = gst_pad_new("src", GST_PAD_SRC);
    g_object_set(self->sink, "stream", stream, "sync", FALSE, NULL);
    GstPad *pad = gst_element_get_static_pad(self->sink, "sink");
    gst_pad_set_active(self->source, TRUE);
    if (gst_pad_link(self->source, pad) != GST_PAD_LINK_OK ||
        gst_element_set_state(self->sink, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
        die("framesharesink does not start with stream %s", stream);
    gst_object_unref(pad);
    gst_pad_push_event(self->source, gst_event_new_stream_start("charts"));
}

static void take_allocator(publisher *self)
{
    GstQuery *query = gst_query_new_allocation(self->caps, TRUE);
    if (!gst_pad_peer_query(self->source, query) || gst_query_get_n_allocation_params(query) == 0)
        die("framesharesink offers no allocator");
    gst_clear_object(&self->allocator);
    gst_query_parse_nth_allocation_param(query, 0, &self->allocator, &self->params);
    gst_query_unref(query);
}

static void set_caps(publisher *self, const char *text)
{
    GstCaps *caps = gst_caps_from_string(text);
    if (!caps || !gst_caps_is_fixed(caps) || !gst_video_info_from_caps(&self->info, caps))
        die("these are no caps of a picture: %s", text);
    gboolean first = self->caps == NULL;
    if (first || !gst_caps_is_equal(caps, self->caps)) {
        gst_caps_replace(&self->caps, caps);
        if (!gst_pad_push_event(self->source, gst_event_new_caps(caps)))
            die("framesharesink refuses %s", text);
        take_allocator(self);
    }
    if (first) {
        GstSegment segment;
        gst_segment_init(&segment, GST_FORMAT_TIME);
        gst_pad_push_event(self->source, gst_event_new_segment(&segment));
    }
    gst_caps_unref(caps);
}

static gsize plane_rows(const GstVideoInfo *info, guint plane)
{
    gint component[GST_VIDEO_MAX_COMPONENTS];
    gst_video_format_info_component(info->finfo, plane, component);
    return (gsize)GST_VIDEO_FORMAT_INFO_SCALE_HEIGHT(info->finfo, component[0], info->height);
}

/* Bytes of a row: the component that reaches farthest. YUY2's chroma pairs are wider than its luma
 * where the width is odd. */
static gsize row_bytes(const GstVideoInfo *info, guint plane)
{
    gint component[GST_VIDEO_MAX_COMPONENTS];
    gsize bytes = 0;
    gst_video_format_info_component(info->finfo, plane, component);
    for (guint i = 0; i < GST_VIDEO_MAX_COMPONENTS && component[i] >= 0; i++) {
        gint samples = GST_VIDEO_FORMAT_INFO_SCALE_WIDTH(info->finfo, component[i], info->width);
        bytes =
            MAX(bytes, (gsize)(samples * GST_VIDEO_FORMAT_INFO_PSTRIDE(info->finfo, component[i])));
    }
    return bytes;
}

static void lay_out(const GstVideoInfo *info, chart *picture)
{
    picture->size = picture->in_slot ? 0 : info->size;
    for (guint plane = 0; plane < GST_VIDEO_INFO_N_PLANES(info); plane++) {
        picture->stride[plane] = info->stride[plane];
        picture->offset[plane] = info->offset[plane];
        if (picture->in_slot) {
            picture->stride[plane] = (gint)(row_bytes(info, plane) + picture->padding);
            picture->offset[plane] = picture->size;
            picture->size += (gsize)picture->stride[plane] * plane_rows(info, plane);
        }
    }
}

static void read_all(void *to, gsize size)
{
    if (fread(to, 1, size, stdin) != size)
        die("the picture ends early");
}

static void read_rows(const GstVideoInfo *info, const GstVideoInfo *whole, guint8 *image)
{
    for (guint plane = 0; plane < GST_VIDEO_INFO_N_PLANES(info); plane++)
        for (gsize row = 0; row < plane_rows(info, plane); row++)
            read_all(image + whole->offset[plane] + row * (gsize)whole->stride[plane],
                     row_bytes(info, plane));
}

/* One row for a pack function: alpha first, and eight bits or the upper ones of sixteen. */
static void fill_row(const GstVideoFormatInfo *format, const guint16 *codes, gsize pixels,
                     gpointer row)
{
    gboolean bytes =
        GST_VIDEO_FORMAT_INFO_DEPTH(gst_video_format_get_info(format->unpack_format), 0) == 8;
    guint shift = (bytes ? 8 : 16) - GST_VIDEO_FORMAT_INFO_DEPTH(format, 0);
    for (gsize i = 0; i < pixels * 4; i++) {
        guint code = (guint)codes[(i & ~(gsize)3) + ((i + 3) & 3)] << shift;
        if (bytes)
            ((guint8 *)row)[i] = (guint8)code;
        else
            ((guint16 *)row)[i] = (guint16)code;
    }
}

static void read_codes(const GstVideoInfo *info, const GstVideoInfo *whole, guint8 *image)
{
    const GstVideoFormatInfo *format = info->finfo;
    gsize width = (gsize)info->width, more = (gsize)(whole->width - info->width);
    guint16 *codes = g_new0(guint16, (width + more) * 4);
    guint16 *row = g_new(guint16, (width + more) * 4);
    gpointer planes[GST_VIDEO_MAX_PLANES];
    for (guint plane = 0; plane < GST_VIDEO_INFO_N_PLANES(info); plane++)
        planes[plane] = image + whole->offset[plane];
    for (gint y = 0; y < info->height; y++) {
        read_all(codes, width * 4 * sizeof *codes);
        fill_row(format, codes, width + more, row);
        format->pack_func(format, GST_VIDEO_PACK_FLAG_NONE, row, 0, planes, whole->stride,
                          GST_VIDEO_CHROMA_SITE_NONE, y, whole->width);
    }
    g_free(codes);
    g_free(row);
}

/* The picture is made in an image of its own, because GStreamer's pack functions write to aligned
 * rows only, and some mistake Cb for Cr in the last pixel of an odd row (NV61, VYUY of 1.22). */
static void fill(const GstVideoInfo *info, const chart *picture, guint8 *data)
{
    GstVideoInfo whole;
    gst_video_info_set_format(&whole, GST_VIDEO_INFO_FORMAT(info),
                              (guint)GST_ROUND_UP_4(info->width), (guint)info->height);
    guint8 *image = g_malloc(whole.size);
    if (picture->is_raw)
        read_rows(info, &whole, image);
    else
        read_codes(info, &whole, image);
    for (guint plane = 0; plane < GST_VIDEO_INFO_N_PLANES(info); plane++)
        for (gsize row = 0; row < plane_rows(info, plane); row++)
            memcpy(data + picture->offset[plane] + row * (gsize)picture->stride[plane],
                   image + whole.offset[plane] + row * (gsize)whole.stride[plane],
                   row_bytes(info, plane));
    g_free(image);
}

static void push(publisher *self, chart *picture)
{
    const GstVideoInfo *info = &self->info;
    GstMapInfo map;
    lay_out(info, picture);
    GstBuffer *buffer =
        gst_buffer_new_allocate(picture->in_slot ? self->allocator : NULL, picture->size,
                                picture->in_slot ? &self->params : NULL);
    if (!buffer || !gst_buffer_map(buffer, &map, GST_MAP_WRITE))
        die("no memory for a picture of %zu bytes", picture->size);
    memset(map.data, GARBAGE, map.size);
    fill(info, picture, map.data);
    gst_buffer_unmap(buffer, &map);
    gst_buffer_add_video_meta_full(buffer, GST_VIDEO_FRAME_FLAG_NONE, info->finfo->format,
                                   (guint)info->width, (guint)info->height,
                                   GST_VIDEO_INFO_N_PLANES(info), picture->offset, picture->stride);
    GST_BUFFER_PTS(buffer) = ++self->count * GST_SECOND;
    GST_BUFFER_DURATION(buffer) = GST_SECOND;
    GstFlowReturn flow = gst_pad_push(self->source, buffer);
    if (flow != GST_FLOW_OK)
        die("picture %" G_GUINT64_FORMAT ": %s", self->count, gst_flow_get_name(flow));
}

/* PLACE CONTENT PADDING CAPS. False at the end of the input. */
static bool read_header(chart *picture, char **line, size_t *size, char **caps)
{
    char place[8], content[8];
    int used = 0;
    ssize_t length = getline(line, size, stdin);
    if (length < 0)
        return false;
    (*line)[strcspn(*line, "\n")] = '\0';
    if (sscanf(*line, "%7s %7s %zu %n", place, content, &picture->padding, &used) != 3 || !used)
        die("this is no picture: %s", *line);
    picture->in_slot = strcmp(place, "slot") == 0;
    picture->is_raw = strcmp(content, "raw") == 0;
    *caps = *line + used;
    return true;
}

int main(int argc, char **argv)
{
    publisher self = {0};
    chart picture = {0};
    char *line = NULL, *caps;
    size_t size = 0;
    if (argc != 2)
        die("usage: chart-publisher STREAM");
    gst_init(NULL, NULL);
    frs_gst_register();
    tell_formats();
    start(&self, argv[1]);
    while (read_header(&picture, &line, &size, &caps)) {
        set_caps(&self, caps);
        push(&self, &picture);
    }
    gst_element_set_state(self.sink, GST_STATE_NULL);
    gst_clear_object(&self.allocator);
    gst_caps_replace(&self.caps, NULL);
    gst_object_unref(self.source);
    gst_object_unref(self.sink);
    free(line);
    return 0;
}
