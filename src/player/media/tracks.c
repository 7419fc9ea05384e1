/* SPDX-License-Identifier: MIT */
#include "tracks.h"

#include <string.h>

#include <gst/pbutils/pbutils.h>

#include "decodable.h"
#include "line.h"
#include "track_kind.h"

static const GstStreamType types[FRS_TRACK_KINDS] = {GST_STREAM_TYPE_VIDEO, GST_STREAM_TYPE_AUDIO,
                                                     GST_STREAM_TYPE_TEXT};

/* The selection, shared with the pipelines' threads. */
typedef struct frs_choice {
    GMutex lock;
    gboolean chosen[FRS_TRACK_KINDS]; /* FALSE: GStreamer selects */
    char *ids[FRS_TRACK_KINDS];       /* ids of the selected streams; NULL: none of that kind */
    gboolean text;                    /* the pipeline can show text */
} frs_choice;

struct frs_tracks {
    frs_choice *choice;
    GstStreamCollection *collection; /* or NULL: no collection yet */
    GPtrArray *selected; /* the ids of the streams that the pipeline plays (char *) ... */
    gboolean known;      /* ... valid once the pipeline has posted STREAMS_SELECTED */
    char *subtitles;
    char *said;
};

/* ---- the choice ---- */

static void choice_clear(gpointer user)
{
    frs_choice *choice = user;
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++)
        g_free(choice->ids[kind]);
    g_mutex_clear(&choice->lock);
}

static void choice_unref(gpointer choice)
{
    g_atomic_rc_box_release_full(choice, choice_clear);
}

static GstStream *find(GstStreamCollection *collection, frs_track_kind kind, const char *id)
{
    guint n = collection != NULL ? gst_stream_collection_get_size(collection) : 0;
    for (guint i = 0; i < n; i++) {
        GstStream *stream = gst_stream_collection_get_stream(collection, i);
        if ((gst_stream_get_stream_type(stream) & types[kind]) != 0 &&
            (id == NULL || g_strcmp0(gst_stream_get_stream_id(stream), id) == 0))
            return stream;
    }
    return NULL;
}

/* The first stream of that kind that can be decoded, or NULL. */
static GstStream *find_first(GstStreamCollection *collection, frs_track_kind kind)
{
    guint n = gst_stream_collection_get_size(collection);
    for (guint i = 0; i < n; i++) {
        GstStream *stream = gst_stream_collection_get_stream(collection, i);
        if ((gst_stream_get_stream_type(stream) & types[kind]) != 0 &&
            frs_stream_is_decodable(stream))
            return stream;
    }
    return NULL;
}

/* With the lock held. If a selected stream no longer exists, select the first one. */
static GstStream *pick(const frs_choice *choice, GstStreamCollection *collection,
                       frs_track_kind kind)
{
    const char *id = choice->chosen[kind] ? choice->ids[kind] : NULL;
    if ((kind == FRS_TRACK_TEXT && !choice->text) || (choice->chosen[kind] && id == NULL))
        return NULL;
    GstStream *stream = id != NULL ? find(collection, kind, id) : NULL;
    return stream != NULL ? stream : find_first(collection, kind);
}

GstStreamCollection *frs_tracks_collection(const frs_tracks *tracks)
{
    return tracks->collection;
}

/* Only the player's thread writes these. */
const char *frs_tracks_chosen(const frs_tracks *tracks, frs_track_kind kind)
{
    return tracks->choice->chosen[kind] ? tracks->choice->ids[kind] : NULL;
}

static frs_track_kind kind_of(GstStream *stream)
{
    frs_track_kind kind = 0;
    while (kind < FRS_TRACK_KINDS && (gst_stream_get_stream_type(stream) & types[kind]) == 0)
        kind++;
    return kind;
}

/* On streaming threads. decodebin3 plays the streams for which this returns 1. If it returns -1 for
 * some stream, decodebin3 adds streams of its own choice. */
static gint on_select(GstElement *element, GstStreamCollection *collection, GstStream *stream,
                      gpointer user)
{
    (void)element;
    frs_choice *choice = user;
    frs_track_kind kind = kind_of(stream);
    g_mutex_lock(&choice->lock);
    gboolean picked = kind < FRS_TRACK_KINDS && pick(choice, collection, kind) == stream;
    g_mutex_unlock(&choice->lock);
    return picked;
}

