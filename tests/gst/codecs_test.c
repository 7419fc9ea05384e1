/* SPDX-License-Identifier: MIT */
/* Every decoder that this machine can feed: its pictures come through shared memory as they are in
 * system memory, also when their size changes, and while a reader holds many. */
#include "support.h"

#include <gst/video/video.h>
#include <stdlib.h>
#include <string.h>

#include "codecs.h"

/* Formats of one encoder: more of them than that are left to ./bench zero-copy. */
#ifdef __SANITIZE_ADDRESS__
#define FORMATS_MAX 1
#else
#define FORMATS_MAX 2
#endif
#define LEASES 16
#define FRAMES 20
#define STEP_SECONDS "60"

/* Some encoders take multiples of 16 or sizes of one standard only. The second size follows the
 * first in the same stream, and the first comes again. */
static const struct {
    guint width[2], height[2];
} sizes[] = {{{320, 416}, {240, 176}}, {{352, 176}, {288, 144}}, {{1280, 1280}, {720, 720}}};

typedef struct Clip {
    codecs_recipe recipe;
    const gchar *path[2];
} Clip;

typedef struct Case {
    const Clip *clip;
    gchar *decoder;
} Case;

static const gchar *program;
static GPtrArray *clips;
static GArray *cases;
static guint checked;

/* ---- in a process of its own: GStreamer's own elements crash with some formats ---- */

static gint broken;

/* Some decoders' buffers are smaller than their caps, when the size changes. */
static GstPadProbeReturn map_picture(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    GstCaps *caps = gst_pad_get_current_caps(pad);
    GstVideoInfo video;
    GstVideoFrame frame;
    (void)user;
    if (gst_video_info_from_caps(&video, caps)) {
        if (gst_video_frame_map(&frame, &video, GST_PAD_PROBE_INFO_BUFFER(info), GST_MAP_READ))
            gst_video_frame_unmap(&frame);
        else
            g_atomic_int_set(&broken, TRUE);
    }
    gst_caps_unref(caps);
    return GST_PAD_PROBE_OK;
}

