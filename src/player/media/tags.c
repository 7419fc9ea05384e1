/* SPDX-License-Identifier: MIT */
#include "tags.h"

#include <gst/tag/tag.h>

#include "line.h"

struct frs_tags {
    GstTagList *file;   /* tags of the whole file */
    GstTagList *stream; /* tags of single streams */
    GstToc *toc;        /* or NULL: no chapters */
    char *said;
    char *said_chapters;
};

static const struct {
    const char *name, *tag;
} names[] = {
    {"title", GST_TAG_TITLE},         {"artist", GST_TAG_ARTIST},
    {"album", GST_TAG_ALBUM},         {"albumArtist", GST_TAG_ALBUM_ARTIST},
    {"track", GST_TAG_TRACK_NUMBER},  {"composer", GST_TAG_COMPOSER},
    {"genre", GST_TAG_GENRE},         {"date", GST_TAG_DATE_TIME},
    {"comment", GST_TAG_COMMENT},     {"description", GST_TAG_DESCRIPTION},
    {"copyright", GST_TAG_COPYRIGHT},
};

/* Takes the reference. (gst_toc_unref() is a macro.) */
static void set_toc(frs_tags *tags, GstToc *toc)
{
    if (tags->toc != NULL)
        gst_toc_unref(tags->toc);
    tags->toc = toc;
}

static void clear(frs_tags *tags)
{
    g_clear_pointer(&tags->file, gst_tag_list_unref);
    g_clear_pointer(&tags->stream, gst_tag_list_unref);
    set_toc(tags, NULL);
    g_clear_pointer(&tags->said, g_free);
    g_clear_pointer(&tags->said_chapters, g_free);
}

frs_tags *frs_tags_new(void)
{
    frs_tags *tags = g_new0(frs_tags, 1);
    frs_tags_reset(tags);
    return tags;
}

void frs_tags_reset(frs_tags *tags)
{
    clear(tags);
    tags->file = gst_tag_list_new_empty();
    tags->stream = gst_tag_list_new_empty();
}

void frs_tags_free(frs_tags *tags)
{
    clear(tags);
    g_free(tags);
}

static void note_tags(frs_tags *tags, GstMessage *message)
{
    g_autoptr(GstTagList) list = NULL;
    gst_message_parse_tag(message, &list);
    gboolean all = gst_tag_list_get_scope(list) == GST_TAG_SCOPE_GLOBAL;
    gst_tag_list_insert(all ? tags->file : tags->stream, list, GST_TAG_MERGE_REPLACE);
}

/* A TOC of the whole file (GLOBAL) is better than that of the current part (CURRENT). */
static void note_toc(frs_tags *tags, GstMessage *message)
{
    GstToc *toc = NULL;
    gboolean updated;
    gst_message_parse_toc(message, &toc, &updated);
    if (tags->toc != NULL && gst_toc_get_scope(tags->toc) == GST_TOC_SCOPE_GLOBAL &&
        gst_toc_get_scope(toc) != GST_TOC_SCOPE_GLOBAL) {
        gst_toc_unref(toc);
        return;
    }
    set_toc(tags, toc);
}

void frs_tags_note(frs_tags *tags, GstMessage *message)
{
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_TAG)
        note_tags(tags, message);
    else
        note_toc(tags, message);
}

/* ---- the events ---- */

/* The first value of a tag that occurs more than once. */
static char *text_of(const GstTagList *list, const char *tag)
{
    const GValue *value = gst_tag_list_get_value_index(list, tag, 0);
    if (value == NULL)
        return NULL;
    if (G_VALUE_HOLDS_STRING(value))
        return g_utf8_make_valid(g_value_get_string(value), -1);
    if (G_VALUE_HOLDS_UINT(value))
        return g_strdup_printf("%u", g_value_get_uint(value));
    if (GST_VALUE_HOLDS_DATE_TIME(value))
        return gst_date_time_to_iso8601_string(g_value_get_boxed(value));
    return NULL;
}

