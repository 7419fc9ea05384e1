/* SPDX-License-Identifier: MIT */
/*
 * A Node addon for comparison only: GStreamer inside the process that wants the pictures, as one
 * does without frameshare. start(pipeline, external, callback) runs a pipeline that ends in
 * `appsink name=sink`; for each frame callback(data, problem, at) gets an ArrayBuffer over
 * GStreamer's own memory (external) or a Buffer with a copy, and when the sink had it (ns,
 * monotonic); where V8 refuses memory from outside, data is null and `problem` says so. stop() ends
 * it.
 */
#define NAPI_VERSION 5
#include <node_api.h>

#include <gst/app/gstappsink.h>
#include <gst/gst.h>

#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

/* Newer than Node-API 5: what Electron 21 and later answer. */
enum {
    NO_EXTERNAL_BUFFERS = 22
};

struct frame {
    GstSample *sample;
    GstMapInfo map;
    double at;
};

static GstElement *pipeline;
static napi_threadsafe_function deliver;
static bool external;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void free_frame(struct frame *frame)
{
    gst_buffer_unmap(gst_sample_get_buffer(frame->sample), &frame->map);
    gst_sample_unref(frame->sample);
    free(frame);
}

static void finalize(napi_env env, void *data, void *hint)
{
    (void)env;
    (void)data;
    free_frame(hint);
}

/* Wraps the frame (and then owns it), or copies it (and lets go of it). */
static napi_status to_javascript(napi_env env, struct frame *frame, napi_value *data)
{
    napi_status status;

    if (external) {
        status = napi_create_external_arraybuffer(env, frame->map.data, frame->map.size, finalize,
                                                  frame, data);
        if (status != napi_ok)
            free_frame(frame);
        return status;
    }
    status = napi_create_buffer_copy(env, frame->map.size, frame->map.data, NULL, data);
    free_frame(frame);
    return status;
}

static void call(napi_env env, napi_value callback, void *context, void *user)
{
    struct frame *frame = user;
    napi_value self, argv[3];
    napi_status status;

    (void)context;
    if (!env) {
        free_frame(frame);
        return;
    }
    napi_get_undefined(env, &self);
    napi_get_null(env, &argv[0]);
    napi_get_null(env, &argv[1]);
    napi_create_double(env, frame->at, &argv[2]);
    status = to_javascript(env, frame, &argv[0]);
    if (status != napi_ok)
        napi_create_string_utf8(env,
                                (int)status == NO_EXTERNAL_BUFFERS
                                    ? "napi_no_external_buffers_allowed"
                                    : "the addon could not make a buffer",
                                NAPI_AUTO_LENGTH, &argv[1]);
    napi_call_function(env, self, callback, 3, argv, NULL);
}

static GstFlowReturn new_sample(GstAppSink *sink, gpointer user)
{
    struct frame *frame = calloc(1, sizeof(*frame));

    (void)user;
    if (!frame)
        return GST_FLOW_ERROR;
    frame->sample = gst_app_sink_pull_sample(sink);
    frame->at = now();
    gst_buffer_map(gst_sample_get_buffer(frame->sample), &frame->map, GST_MAP_READ);
    if (napi_call_threadsafe_function(deliver, frame, napi_tsfn_nonblocking) != napi_ok)
        free_frame(frame); /* JavaScript is behind */
    return GST_FLOW_OK;
}

static napi_value start(napi_env env, napi_callback_info info)
{
    GstAppSinkCallbacks callbacks = {.new_sample = new_sample};
    napi_value argv[3], name;
    size_t argc = 3;
    char description[1024];
    GError *error = NULL;
    GstElement *sink;

    napi_get_cb_info(env, info, &argc, argv, NULL, NULL);
    napi_get_value_string_utf8(env, argv[0], description, sizeof(description), NULL);
    napi_get_value_bool(env, argv[1], &external);
    gst_init(NULL, NULL);
    pipeline = gst_parse_launch(description, &error);
    sink = pipeline ? gst_bin_get_by_name(GST_BIN(pipeline), "sink") : NULL;
    if (error || !sink) {
        napi_throw_error(env, NULL,
                         error ? error->message : "the pipeline has no appsink name=sink");
        g_clear_error(&error);
        g_clear_object(&pipeline);
        return NULL;
    }
    napi_create_string_utf8(env, "appsink", NAPI_AUTO_LENGTH, &name);
    napi_create_threadsafe_function(env, argv[2], NULL, name, 2, 1, NULL, NULL, NULL, call,
                                    &deliver);
    gst_app_sink_set_callbacks(GST_APP_SINK(sink), &callbacks, NULL, NULL);
    gst_object_unref(sink);
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    return NULL;
}

static napi_value stop(napi_env env, napi_callback_info info)
{
    (void)env;
    (void)info;
    if (!pipeline)
        return NULL;
    gst_element_set_state(pipeline, GST_STATE_NULL);
    g_clear_object(&pipeline);
    napi_release_threadsafe_function(deliver, napi_tsfn_abort);
    return NULL;
}

NAPI_MODULE_INIT()
{
    napi_value function;

    napi_create_function(env, "start", NAPI_AUTO_LENGTH, start, NULL, &function);
    napi_set_named_property(env, exports, "start", function);
    napi_create_function(env, "stop", NAPI_AUTO_LENGTH, stop, NULL, &function);
    napi_set_named_property(env, exports, "stop", function);
    return exports;
}
