/* SPDX-License-Identifier: MIT */
/* Memory of a running pipeline: pools and elements keep none that nobody looks at. */
#include "support.h"

#define STREAM "memory"
/* A slot: rows on cache lines, a tail for vector code, whole pages. */
#define LARGE (3840 * 2160 * 3 / 2)
#define SMALL (640 * 360 * 3 / 2)
#define WITH_PADDING(size) ((size) + (size) / 16 + 8192)

static frs_writer *writer;
static frs_reader *reader;
static frs_accounts accounts;

static void begin(void)
{
    ck_assert_int_eq(frs_writer_create(&writer, STREAM, NULL), FRS_OK);
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
}

static void end(void)
{
    support_clean_up();
    frs_reader_close(&reader);
    frs_writer_destroy(&writer);
}

static void look(void)
{
    ck_assert_int_eq(frs_reader_get_accounts(reader, &accounts, -1), FRS_OK);
}

/* With the memory in the hands of the test's own writer, which stays when the pipeline goes. */
static GstElement *pipeline_into_writer(const char *source)
{
    GstElement *pipeline = support_pipeline("%s ! framesharesink name=sink", source);
    g_object_set(support_element(pipeline, "sink"), "writer", writer, NULL);
    return pipeline;
}

static void set_state(GstElement *pipeline, GstState state)
{
    gst_element_set_state(pipeline, state);
    ck_assert_int_ne(gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE),
                     GST_STATE_CHANGE_FAILURE);
}

static guint published(void)
{
    frs_reader_stats stats;
    frs_reader_get_stats(reader, &stats);
    return stats.published;
}

static void play_until(GstElement *pipeline, guint n)
{
    set_state(pipeline, GST_STATE_PLAYING);
    while (published() < n)
        g_usleep(10000);
}

/* Everything left is the newest picture, or something refers to it. */
static void wait_for_floor(void)
{
    do {
        g_usleep(20000);
        look();
    } while (accounts.free > 0);
    for (guint i = 0; i < accounts.n_slots; i++)
        ck_assert_uint_gt(accounts.slot[i].references + accounts.slot[i].frames, 0);
}

static const char *film(void)
{
    return support_clip("memory.mkv", "videotestsrc num-buffers=300 ! video/x-raw,format=I420,"
                                      "width=640,height=360,framerate=100/1 ! "
                                      "x264enc speed-preset=ultrafast bframes=3 b-adapt=false "
                                      "ref=8 ! h264parse ! matroskamux");
}

static GstElement *play_film(void)
{
    gchar *source = g_strdup_printf(
        "filesrc location=%s ! matroskademux ! h264parse ! avdec_h264 max-threads=2", film());
    GstElement *pipeline = pipeline_into_writer(source);
    g_free(source);
    return pipeline;
}

START_TEST(a_pause_leaves_what_the_decoder_refers_to)
{
    GstElement *pipeline = play_film();
    play_until(pipeline, 100);
    set_state(pipeline, GST_STATE_PAUSED);
    wait_for_floor();
    ck_assert_uint_ge(accounts.referred, 1);
    ck_assert_uint_le(accounts.n_slots, accounts.referred + 1);
    /* And it goes on with it. */
    guint before = published();
    play_until(pipeline, before + 50);
}
END_TEST

START_TEST(a_stop_leaves_the_last_picture)
{
    GstElement *pipeline = play_film();
    play_until(pipeline, 50);
    set_state(pipeline, GST_STATE_NULL);
    wait_for_floor();
    ck_assert_uint_eq(accounts.n_slots, 1);
    ck_assert_uint_eq(accounts.referred, 0);
    ck_assert_uint_le(accounts.used, WITH_PADDING(SMALL));
    frs_frame frame;
    ck_assert_int_eq(frs_reader_acquire_again(reader, &frame), FRS_OK);
    ck_assert_uint_eq(frame.info.width, 640);
    frs_reader_release(reader, &frame);
}
END_TEST

