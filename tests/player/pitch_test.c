/* SPDX-License-Identifier: MIT */
/* What sounds at another rate, told by how much of it comes to the sink: with its own pitch it has
 * been made as short as it is played; else the sink is to play all of it faster. */
#include "driver.h"

#include <gst/audio/audio.h>

#include "frameshare.h"
#include "pipeline.h"
#include "subject.h"

#define SECONDS ((double)FRAMES / FPS)

static frs_writer *writer;
static frs_pipeline pipeline;
static gint frames; /* atomic */
static gint rate;   /* of samples; atomic */

/* Streaming thread. */
static GstPadProbeReturn count(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)user;
    GstAudioInfo format;
    g_autoptr(GstCaps) caps = gst_pad_get_current_caps(pad);
    if (caps == NULL || !gst_audio_info_from_caps(&format, caps))
        return GST_PAD_PROBE_OK;
    gsize size = gst_buffer_get_size(GST_PAD_PROBE_INFO_BUFFER(info));
    g_atomic_int_add(&frames, (gint)(size / (gsize)format.bpf));
    g_atomic_int_set(&rate, format.rate);
    return GST_PAD_PROBE_OK;
}

static void setup(void)
{
    ck_assert(frs_gst_register());
    ck_assert_frs(frs_writer_create(&writer, "pitch", NULL), FRS_OK);
}

static void teardown(void)
{
    frs_pipeline_finish(&pipeline);
    frs_writer_destroy(&writer);
}

static void wait_for(GstMessageType type)
{
    g_autoptr(GstBus) bus = gst_element_get_bus(pipeline.element);
    GstMessage *message =
        gst_bus_timed_pop_filtered(bus, GST_CLOCK_TIME_NONE, type | GST_MESSAGE_ERROR);
    ck_assert_int_eq(GST_MESSAGE_TYPE(message), type);
    gst_message_unref(message);
}

/* Seconds of sound that the sink gets of the clip at rate 2. */
static double sound_at_double_rate(gboolean free_pitch)
{
    frs_source source = {.uri = (char *)driver_clip("clip.mp4"), .free_pitch = free_pitch};
    frs_problem *problem = frs_pipeline_init(&pipeline, &source, writer, TRUE, NULL);
    ck_assert_ptr_null(problem);
    g_object_set(pipeline.audio, "sync", FALSE, NULL);
    g_object_set(pipeline.sink, "sync", FALSE, NULL);
    g_autoptr(GstPad) pad = gst_element_get_static_pad(pipeline.audio, "sink");
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, count, NULL, NULL);
    gst_element_set_state(pipeline.element, GST_STATE_PAUSED);
    wait_for(GST_MESSAGE_ASYNC_DONE);
    ck_assert(gst_element_seek(pipeline.element, 2, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH,
                               GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_SET, -1));
    wait_for(GST_MESSAGE_ASYNC_DONE);
    g_atomic_int_set(&frames, 0); /* but for the first buffer, that is there already */
    gst_element_set_state(pipeline.element, GST_STATE_PLAYING);
    wait_for(GST_MESSAGE_EOS);
    return (double)g_atomic_int_get(&frames) / g_atomic_int_get(&rate);
}

START_TEST(sound_keeps_its_pitch_at_other_rates)
{
    ck_assert_double_eq_tol(sound_at_double_rate(FALSE), SECONDS / 2, 0.3);
}
END_TEST

START_TEST(sound_whose_pitch_is_free_is_left_as_it_is)
{
    ck_assert_double_eq_tol(sound_at_double_rate(TRUE), SECONDS, 0.3);
}
END_TEST

START_TEST(volume_is_on_the_cubic_curve)
{
    double amplitude = 0;
    frs_source source = {.uri = (char *)driver_clip("clip.mp4")};
    ck_assert_ptr_null(frs_pipeline_init(&pipeline, &source, writer, TRUE, NULL));
    frs_pipeline_set_volume(&pipeline, 0.5, FALSE);
    g_object_get(pipeline.element, "volume", &amplitude, NULL);
    ck_assert_double_eq_tol(amplitude, 0.125, 1e-9);
}
END_TEST

/* ---- commands ---- */

START_TEST(the_pitch_is_set_free_while_it_plays_at_another_rate)
{
    driver_load(player, driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"rate\",\"rate\":2");
    driver_do(player, "\"command\":\"play\"");
    driver_wait_state(player, "playing");
    int states = driver_count(player, "\"event\":\"state\"");
    driver_do(player, "\"command\":\"pitch\",\"preserve\":false");
    driver_do(player, "\"command\":\"pitch\",\"preserve\":true");
    ck_assert_double_eq(json_object_get_double_member(subject_stats(), "rate"), 2);
    driver_event(player, "end");
    ck_assert_int_eq(driver_picture(player, NULL), FRAMES - 1);
    ck_assert_int_eq(driver_count(player, "\"event\":\"state\""), states + 1);
}
END_TEST

/* Each pipeline that is built tells its duration. */
static int pipelines_built(void)
{
    return driver_count(player, "\"event\":\"duration\"");
}

/* A seek is answered when what the command before it has begun is done. */
static void set_pitch(const char *preserve)
{
    driver_do(player, "\"command\":\"pitch\",\"preserve\":%s", preserve);
    driver_do(player, "\"command\":\"seek\",\"position\":1");
}

START_TEST(a_free_pitch_stays_over_loads)
{
    driver_do(player, "\"command\":\"pitch\",\"preserve\":false");
    driver_load(player, driver_clip("clip.mp4"));
    set_pitch("false");
    ck_assert_int_eq(pipelines_built(), 1);
    set_pitch("true");
    ck_assert_int_eq(pipelines_built(), 2);
}
END_TEST

int main(int argc, char **argv)
{
    gst_init(&argc, &argv);
    Suite *suite = suite_create("pitch");
    TCase *sound = checks_case(suite, "sound", setup, teardown, 240);
    tcase_add_test(sound, sound_keeps_its_pitch_at_other_rates);
    tcase_add_test(sound, sound_whose_pitch_is_free_is_left_as_it_is);
    tcase_add_test(sound, volume_is_on_the_cubic_curve);
    TCase *commands = checks_case(suite, "commands", subject_begin, subject_end, 240);
    tcase_add_test(commands, the_pitch_is_set_free_while_it_plays_at_another_rate);
    tcase_add_test(commands, a_free_pitch_stays_over_loads);
    return driver_run(suite);
}
