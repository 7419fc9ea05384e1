/* SPDX-License-Identifier: MIT */
/*
 * How pictures come into shared memory, for ../zero-copy.js. One process a step, so that an
 * element that crashes or hangs ends nothing but its own row. Prints one JSON value.
 *
 *     list                             every decoder and every encoder x format
 *     encode ENCODER FORMAT SIZE FILE  writes a clip ("-": no format, size 320x240); who decodes it
 *     describe FILE                    the same of a file that somebody else made
 *     decode FILE DECODER              plays a clip into a framesharesink
 *     system FILE DECODER              plays it into nothing: does it work at all?
 *     play DESCRIPTION                 plays "SOURCE..." into a framesharesink
 *     copy                             the sink's one copy beside a plain memcpy
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-glib/json-glib.h>

#include <frameshare/frameshare.h>

#include "codecs.h"
#include "copy.h"
#include "frameshare.h"

#define FRAMES 30
#define ROUNDS 5

static int print(JsonNode *root)
{
    gchar *text = json_to_string(root, FALSE);
    puts(text);
    g_free(text);
    json_node_unref(root);
    return EXIT_SUCCESS;
}

static void add_string(JsonBuilder *builder, const char *name, const char *value)
{
    json_builder_set_member_name(builder, name);
    if (value)
        json_builder_add_string_value(builder, value);
    else
        json_builder_add_null_value(builder);
}

static void add_number(JsonBuilder *builder, const char *name, guint64 value)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_int_value(builder, (gint64)value);
}

/* ---- list ---- */

static void add_decoder(JsonBuilder *builder, GstElementFactory *factory)
{
    const GList *pads = gst_element_factory_get_static_pad_templates(factory);

    json_builder_begin_object(builder);
    add_string(builder, "name", GST_OBJECT_NAME(factory));
    add_number(builder, "rank", gst_plugin_feature_get_rank(GST_PLUGIN_FEATURE(factory)));
    add_string(builder, "plugin", gst_plugin_feature_get_plugin_name(GST_PLUGIN_FEATURE(factory)));
    for (; pads; pads = pads->next) {
        GstStaticPadTemplate *pad = pads->data;
        if (pad->direction == GST_PAD_SINK)
            add_string(builder, "takes", pad->static_caps.string);
    }
    json_builder_end_object(builder);
}

