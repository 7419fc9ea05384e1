/*
 * framesharetestclip: makes a video file whose every frame says its number, to people and to
 * machines. The default clip of ./run and the material of the tests; see strip.h for what a machine
 * reads.
 */
#include "picture.h"
#include "strip.h"

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <gst/video/video.h>

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct clip {
    char *size, *fps, *codec, *x264, *format, *colorimetry, *container, *output, *change_size;
    int frames, first;
    gboolean audio, beep;

    GstVideoInfo info, changed;
    int drawn;
};

/* What turns raw video into a codec's stream. `options` may be added by --x264. */
static const struct codec {
    const char *name, *encoder, *after;
} codecs[] = {
    {"h264", "x264enc speed-preset=veryfast", " ! h264parse config-interval=-1"},
    {"openh264", "openh264enc bitrate=8000000", " ! h264parse config-interval=-1"},
    {"h265", "x265enc speed-preset=ultrafast", " ! h265parse config-interval=-1"},
    {"vp8", "vp8enc deadline=1 cpu-used=8 target-bitrate=4000000", ""},
    {"vp9", "vp9enc deadline=1 cpu-used=8 row-mt=true target-bitrate=4000000", ""},
    {"av1", "av1enc cpu-used=8 usage-profile=realtime", " ! av1parse"},
    {"mpeg4", "avenc_mpeg4 bitrate=8000000", ""},
    {"mjpeg", "jpegenc quality=90", ""},
    {"raw", "identity", ""},
};

static const struct container {
    const char *name, *muxer, *audio_encoder;
    /* avenc_aac and lamemp3enc delay what they encode, and GStreamer's muxers do not say so in the
     * file; these do not, or say it. */
    const char *prompt_encoder;
} containers[] = {
    {"mp4", "mp4mux faststart=true", "avenc_aac", "opusenc"},
    {"mov", "qtmux", "avenc_aac", "identity"},
    {"mkv", "matroskamux", "avenc_aac", "flacenc"},
    {"webm", "webmmux", "opusenc", "opusenc"},
    {"ts", "mpegtsmux", "avenc_aac", "opusenc"},
    {"avi", "avimux", "lamemp3enc", "identity"},
    {"y4m", "y4menc", NULL, NULL},
    {"es", "identity", NULL, NULL},
};

static G_GNUC_PRINTF(2, 3) gboolean fail(GError **error, const char *message, ...)
{
    va_list args;

    va_start(args, message);
    *error = g_error_new_valist(G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message, args);
    va_end(args);
    return FALSE;
}

static const struct codec *find_codec(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(codecs); i++)
        if (!g_strcmp0(codecs[i].name, name))
            return &codecs[i];
    return NULL;
}

static const struct container *find_container(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(containers); i++)
        if (!g_strcmp0(containers[i].name, name))
            return &containers[i];
    return NULL;
}

/* "1920x1080" and "30" or "30000/1001" into what the frames are drawn as: always I420. */
static gboolean parse_size(const struct clip *clip, const char *size, GstVideoInfo *info,
                           GError **error)
{
    int width, height, numerator, denominator = 1;
    char rest;

    if (sscanf(size, "%dx%d%c", &width, &height, &rest) != 2)
        return fail(error, "the size '%s' is not of the form 1920x1080", size);
    if (width < FRS_STRIP_WIDTH || height < 2 * FRS_STRIP_HEIGHT || width > 16384 || height > 16384)
        return fail(error, "the size %dx%d is too small for the counter (%dx%d), or over 16384",
                    width, height, FRS_STRIP_WIDTH, 2 * FRS_STRIP_HEIGHT);
    if (sscanf(clip->fps, "%d/%d", &numerator, &denominator) < 1 || numerator < 1 ||
        denominator < 1)
        return fail(error, "the rate '%s' is neither of the form 30 nor 30000/1001", clip->fps);
    gst_video_info_set_format(info, GST_VIDEO_FORMAT_I420, (guint)width, (guint)height);
    info->fps_n = numerator;
    info->fps_d = denominator;
    if (clip->colorimetry &&
        !gst_video_colorimetry_from_string(&info->colorimetry, clip->colorimetry))
        return fail(error, "the colorimetry '%s' is not one that GStreamer knows, like bt709",
                    clip->colorimetry);
    return TRUE;
}

