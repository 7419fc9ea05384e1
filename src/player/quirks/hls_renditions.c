/* SPDX-License-Identifier: MIT */
/* Playlist lines as in RFC 8216, 4.3.4.1. */
#include "hls_renditions.h"

#include <string.h>

#include "quirks.h"

#define MEDIA "#EXT-X-MEDIA:"
#define ID_PREFIX                                                                                  \
    "audio-" /* in 1.26 the stream id starts with a hash of the source and a slash                 \
              */
#define IN_BIN "frs-hls-demuxer"

/* The name of the rendition in the id of its stream; NULL: it is not a rendition's. */
static const char *name_in(const char *id)
{
    const char *slash = id != NULL ? strchr(id, '/') : NULL;
    if (id != NULL && !g_str_has_prefix(id, ID_PREFIX))
        id = slash != NULL ? slash + 1 : NULL;
    return id != NULL && g_str_has_prefix(id, ID_PREFIX) ? id + strlen(ID_PREFIX) : NULL;
}

/* ---- the playlist ---- */

/* The length up to the next comma outside quotation marks. */
static gsize attribute_length(const char *text)
{
    gboolean quoted = FALSE;
    gsize length = 0;
    for (; text[length] != '\0' && (quoted || text[length] != ','); length++)
        quoted = quoted != (text[length] == '"');
    return length;
}

/* The attributes of a line without the attribute `without`; the caller frees them. */
static GPtrArray *attributes_of(const char *text, const char *without)
{
    GPtrArray *attributes = g_ptr_array_new_with_free_func(g_free);
    while (*text != '\0') {
        gsize length = attribute_length(text);
        g_autofree char *attribute = g_strstrip(g_strndup(text, length));
        if (!g_str_has_prefix(attribute, without))
            g_ptr_array_add(attributes, g_steal_pointer(&attribute));
        text += length + (text[length] == ',');
    }
    return attributes;
}

static gboolean has(const GPtrArray *attributes, const char *wanted)
{
    for (guint i = 0; i < attributes->len; i++)
        if (g_str_equal(g_ptr_array_index(attributes, i), wanted))
            return TRUE;
    return FALSE;
}

/* The changed line; NULL: it stays as it is. */
static char *mend_line(const char *line, const char *name, gboolean *found)
{
    if (!g_str_has_prefix(line, MEDIA))
        return NULL;
    g_autoptr(GPtrArray) attributes = attributes_of(line + strlen(MEDIA), "DEFAULT=");
    g_autofree char *wanted = g_strdup_printf("NAME=\"%s\"", name);
    if (!has(attributes, "TYPE=AUDIO"))
        return NULL;
    gboolean chosen = has(attributes, wanted);
    *found = *found || chosen;
    g_ptr_array_add(attributes, g_strdup(chosen ? "DEFAULT=YES" : "DEFAULT=NO"));
    g_ptr_array_add(attributes, NULL);
    g_autofree char *all = g_strjoinv(",", (char **)attributes->pdata);
    return g_strconcat(MEDIA, all, NULL);
}

char *frs_hls_playlist_with_default(const char *playlist, const char *name)
{
    g_auto(GStrv) lines = g_strsplit(playlist, "\n", -1);
    gboolean found = FALSE;
    for (char **line = lines; *line != NULL; line++) {
        char *mended = mend_line(*line, name, &found);
        if (mended == NULL)
            continue;
        g_free(*line);
        *line = mended;
    }
    return found ? g_strjoinv("\n", lines) : NULL;
}

/* ---- the demuxer ---- */

/* State of one demuxer: its playlist, collected until EOS. */
typedef struct {
    char *name;
    GByteArray *playlist;
} reading;

static void reading_free(gpointer user)
{
    reading *it = user;
    g_free(it->name);
    if (it->playlist != NULL)
        g_byte_array_unref(it->playlist);
    g_free(it);
}

static gboolean keep(reading *it, GstBuffer *buffer)
{
    GstMapInfo map;
    if (it->playlist == NULL || !gst_buffer_map(buffer, &map, GST_MAP_READ))
        return FALSE;
    g_byte_array_append(it->playlist, map.data, (guint)map.size);
    gst_buffer_unmap(buffer, &map);
    return TRUE;
}

/* The buffer that this sends passes the probe unchanged. */
static void send(reading *it, GstPad *pad)
{
    g_autoptr(GByteArray) bytes = g_steal_pointer(&it->playlist);
    if (bytes == NULL || bytes->len == 0)
        return;
    g_autofree char *text = g_strndup((const char *)bytes->data, bytes->len);
    char *mended = frs_hls_playlist_with_default(text, it->name);
    char *sent = mended != NULL ? mended : g_steal_pointer(&text);
    gst_pad_chain(pad, gst_buffer_new_wrapped(sent, strlen(sent)));
}

static GstPadProbeReturn on_playlist(GstPad *pad, GstPadProbeInfo *info, gpointer it)
{
    if ((GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER) != 0)
        return keep(it, GST_PAD_PROBE_INFO_BUFFER(info)) ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
    if (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info)) == GST_EVENT_EOS)
        send(it, pad);
    return GST_PAD_PROBE_OK;
}

static void on_element_added(GstBin *bin, GstBin *parent, GstElement *element, gpointer name)
{
    (void)parent;
    if (strcmp(G_OBJECT_TYPE_NAME(element), "GstHLSDemux2") != 0)
        return;
    g_object_set_data(G_OBJECT(bin), IN_BIN, element);
    g_autoptr(GstPad) pad = gst_element_get_static_pad(element, "sink");
    if (*(const char *)name == '\0' || pad == NULL)
        return;
    reading *it = g_new0(reading, 1);
    it->name = g_strdup(name);
    it->playlist = g_byte_array_new();
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                      on_playlist, it, reading_free);
}

static void free_name(gpointer name, GClosure *closure)
{
    (void)closure;
    g_free(name);
}

void frs_hls_choose(GstElement *bin, const char *audio)
{
    const char *name = name_in(audio);
    if (GST_IS_BIN(bin) && frs_quirk_is_active(FRS_QUIRK_HLSDEMUX2_RENDITIONS))
        g_signal_connect_data(bin, "deep-element-added", G_CALLBACK(on_element_added),
                              g_strdup(name != NULL ? name : ""), free_name, 0);
}

/* ---- titles ---- */

static void name_stream(GstStream *stream)
{
    const char *name = name_in(gst_stream_get_stream_id(stream));
    g_autoptr(GstTagList) tags = gst_stream_get_tags(stream);
    g_autoptr(GstTagList) named = tags ? gst_tag_list_copy(tags) : gst_tag_list_new_empty();
    if (name == NULL || *name == '\0' || gst_tag_list_get_tag_size(named, GST_TAG_TITLE) > 0)
        return;
    gst_tag_list_add(named, GST_TAG_MERGE_REPLACE, GST_TAG_TITLE, name, NULL);
    gst_stream_set_tags(stream, named);
}

void frs_hls_name_streams(GstElement *bin, GstStreamCollection *collection)
{
    gboolean hls = g_object_get_data(G_OBJECT(bin), IN_BIN) != NULL;
    for (guint i = 0; hls && i < gst_stream_collection_get_size(collection); i++)
        name_stream(gst_stream_collection_get_stream(collection, i));
}