static gboolean is_type(gconstpointer object, const char *type)
{
    return object != NULL && strcmp(G_OBJECT_TYPE_NAME(object), type) == 0;
}

static void unref_closure(gpointer choice, GClosure *closure)
{
    (void)closure;
    choice_unref(choice);
}

/* rtspsrc has a "select-stream" signal with another meaning: return 0, "not handled". */
static guint selecting_signal(GstElement *element)
{
    GSignalQuery query = {0};
    guint signal = g_signal_lookup("select-stream", G_OBJECT_TYPE(element));
    if (signal != 0)
        g_signal_query(signal, &query);
    return query.n_params == 2 && g_type_is_a(query.param_types[0] & ~G_SIGNAL_TYPE_STATIC_SCOPE,
                                              GST_TYPE_STREAM_COLLECTION)
               ? signal
               : 0;
}

/* The first handler decides. In a playbin3 that would be playbin3's own, which can only switch text
 * on and off. */
static void ask_us(GstElement *element, gpointer choice)
{
    gboolean inner = is_type(element, "GstDecodebin3") &&
                     is_type(GST_OBJECT_PARENT(element), "GstURIDecodeBin3");
    guint signal = selecting_signal(element);
    if (signal == 0 || inner)
        return;
    g_signal_handlers_block_matched(element, G_SIGNAL_MATCH_ID, signal, 0, NULL, NULL, NULL);
    g_signal_connect_data(element, "select-stream", G_CALLBACK(on_select),
                          g_atomic_rc_box_acquire(choice), unref_closure, 0);
}

static void ask_us_of_item(const GValue *item, gpointer choice)
{
    ask_us(g_value_get_object(item), choice);
}

/* ---- the tracks ---- */

frs_tracks *frs_tracks_new(void)
{
    frs_tracks *tracks = g_new0(frs_tracks, 1);
    tracks->choice = g_atomic_rc_box_new0(frs_choice);
    g_mutex_init(&tracks->choice->lock);
    tracks->selected = g_ptr_array_new_with_free_func(g_free);
    return tracks;
}

static void forget_selected(frs_tracks *tracks)
{
    g_ptr_array_set_size(tracks->selected, 0);
    tracks->known = FALSE;
    g_clear_pointer(&tracks->said, g_free);
}

void frs_tracks_reset(frs_tracks *tracks, const char *subtitles)
{
    frs_choice *choice = tracks->choice;
    g_clear_object(&tracks->collection);
    g_mutex_lock(&choice->lock);
    memset(choice->chosen, 0, sizeof choice->chosen);
    g_mutex_unlock(&choice->lock);
    frs_tracks_set_external(tracks, subtitles);
}

void frs_tracks_set_external(frs_tracks *tracks, const char *subtitles)
{
    g_free(tracks->subtitles);
    tracks->subtitles = g_strdup(subtitles);
}

void frs_tracks_watch(frs_tracks *tracks, GstElement *pipeline, gboolean text)
{
    forget_selected(tracks);
    g_mutex_lock(&tracks->choice->lock);
    tracks->choice->text = text;
    g_mutex_unlock(&tracks->choice->lock);
    ask_us(pipeline, tracks->choice);
    GstIterator *iterator = gst_bin_iterate_recurse(GST_BIN(pipeline));
    gst_iterator_foreach(iterator, ask_us_of_item, tracks->choice);
    gst_iterator_free(iterator);
}

static void note_selected(frs_tracks *tracks, GstMessage *message)
{
    guint n = gst_message_streams_selected_get_size(message);
    tracks->known = TRUE;
    g_ptr_array_set_size(tracks->selected, 0);
    for (guint i = 0; i < n; i++) {
        g_autoptr(GstStream) stream = gst_message_streams_selected_get_stream(message, i);
        g_ptr_array_add(tracks->selected, g_strdup(gst_stream_get_stream_id(stream)));
    }
}

/* From GStreamer 1.24 on, hlsdemux2 and similar demuxers select streams themselves, and decodebin3
 * does not report their selection. */
