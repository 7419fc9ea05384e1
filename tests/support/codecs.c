/* SPDX-License-Identifier: MIT */
#include "codecs.h"

#include <string.h>

#include <gst/video/video.h>

#include <frameshare/format.h>

#define TYPES_OF(kind)                                                                             \
    (GST_ELEMENT_FACTORY_TYPE_##kind | GST_ELEMENT_FACTORY_TYPE_MEDIA_VIDEO |                      \
     GST_ELEMENT_FACTORY_TYPE_MEDIA_IMAGE)

/* How encoders are made quick, or as interesting as real streams are; others are as they come. */
static const struct {
    const gchar *encoder, *properties;
} settings[] = {
    {"x264enc", "speed-preset=veryfast threads=1 key-int-max=12 bframes=3 b-adapt=false"},
    {"x265enc",
     "speed-preset=ultrafast key-int-max=12 option-string=bframes=3:pools=1:log-level=0"},
    {"vp8enc", "deadline=1 cpu-used=8 auto-alt-ref=true lag-in-frames=6 keyframe-max-dist=12"},
    {"vp9enc", "deadline=1 cpu-used=8 auto-alt-ref=true lag-in-frames=6 keyframe-max-dist=12"},
    {"mpeg2enc", "format=3"},
    {"av1enc", "cpu-used=8 usage-profile=realtime threads=2 keyframe-max-dist=12"},
};

/* What stands between a stream of that type and any decoder of it. */
static const struct {
    const gchar *caps, *parser;
} parsers[] = {
    {"video/x-h264", "h264parse"},
    {"video/x-h265", "h265parse"},
    {"video/mpeg, mpegversion=(int)[1, 2]", "mpegvideoparse"},
    {"video/mpeg, mpegversion=(int)4", "mpeg4videoparse"},
    {"video/x-h263", "h263parse"},
    {"video/x-vp9", "vp9parse"},
    {"video/x-av1", "av1parse"},
    {"image/jpeg", "jpegparse"},
    {"image/png", "pngparse"},
};

/* What takes a stream out of a file with that ending. */
static const struct {
    const gchar *ending, *demuxer;
} demuxers[] = {
    {".gdp", "gdpdepay"},    {".mkv", "matroskademux"}, {".webm", "matroskademux"},
    {".mov", "qtdemux"},     {".avi", "avidemux"},      {".rm", "rmdemux"},
    {".gif", "avdemux_gif"},
};

static const gchar *demuxer_for(const gchar *path)
{
    for (guint i = 0; i < G_N_ELEMENTS(demuxers); i++)
        if (g_str_has_suffix(path, demuxers[i].ending))
            return demuxers[i].demuxer;
    g_assert_not_reached();
}

static const gchar *properties_of(const gchar *encoder)
{
    for (guint i = 0; i < G_N_ELEMENTS(settings); i++)
        if (strcmp(settings[i].encoder, encoder) == 0)
            return settings[i].properties;
    return g_str_has_prefix(encoder, "avenc_") ? "strict=experimental" : "";
}

static const gchar *parser_for(const GstCaps *caps)
{
    for (guint i = 0; i < G_N_ELEMENTS(parsers); i++) {
        GstCaps *parsed = gst_caps_from_string(parsers[i].caps);
        gboolean fits = gst_caps_can_intersect(parsed, caps);
        gst_caps_unref(parsed);
        if (fits)
            return parsers[i].parser;
    }
    return NULL;
}

static GstCaps *template_caps(GstElementFactory *factory, GstPadDirection direction)
{
    const GList *item = gst_element_factory_get_static_pad_templates(factory);

    for (; item; item = item->next) {
        GstStaticPadTemplate *template = item->data;
        if (template->direction == direction)
            return gst_static_pad_template_get_caps(template);
    }
    return NULL;
}

static gboolean takes_format(GstCaps *sink, const gchar *format)
{
    GstCaps *raw = gst_caps_new_simple("video/x-raw", "format", G_TYPE_STRING, format, NULL);
    gboolean takes = gst_caps_can_intersect(sink, raw);
    gst_caps_unref(raw);
    return takes;
}

static gboolean lists_formats(const GstCaps *sink)
{
    return gst_structure_has_field(gst_caps_get_structure(sink, 0), "format");
}

static void add_recipes(GArray *recipes, GstElementFactory *factory)
{
    codecs_recipe recipe = {g_intern_string(GST_OBJECT_NAME(factory)), NULL};
    GstCaps *sink = template_caps(factory, GST_PAD_SINK);
    guint before = recipes->len;

    if (!sink)
        return;
    for (guint32 i = FRS_FORMAT_UNKNOWN + 1; i < FRS_FORMAT_END && lists_formats(sink); i++) {
        recipe.format = frs_format_get_shape(i)->name;
        if (takes_format(sink, recipe.format))
            g_array_append_val(recipes, recipe);
    }
    recipe.format = NULL;
    if (recipes->len == before)
        g_array_append_val(recipes, recipe);
    gst_caps_unref(sink);
}