static int play_alone(const char *text)
{
    GstElement *pipeline = gst_parse_launch(text, NULL);
    if (!pipeline)
        return EXIT_FAILURE;
    GstPad *end = gst_element_get_static_pad(gst_bin_get_by_name(GST_BIN(pipeline), "end"), "sink");
    gst_pad_add_probe(end, GST_PAD_PROBE_TYPE_BUFFER, map_picture, NULL, NULL);
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    GstMessage *message = support_wait(pipeline);
    return GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS && !broken ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* What leaks by itself is none of ours to test: with sanitizers such a decoder does not play. That
 * takes an account of who allocates what, which encoders are slow with. */
static gboolean plays_alone(const char *text, gboolean decoder)
{
    const gchar *arguments[] = {"timeout", STEP_SECONDS, program, "play", text, NULL};
    gint status = -1;
    gchar **environment = g_get_environ();
    if (!decoder)
        environment = g_environ_setenv(environment, "ASAN_OPTIONS", "detect_leaks=0", TRUE);
    g_spawn_sync(NULL, (gchar **)arguments, environment,
                 G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                 NULL, NULL, NULL, NULL, &status, NULL);
    g_strfreev(environment);
    return status == 0;
}

/* ---- clips and cases ---- */

static gboolean make_part(Clip *clip, guint part, guint size)
{
    gchar *name = g_strdup_printf("%s-%s-%u.gdp", clip->recipe.encoder,
                                  clip->recipe.format ? clip->recipe.format : "any", part);
    clip->path[part] = support_path(name);
    gchar *text = codecs_encode_text(&clip->recipe, FRAMES, sizes[size].width[part],
                                     sizes[size].height[part], clip->path[part]);
    gboolean made = plays_alone(text, FALSE);
    if (!made)
        clip->path[part] = NULL;
    g_free(text);
    g_free(name);
    return made;
}

static gboolean make_clip(Clip *clip)
{
    for (guint size = 0; size < G_N_ELEMENTS(sizes); size++) {
        if (!make_part(clip, 0, size))
            continue;
        make_part(clip, 1, size); /* not every encoder takes it */
        return TRUE;
    }
    return FALSE;
}

/* What decoders of GStreamer 1.26 do wrong by themselves: avdec_amv gives other pictures where it
 * decodes in place (as with FFmpeg 7 into any memory), gdkpixbufdec other pixels each time once the
 * size has changed, and libde265dec then pictures that are not of the size of their caps. */
static const struct {
    const gchar *decoder, *settings;
    gboolean one_size;
} faults[] = {{"avdec_amv", "direct-rendering=false", FALSE},
              {"gdkpixbufdec", "", TRUE},
              {"libde265dec", "", TRUE}};

static gint fault_of(const gchar *decoder)
{
    guint major, minor, micro, nano;
    gst_version(&major, &minor, &micro, &nano);
    for (guint i = 0; minor >= 26 && i < G_N_ELEMENTS(faults); i++)
        if (strcmp(faults[i].decoder, decoder) == 0)
            return (gint)i;
    return -1;
}

/* First size, second, and the first again (or the first alone), through one decoder. */
static gchar *source_of(const Clip *clip, const gchar *decoder, guint parts)
{
    GString *text = g_string_new(NULL);
    gint fault = fault_of(decoder);
    g_string_printf(text, "concat name=parts ! %s %s", decoder,
                    fault >= 0 ? faults[fault].settings : "");
    for (guint i = 0; i < parts; i++) {
        gchar *part = codecs_read_text(clip->path[i % 2], "parts.");
        g_string_insert_c(text, 0, ' ');
        g_string_insert(text, 0, part);
        g_free(part);
    }
    return g_string_free(text, FALSE);
}

static void add_cases(const Clip *clip)
{
    GPtrArray *decoders = codecs_decoders();
    GstCaps *caps = codecs_file_caps(clip->path[0]);

    for (guint i = 0; caps && i < decoders->len; i++) {
        if (!codecs_match(caps, decoders->pdata[i]))
            continue;
        Case one = {clip, g_strdup(GST_OBJECT_NAME(decoders->pdata[i]))};
        g_array_append_val(cases, one);
    }
    gst_clear_caps(&caps);
    g_ptr_array_unref(decoders);
}

static void find_cases(void)
{
    GArray *recipes = codecs_recipes();
    const gchar *encoder = NULL;
    guint formats = 0;

    clips = g_ptr_array_new();
    cases = g_array_new(FALSE, FALSE, sizeof(Case));
    for (guint i = 0; i < recipes->len; i++) {
        Clip *clip = g_new0(Clip, 1);
        g_ptr_array_add(clips, clip);
        clip->recipe = g_array_index(recipes, codecs_recipe, i);
        formats = clip->recipe.encoder == encoder ? formats : 0;
        encoder = clip->recipe.encoder;
        if (formats < FORMATS_MAX && make_clip(clip)) {
            formats++;
            add_cases(clip);
        }
    }
    g_array_unref(recipes);
}

/* ---- the test ---- */

static gboolean decodes_alone(const gchar *source)
{
    gchar *text = g_strdup_printf("%s ! fakesink name=end sync=false", source);
    gboolean decodes = plays_alone(text, TRUE);
    g_free(text);
    return decodes;
}

/* What GStreamer itself can decode of the clip: with the change of size, without, or not (NULL). */
static gchar *playable_source(const Case *one)
{
    gint fault = fault_of(one->decoder);
    gboolean changes = one->clip->path[1] && (fault < 0 || !faults[fault].one_size);
    for (guint parts = changes ? 3 : 1; parts > 0; parts -= MIN(parts, 2)) {
        gchar *source = source_of(one->clip, one->decoder, parts);
        if (decodes_alone(source))
            return source;
        g_free(source);
    }
    return NULL;
}

static void check_source(const gchar *source)
{
    GArray *expected = support_decode(source);
    Stats stats;

    if (expected->len > 0) { /* else: a format that is none of ours */
        GArray *got = support_publish(source, LEASES, &stats);
        support_check_same(expected, got, source);
        ck_assert_msg(stats.in_place + stats.copied == stats.published && stats.dropped == 0,
                      "%s: frames were lost", source);
        g_array_unref(got);
        checked++;
    }
    g_array_unref(expected);
}

START_TEST(a_decoders_pictures_are_those_of_a_decode_to_system_memory)
{
    gchar *source = playable_source(&g_array_index(cases, Case, _i));
    if (source)
        check_source(source);
    g_free(source);
}
END_TEST

START_TEST(there_were_many)
{
    ck_assert_uint_gt(checked, cases->len / 2);
}
END_TEST

static Suite *codecs_suite(void)
{
    Suite *suite = suite_create("codecs");
    TCase *tcase = checks_case(suite, "codecs", NULL, support_clean_up, 0);
    find_cases();
    tcase_add_loop_test(tcase, a_decoders_pictures_are_those_of_a_decode_to_system_memory, 0,
                        (int)cases->len);
    tcase_add_test(tcase, there_were_many);
    return suite;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "play") == 0) {
        gst_init(NULL, NULL);
        return play_alone(argv[2]);
    }
    program = argv[0];
    return support_run(&argc, &argv, codecs_suite);
}
