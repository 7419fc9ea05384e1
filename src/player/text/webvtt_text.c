/* SPDX-License-Identifier: MIT */
#include "webvtt_text.h"

#include <string.h>

#include "ass_script.h"
#include "entity.h"

#define DEPTH_MAX 16
/* Of a ruby's text, percent of that of its base. */
#define RUBY_SIZE 50

typedef struct frs_open {
    char tag[8];
    frs_ass_look before;
} frs_open;

typedef struct frs_cue_text {
    frs_ass_text out;
    const frs_vtt_styles *styles;
    const char *id;
    frs_open open[DEPTH_MAX];
    guint depth, too_deep;
} frs_cue_text;

/* ---- looks ---- */

static gboolean is_class(const char *at, gsize length, const char *name)
{
    return strlen(name) == length && memcmp(at, name, length) == 0;
}

/* Section 5: "bg_" before a colour makes it that of the background. */
static void apply_class(frs_ass_look *look, const char *at, gsize length)
{
    static const struct {
        const char *name;
        guint32 color;
    } colors[] = {{"white", 0xffffffff}, {"lime", 0x00ff00ff},   {"cyan", 0x00ffffff},
                  {"red", 0xff0000ff},   {"yellow", 0xffff00ff}, {"magenta", 0xff00ffff},
                  {"blue", 0x0000ffff},  {"black", 0x000000ff}};
    gboolean behind = length > 3 && memcmp(at, "bg_", 3) == 0;
    for (guint i = 0; i < G_N_ELEMENTS(colors); i++) {
        if (behind && is_class(at + 3, length - 3, colors[i].name))
            look->box = colors[i].color;
        else if (is_class(at, length, colors[i].name))
            look->color = colors[i].color;
    }
}

static void apply_classes(frs_ass_look *look, const char *at, gsize length)
{
    const char *end = at + length;
    while (at < end) {
        const char *dot = memchr(at + 1, '.', (gsize)(end - at - 1));
        const char *next = dot != NULL ? dot : end;
        apply_class(look, at + 1, (gsize)(next - at - 1));
        at = next;
    }
}

static void apply_tag(frs_ass_look *look, const char *tag)
{
    if (strcmp(tag, "b") == 0)
        look->bold = TRUE;
    else if (strcmp(tag, "i") == 0)
        look->italic = TRUE;
    else if (strcmp(tag, "u") == 0)
        look->underline = TRUE;
    else if (strcmp(tag, "rt") == 0)
        look->size = MAX(look->size * RUBY_SIZE / 100, 1);
}

/* ---- tags ---- */

static gboolean is_known(const char *tag)
{
    static const char *const known[] = {"b", "c", "i", "lang", "rt", "ruby", "u", "v"};
    for (guint i = 0; i < G_N_ELEMENTS(known); i++)
        if (strcmp(tag, known[i]) == 0)
            return TRUE;
    return FALSE;
}

static const char *now_in(const frs_cue_text *it)
{
    return it->depth > 0 ? it->open[it->depth - 1].tag : "";
}

static void open_node(frs_cue_text *it, const frs_vtt_node *node)
{
    if (!is_known(node->tag) || (strcmp(node->tag, "rt") == 0 && strcmp(now_in(it), "ruby") != 0))
        return;
    if (it->depth == DEPTH_MAX) {
        it->too_deep++;
        return;
    }
    frs_open *open = &it->open[it->depth++];
    open->before = it->out.look;
    g_strlcpy(open->tag, node->tag, sizeof open->tag);
    apply_tag(&it->out.look, node->tag);
    apply_classes(&it->out.look, node->classes, node->classes_length);
    frs_vtt_styles_apply(it->styles, node, &it->out.look);
}

static void close_one(frs_cue_text *it)
{
    it->out.look = it->open[--it->depth].before;
}

/* Only the innermost can be closed; a ruby closes its text with it. */
static void close_node(frs_cue_text *it, const char *tag)
{
    if (it->too_deep > 0) {
        it->too_deep--;
        return;
    }
    if (strcmp(tag, "ruby") == 0 && strcmp(now_in(it), "rt") == 0)
        close_one(it);
    if (it->depth > 0 && strcmp(now_in(it), tag) == 0)
        close_one(it);
}

static gsize span_until(const char *at, const char *end, const char *stop)
{
    gsize length = 0;
    while (at + length < end && strchr(stop, at[length]) == NULL)
        length++;
    return length;
}

/* What is between "<" and ">", or between "<" and the end. */
static void read_tag(frs_cue_text *it, const char *at, const char *end)
{
    gboolean closes = at < end && *at == '/';
    frs_vtt_node node = {.id = it->id};
    at += closes ? 1 : 0;
    gsize length = span_until(at, end, " \t\n.");
    if (length >= sizeof node.tag)
        return;
    memcpy(node.tag, at, length);
    node.classes = at + length;
    node.classes_length = span_until(node.classes, end, " \t\n");
    node.annotation = node.classes + node.classes_length;
    while (node.annotation < end && g_ascii_isspace(*node.annotation))
        node.annotation++;
    node.annotation_length = (gsize)(end - node.annotation);
    if (closes)
        close_node(it, node.tag);
    else
        open_node(it, &node); /* of the time of a word, no tag, nothing is left */
}

char *frs_vtt_text(const char *bytes, gsize length, const char *place, const char *id,
                   const frs_vtt_styles *styles)
{
    frs_cue_text it = {.styles = styles, .id = id};
    const char *end = bytes + length;
    frs_ass_text_init(&it.out, FRS_ASS_BOXED_SIZE);
    frs_ass_text_append_raw(&it.out, place, strlen(place));
    frs_vtt_styles_apply(styles, &(frs_vtt_node){.classes = "", .annotation = "", .id = id},
                         &it.out.look);
    for (const char *at = bytes; at < end;) {
        char character[8];
        gsize entity = *at == '&' ? frs_entity_read(at, end, character) : 0;
        if (*at == '<') {
            const char *close = memchr(at, '>', (gsize)(end - at));
            read_tag(&it, at + 1, close != NULL ? close : end);
            at = close != NULL ? close + 1 : end;
        } else if (entity > 0) {
            frs_ass_text_append(&it.out, character, strlen(character));
            at += entity;
        } else {
            gsize plain = 1 + span_until(at + 1, end, "<&");
            frs_ass_text_append(&it.out, at, plain);
            at += plain;
        }
    }
    return frs_ass_text_finish(&it.out);
}