GArray *codecs_recipes(void)
{
    GList *list = gst_element_factory_list_get_elements(TYPES_OF(ENCODER), GST_RANK_NONE);
    GArray *recipes = g_array_new(FALSE, FALSE, sizeof(codecs_recipe));

    for (GList *item = list; item; item = item->next)
        add_recipes(recipes, item->data);
    gst_plugin_feature_list_free(list);
    return recipes;
}

static gboolean gives_pictures(GstElementFactory *factory)
{
    GstCaps *raw = gst_caps_from_string("video/x-raw(ANY)");
    gboolean gives = gst_element_factory_can_src_any_caps(factory, raw);
    gst_caps_unref(raw);
    return gives;
}

/* GStreamer's elements for testing: one draws pictures of its own. */
static gboolean is_fake(GstPluginFeature *feature)
{
    return g_strcmp0(gst_plugin_feature_get_plugin_name(feature), "basedebug") == 0;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(GST_OBJECT_NAME(*(GObject *const *)a), GST_OBJECT_NAME(*(GObject *const *)b));
}

GPtrArray *codecs_decoders(void)
{
    GList *list = gst_element_factory_list_get_elements(TYPES_OF(DECODER), GST_RANK_NONE);
    GPtrArray *decoders = g_ptr_array_new_with_free_func(gst_object_unref);

    for (GList *item = list; item; item = item->next)
        if (gives_pictures(item->data) && !is_fake(item->data))
            g_ptr_array_add(decoders, gst_object_ref(item->data));
    gst_plugin_feature_list_free(list);
    g_ptr_array_sort(decoders, by_name);
    return decoders;
}

gchar *codecs_encode_text(const codecs_recipe *recipe, guint frames, guint width, guint height,
                          const gchar *path)
{
    gchar *format = recipe->format ? g_strdup_printf(",format=%s", recipe->format) : g_strdup("");
    gchar *text = g_strdup_printf(
        "videotestsrc num-buffers=%u pattern=zone-plate kx2=20 ky2=20 kt=3 ! "
        "video/x-raw,width=%u,height=%u,framerate=25/1 ! videorate ! videoscale ! videoconvert ! "
        "video/x-raw%s ! %s %s ! gdppay ! filesink name=end location=%s",
        frames, width, height, format, recipe->encoder, properties_of(recipe->encoder), path);
    g_free(format);
    return text;
}

gchar *codecs_read_text(const gchar *path, const gchar *decoder)
{
    GstCaps *caps = codecs_file_caps(path);
    const gchar *parser = caps ? parser_for(caps) : NULL;
    gchar *text = g_strdup_printf("filesrc location=%s ! %s ! %s%s%s", path, demuxer_for(path),
                                  parser ? parser : "", parser ? " ! " : "", decoder);
    gst_clear_caps(&caps);
    return text;
}

GstCaps *codecs_file_caps(const gchar *path)
{
    gchar *text =
        g_strdup_printf("filesrc location=%s ! %s ! fakesink name=end", path, demuxer_for(path));
    GstElement *pipeline = gst_parse_launch(text, NULL);
    GstElement *end = gst_bin_get_by_name(GST_BIN(pipeline), "end");
    GstPad *pad = gst_element_get_static_pad(end, "sink");

    gst_element_set_state(pipeline, GST_STATE_PAUSED);
    gst_element_get_state(pipeline, NULL, NULL, 10 * GST_SECOND);
    GstCaps *caps = gst_pad_get_current_caps(pad);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    gst_object_unref(pad);
    gst_object_unref(end);
    gst_object_unref(pipeline);
    g_free(text);
    return caps;
}

/* A parser makes the stream's form what the decoder wants; its codec stays. */
static gboolean drop_form(GstCapsFeatures *features, GstStructure *structure, gpointer user)
{
    (void)features;
    (void)user;
    gst_structure_remove_fields(structure, "stream-format", "alignment", "parsed", "profile", NULL);
    return TRUE;
}

/* A subset, and not an intersection: who asks for codec-alpha=true means it. */
gboolean codecs_match(const GstCaps *caps, GstElementFactory *decoder)
{
    GstCaps *sink = template_caps(decoder, GST_PAD_SINK);

    if (!sink)
        return FALSE;
    GstCaps *codec = gst_caps_copy(caps);
    sink = gst_caps_make_writable(sink);
    gst_caps_map_in_place(codec, drop_form, NULL);
    gst_caps_map_in_place(sink, drop_form, NULL);
    gboolean match = gst_caps_is_subset(codec, sink);
    gst_caps_unref(codec);
    gst_caps_unref(sink);
    return match;
}