static int list(void)
{
    JsonBuilder *builder = json_builder_new();
    GPtrArray *decoders = codecs_decoders();
    GArray *recipes = codecs_recipes();

    json_builder_begin_object(builder);
    gchar *version = gst_version_string();
    add_string(builder, "gstreamer", version);
    g_free(version);
    json_builder_set_member_name(builder, "decoders");
    json_builder_begin_array(builder);
    for (guint i = 0; i < decoders->len; i++)
        add_decoder(builder, decoders->pdata[i]);
    json_builder_end_array(builder);
    json_builder_set_member_name(builder, "recipes");
    json_builder_begin_array(builder);
    for (guint i = 0; i < recipes->len; i++) {
        const codecs_recipe *recipe = &g_array_index(recipes, codecs_recipe, i);
        json_builder_begin_object(builder);
        add_string(builder, "encoder", recipe->encoder);
        add_string(builder, "format", recipe->format);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
    json_builder_end_object(builder);
    g_ptr_array_unref(decoders);
    g_array_unref(recipes);
    return print(json_builder_get_root(builder));
}

/* ---- running a pipeline ---- */

static int fail(const char *why)
{
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_object(builder);
    add_string(builder, "error", why);
    json_builder_end_object(builder);
    return print(json_builder_get_root(builder));
}

/* What was wrong, or NULL. Free it. */
static gchar *run(GstElement *pipeline)
{
    GstBus *bus = gst_element_get_bus(pipeline);
    gchar *problem = NULL;

    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    GstMessage *message =
        gst_bus_timed_pop_filtered(bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
        GError *error;
        gchar *debug;
        gst_message_parse_error(message, &error, &debug);
        problem = g_strdup_printf("%s: %s (%s)", GST_OBJECT_NAME(GST_MESSAGE_SRC(message)),
                                  error->message, debug ? debug : "");
        g_error_free(error);
        g_free(debug);
    }
    gst_message_unref(message);
    gst_object_unref(bus);
    return problem;
}

static void add_decoders_for(JsonBuilder *builder, const GstCaps *caps)
{
    GPtrArray *decoders = codecs_decoders();
    json_builder_set_member_name(builder, "decoders");
    json_builder_begin_array(builder);
    for (guint i = 0; i < decoders->len; i++)
        if (codecs_match(caps, decoders->pdata[i]))
            json_builder_add_string_value(builder, GST_OBJECT_NAME(decoders->pdata[i]));
    json_builder_end_array(builder);
    g_ptr_array_unref(decoders);
}

/* What is in a clip, and for whom. */
static int describe(const char *path)
{
    GstCaps *caps = codecs_file_caps(path);
    if (!caps)
        return fail("there is no stream in the clip");
    gchar *text = gst_caps_to_string(caps);
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_object(builder);
    add_string(builder, "caps", text);
    add_decoders_for(builder, caps);
    json_builder_end_object(builder);
    return print(json_builder_get_root(builder));
}

static int encode(const char *encoder, const char *format, const char *size, const char *path)
{
    codecs_recipe recipe = {encoder, strcmp(format, "-") == 0 ? NULL : format};
    guint width = 0, height = 0;
    GError *error = NULL;
    if (sscanf(size, "%ux%u", &width, &height) != 2)
        return fail("the size is not WIDTHxHEIGHT");
    GstElement *pipeline =
        gst_parse_launch(codecs_encode_text(&recipe, FRAMES, width, height, path), &error);
    if (error)
        return fail(error->message);
    gchar *problem = run(pipeline);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    return problem ? fail(problem) : describe(path);
}

/* ---- where libav decodes to ---- */

/* gst-libav copies a picture of its own into ours without a word when it cannot render into our
 * memory; only its log tells where libav has been given memory to write to. */
static GHashTable *libav_pages; /* of the first row of each picture */
static GMutex libav_lock;

#define PAGE(pointer) GSIZE_TO_POINTER(GPOINTER_TO_SIZE(pointer) / 4096 + 1)

static void on_log(GstDebugCategory *category, GstDebugLevel level, const gchar *file,
                   const gchar *function, gint line, GObject *object, GstDebugMessage *message,
                   gpointer user)
{
    (void)category;
    (void)level;
    (void)file;
    (void)line;
    (void)object;
    (void)user;
    int stride;
    void *data;
    if (strcmp(function, "gst_ffmpegviddec_get_buffer2") != 0 ||
        sscanf(gst_debug_message_get(message), "linesize %d, data %p", &stride, &data) != 2)
        return;
    g_mutex_lock(&libav_lock);
    g_hash_table_add(libav_pages, PAGE(data));
    g_mutex_unlock(&libav_lock);
}

static void watch_libav(void)
{
    libav_pages = g_hash_table_new(NULL, NULL);
    gst_debug_remove_log_function(gst_debug_log_default);
    gst_debug_add_log_function(on_log, NULL, NULL);
    gst_debug_set_active(TRUE);
    gst_debug_set_threshold_for_name("libav", GST_LEVEL_LOG);
}

static gboolean is_of_libav(GstBuffer *buffer)
{
    GstMapInfo map;
    gboolean found = FALSE;

    if (!gst_buffer_map(buffer, &map, GST_MAP_READ))
        return FALSE;
    g_mutex_lock(&libav_lock);
    for (gsize at = 0; at < map.size && !found; at += 4096)
        found = g_hash_table_contains(libav_pages, PAGE(map.data + at));
    g_mutex_unlock(&libav_lock);
    gst_buffer_unmap(buffer, &map);
    return found;
}

/* ---- what arrives at the sink ---- */

typedef struct arrivals {
    frs_writer *writer;
    gchar *memory; /* of the last picture */
    gchar *caps;   /* of the first */
    guint peak_slots, by_libav;
} arrivals;

static GstPadProbeReturn look(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    arrivals *self = user;
    GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
    frs_writer_stats stats;

    frs_writer_get_stats(self->writer, &stats);
    self->peak_slots = MAX(self->peak_slots, stats.slots - stats.slots_free);
    self->by_libav += is_of_libav(buffer);
    g_free(self->memory);
    self->memory = g_strdup(gst_buffer_peek_memory(buffer, 0)->allocator->mem_type);
    if (!self->caps) {
        GstCaps *caps = gst_pad_get_current_caps(pad);
        self->caps = gst_caps_to_string(caps);
        gst_caps_unref(caps);
    }
    return GST_PAD_PROBE_OK;
}

static void add_arrivals(JsonBuilder *builder, const arrivals *seen)
{
    frs_writer_stats stats;
    GstCaps *caps = seen->caps ? gst_caps_from_string(seen->caps) : NULL;

    frs_writer_get_stats(seen->writer, &stats);
    add_number(builder, "published", stats.published);
    add_number(builder, "inPlace", stats.in_place);
    add_number(builder, "copied", stats.copied);
    add_number(builder, "dropped", stats.dropped);
    add_number(builder, "byLibav", seen->by_libav);
    add_number(builder, "slots", seen->peak_slots);
    add_string(builder, "memory", seen->memory);
    add_string(builder, "format",
               caps ? gst_structure_get_string(gst_caps_get_structure(caps, 0), "format") : NULL);
    gst_clear_caps(&caps);
}

static int play(const char *source)
{
    gchar *text = g_strdup_printf("%s ! framesharesink name=sink sync=false qos=false", source);
    g_autofree gchar *name = g_strdup_printf("bench_%d", (int)getpid());
    GError *error = NULL;
    GstElement *pipeline = gst_parse_launch(text, &error);
    arrivals seen = {0};

    if (error)
        return fail(error->message);
    watch_libav();
    if (frs_writer_create(&seen.writer, name, NULL) != FRS_OK)
        return fail(frs_error_message());
    GstElement *sink = gst_bin_get_by_name(GST_BIN(pipeline), "sink");
    GstPad *pad = gst_element_get_static_pad(sink, "sink");
    g_object_set(sink, "writer", seen.writer, NULL);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, look, &seen, NULL);
    gchar *problem = run(pipeline);
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_object(builder);
    if (problem)
        add_string(builder, "error", problem);
    add_arrivals(builder, &seen);
    json_builder_end_object(builder);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    frs_writer_destroy(&seen.writer);
    return print(json_builder_get_root(builder));
}

