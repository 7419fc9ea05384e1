/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <ftw.h>
#include <gst/video/video.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "format.h"
#include "frameshare.h"

/* Longest a reader waits for a stream that has to come. */
#define OPEN_MS 20000

static char folder[] = "/tmp/frameshare-test-XXXXXX";

/* ---- the process ---- */

static int remove_entry(const char *path, const struct stat *info G_GNUC_UNUSED,
                        int type G_GNUC_UNUSED, struct FTW *where G_GNUC_UNUSED)
{
    return remove(path);
}

int support_run(int *argc, char ***argv, Suite *(*suite)(void))
{
    if (!mkdtemp(folder)) {
        perror(folder);
        return 1;
    }
    g_setenv("XDG_RUNTIME_DIR", folder, TRUE);
    gst_init(argc, argv);
    g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
    if (!frs_gst_register())
        return 1;

    int status = checks_run_here(suite());
    if (status == EXIT_SUCCESS) /* else pipelines still run */
        gst_deinit();
    nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    return status;
}

const char *support_path(const char *name)
{
    gchar *path = g_build_filename(folder, name, NULL);
    const char *kept = g_intern_string(path);
    g_free(path);
    return kept;
}

/* ---- pipelines ---- */

GstMessage *support_wait(GstElement *pipeline)
{
    GstBus *bus = gst_element_get_bus(pipeline);
    GstMessage *message =
        gst_bus_timed_pop_filtered(bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    gst_object_unref(bus);
    return message;
}

void support_check_end(GstMessage *message)
{
    GError *error = NULL;
    gchar *debug = NULL;
    if (GST_MESSAGE_TYPE(message) != GST_MESSAGE_ERROR)
        return;
    gst_message_parse_error(message, &error, &debug);
    ck_abort_msg("%s (%s)", error->message, debug);
}

static GPtrArray *pipelines;

GstElement *support_pipeline(const char *format, ...)
{
    GError *error = NULL;
    va_list arguments;
    va_start(arguments, format);
    gchar *description = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    GstElement *pipeline = gst_parse_launch(description, &error);
    ck_assert_msg(pipeline && !error, "%s: %s", description, error ? error->message : "");
    g_free(description);
    if (!pipelines)
        pipelines = g_ptr_array_new();
    g_ptr_array_add(pipelines, pipeline);
    return pipeline;
}

GstElement *support_element(GstElement *pipeline, const char *name)
{
    GstElement *element = gst_bin_get_by_name(GST_BIN(pipeline), name);
    ck_assert_ptr_nonnull(element);
    gst_object_unref(element); /* the pipeline has it */
    return element;
}

void support_clean_up(void)
{
    for (guint i = 0; pipelines && i < pipelines->len; i++) {
        gst_element_set_state(pipelines->pdata[i], GST_STATE_NULL);
        gst_object_unref(pipelines->pdata[i]);
    }
    g_clear_pointer(&pipelines, g_ptr_array_unref);
}

const char *support_clip(const char *name, const char *encoder)
{
    const char *path = support_path(name);
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        return path;
    /* By another process: some encoders keep memory that is not ours to give back. */
    gchar *command = g_strdup_printf("gst-launch-1.0 -q %s ! filesink location=%s", encoder, path);
    gint status = -1;
    ck_assert_msg(g_spawn_command_line_sync(command, NULL, NULL, &status, NULL) && status == 0,
                  "could not make the clip: %s", command);
    g_free(command);
    return path;
}

/* ---- pictures ---- */

/* Not cryptographic: a word a step, so that every test can look at every pixel. */
static guint64 hash_row(guint64 hash, const guint8 *data, gsize size)
{
    while (size > 0) {
        guint64 word = 0;
        gsize step = MIN(size, sizeof word);
        memcpy(&word, data, step);
        hash = (hash ^ word) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
        data += step;
        size -= step;
    }
    return hash;
}

static guint64 hash_planes(const frs_frame_info *info, const guint8 *const plane[],
                           const gint stride[])
{
    guint64 hash = info->format;
    for (guint p = 0; p < info->n_planes; p++)
        for (guint row = 0; row < frs_format_rows(info->format, p, info->height); row++)
            hash = hash_row(hash, plane[p] + (gssize)row * stride[p],
                            frs_format_row_bytes(info->format, p, info->width));
    return hash;
}

guint64 support_hash(const frs_frame *frame)
{
    const guint8 *plane[FRS_PLANES_MAX] = {NULL};
    gint stride[FRS_PLANES_MAX] = {0};
    for (guint p = 0; p < frame->info.n_planes; p++) {
        plane[p] = frame->data + frame->info.offset[p];
        stride[p] = (gint)frame->info.stride[p];
    }
    return hash_planes(&frame->info, plane, stride);
}

static Picture picture_of_sample(GstSample *sample)
{
    GstBuffer *buffer = gst_sample_get_buffer(sample);
    GstVideoInfo video;
    GstVideoFrame frame;
    frs_frame_info info = {0};

    ck_assert(gst_video_info_from_caps(&video, gst_sample_get_caps(sample)));
    ck_assert(gst_video_frame_map(&frame, &video, buffer, GST_MAP_READ));
    info.format = frs_format_from_name(video.finfo->name);
    ck_assert_uint_ne(info.format, FRS_FORMAT_UNKNOWN);
    info.width = (guint)GST_VIDEO_FRAME_WIDTH(&frame);
    info.height = (guint)GST_VIDEO_FRAME_HEIGHT(&frame);
    info.n_planes = GST_VIDEO_FRAME_N_PLANES(&frame);
    const guint8 *plane[FRS_PLANES_MAX] = {NULL};
    gint stride[FRS_PLANES_MAX] = {0};
    for (guint p = 0; p < info.n_planes; p++) {
        plane[p] = GST_VIDEO_FRAME_PLANE_DATA(&frame, p);
        stride[p] = GST_VIDEO_FRAME_PLANE_STRIDE(&frame, p);
    }
    Picture picture = {
        .hash = hash_planes(&info, plane, stride),
        .pts = gst_segment_to_stream_time(gst_sample_get_segment(sample), GST_FORMAT_TIME,
                                          GST_BUFFER_PTS(buffer)),
        .width = info.width,
        .height = info.height,
    };
    gst_video_frame_unmap(&frame);
    return picture;
}

GArray *support_decode(const char *source)
{
    GstElement *pipeline =
        support_pipeline("%s ! appsink name=sink sync=false qos=false max-buffers=4", source);
    GstElement *sink = support_element(pipeline, "sink");
    GstCaps *caps = gst_frameshare_caps();
    g_object_set(sink, "caps", caps, NULL);
    gst_caps_unref(caps);
    GArray *pictures = g_array_new(FALSE, FALSE, sizeof(Picture));
    GstSample *sample = NULL;

    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    for (g_signal_emit_by_name(sink, "pull-sample", &sample); sample;
         g_signal_emit_by_name(sink, "pull-sample", &sample)) {
        Picture picture = picture_of_sample(sample);
        g_array_append_val(pictures, picture);
        gst_sample_unref(sample);
    }
    gst_element_set_state(pipeline, GST_STATE_NULL);
    return pictures;
}

void support_check_same(const GArray *expected, const GArray *got, const char *what)
{
    ck_assert_msg(expected->len > 0, "%s: no picture to compare with", what);
    ck_assert_msg(got->len == expected->len, "%s: %u pictures instead of %u", what, got->len,
                  expected->len);
    for (guint i = 0; i < got->len; i++) {
        const Picture *a = &g_array_index(expected, Picture, i);
        const Picture *b = &g_array_index(got, Picture, i);
        ck_assert_msg(a->width == b->width && a->height == b->height,
                      "%s: size of picture %u: %ux%u instead of %ux%u", what, i, b->width,
                      b->height, a->width, a->height);
        ck_assert_msg(a->hash == b->hash, "%s: pixels of picture %u", what, i);
        ck_assert_msg(a->pts == b->pts, "%s: time of picture %u", what, i);
    }
}

/* ---- readers ---- */

struct Collector {
    GThread *thread;
    frs_reader *reader;
    GArray *pictures;
    guint missed;
};

static frs_reader *open_reader(const char *stream, bool every_frame)
{
    frs_reader_options options = {.every_frame = every_frame, .timeout_ms = OPEN_MS};
    frs_reader *reader = NULL;
    int error = frs_reader_open(&reader, stream, &options);
    ck_assert_msg(error == FRS_OK, "%s", frs_error_message());
    return reader;
}

static gpointer collect(gpointer user)
{
    Collector *self = user;
    frs_frame frame;
    int error;

    while ((error = frs_reader_acquire_next(self->reader, &frame)) == FRS_OK ||
           error == FRS_EAGAIN) {
        if (error == FRS_EAGAIN) {
            frs_reader_wait(self->reader, -1);
            continue;
        }
        Picture picture = {.hash = support_hash(&frame),
                           .pts = frame.info.pts,
                           .width = frame.info.width,
                           .height = frame.info.height};
        self->missed += frame.missed;
        g_array_append_val(self->pictures, picture);
        frs_reader_release(self->reader, &frame);
    }
    return GINT_TO_POINTER(error);
}

Collector *support_collect(const char *stream)
{
    Collector *self = g_new0(Collector, 1);
    self->reader = open_reader(stream, true);
    self->pictures = g_array_new(FALSE, FALSE, sizeof(Picture));
    self->thread = g_thread_new("collector", collect, self);
    return self;
}

GArray *support_collect_end(Collector *self, guint *missed)
{
    int error = GPOINTER_TO_INT(g_thread_join(self->thread));
    ck_assert_int_eq(error, FRS_ECLOSED);
    frs_reader_close(&self->reader);
    GArray *pictures = self->pictures;
    *missed = self->missed;
    g_free(self);
    return pictures;
}

#define HOLD_MAX 32

struct Holder {
    GThread *thread;
    frs_reader *reader;
    guint leases, held, changed;
    frs_frame frames[HOLD_MAX];
    guint64 hashes[HOLD_MAX];
};

static void let_go(Holder *self, guint i)
{
    if (!self->frames[i].data)
        return;
    self->changed += support_hash(&self->frames[i]) != self->hashes[i];
    frs_reader_release(self->reader, &self->frames[i]);
}

static gpointer hold(gpointer user)
{
    Holder *self = user;
    int error = FRS_OK;

    while (error == FRS_OK || error == FRS_EAGAIN) {
        guint i = self->held % self->leases;
        let_go(self, i);
        error = frs_reader_acquire_newest(self->reader, &self->frames[i]);
        if (error == FRS_OK) {
            self->hashes[i] = support_hash(&self->frames[i]);
            self->held++;
        } else {
            self->frames[i].data = NULL;
        }
        if (error == FRS_EAGAIN)
            frs_reader_wait(self->reader, -1);
    }
    for (guint i = 0; i < self->leases; i++)
        let_go(self, i);
    return GINT_TO_POINTER(error);
}

Holder *support_hold(const char *stream, guint leases)
{
    ck_assert_uint_le(leases, HOLD_MAX);
    Holder *self = g_new0(Holder, 1);
    self->reader = open_reader(stream, false);
    self->leases = leases;
    self->thread = g_thread_new("holder", hold, self);
    return self;
}

guint support_hold_end(Holder *self, guint *changed)
{
    int error = GPOINTER_TO_INT(g_thread_join(self->thread));
    ck_assert_int_eq(error, FRS_ECLOSED);
    frs_reader_close(&self->reader);
    guint held = self->held;
    *changed = self->changed;
    g_free(self);
    return held;
}

/* ---- the sink ---- */

Stats support_stats(GstElement *sink)
{
    GstStructure *structure = NULL;
    Stats stats;
    g_object_get(sink, "stats", &structure, NULL);
    ck_assert(gst_structure_has_name(structure, "application/x-frameshare-stats"));
    ck_assert(gst_structure_get(structure, "published", G_TYPE_UINT64, &stats.published, "in-place",
                                G_TYPE_UINT64, &stats.in_place, "copied", G_TYPE_UINT64,
                                &stats.copied, "dropped", G_TYPE_UINT64, &stats.dropped, "readers",
                                G_TYPE_UINT, &stats.readers, NULL));
    gst_structure_free(structure);
    return stats;
}

GArray *support_publish_with(const char *source, guint leases, void (*meanwhile)(GstElement *),
                             Stats *stats)
{
    GstElement *pipeline = support_pipeline("%s ! framesharesink name=sink stream=exact "
                                            "lossless=true sync=false wait-for-connection=true",
                                            source);
    guint missed, changed;

    ck_assert_int_ne(gst_element_set_state(pipeline, GST_STATE_READY), GST_STATE_CHANGE_FAILURE);
    Holder *holder = support_hold("exact", leases);
    Collector *collector = support_collect("exact");
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    if (meanwhile)
        meanwhile(pipeline);
    GstMessage *message = support_wait(pipeline);
    *stats = support_stats(support_element(pipeline, "sink"));
    gst_element_set_state(pipeline, GST_STATE_NULL);
    GArray *pictures = support_collect_end(collector, &missed);
    guint held = support_hold_end(holder, &changed);
    support_check_end(message);
    gst_message_unref(message);
    ck_assert_msg(missed == 0, "%s: %u missed", source, missed);
    ck_assert_msg(held > 0 && changed == 0, "%s: %u of %u held frames changed", source, changed,
                  held);
    return pictures;
}

GArray *support_publish(const char *source, guint leases, Stats *stats)
{
    return support_publish_with(source, leases, NULL, stats);
}

GstBuffer *support_buffer(const char *caps_string, guint8 value)
{
    GstCaps *caps = gst_caps_from_string(caps_string);
    GstVideoInfo video;
    ck_assert(gst_video_info_from_caps(&video, caps));
    gst_caps_unref(caps);
    GstBuffer *buffer = gst_buffer_new_allocate(NULL, video.size, NULL);
    gst_buffer_memset(buffer, 0, value, video.size);
    return buffer;
}
