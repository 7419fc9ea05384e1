/* SPDX-License-Identifier: MIT */
#include "qtdemux_range.h"

#include <gst/video/video.h>

#include "probe.h"

#define OF_FILE "frs-colorimetry"

static const char *colorimetry_of(GstEvent *event)
{
    GstCaps *caps;
    gst_event_parse_caps(event, &caps);
    return gst_structure_get_string(gst_caps_get_structure(caps, 0), "colorimetry");
}

/* Replace the CAPS event by one with another colorimetry (NULL: none). */
static void replace(GstPadProbeInfo *info, const char *colorimetry)
{
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    GstCaps *caps;
    gst_event_parse_caps(event, &caps);
    g_autoptr(GstCaps) other = gst_caps_copy(caps);
    if (colorimetry != NULL)
        gst_caps_set_simple(other, "colorimetry", G_TYPE_STRING, colorimetry, NULL);
    else
        gst_structure_remove_field(gst_caps_get_structure(other, 0), "colorimetry");
    frs_probe_replace(info, gst_event_new_caps(other));
}

/* Without it the parser uses the colorimetry in the stream. */
static GstPadProbeReturn keep_files(GstPad *pad, GstPadProbeInfo *info, gpointer parser)
{
    (void)pad;
    if (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info)) != GST_EVENT_CAPS)
        return GST_PAD_PROBE_OK;
    const char *colorimetry = colorimetry_of(GST_PAD_PROBE_INFO_EVENT(info));
    g_object_set_data_full(parser, OF_FILE, g_strdup(colorimetry), g_free);
    if (colorimetry != NULL)
        replace(info, NULL);
    return GST_PAD_PROBE_OK;
}

static char *merge(const char *of_stream, const char *of_file)
{
    GstVideoColorimetry colour, file;
    if (!gst_video_colorimetry_from_string(&file, of_file))
        return g_strdup(of_stream);
    if (of_stream == NULL || !gst_video_colorimetry_from_string(&colour, of_stream))
        return g_strdup(of_file);
    if (colour.range == GST_VIDEO_COLOR_RANGE_UNKNOWN)
        colour.range = file.range;
    if (colour.matrix == GST_VIDEO_COLOR_MATRIX_UNKNOWN)
        colour.matrix = file.matrix;
    if (colour.transfer == GST_VIDEO_TRANSFER_UNKNOWN)
        colour.transfer = file.transfer;
    if (colour.primaries == GST_VIDEO_COLOR_PRIMARIES_UNKNOWN)
        colour.primaries = file.primaries;
    return gst_video_colorimetry_to_string(&colour);
}

static GstPadProbeReturn fill_in(GstPad *pad, GstPadProbeInfo *info, gpointer parser)
{
    (void)pad;
    const char *of_file = g_object_get_data(parser, OF_FILE);
    if (of_file == NULL || GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info)) != GST_EVENT_CAPS)
        return GST_PAD_PROBE_OK;
    const char *of_stream = colorimetry_of(GST_PAD_PROBE_INFO_EVENT(info));
    g_autofree char *both = merge(of_stream, of_file);
    if (both != NULL && g_strcmp0(both, of_stream) != 0)
        replace(info, both);
    return GST_PAD_PROBE_OK;
}

void frs_colour_watch(GstElement *bin, GstElement *parser)
{
    (void)bin;
    g_autoptr(GstPad) in = gst_element_get_static_pad(parser, "sink");
    g_autoptr(GstPad) out = gst_element_get_static_pad(parser, "src");
    gst_pad_add_probe(in, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, keep_files, parser, NULL);
    gst_pad_add_probe(out, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, fill_in, parser, NULL);
}
