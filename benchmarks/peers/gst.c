/* SPDX-License-Identifier: MIT */
/* GStreamer's own ways between processes: shmsink and shmsrc (with the frame in the sink's memory,
 * or copied into it), unixfdsink and unixfdsrc (GStreamer 1.24; a memfd). And framesharesink, to a
 * reader in C, or to a program. */
#include "peer.h"

#include <gst/app/app.h>
#include <gst/gst.h>
#include <stdio.h>
#include <unistd.h>

#include "frameshare.h"

static char path[64];
static GstElement *sending;
static GstPad *source;  /* what frames are pushed into, */
static GstElement *app; /* or an appsrc */
static GstAllocator *allocator;
static GstAllocationParams params;
static GstBufferPool *pool; /* buffers come back when the other end is done with them */

static void prepare(size_t size)
{
    (void)size;
    snprintf(path, sizeof(path), "frameshare-bench-%d", (int)getpid());
    unlink(path);
}

static GstElement *play(const char *description)
{
    GError *error = NULL;
    GstElement *pipeline;

    gst_init(NULL, NULL);
    pipeline = gst_parse_launch(description, &error);
    if (!pipeline || error)
        peer_die(error ? error->message : "no pipeline");
    /* A bin on its own gets none from a pipeline, and unixfdsink asks for the time of each frame.
     */
    gst_element_set_clock(pipeline, gst_system_clock_obtain());
    gst_element_set_base_time(pipeline, 0);
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    return pipeline;
}

static GstCaps *make_caps(void)
{
    return gst_caps_new_simple("video/x-raw", "format", G_TYPE_STRING, "RGBA", "width", G_TYPE_INT,
                               (int)peer_width, "height", G_TYPE_INT, (int)peer_height, "framerate",
                               GST_TYPE_FRACTION, 60, 1, NULL);
}

/* Nothing is before the sink: frames are pushed from the producer's own thread. */
static void play_sink(const char *description)
{
    GstSegment segment;

    sending = play(description);
    gst_segment_init(&segment, GST_FORMAT_TIME);
    source = gst_pad_new("src", GST_PAD_SRC);
    gst_pad_set_active(source, TRUE);
    if (gst_pad_link(source, gst_element_get_static_pad(
                                 gst_bin_get_by_name(GST_BIN(sending), "sink"), "sink")))
        peer_die("the sink takes no pad");
    gst_pad_push_event(source, gst_event_new_stream_start("bench"));
    gst_pad_push_event(source, gst_event_new_caps(make_caps()));
    gst_pad_push_event(source, gst_event_new_segment(&segment));
}

/* As in most pipelines, frames come from another thread. */
static void play_app(const char *description)
{
    sending = play(description);
    app = gst_bin_get_by_name(GST_BIN(sending), "source");
    source = gst_element_get_static_pad(app, "src");
    gst_app_src_set_caps(GST_APP_SRC(app), make_caps());
}

/* What the sink offers for upstream to write into. */
static void ask_for_memory(void)
{
    GstQuery *query = gst_query_new_allocation(make_caps(), TRUE);

    if (gst_pad_peer_query(source, query) && gst_query_get_n_allocation_params(query) > 0)
        gst_query_parse_nth_allocation_param(query, 0, &allocator, &params);
    if (!allocator)
        peer_die("the sink offers no memory");
}

static void make_pool(GstAllocator *with, size_t size)
{
    GstStructure *config;

    pool = gst_buffer_pool_new();
    config = gst_buffer_pool_get_config(pool);
    gst_buffer_pool_config_set_params(config, NULL, (guint)size, 2, 0);
    gst_buffer_pool_config_set_allocator(config, with, &params);
    gst_buffer_pool_set_config(pool, config);
    gst_buffer_pool_set_active(pool, TRUE);
}

static void produce(size_t size, uint32_t number)
{
    GstBuffer *buffer = NULL;
    GstMapInfo map;

    if (allocator)
        buffer = gst_buffer_new_allocate(allocator, size, &params);
    else
        gst_buffer_pool_acquire_buffer(pool, &buffer, NULL);
    if (!buffer || !gst_buffer_map(buffer, &map, GST_MAP_WRITE))
        peer_die("no buffer");
    peer_stamp(map.data, number);
    gst_buffer_unmap(buffer, &map);
    GST_BUFFER_PTS(buffer) = number * GST_SECOND / 60;
    if ((app ? gst_app_src_push_buffer(GST_APP_SRC(app), buffer) : gst_pad_push(source, buffer)) !=
        GST_FLOW_OK)
        peer_die("the pipeline takes no buffer");
}

static char *shm_sink(size_t size)
{
    return g_strdup_printf("shmsink name=sink socket-path=%s shm-size=%zu wait-for-connection=true "
                           "sync=false async=false",
                           path, 4 * (size + 65536));
}

