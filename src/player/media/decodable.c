/* SPDX-License-Identifier: MIT */
#include "decodable.h"

#include <gst/pbutils/pbutils.h>

#include "libav.h"
#include "missing.h"

/* Caps fields that a parser in front of the decoder converts, so that they do not decide. */
static const char *const PACKING[] = {
    "stream-format", "alignment", "codec_data", "streamheader", "framed", "parsed", "packetized",
};

/* The codec only, not its packaging. A decoder for alpha only requires a codec-alpha field, and a
 * parser may not have added that field yet. */
static GstCaps *content_of(const GstCaps *caps)
{
    GstCaps *copy = gst_caps_copy(caps);
    GstStructure *structure = gst_caps_get_structure(copy, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(PACKING); i++)
        gst_structure_remove_field(structure, PACKING[i]);
    if (!gst_structure_has_field(structure, "codec-alpha"))
        gst_caps_set_simple(copy, "codec-alpha", G_TYPE_BOOLEAN, FALSE, NULL);
    return copy;
}

/* Bitmap subtitles have no decoder: playsink's dvdspu draws them. */
static gboolean is_drawn(const GstCaps *caps)
{
    g_autoptr(GstElementFactory) factory = gst_element_factory_find("dvdspu");
    return factory != NULL && gst_element_factory_can_sink_any_caps(factory, caps);
}

/* An intersection is enough: a parser may still narrow down the caps. */
static gboolean has_decoder(const GstCaps *encoded)
{
    g_autoptr(GstCaps) caps = content_of(encoded);
    if (frs_libav_would_decode(caps))
        return FALSE;
    GList *decoders =
        gst_element_factory_list_get_elements(GST_ELEMENT_FACTORY_TYPE_DECODER, GST_RANK_MARGINAL);
    GList *fit = gst_element_factory_list_filter(decoders, caps, GST_PAD_SINK, FALSE);
    gboolean any = fit != NULL || is_drawn(caps);
    gst_plugin_feature_list_free(fit);
    gst_plugin_feature_list_free(decoders);
    return any;
}

/* A stream may be announced while it still has the caps of its container. */
static gboolean is_encoded(const GstCaps *caps)
{
    GstPbUtilsCapsDescriptionFlags flags = gst_pb_utils_get_caps_description_flags(caps);
    gboolean medium = (flags & (GST_PBUTILS_CAPS_DESCRIPTION_FLAG_AUDIO |
                                GST_PBUTILS_CAPS_DESCRIPTION_FLAG_VIDEO |
                                GST_PBUTILS_CAPS_DESCRIPTION_FLAG_IMAGE)) != 0;
    const char *type = gst_structure_get_name(gst_caps_get_structure(caps, 0));
    return medium && (flags & GST_PBUTILS_CAPS_DESCRIPTION_FLAG_CONTAINER) == 0 &&
           !g_str_has_suffix(type, "/x-raw");
}

gboolean frs_stream_is_decodable(GstStream *stream)
{
    g_autoptr(GstCaps) caps = gst_stream_get_caps(stream);
    return caps == NULL || gst_caps_is_any(caps) || gst_caps_is_empty(caps) || !is_encoded(caps) ||
           has_decoder(caps);
}

void frs_stream_note_missing(GstStream *stream, GstElement *element, GPtrArray *missing)
{
    g_autoptr(GstCaps) caps = gst_stream_get_caps(stream);
    g_autoptr(GstElement) nobody = gst_object_ref_sink(gst_bin_new("decodebin3"));
    GstMessage *message = gst_missing_decoder_message_new(element ? element : nobody, caps);
    frs_missing_list_note(missing, message);
    gst_message_unref(message);
}

void frs_streams_note_missing(GstStreamCollection *collection, GstStreamType types,
                              GstElement *element, GPtrArray *missing)
{
    for (guint i = 0; i < gst_stream_collection_get_size(collection); i++) {
        GstStream *stream = gst_stream_collection_get_stream(collection, i);
        if ((gst_stream_get_stream_type(stream) & types) != 0 && !frs_stream_is_decodable(stream))
            frs_stream_note_missing(stream, element, missing);
    }
}

static gboolean is_strange(GstStream *stream)
{
    g_autoptr(GstCaps) caps = gst_stream_get_caps(stream);
    return caps != NULL && gst_caps_is_fixed(caps) &&
           gst_pb_utils_get_caps_description_flags(caps) == 0;
}

void frs_streams_note_strange(GstStreamCollection *collection, GstElement *element,
                              GPtrArray *missing)
{
    for (guint i = 0; i < gst_stream_collection_get_size(collection); i++) {
        GstStream *stream = gst_stream_collection_get_stream(collection, i);
        if (is_strange(stream))
            frs_stream_note_missing(stream, element, missing);
    }
}