static gboolean parse_options(struct clip *clip, int *argc, char ***argv, GError **error)
{
    GOptionEntry entries[] = {
        {"size", 's', 0, G_OPTION_ARG_STRING, &clip->size, "Picture size (1920x1080)", "WxH"},
        {"fps", 'r', 0, G_OPTION_ARG_STRING, &clip->fps, "Frames a second (30)", "N or N/D"},
        {"frames", 'n', 0, G_OPTION_ARG_INT, &clip->frames, "How many frames (300)", "N"},
        {"first", 0, 0, G_OPTION_ARG_INT, &clip->first, "Number of the first frame (0)", "N"},
        {"codec", 'c', 0, G_OPTION_ARG_STRING, &clip->codec,
         "h264, openh264, h265, vp8, vp9, av1, mpeg4, mjpeg, raw (h264)", "CODEC"},
        {"x264", 0, 0, G_OPTION_ARG_STRING, &clip->x264, "More options of the encoder",
         "'ref=16 bframes=8'"},
        {"format", 'f', 0, G_OPTION_ARG_STRING, &clip->format, "Pixel format to encode (I420)",
         "FORMAT"},
        {"colorimetry", 0, 0, G_OPTION_ARG_STRING, &clip->colorimetry, "As in GStreamer's caps",
         "bt709"},
        {"container", 0, 0, G_OPTION_ARG_STRING, &clip->container,
         "mp4, mov, mkv, webm, ts, avi, y4m, es (mp4)", "CONTAINER"},
        {"audio", 'a', 0, G_OPTION_ARG_NONE, &clip->audio, "With a sine tone", NULL},
        {"beep", 0, 0, G_OPTION_ARG_NONE, &clip->beep,
         "With a beep and a flash at the beginning of each second (7 ms late in webm)", NULL},
        {"change-size", 0, 0, G_OPTION_ARG_STRING, &clip->change_size,
         "Another picture size from half of the frames on (containers ts, es)", "WxH"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &clip->output, "The file to write", "FILE"},
        {0},
    };
    GOptionContext *context = g_option_context_new("- make a video whose frames say their number");
    gboolean ok;

    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_add_group(context, gst_init_get_option_group());
    ok = g_option_context_parse(context, argc, argv, error);
    g_option_context_free(context);
    return ok;
}

static gboolean check_options(struct clip *clip, int argc, char **argv, GError **error)
{
    if (argc > 1)
        return fail(error, "there is no use for '%s'; see --help", argv[1]);
    if (!clip->output)
        return fail(error, "name the file to write with --output FILE");
    if (clip->frames < 1 || clip->first < 0)
        return fail(error, "--frames must be at least 1, and --first not negative");
    if (!find_codec(clip->codec))
        return fail(error, "the codec '%s' is not known; see --help", clip->codec);
    if (!find_container(clip->container))
        return fail(error, "the container '%s' is not known; see --help", clip->container);
    if ((clip->audio || clip->beep) && !find_container(clip->container)->audio_encoder)
        return fail(error, "the container '%s' has no place for sound", clip->container);
    if (!parse_size(clip, clip->size, &clip->info, error))
        return FALSE;
    clip->changed = clip->info;
    return !clip->change_size || parse_size(clip, clip->change_size, &clip->changed, error);
}

static const char *sound_encoder(const struct clip *clip)
{
    const struct container *container = find_container(clip->container);

    return clip->beep ? container->prompt_encoder : container->audio_encoder;
}

/* audiotestsrc ticks as late as the buffer is long, so that of beeps is as long as their interval.
 */
static void describe_sound(const struct clip *clip, GString *text)
{
    gint64 samples = gst_util_uint64_scale(
        (guint64)clip->frames, 48000u * (guint64)clip->info.fps_d, (guint64)clip->info.fps_n);
    int a_buffer = clip->beep ? 48000 : 480;

    g_string_append_printf(
        text,
        " audiotestsrc %s volume=0.2 samplesperbuffer=%d num-buffers=%" G_GINT64_FORMAT
        " ! audio/x-raw,rate=48000,channels=2 ! audioconvert ! %s ! queue "
        "max-size-time=0 max-size-buffers=0 max-size-bytes=0 ! mux.",
        clip->beep ? "wave=ticks freq=1000 sine-periods-per-tick=50" : "wave=sine freq=440",
        a_buffer, (samples + a_buffer - 1) / a_buffer, sound_encoder(clip));
}

/* The whole pipeline in gst-launch's language; the file's name is set as a property, not written
 * in. */
static char *describe_pipeline(const struct clip *clip)
{
    const struct codec *codec = find_codec(clip->codec);
    const struct container *container = find_container(clip->container);
    GString *text = g_string_new(NULL);

    g_string_append_printf(
        text, "appsrc name=frames format=time ! videoconvert ! video/x-raw,format=%s ! %s %s%s",
        clip->format, codec->encoder, clip->x264 ? clip->x264 : "", codec->after);
    if (!g_strcmp0(clip->container, "es") && g_str_has_suffix(codec->name, "h264"))
        g_string_append(text, " ! video/x-h264,stream-format=byte-stream,alignment=au");
    g_string_append_printf(text, " ! queue ! %s name=mux ! filesink name=file", container->muxer);
    if (clip->audio || clip->beep)
        describe_sound(clip, text);
    return g_string_free(text, FALSE);
}

