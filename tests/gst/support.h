/* SPDX-License-Identifier: MIT */
/* What the tests of the GStreamer elements share: clips, reference decodes, readers in threads. */
#ifndef TESTS_GST_SUPPORT_H
#define TESTS_GST_SUPPORT_H

#include <gst/gst.h>

#include <frameshare/frameshare.h>

#include "checks.h"

/* GStreamer, the elements, and a runtime folder that goes with the process. Runs `suite`; returns
 * main()'s result. */
int support_run(int *argc, char ***argv, Suite *(*suite)(void));

/* A path in that folder, valid until the end. */
const char *support_path(const char *name);

/* A pipeline that support_clean_up() stops and frees. Fails the test when it cannot be made. */
GstElement *support_pipeline(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* An element of it, as long as the pipeline is there. */
GstElement *support_element(GstElement *pipeline, const char *name);

/* Stop and free every pipeline; every test case's teardown calls it, so that one that failed does
 * not get in the way of the next. */
void support_clean_up(void);

/* The file `name`, made by `encoder ! filesink` if it is not there yet. */
const char *support_clip(const char *name, const char *encoder);

/* Wait for the end or an error; unref the result. */
GstMessage *support_wait(GstElement *pipeline);

/* Fail the test when `message` is an error. */
void support_check_end(GstMessage *message);

/* ---- pictures ---- */

typedef struct Picture {
    guint64 hash; /* of the visible pixels */
    guint64 pts;  /* stream time */
    guint width, height;
} Picture;

guint64 support_hash(const frs_frame *frame);

/* What `source` gives when nobody offers it memory: an array of Picture. */
GArray *support_decode(const char *source);

/* Fail the test unless both have the same pictures. */
void support_check_same(const GArray *expected, const GArray *got, const char *what);

/* ---- readers ---- */

typedef struct Collector Collector;

/* Connect to `stream` as a reader of every frame and note each in a thread. */
Collector *support_collect(const char *stream);

/* Wait for the stream's end; the array of Picture. `missed` gets how many were skipped. */
GArray *support_collect_end(Collector *collector, guint *missed);

typedef struct Holder Holder;

/* Connect to `stream` as a reader of the newest frame that holds its last `leases` frames. */
Holder *support_hold(const char *stream, guint leases);

/* Wait for the stream's end. How many frames were held; `changed`: how many of them were written to
 * meanwhile. */
guint support_hold_end(Holder *holder, guint *changed);

/* ---- the sink ---- */

typedef struct Stats {
    guint64 published, in_place, copied, dropped;
    guint readers;
} Stats;

Stats support_stats(GstElement *sink);

/* Play `source` into shared memory without loss, with a reader of every frame, whose array of
 * Picture is returned, and one that holds its last `leases` frames. Fails the test when the first
 * misses one, or one changes that the second holds. */
GArray *support_publish(const char *source, guint leases, Stats *stats);

/* The same, and call `meanwhile` once it plays. */
GArray *support_publish_with(const char *source, guint leases, void (*meanwhile)(GstElement *),
                             Stats *stats);

/* A buffer with a picture of `caps` in system memory, every byte `value`. */
GstBuffer *support_buffer(const char *caps, guint8 value);

#endif