static void check_small(void)
{
    wait_for_floor();
    for (guint i = 0; i < accounts.n_slots; i++)
        ck_assert_uint_le(accounts.slot[i].size, WITH_PADDING(SMALL));
    ck_assert_uint_le(accounts.used, accounts.n_slots * (guint64)WITH_PADDING(SMALL));
}

START_TEST(a_source_that_gets_smaller_gives_its_large_pictures_back)
{
    GstElement *pipeline =
        pipeline_into_writer("videotestsrc pattern=black ! capsfilter name=filter "
                             "caps=video/x-raw,format=NV12,width=3840,height=2160,framerate=30/1");
    play_until(pipeline, 5);
    look();
    ck_assert_uint_ge(accounts.used, LARGE);
    GstCaps *small =
        gst_caps_from_string("video/x-raw,format=NV12,width=640,height=360,framerate=30/1");
    g_object_set(support_element(pipeline, "filter"), "caps", small, NULL);
    gst_caps_unref(small);
    frs_frame frame;
    guint width = 0;
    while (width != 640)
        if (frs_reader_wait(reader, -1) == FRS_OK &&
            frs_reader_acquire_newest(reader, &frame) == FRS_OK) {
            width = frame.info.width;
            frs_reader_release(reader, &frame);
        }
    set_state(pipeline, GST_STATE_PAUSED);
    check_small();
}
END_TEST

static const char *elementary(const char *name, const char *size, guint frames)
{
    gchar *encoder = g_strdup_printf("videotestsrc num-buffers=%u pattern=black ! "
                                     "video/x-raw,format=I420,%s,framerate=100/1 ! "
                                     "x264enc speed-preset=ultrafast ! h264parse ! "
                                     "video/x-h264,stream-format=byte-stream",
                                     frames, size);
    const char *path = support_clip(name, encoder);
    g_free(encoder);
    return path;
}

/* One file of both, the large one first. */
static const char *shrinking_film(void)
{
    gchar *parts[2];
    gsize size[2];
    const char *path = support_path("shrinking.h264");
    ck_assert(g_file_get_contents(elementary("large.h264", "width=3840,height=2160", 6), &parts[0],
                                  &size[0], NULL));
    ck_assert(g_file_get_contents(elementary("small.h264", "width=640,height=360", 60), &parts[1],
                                  &size[1], NULL));
    GByteArray *both = g_byte_array_new();
    for (int i = 0; i < 2; i++) {
        g_byte_array_append(both, (guint8 *)parts[i], (guint)size[i]);
        g_free(parts[i]);
    }
    ck_assert(g_file_set_contents(path, (gchar *)both->data, (gssize)both->len, NULL));
    g_byte_array_unref(both);
    return path;
}

START_TEST(a_decoder_whose_film_gets_smaller_gives_its_large_pictures_back)
{
    gchar *source = g_strdup_printf("filesrc location=%s ! h264parse ! avdec_h264 max-threads=2",
                                    shrinking_film());
    GstElement *pipeline = pipeline_into_writer(source);
    g_free(source);
    g_object_set(support_element(pipeline, "sink"), "sync", FALSE, NULL);
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    GstMessage *message = support_wait(pipeline);
    support_check_end(message);
    gst_message_unref(message);
    ck_assert_uint_eq(published(), 66);
    check_small();
}
END_TEST

static Suite *memory_suite(void)
{
    Suite *suite = suite_create("memory");
    TCase *tcase = checks_case(suite, "memory", begin, end, 0);
    tcase_add_test(tcase, a_pause_leaves_what_the_decoder_refers_to);
    tcase_add_test(tcase, a_stop_leaves_the_last_picture);
    tcase_add_test(tcase, a_source_that_gets_smaller_gives_its_large_pictures_back);
    tcase_add_test(tcase, a_decoder_whose_film_gets_smaller_gives_its_large_pictures_back);
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, memory_suite);
}