static gboolean selects_itself(GstMessage *message)
{
    guint major, minor, micro, nano;
    const GstObject *source = GST_MESSAGE_SRC(message);
    gst_version(&major, &minor, &micro, &nano);
    return minor >= 24 && GST_MESSAGE_TYPE(message) == GST_MESSAGE_STREAMS_SELECTED &&
           source != NULL && g_str_has_suffix(G_OBJECT_TYPE_NAME(source), "Demux2");
}

gboolean frs_tracks_note(frs_tracks *tracks, GstMessage *message)
{
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_TAG)
        return tracks->collection != NULL;
    if (selects_itself(message)) {
        note_selected(tracks, message);
        return TRUE;
    }
    if (!is_type(GST_MESSAGE_SRC(message), "GstDecodebin3"))
        return FALSE;
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_STREAM_COLLECTION) {
        g_clear_object(&tracks->collection);
        gst_message_parse_stream_collection(message, &tracks->collection);
    } else {
        note_selected(tracks, message);
    }
    return TRUE;
}

gboolean frs_tracks_is_external(const frs_tracks *tracks, const char *id)
{
    return id != NULL && g_strcmp0(tracks->subtitles, id) == 0;
}

/* The id of the only track of a pipeline that posts no stream collection. */
static gboolean is_only_video(const frs_tracks *tracks, frs_track_kind kind)
{
    return tracks->collection == NULL && kind == FRS_TRACK_VIDEO;
}

static frs_problem *undecodable(frs_track_kind kind, GstStream *stream)
{
    g_autofree char *what = g_strdup_printf("the %s track", frs_track_names[kind]);
    g_autoptr(GPtrArray) missing = frs_missing_list_new();
    frs_stream_note_missing(stream, NULL, missing);
    return frs_problem_from_missing(what, "it cannot be decoded", missing);
}

static frs_problem *refusal(const frs_tracks *tracks, frs_track_kind kind, const char *id)
{
    if (id == NULL)
        return kind == FRS_TRACK_VIDEO
                   ? frs_problem_new("track", "a video track cannot be left out: choose one")
                   : NULL;
    if (kind == FRS_TRACK_TEXT && frs_tracks_is_external(tracks, id))
        return NULL;
    if (is_only_video(tracks, kind) && strcmp(frs_track_names[kind], id) == 0)
        return NULL;
    GstStream *stream = find(tracks->collection, kind, id);
    if (stream != NULL)
        return frs_stream_is_decodable(stream) ? NULL : undecodable(kind, stream);
    return frs_problem_new("track", "there is no %s track \"%s\": the event \"tracks\" tells which",
                           frs_track_names[kind], id);
}

frs_problem *frs_tracks_choose(frs_tracks *tracks, frs_track_kind kind, const char *id)
{
    frs_choice *choice = tracks->choice;
    frs_problem *problem = refusal(tracks, kind, id);
    if (problem != NULL)
        return problem;
    g_mutex_lock(&choice->lock);
    choice->chosen[kind] = TRUE;
    g_free(choice->ids[kind]);
    choice->ids[kind] = g_strdup(id);
    g_mutex_unlock(&choice->lock);
    return NULL;
}

gboolean frs_tracks_note_missing(const frs_tracks *tracks, GstElement *element, GPtrArray *missing)
{
    frs_track_kind needed = FRS_TRACK_VIDEO;
    if (tracks->collection == NULL)
        return TRUE;
    frs_streams_note_missing(tracks->collection, GST_STREAM_TYPE_VIDEO | GST_STREAM_TYPE_AUDIO,
                             element, missing);
    if (find(tracks->collection, needed, NULL) == NULL)
        needed = FRS_TRACK_AUDIO;
    return find(tracks->collection, needed, NULL) == NULL ||
           find_first(tracks->collection, needed) != NULL;
}

/* ---- the event ---- */

static void add_track(JsonBuilder *builder, const char *id, const char *label, const char *language,
                      const char *codec, gboolean selected)
{
    json_builder_begin_object(builder);
    frs_add_string(builder, "id", id);
    frs_add_string(builder, "label", label ? label : "");
    frs_add_string(builder, "language", language ? language : "");
    frs_add_string(builder, "codec", codec ? codec : "");
    frs_add_boolean(builder, "selected", selected);
    json_builder_end_object(builder);
}

