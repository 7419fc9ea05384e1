/* SPDX-License-Identifier: MIT */
/* One playing sink that a test hands buffers to, and a reader of its stream. */
#ifndef TESTS_GST_HARNESS_H
#define TESTS_GST_HARNESS_H

#include <gst/check/gstharness.h>

#include "support.h"

#define FORMAT "video/x-raw,format=I420,width=64,height=48,framerate=25/1"
#define STREAM "sink"

extern GstHarness *harness;
extern frs_reader *reader;

/* Play `sink` (taken), which shows what it gets at once. */
void harness_use(GstElement *sink, const char *caps);

/* The same with a new sink on STREAM; harness_start() with FORMAT, and opens the reader. */
void harness_start_with(const char *caps);
void harness_start(void);

/* Every test case's teardown. */
void harness_tear_down(void);

Stats harness_stats(void);

/* A picture of FORMAT, every byte `value`. */
GstBuffer *harness_buffer_at(guint8 value, GstClockTime pts);

/* Takes the buffer; it must be accepted. */
void harness_push(GstBuffer *buffer);

/* The reader's next newest frame; release it. */
frs_frame harness_newest(void);
void harness_check_nothing_newer(void);

/* Take the error on the sink's bus that the test made it post; free it. */
GError *harness_take_error(void);

#endif
