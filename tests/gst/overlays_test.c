/* SPDX-License-Identifier: MIT */
/* Overlay compositions on buffers become overlays beside frames, and frames stay where they are. */
#include <gst/video/video.h>

#include "harness.h"

#define PICTURE "format=I420,width=64,height=48,framerate=25/1"
#define DRAWN "video/x-raw(memory:SystemMemory,meta:GstVideoOverlayComposition)," PICTURE
#define PLAIN "video/x-raw," PICTURE

static frs_writer *writer;
static frs_frame frame;
static frs_overlays table;

static void start_with(const frs_writer_options *options)
{
    frame = (frs_frame){0};
    ck_assert_int_eq(frs_writer_create(&writer, STREAM, options), FRS_OK);
    GstElement *sink = gst_element_factory_make("framesharesink", NULL);
    g_object_set(sink, "writer", writer, NULL);
    harness_use(sink, DRAWN);
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
}

static void start(void)
{
    start_with(NULL);
}

static void tear_down(void)
{
    harness_tear_down();
    frs_writer_destroy(&writer);
}

/* ---- compositions ---- */

typedef struct Place {
    gint x, y;
    guint width, height;
} Place;

static const Place somewhere = {8, -4, 20, 10};

/* Pixels of one colour, rows with padding. */
static GstBuffer *new_pixels(guint columns, guint rows, const guint8 bgra[4])
{
    gsize offset[GST_VIDEO_MAX_PLANES] = {0};
    gint stride[GST_VIDEO_MAX_PLANES] = {(gint)columns * 4 + 12};
    gsize size = (gsize)stride[0] * rows;
    guint8 *data = g_malloc0(size);
    for (guint row = 0; row < rows; row++)
        for (guint i = 0; i < columns * 4; i++)
            data[row * (guint)stride[0] + i] = bgra[i % 4];
    GstBuffer *pixels = gst_buffer_new_wrapped(data, size);
    gst_buffer_add_video_meta_full(pixels, GST_VIDEO_FRAME_FLAG_NONE,
                                   GST_VIDEO_OVERLAY_COMPOSITION_FORMAT_RGB, columns, rows, 1,
                                   offset, stride);
    return pixels;
}

static const guint8 blue[4] = {200, 20, 10, 255};

static GstVideoOverlayRectangle *new_rectangle(Place place, const guint8 bgra[4],
                                               GstVideoOverlayFormatFlags flags)
{
    GstBuffer *pixels = new_pixels(40, 30, bgra);
    GstVideoOverlayRectangle *rectangle = gst_video_overlay_rectangle_new_raw(
        pixels, place.x, place.y, place.width, place.height, flags);
    gst_buffer_unref(pixels);
    return rectangle;
}

static GstVideoOverlayRectangle *new_blue(void)
{
    return new_rectangle(somewhere, blue, GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA);
}

/* Put `rectangle`, which stays the caller's, on `buffer`. */
static void attach(GstBuffer *buffer, GstVideoOverlayRectangle *rectangle)
{
    GstVideoOverlayComposition *composition = gst_video_overlay_composition_new(rectangle);
    gst_buffer_add_video_overlay_composition_meta(buffer, composition);
    gst_video_overlay_composition_unref(composition);
}

/* ---- frames ---- */

static GstBuffer *new_buffer(void)
{
    return support_buffer(PLAIN, 77);
}

