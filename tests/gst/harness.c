/* SPDX-License-Identifier: MIT */
#include "harness.h"

GstHarness *harness;
frs_reader *reader;

static GstBus *bus;

void harness_use(GstElement *sink, const char *caps)
{
    g_object_set(sink, "sync", FALSE, NULL);
    harness = gst_harness_new_with_element(sink, "sink", NULL);
    gst_object_unref(sink);
    bus = gst_bus_new();
    gst_element_set_bus(harness->element, bus);
    gst_harness_set_src_caps_str(harness, caps);
}

void harness_start_with(const char *caps)
{
    GstElement *sink = gst_element_factory_make("framesharesink", NULL);
    g_object_set(sink, "stream", STREAM, NULL);
    harness_use(sink, caps);
}

void harness_start(void)
{
    harness_start_with(FORMAT);
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
}

void harness_tear_down(void)
{
    support_clean_up();
    frs_reader_close(&reader);
    if (harness)
        gst_element_set_bus(harness->element, NULL);
    gst_clear_object(&bus);
    g_clear_pointer(&harness, gst_harness_teardown);
}

Stats harness_stats(void)
{
    return support_stats(harness->element);
}

GstBuffer *harness_buffer_at(guint8 value, GstClockTime pts)
{
    GstBuffer *buffer = support_buffer(FORMAT, value);
    GST_BUFFER_PTS(buffer) = pts;
    return buffer;
}

void harness_push(GstBuffer *buffer)
{
    ck_assert_int_eq(gst_harness_push(harness, buffer), GST_FLOW_OK);
}

frs_frame harness_newest(void)
{
    frs_frame frame;
    int error = frs_reader_acquire_newest(reader, &frame);
    ck_assert_msg(error == FRS_OK, "%s", frs_error_message());
    return frame;
}

void harness_check_nothing_newer(void)
{
    frs_frame frame;
    ck_assert_int_eq(frs_reader_acquire_newest(reader, &frame), FRS_EAGAIN);
}

GError *harness_take_error(void)
{
    GError *error = NULL;
    GstMessage *message = gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR);
    ck_assert_ptr_nonnull(message);
    gst_message_parse_error(message, &error, NULL);
    gst_message_unref(message);
    return error;
}