static guint add_tags(JsonBuilder *builder, const frs_tags *tags, gboolean sound)
{
    guint n = 0;
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *text = text_of(tags->file, names[i].tag);
        if (text == NULL && sound)
            text = text_of(tags->stream, names[i].tag);
        if (text == NULL || *text == '\0')
            continue;
        frs_add_string(builder, names[i].name, text);
        n++;
    }
    return n;
}

/* Store `line` in `*said` if it differs. Takes the line. TRUE: it is new. */
static char *say_once(char **said, char *line, gboolean empty)
{
    if (*said != NULL || !empty)
        return frs_line_unless_said(said, line);
    g_free(line);
    return NULL;
}

char *frs_tags_event(frs_tags *tags, gboolean sound)
{
    JsonBuilder *builder = frs_event_begin("tags");
    guint n = add_tags(builder, tags, sound);
    return say_once(&tags->said, frs_line_end(builder), n == 0);
}

/* Chapters are nested in editions; with several editions use the first. */
static GList *chapters_of(const GstToc *toc)
{
    GList *entries = toc != NULL ? gst_toc_get_entries(toc) : NULL;
    if (entries != NULL &&
        gst_toc_entry_get_entry_type(entries->data) == GST_TOC_ENTRY_TYPE_EDITION)
        return gst_toc_entry_get_sub_entries(entries->data);
    return entries;
}

static void add_chapter(JsonBuilder *builder, const GList *at, gint64 duration)
{
    gint64 start = 0, stop = -1, next = duration;
    const GstTagList *tags = gst_toc_entry_get_tags(at->data);
    g_autofree char *title = tags != NULL ? text_of(tags, GST_TAG_TITLE) : NULL;
    gst_toc_entry_get_start_stop_times(at->data, &start, &stop);
    if (at->next != NULL)
        gst_toc_entry_get_start_stop_times(at->next->data, &next, NULL);
    stop = stop > start ? stop : MAX(next, start);
    json_builder_begin_object(builder);
    frs_add_number(builder, "start", (double)start / GST_SECOND);
    frs_add_number(builder, "end", (double)stop / GST_SECOND);
    frs_add_string(builder, "title", title ? title : "");
    json_builder_end_object(builder);
}

char *frs_tags_chapters_event(frs_tags *tags, gint64 duration)
{
    GList *chapters = chapters_of(tags->toc);
    JsonBuilder *builder = frs_event_begin("chapters");
    json_builder_set_member_name(builder, "chapters");
    json_builder_begin_array(builder);
    for (const GList *it = chapters; it != NULL; it = it->next)
        add_chapter(builder, it, duration);
    json_builder_end_array(builder);
    return say_once(&tags->said_chapters, frs_line_end(builder), chapters == NULL);
}

/* ---- the cover ---- */

static gboolean is_front(GstSample *sample)
{
    const GstStructure *info = gst_sample_get_info(sample);
    gint type = GST_TAG_IMAGE_TYPE_NONE;
    return info != NULL &&
           gst_structure_get_enum(info, "image-type", GST_TYPE_TAG_IMAGE_TYPE, &type) &&
           type == GST_TAG_IMAGE_TYPE_FRONT_COVER;
}

/* The front cover, or else the first picture. */
static GstSample *find_cover(const GstTagList *list, const char *tag)
{
    GstSample *cover = NULL, *sample;
    for (guint i = 0; gst_tag_list_get_sample_index(list, tag, i, &sample); i++) {
        if (cover == NULL || is_front(sample)) {
            g_clear_pointer(&cover, gst_sample_unref);
            cover = gst_sample_ref(sample);
        }
        gboolean front = is_front(sample);
        gst_sample_unref(sample);
        if (front)
            break;
    }
    return cover;
}

GstSample *frs_tags_cover(const frs_tags *tags)
{
    static const char *const kinds[] = {GST_TAG_IMAGE, GST_TAG_PREVIEW_IMAGE};
    const GstTagList *lists[] = {tags->file, tags->stream};
    GstSample *cover = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(kinds) && cover == NULL; i++)
        for (guint k = 0; k < G_N_ELEMENTS(lists) && cover == NULL; k++)
            cover = find_cover(lists[k], kinds[i]);
    return cover;
}