static GstBuffer *draw_frame(const struct clip *clip, const GstVideoInfo *info, int index)
{
    GstBuffer *buffer = gst_buffer_new_allocate(NULL, info->size, NULL);
    struct frs_picture picture = {.width = info->width, .height = info->height};
    GstVideoFrame frame;

    gst_video_frame_map(&frame, info, buffer, GST_MAP_WRITE);
    for (int i = 0; i < 3; i++) {
        picture.plane[i] = GST_VIDEO_FRAME_PLANE_DATA(&frame, i);
        picture.stride[i] = GST_VIDEO_FRAME_PLANE_STRIDE(&frame, i);
    }
    frs_picture_draw(&picture, (uint32_t)(clip->first + index));
    if (clip->beep && (gint64)index * info->fps_d % info->fps_n < info->fps_d)
        frs_picture_flash(&picture);
    gst_video_frame_unmap(&frame);

    GST_BUFFER_PTS(buffer) = gst_util_uint64_scale(
        (guint64)index, GST_SECOND * (guint64)info->fps_d, (guint64)info->fps_n);
    GST_BUFFER_DURATION(buffer) =
        gst_util_uint64_scale(GST_SECOND, (guint64)info->fps_d, (guint64)info->fps_n);
    return buffer;
}

static void set_caps(GstAppSrc *source, GstVideoInfo *info)
{
    GstCaps *caps = gst_video_info_to_caps(info);

    gst_app_src_set_caps(source, caps);
    gst_caps_unref(caps);
}

/* The source's queue is empty: one frame more. Runs in the source's thread. */
static void need_frame(GstAppSrc *source, guint bytes, gpointer user)
{
    struct clip *clip = user;
    gboolean second_half = clip->change_size && clip->drawn >= clip->frames / 2;

    (void)bytes;
    if (clip->drawn == clip->frames) {
        gst_app_src_end_of_stream(source);
        return;
    }
    if (second_half && clip->drawn == clip->frames / 2)
        set_caps(source, &clip->changed);
    gst_app_src_push_buffer(
        source, draw_frame(clip, second_half ? &clip->changed : &clip->info, clip->drawn));
    clip->drawn++;
}

/* Runs the pipeline to its end; GStreamer's own message if it does not get there. */
static gboolean wait_for_end(GstElement *pipeline, GError **error)
{
    GstBus *bus = gst_element_get_bus(pipeline);
    GstMessage *message;

    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    message =
        gst_bus_timed_pop_filtered(bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR)
        gst_message_parse_error(message, error, NULL);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    gst_message_unref(message);
    gst_object_unref(bus);
    return !*error;
}

static gboolean write_file(struct clip *clip, const char *path, GError **error)
{
    char *description = describe_pipeline(clip);
    GstElement *pipeline = gst_parse_launch(description, error);
    GstAppSrcCallbacks callbacks = {.need_data = need_frame};
    GstElement *source, *file;
    gboolean ok;

    g_free(description);
    if (*error) {
        g_clear_object(&pipeline);
        return FALSE;
    }
    source = gst_bin_get_by_name(GST_BIN(pipeline), "frames");
    file = gst_bin_get_by_name(GST_BIN(pipeline), "file");
    g_object_set(file, "location", path, NULL);
    set_caps(GST_APP_SRC(source), &clip->info);
    gst_app_src_set_callbacks(GST_APP_SRC(source), &callbacks, clip, NULL);
    ok = wait_for_end(pipeline, error);
    gst_object_unref(source);
    gst_object_unref(file);
    gst_object_unref(pipeline);
    return ok;
}

/* Written beside its place, then renamed: nobody ever opens half a clip. */
static gboolean make_clip(struct clip *clip, GError **error)
{
    char *partial = g_strdup_printf("%s.part-%d", clip->output, (int)getpid());
    gboolean ok = write_file(clip, partial, error);

    if (ok && g_rename(partial, clip->output)) {
        fail(error, "cannot write %s: %s", clip->output, g_strerror(errno));
        ok = FALSE;
    }
    if (!ok)
        g_unlink(partial);
    g_free(partial);
    return ok;
}

int main(int argc, char **argv)
{
    struct clip clip = {.frames = 300};
    GError *error = NULL;
    int status = EXIT_SUCCESS;

    clip.size = g_strdup("1920x1080");
    clip.fps = g_strdup("30");
    clip.codec = g_strdup("h264");
    clip.format = g_strdup("I420");
    clip.container = g_strdup("mp4");
    if (!parse_options(&clip, &argc, &argv, &error) || !check_options(&clip, argc, argv, &error)) {
        status = 2;
    } else if (!make_clip(&clip, &error)) {
        status = EXIT_FAILURE;
    }
    if (error)
        g_printerr("framesharetestclip: %s\n", error->message);
    g_clear_error(&error);
    return status;
}