static char *codec_of(GstStream *stream, const GstTagList *tags)
{
    g_autoptr(GstCaps) caps = gst_stream_get_caps(stream);
    char *codec = NULL;
    if (caps != NULL && gst_caps_is_fixed(caps))
        codec = gst_pb_utils_get_codec_description(caps);
    if (codec == NULL && tags != NULL && !gst_tag_list_get_string(tags, GST_TAG_CODEC, &codec))
        gst_tag_list_get_string(tags, GST_TAG_SUBTITLE_CODEC, &codec);
    return codec;
}

static void add_stream(JsonBuilder *builder, GstStream *stream, gboolean selected)
{
    g_autoptr(GstTagList) tags = gst_stream_get_tags(stream);
    g_autofree char *codec = codec_of(stream, tags);
    g_autofree char *label = NULL, *language = NULL;
    if (tags != NULL) {
        gst_tag_list_get_string(tags, GST_TAG_TITLE, &label);
        gst_tag_list_get_string(tags, GST_TAG_LANGUAGE_CODE, &language);
    }
    if (g_strcmp0(language, "und") == 0) /* Matroska's language code for "undetermined" */
        g_clear_pointer(&language, g_free);
    add_track(builder, gst_stream_get_stream_id(stream), label, language, codec, selected);
}

static gboolean is_selected(const frs_tracks *tracks, GstStream *stream)
{
    return g_ptr_array_find_with_equal_func(tracks->selected, gst_stream_get_stream_id(stream),
                                            g_str_equal, NULL);
}

gboolean frs_tracks_plays(const frs_tracks *tracks, frs_track_kind kind, const char *id)
{
    guint n = tracks->collection ? gst_stream_collection_get_size(tracks->collection) : 0;
    if (is_only_video(tracks, kind))
        return TRUE;
    if (!tracks->known)
        return FALSE;
    for (guint i = 0; i < n; i++) {
        GstStream *stream = gst_stream_collection_get_stream(tracks->collection, i);
        if ((gst_stream_get_stream_type(stream) & types[kind]) != 0 && is_selected(tracks, stream))
            return g_strcmp0(gst_stream_get_stream_id(stream), id) == 0;
    }
    return id == NULL;
}

static void add_kind(JsonBuilder *builder, const frs_tracks *tracks, frs_track_kind kind)
{
    guint n = tracks->collection ? gst_stream_collection_get_size(tracks->collection) : 0;
    if (is_only_video(tracks, kind))
        add_track(builder, frs_track_names[kind], NULL, NULL, NULL, TRUE);
    for (guint i = 0; i < n; i++) {
        GstStream *stream = gst_stream_collection_get_stream(tracks->collection, i);
        if ((gst_stream_get_stream_type(stream) & types[kind]) != 0)
            add_stream(builder, stream, is_selected(tracks, stream));
    }
}

static void add_subtitles(JsonBuilder *builder, const char *uri, gboolean selected)
{
    g_autofree char *name = g_path_get_basename(uri);
    g_autofree char *label = g_uri_unescape_string(name, NULL);
    g_autofree char *valid = label ? g_utf8_make_valid(label, -1) : NULL;
    add_track(builder, uri, valid, NULL, NULL, selected);
}

char *frs_tracks_event(frs_tracks *tracks, const char *subtitles)
{
    JsonBuilder *builder = frs_event_begin("tracks");
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++) {
        json_builder_set_member_name(builder, frs_track_names[kind]);
        json_builder_begin_array(builder);
        add_kind(builder, tracks, (frs_track_kind)kind);
        if (kind == FRS_TRACK_TEXT && tracks->subtitles != NULL)
            add_subtitles(builder, tracks->subtitles, subtitles != NULL);
        json_builder_end_array(builder);
    }
    return frs_line_unless_said(&tracks->said, frs_line_end(builder));
}

void frs_tracks_free(frs_tracks *tracks)
{
    forget_selected(tracks);
    g_clear_object(&tracks->collection);
    choice_unref(tracks->choice);
    g_ptr_array_unref(tracks->selected);
    g_free(tracks->subtitles);
    g_free(tracks);
}