static int decode(const char *path, const char *decoder)
{
    return play(codecs_read_text(path, decoder));
}

static int decode_to_nothing(const char *path, const char *decoder)
{
    gchar *text =
        g_strdup_printf("%s ! fakesink name=end sync=false", codecs_read_text(path, decoder));
    GstElement *pipeline = gst_parse_launch(text, NULL);
    gchar *problem = run(pipeline);
    if (problem)
        return fail(problem);
    GstSample *last = NULL;
    g_object_get(gst_bin_get_by_name(GST_BIN(pipeline), "end"), "last-sample", &last, NULL);
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_object(builder);
    add_number(builder, "pictures", last != NULL);
    json_builder_end_object(builder);
    return print(json_builder_get_root(builder));
}

/* ---- the one copy ---- */

typedef struct copying {
    GstVideoFrame frame;
    frs_frame_info info;
    guint8 *slot;
    gsize bytes;
} copying;

static double time_of(void (*copy)(copying *), copying *with, guint times)
{
    gint64 start = g_get_monotonic_time();
    for (guint i = 0; i < times; i++)
        copy(with);
    return (double)(g_get_monotonic_time() - start) * 1000 / times;
}

static void copy_as_sink(copying *with)
{
    with->bytes = (gsize)gst_frameshare_copy_layout(&with->info, &with->frame);
    gst_frameshare_copy(&with->info, &with->frame, with->slot);
}

static void copy_plainly(copying *with)
{
    memcpy(with->slot, GST_VIDEO_FRAME_PLANE_DATA(&with->frame, 0), with->bytes);
}

static void add_copy(JsonBuilder *builder, const char *name, gint width, gint height)
{
    guint times = 200000000 / (guint)(width * height);
    copying with = {.info = {.format = FRS_FORMAT_I420, .n_planes = 3}};
    GstVideoInfo video;

    gst_video_info_set_format(&video, GST_VIDEO_FORMAT_I420, (guint)width, (guint)height);
    GstBuffer *buffer = gst_buffer_new_allocate(NULL, video.size, NULL);
    gst_buffer_memset(buffer, 0, 1, video.size);
    gst_video_frame_map(&with.frame, &video, buffer, GST_MAP_READ);
    with.slot = g_malloc0(2 * video.size);
    json_builder_begin_object(builder);
    add_string(builder, "picture", name);
    json_builder_set_member_name(builder, "ns");
    json_builder_begin_array(builder);
    for (guint i = 0; i < 2 * ROUNDS; i++)
        json_builder_add_double_value(builder,
                                      time_of(i % 2 ? copy_plainly : copy_as_sink, &with, times));
    json_builder_end_array(builder);
    add_number(builder, "bytes", with.bytes);
    json_builder_end_object(builder);
    gst_video_frame_unmap(&with.frame);
    gst_buffer_unref(buffer);
    g_free(with.slot);
}

static int copy(void)
{
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_array(builder);
    add_copy(builder, "1920x1080 I420", 1920, 1080);
    add_copy(builder, "3840x2160 I420", 3840, 2160);
    json_builder_end_array(builder);
    return print(json_builder_get_root(builder));
}

int main(int argc, char **argv)
{
    const char *verb = argc > 1 ? argv[1] : "";

    gst_init(NULL, NULL);
    if (!frs_gst_register())
        return EXIT_FAILURE;
    if (strcmp(verb, "list") == 0 && argc == 2)
        return list();
    if (strcmp(verb, "encode") == 0 && argc == 6)
        return encode(argv[2], argv[3], argv[4], argv[5]);
    if (strcmp(verb, "describe") == 0 && argc == 3)
        return describe(argv[2]);
    if (strcmp(verb, "decode") == 0 && argc == 4)
        return decode(argv[2], argv[3]);
    if (strcmp(verb, "system") == 0 && argc == 4)
        return decode_to_nothing(argv[2], argv[3]);
    if (strcmp(verb, "play") == 0 && argc == 3)
        return play(argv[2]);
    if (strcmp(verb, "copy") == 0 && argc == 2)
        return copy();
    fprintf(stderr, "see the head of worker.c\n");
    return 2;
}
