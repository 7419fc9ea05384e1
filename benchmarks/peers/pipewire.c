/* SPDX-License-Identifier: MIT */
/* PipeWire: two video streams, the producer drives. The consumer links them, as a session manager
 * would. The daemon is ./bench's own, in an XDG_RUNTIME_DIR of its own. */
#include "peer.h"

#include <pipewire/pipewire.h>
#include <spa/param/video/format-utils.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct pw_thread_loop *loop;
static struct pw_stream *stream;
static uint32_t next_number;

static void fill(void *user)
{
    struct pw_buffer *buffer = pw_stream_dequeue_buffer(stream);

    (void)user;
    if (!buffer)
        return;
    struct spa_data *data = &buffer->buffer->datas[0];

    if (data->data)
        peer_stamp(data->data, next_number);
    data->chunk->offset = 0;
    data->chunk->stride = (int32_t)peer_width * 4;
    data->chunk->size = peer_width * peer_height * 4;
    pw_stream_queue_buffer(stream, buffer);
}

static void see(void *user)
{
    struct pw_buffer *buffer;

    (void)user;
    while ((buffer = pw_stream_dequeue_buffer(stream))) {
        if (buffer->buffer->datas[0].data)
            peer_seen(buffer->buffer->datas[0].data);
        pw_stream_queue_buffer(stream, buffer);
    }
}

/* Both say what a frame's memory is: one memfd for each, mapped. */
static void say_buffers(void *user, uint32_t id, const struct spa_pod *param)
{
    uint8_t room[1024];
    struct spa_pod_builder b = SPA_POD_BUILDER_INIT(room, sizeof(room));
    const struct spa_pod *params[1];

    (void)user;
    if (!param || id != SPA_PARAM_Format)
        return;
    params[0] = spa_pod_builder_add_object(
        &b, SPA_TYPE_OBJECT_ParamBuffers, SPA_PARAM_Buffers, SPA_PARAM_BUFFERS_buffers,
        SPA_POD_CHOICE_RANGE_Int(4, 2, 8), SPA_PARAM_BUFFERS_blocks, SPA_POD_Int(1),
        SPA_PARAM_BUFFERS_size, SPA_POD_Int((int)(peer_width * peer_height * 4)),
        SPA_PARAM_BUFFERS_stride, SPA_POD_Int((int)peer_width * 4));
    pw_stream_update_params(stream, params, 1);
}

static const struct pw_stream_events producing = {PW_VERSION_STREAM_EVENTS,
                                                  .param_changed = say_buffers, .process = fill};
static const struct pw_stream_events consuming = {PW_VERSION_STREAM_EVENTS,
                                                  .param_changed = say_buffers, .process = see};

static void connect_stream(const char *name, enum pw_direction direction,
                           const struct pw_stream_events *events, enum pw_stream_flags flags)
{
    uint8_t room[1024];
    struct spa_pod_builder b = SPA_POD_BUILDER_INIT(room, sizeof(room));
    struct spa_video_info_raw format = {
        .format = SPA_VIDEO_FORMAT_RGBA, .size = {peer_width, peer_height}, .framerate = {60, 1}};
    const struct spa_pod *params[1] = {
        spa_format_video_raw_build(&b, SPA_PARAM_EnumFormat, &format)};

    pw_init(NULL, NULL);
    loop = pw_thread_loop_new(name, NULL);
    pw_thread_loop_lock(loop);
    stream = pw_stream_new_simple(
        pw_thread_loop_get_loop(loop), name,
        pw_properties_new(PW_KEY_MEDIA_TYPE, "Video", PW_KEY_NODE_NAME, name, NULL), events, NULL);
    if (!stream || pw_stream_connect(stream, direction, PW_ID_ANY,
                                     flags | PW_STREAM_FLAG_MAP_BUFFERS | PW_STREAM_FLAG_RT_PROCESS,
                                     params, 1))
        peer_die("no PipeWire daemon");
    pw_thread_loop_unlock(loop);
    pw_thread_loop_start(loop);
}

static enum pw_stream_state state_of_stream(void)
{
    const char *error;

    pw_thread_loop_lock(loop);
    enum pw_stream_state state = pw_stream_get_state(stream, &error);
    pw_thread_loop_unlock(loop);
    return state;
}

static void begin(size_t size)
{
    (void)size;
    connect_stream("peer-out", PW_DIRECTION_OUTPUT, &producing, PW_STREAM_FLAG_DRIVER);
    while (state_of_stream() != PW_STREAM_STATE_STREAMING)
        usleep(20000);
    usleep(200000);
}

static void produce(size_t size, uint32_t number)
{
    (void)size;
    pw_thread_loop_lock(loop);
    next_number = number;
    pw_stream_trigger_process(stream);
    pw_thread_loop_unlock(loop);
}

static void consume(size_t size)
{
    (void)size;
    connect_stream("peer-in", PW_DIRECTION_INPUT, &consuming, 0);
    peer_ready();
    while (state_of_stream() != PW_STREAM_STATE_STREAMING) {
        if (system("pw-link peer-out peer-in >/dev/null 2>&1") < 0)
            peer_die("no pw-link");
        usleep(100000);
    }
    for (;;)
        pause();
}

const peer peers[] = {{"pipewire", NULL, begin, produce, consume, NULL}, {0}};