static void shm_begin(size_t size)
{
    char *description = g_strdup_printf("bin.( %s )", shm_sink(size));

    play_sink(description);
}

static void shm_own_begin(size_t size)
{
    shm_begin(size);
    ask_for_memory();
}

static void shm_app_begin(size_t size)
{
    char *description =
        g_strdup_printf("appsrc name=source format=time is-live=true ! %s", shm_sink(size));

    play_app(description);
    ask_for_memory();
}

static void shm_copy_begin(size_t size)
{
    shm_begin(size);
    gst_allocation_params_init(&params);
    make_pool(NULL, size);
}

static GstFlowReturn see(GstAppSink *sink, gpointer user)
{
    GstSample *sample = gst_app_sink_pull_sample(sink);
    GstMapInfo map;

    (void)user;
    if (sample && gst_buffer_map(gst_sample_get_buffer(sample), &map, GST_MAP_READ)) {
        peer_seen(map.data);
        gst_buffer_unmap(gst_sample_get_buffer(sample), &map);
    }
    if (sample)
        gst_sample_unref(sample);
    return GST_FLOW_OK;
}

static GstElement *make_receiver(const char *element)
{
    GstAppSinkCallbacks callbacks = {.new_sample = see};
    char *description = g_strdup_printf(
        "%s socket-path=%s ! appsink name=sink sync=false async=false", element, path);
    GError *error = NULL;
    GstElement *pipeline = gst_parse_launch(description, &error);

    if (!pipeline || error)
        peer_die(error ? error->message : "no pipeline");
    g_free(description);
    gst_app_sink_set_callbacks(GST_APP_SINK(gst_bin_get_by_name(GST_BIN(pipeline), "sink")),
                               &callbacks, NULL, NULL);
    return pipeline;
}

static void consume_from(const char *element)
{
    GstElement *pipeline;

    peer_ready();
    gst_init(NULL, NULL);
    while (access(path, F_OK))
        g_usleep(1000);
    /* Until the other end listens. Each time with another one: shmsrc connects once at most. */
    pipeline = make_receiver(element);
    while (gst_element_set_state(pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
        gst_element_set_state(pipeline, GST_STATE_NULL);
        gst_object_unref(pipeline);
        g_usleep(20000);
        pipeline = make_receiver(element);
    }
    for (;;)
        pause();
}

static void end(void)
{
    gst_element_set_state(sending, GST_STATE_NULL);
}

static void shm_consume(size_t size)
{
    (void)size;
    consume_from("shmsrc");
}

static void unixfd_begin(size_t size)
{
    char *sink =
        g_strdup_printf("bin.( unixfdsink name=sink socket-path=%s sync=false async=false )", path);

    play_sink(sink);
    g_free(sink);
    ask_for_memory();
    make_pool(allocator, size);
    gst_clear_object(&allocator);
    g_usleep(500000); /* until the other end is connected: it says nothing of that */
}

static void unixfd_consume(size_t size)
{
    (void)size;
    consume_from("unixfdsrc");
}

/* As a decoder does it: the buffers are those of the sink's own pool. */
static void frameshare_begin(size_t size)
{
    char *sink = g_strdup_printf("bin.( framesharesink name=sink stream=%s sync=false async=false "
                                 "wait-for-connection=true )",
                                 frameshare_stream);
    GstCaps *caps;
    GstQuery *query;
    GstStructure *config;
    guint bytes = 0;

    play_sink(sink);
    g_free(sink);
    caps = make_caps();
    query = gst_query_new_allocation(caps, TRUE);
    if (!gst_pad_peer_query(source, query) || gst_query_get_n_allocation_pools(query) == 0)
        peer_die("the sink offers no pool");
    gst_query_parse_nth_allocation_pool(query, 0, &pool, &bytes, NULL, NULL);
    config = gst_buffer_pool_get_config(pool);
    gst_buffer_pool_config_set_params(config, caps, bytes ? bytes : (guint)size, 2, 0);
    if (!gst_buffer_pool_set_config(pool, config) || !gst_buffer_pool_set_active(pool, TRUE))
        peer_die("the sink's pool does not work");
    gst_query_unref(query);
    gst_caps_unref(caps);
}

const peer peers[] = {
    {"framesharesink", frameshare_prepare, frameshare_begin, produce, frameshare_consume, end},
    {"shmsink", prepare, shm_own_begin, produce, shm_consume, end},
    {"shmsink-appsrc", prepare, shm_app_begin, produce, shm_consume, end},
    {"shmsink-copy", prepare, shm_copy_begin, produce, shm_consume, end},
    {"unixfdsink", prepare, unixfd_begin, produce, unixfd_consume, end},
    {0},
};