/* Push `buffer`, take the frame. How many overlays it has. */
static guint push(GstBuffer *buffer)
{
    ck_assert_int_eq(gst_harness_push(harness, buffer), GST_FLOW_OK);
    if (frame.data)
        frs_reader_release(reader, &frame);
    ck_assert_int_eq(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    ck_assert_uint_eq(frame.data[frame.info.offset[0]], 77);
    if (!frame.overlay_data)
        return 0;
    ck_assert_msg(frs_overlays_read(&table, frame.overlay_data, frame.overlay_size) == FRS_OK, "%s",
                  frs_error_message());
    return table.n;
}

static guint push_with(GstVideoOverlayRectangle *rectangle)
{
    GstBuffer *buffer = new_buffer();
    attach(buffer, rectangle);
    return push(buffer);
}

static void check_pixels(guint which, guint8 b, guint8 g, guint8 r, guint8 a)
{
    const frs_overlay *overlay = &table.overlay[which];
    const guint8 expected[4] = {b, g, r, a};
    for (guint row = 0; row < overlay->rows; row++)
        for (guint i = 0; i < overlay->columns * 4; i++) {
            guint8 byte = frame.overlay_data[overlay->offset + row * overlay->stride + i];
            ck_assert_msg(ABS(byte - expected[i % 4]) <= 1, "row %u, byte %u: %u", row, i, byte);
        }
}

static frs_writer_stats stats(void)
{
    frs_writer_stats s;
    frs_writer_get_stats(writer, &s);
    return s;
}

START_TEST(overlays_travel_beside_the_frame_with_the_pixels_they_were_drawn_with)
{
    start();
    GstVideoOverlayRectangle *rectangle = new_blue();
    ck_assert_uint_eq(push_with(rectangle), 1);
    ck_assert_int_eq(table.overlay[0].x, 8);
    ck_assert_int_eq(table.overlay[0].y, -4);
    ck_assert_uint_eq(table.overlay[0].width, 20);
    ck_assert_uint_eq(table.overlay[0].height, 10);
    ck_assert_uint_eq(table.overlay[0].columns, 40);
    ck_assert_uint_eq(table.overlay[0].rows, 30);
    check_pixels(0, 200, 20, 10, 255);
    gst_video_overlay_rectangle_unref(rectangle);
}
END_TEST

START_TEST(a_composition_is_sent_once_and_again_only_when_it_changes)
{
    start();
    GstVideoOverlayRectangle *rectangle = new_blue();
    push_with(rectangle);
    guint first = frame.overlay_number;
    for (guint i = 0; i < 10; i++) { /* each buffer in a composition of its own */
        ck_assert_uint_eq(push_with(rectangle), 1);
        ck_assert_uint_eq(frame.overlay_number, first);
    }
    GstVideoOverlayRectangle *moved = gst_video_overlay_rectangle_copy(rectangle);
    gst_video_overlay_rectangle_set_render_rectangle(moved, 9, -4, 20, 10);
    ck_assert_uint_eq(push_with(moved), 1);
    ck_assert_int_eq(table.overlay[0].x, 9);
    ck_assert_uint_eq(frame.overlay_number, first + 1);
    GstVideoOverlayRectangle *faded = gst_video_overlay_rectangle_copy(rectangle);
    gst_video_overlay_rectangle_set_global_alpha(faded, 0.5f);
    ck_assert_uint_eq(push_with(faded), 1);
    ck_assert_uint_eq(frame.overlay_number, first + 2);
    check_pixels(0, 100, 10, 5, 127);
    gst_video_overlay_rectangle_unref(faded);
    gst_video_overlay_rectangle_unref(moved);
    gst_video_overlay_rectangle_unref(rectangle);
}
END_TEST

START_TEST(a_buffer_without_a_composition_is_a_frame_without_overlays)
{
    start();
    GstVideoOverlayRectangle *rectangle = new_blue();
    ck_assert_uint_eq(push(new_buffer()), 0);
    ck_assert_uint_eq(push_with(rectangle), 1);
    ck_assert_uint_eq(push(new_buffer()), 0);
    ck_assert_uint_eq(frame.overlay_number, 0);
    ck_assert_uint_eq(push_with(rectangle), 1);
    gst_video_overlay_rectangle_unref(rectangle);
}
END_TEST

START_TEST(straight_alpha_is_premultiplied_on_the_way)
{
    const guint8 straight[4] = {200, 100, 50, 128};
    start();
    GstVideoOverlayRectangle *rectangle =
        new_rectangle(somewhere, straight, GST_VIDEO_OVERLAY_FORMAT_FLAG_NONE);
    ck_assert_uint_eq(push_with(rectangle), 1);
    check_pixels(0, 100, 50, 25, 128);
    gst_video_overlay_rectangle_unref(rectangle);
}
END_TEST

START_TEST(compositions_of_elements_in_a_row_are_drawn_once_each)
{
    const Place elsewhere = {30, 30, 5, 5};
    start();
    GstBuffer *buffer = new_buffer();
    GstVideoOverlayRectangle *first = new_blue();
    attach(buffer, first);
    /* As textoverlay does: a copy of what came, and its own. */
    GstVideoOverlayComposition *own = gst_video_overlay_composition_new(first);
    GstVideoOverlayComposition *copy = gst_video_overlay_composition_copy(own);
    GstVideoOverlayRectangle *second =
        new_rectangle(elsewhere, blue, GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA);
    gst_video_overlay_composition_add_rectangle(copy, second);
    gst_buffer_add_video_overlay_composition_meta(buffer, copy);
    gst_video_overlay_composition_unref(own);
    gst_video_overlay_composition_unref(copy);
    ck_assert_uint_eq(push(buffer), 2);
    ck_assert_int_eq(table.overlay[0].x, 8);
    ck_assert_int_eq(table.overlay[1].x, 30);
    gst_video_overlay_rectangle_unref(first);
    gst_video_overlay_rectangle_unref(second);
}
END_TEST

START_TEST(a_rectangle_far_from_the_picture_is_left_out)
{
    const Place far_away = {8, 20000, 20, 10};
    start();
    GstVideoOverlayRectangle *seen = new_blue();
    GstVideoOverlayRectangle *unseen =
        new_rectangle(far_away, blue, GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA);
    ck_assert_uint_eq(push_with(unseen), 0);
    GstBuffer *buffer = new_buffer();
    attach(buffer, unseen);
    attach(buffer, seen);
    ck_assert_uint_eq(push(buffer), 1);
    ck_assert_int_eq(table.overlay[0].y, -4);
    gst_video_overlay_rectangle_unref(seen);
    gst_video_overlay_rectangle_unref(unseen);
}
END_TEST

START_TEST(of_more_overlays_than_there_can_be_the_first_are_shown)
{
    start();
    GstBuffer *buffer = new_buffer();
    for (gint i = 0; i < 100; i++) {
        GstVideoOverlayRectangle *rectangle = new_rectangle(
            (Place){i, 0, 2, 2}, blue, GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA);
        attach(buffer, rectangle);
        gst_video_overlay_rectangle_unref(rectangle);
    }
    ck_assert_uint_eq(push(buffer), FRS_OVERLAYS_MAX);
    for (gint i = 0; i < FRS_OVERLAYS_MAX; i++)
        ck_assert_int_eq(table.overlay[i].x, i);
}
END_TEST

START_TEST(without_memory_for_overlays_the_frame_comes_alone_and_they_come_later)
{
    frs_writer_options four = {.max_slots = 4};
    frs_slot *taken[3];
    start_with(&four);
    for (guint i = 0; i < G_N_ELEMENTS(taken); i++)
        ck_assert_int_eq(frs_writer_slot_acquire(writer, 4096, &taken[i]), FRS_OK);
    GstVideoOverlayRectangle *rectangle = new_blue();
    ck_assert_uint_eq(push_with(rectangle), 0);
    for (guint i = 0; i < G_N_ELEMENTS(taken); i++)
        frs_slot_unref(taken[i]);
    frs_writer_trim(writer);
    ck_assert_uint_eq(push_with(rectangle), 1);
    ck_assert_uint_eq(stats().published, 2);
    ck_assert_uint_eq(stats().dropped, 0);
    gst_video_overlay_rectangle_unref(rectangle);
}
END_TEST

START_TEST(the_overlays_of_one_stream_are_not_those_of_the_next)
{
    start();
    GstVideoOverlayRectangle *rectangle = new_blue();
    ck_assert_uint_eq(push_with(rectangle), 1);
    frs_reader_release(reader, &frame);
    gst_element_set_state(harness->element, GST_STATE_NULL);
    frs_writer_trim(writer);
    ck_assert_uint_le(stats().slots, 2); /* those of the newest frame */
    gst_element_set_state(harness->element, GST_STATE_PLAYING);
    gst_harness_set_src_caps_str(harness, PLAIN);
    ck_assert_uint_eq(push(new_buffer()), 0);
    gst_video_overlay_rectangle_unref(rectangle);
}
END_TEST

START_TEST(every_format_may_come_with_overlays)
{
    start();
    for (guint i = FRS_FORMAT_UNKNOWN + 1; i < FRS_FORMAT_END; i++) {
        const char *features[] = {"", "(meta:GstVideoOverlayComposition)",
                                  "(memory:SystemMemory,meta:GstVideoOverlayComposition)"};
        for (guint f = 0; f < G_N_ELEMENTS(features); f++) {
            gchar *text =
                g_strdup_printf("video/x-raw%s,format=%s,width=64,height=48,framerate=25/1",
                                features[f], frs_format_get_shape(i)->name);
            GstCaps *caps = gst_caps_from_string(text);
            ck_assert_msg(gst_pad_peer_query_accept_caps(harness->srcpad, caps), "%s", text);
            gst_caps_unref(caps);
            g_free(text);
        }
    }
}
END_TEST

/* ---- elements that draw ---- */

#define CLIP                                                                                       \
    "videotestsrc num-buffers=60 pattern=zone-plate kx2=20 ky2=20 kt=3 ! video/x-raw,format=I420," \
    "framerate=25/1,width=320,height=240 ! x264enc threads=2 speed-preset=veryfast bframes=2 ! "   \
    "h264parse ! matroskamux"

/* Play `source` through `drawing` without losing a frame. The pictures; `changes` gets how often
 * their overlays changed, `most` how many slots there were at most. */
static GArray *play(const char *source, const char *drawing, guint *changes, guint *most)
{
    frs_reader_options every = {.every_frame = true, .timeout_ms = 60000};
    GArray *pictures = g_array_new(FALSE, FALSE, sizeof(Picture));
    GstElement *pipeline =
        support_pipeline("%s ! %s ! framesharesink name=sink stream=" STREAM
                         " sync=false wait-for-connection=true lossless=true qos=false",
                         source, drawing);
    guint number = 0;
    int error;

    *changes = *most = 0;
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, &every), FRS_OK);
    frs_reader_set_view(reader, 960, 720);
    while ((error = frs_reader_acquire_next(reader, &frame)) == FRS_OK || error == FRS_EAGAIN) {
        frs_reader_stats seen;
        if (error == FRS_EAGAIN && pictures->len == 60)
            break;
        if (error == FRS_EAGAIN) {
            frs_reader_wait(reader, -1);
            continue;
        }
        Picture picture = {.hash = support_hash(&frame),
                           .pts = frame.info.pts,
                           .width = frame.info.width,
                           .height = frame.info.height};
        g_array_append_val(pictures, picture);
        ck_assert_int_eq(frs_overlays_read(&table, frame.overlay_data, frame.overlay_size), FRS_OK);
        *changes += frame.overlay_number != number;
        number = frame.overlay_number;
        frs_reader_get_stats(reader, &seen);
        *most = MAX(*most, seen.slots);
        frs_reader_release(reader, &frame);
    }
    Stats counts = support_stats(support_element(pipeline, "sink"));
    ck_assert_uint_eq(counts.in_place, 60);
    ck_assert_uint_eq(counts.copied, 0);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    return pictures;
}

