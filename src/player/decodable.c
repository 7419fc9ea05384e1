/* SPDX-License-Identifier: MIT */
#include "decodable.h"

#include <gst/pbutils/pbutils.h>

#include "missing.h"

/* Those who fit need not take all that the caps allow: a parser may still find what they do. */
static gboolean has_decoder(GstCaps *caps)
{
    GList *decoders =
        gst_element_factory_list_get_elements(GST_ELEMENT_FACTORY_TYPE_DECODER, GST_RANK_MARGINAL);
    GList *fit = gst_element_factory_list_filter(decoders, caps, GST_PAD_SINK, FALSE);
    gboolean any = fit != NULL;
    gst_plugin_feature_list_free(fit);
    gst_plugin_feature_list_free(decoders);
    return any;
}

static gboolean is_raw(const GstCaps *caps)
{
    return g_str_has_suffix(gst_structure_get_name(gst_caps_get_structure(caps, 0)), "/x-raw");
}

gboolean frs_stream_is_decodable(GstStream *stream)
{
    g_autoptr(GstCaps) caps = gst_stream_get_caps(stream);
    return caps == NULL || gst_caps_is_any(caps) || gst_caps_is_empty(caps) || is_raw(caps) ||
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