static void check_drawing(const char *drawing, guint fewest, guint most_changes)
{
    guint changes, slots;
    gchar *source = g_strdup_printf("filesrc location=%s ! matroskademux ! h264parse ! avdec_h264",
                                    support_clip("drawing.mkv", CLIP));
    GArray *expected = support_decode(source);
    GArray *got = play(source, drawing, &changes, &slots);
    support_check_same(expected, got, drawing);
    ck_assert_uint_ge(changes, fewest);
    ck_assert_uint_le(changes, most_changes);
    ck_assert_uint_le(slots, 32);
    g_array_unref(expected);
    g_array_unref(got);
    g_free(source);
}

START_TEST(text_over_a_decoded_film_leaves_every_picture_in_place_and_as_it_is)
{
    /* Drawn once for the picture and perhaps once more for the view. */
    check_drawing("textoverlay text=Hello", 1, 2);
}
END_TEST

START_TEST(text_that_changes_with_each_frame_takes_few_slots)
{
    check_drawing("timeoverlay", 60, 60);
}
END_TEST

static Suite *overlays_suite(void)
{
    Suite *suite = suite_create("overlays");
    TCase *tests = checks_case(suite, "overlays", NULL, tear_down, 0);
    tcase_add_test(tests, overlays_travel_beside_the_frame_with_the_pixels_they_were_drawn_with);
    tcase_add_test(tests, a_composition_is_sent_once_and_again_only_when_it_changes);
    tcase_add_test(tests, a_buffer_without_a_composition_is_a_frame_without_overlays);
    tcase_add_test(tests, straight_alpha_is_premultiplied_on_the_way);
    tcase_add_test(tests, compositions_of_elements_in_a_row_are_drawn_once_each);
    tcase_add_test(tests, a_rectangle_far_from_the_picture_is_left_out);
    tcase_add_test(tests, of_more_overlays_than_there_can_be_the_first_are_shown);
    tcase_add_test(tests, without_memory_for_overlays_the_frame_comes_alone_and_they_come_later);
    tcase_add_test(tests, the_overlays_of_one_stream_are_not_those_of_the_next);
    tcase_add_test(tests, every_format_may_come_with_overlays);
    tcase_add_test(tests, text_over_a_decoded_film_leaves_every_picture_in_place_and_as_it_is);
    tcase_add_test(tests, text_that_changes_with_each_frame_takes_few_slots);
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, overlays_suite);
}
