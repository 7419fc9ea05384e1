/* SPDX-License-Identifier: MIT */
#include "webvtt_style.h"

#include <stdlib.h>
#include <string.h>

#include "css_color.h"

#define RULES_MAX 32
#define WORD_MAX 32

/* What a rule sets. */
enum {
    COLOR = 1,
    BOX = 2,
    BOLD = 4,
    ITALIC = 8,
    UNDERLINE = 16,
    STRIKE = 32,
    SIZE = 64,
    FACE = 128,
};

/* Which nodes a rule is of: empty words are any; all of them empty is the cue itself. */
typedef struct frs_selector {
    char tag[WORD_MAX], class[WORD_MAX], id[WORD_MAX], voice[WORD_MAX];
} frs_selector;

typedef struct frs_rule {
    frs_selector selector;
    guint sets;
    frs_ass_look look;
} frs_rule;

struct frs_vtt_styles {
    frs_rule rules[RULES_MAX];
    guint count;
};

frs_vtt_styles *frs_vtt_styles_new(void)
{
    return g_new0(frs_vtt_styles, 1);
}

void frs_vtt_styles_free(frs_vtt_styles *styles)
{
    g_free(styles);
}

/* ---- properties ---- */

static void read_decoration(frs_rule *rule, const char *value)
{
    rule->look.underline = strstr(value, "underline") != NULL;
    rule->look.strike = strstr(value, "line-through") != NULL;
    rule->sets |= UNDERLINE | STRIKE;
}

static void read_size(frs_rule *rule, const char *value)
{
    char *unit;
    double size = g_ascii_strtod(value, &unit);
    size *= strcmp(unit, "em") == 0 ? 100 : strcmp(unit, "%") == 0 ? 1 : 0;
    if (size < 1 || size > 1000)
        return;
    rule->look.size = (guint)size;
    rule->sets |= SIZE;
}

static void read_family(frs_rule *rule, char *value)
{
    value[strcspn(value, ",")] = '\0';
    value = g_strstrip(g_strdelimit(value, "\"'", ' '));
    frs_ass_look_set_face(&rule->look, value, strlen(value));
    rule->sets |= FACE;
}

static void read_property(frs_rule *rule, const char *name, char *value)
{
    if (strcmp(name, "color") == 0 && frs_css_color(value, strlen(value), &rule->look.color))
        rule->sets |= COLOR;
    else if ((strcmp(name, "background-color") == 0 || strcmp(name, "background") == 0) &&
             frs_css_color(value, strlen(value), &rule->look.box))
        rule->sets |= BOX;
    else if (strcmp(name, "font-weight") == 0) {
        rule->look.bold = g_str_has_prefix(value, "bold") || atoi(value) >= 600;
        rule->sets |= BOLD;
    } else if (strcmp(name, "font-style") == 0) {
        rule->look.italic = strcmp(value, "italic") == 0 || strcmp(value, "oblique") == 0;
        rule->sets |= ITALIC;
    } else if (strcmp(name, "text-decoration") == 0)
        read_decoration(rule, value);
    else if (strcmp(name, "font-size") == 0)
        read_size(rule, value);
    else if (strcmp(name, "font-family") == 0)
        read_family(rule, value);
}

static void read_properties(frs_rule *rule, const char *body)
{
    g_auto(GStrv) each = g_strsplit(body, ";", 64);
    for (char **it = each; *it != NULL; it++) {
        char *colon = strchr(*it, ':');
        if (colon == NULL)
            continue;
        *colon = '\0';
        char *value = g_strstrip(colon + 1);
        g_autofree char *name = g_ascii_strdown(g_strstrip(*it), -1);
        read_property(rule, name, value);
    }
}

/* ---- selectors ---- */

static const char *read_word(char word[WORD_MAX], const char *at)
{
    gsize length = strcspn(at, ".#[:\"']>+~ \t\n");
    g_strlcpy(word, at, MIN(length + 1, WORD_MAX));
    return at + length;
}

/* "b", ".red", "c.red", "#name", "v[voice=\"Roger\"]". False: it is more than that. */
static gboolean read_selector(frs_selector *to, const char *at)
{
    gboolean any = *at == '*';
    *to = (frs_selector){.tag = ""};
    at = read_word(to->tag, any ? at + 1 : at);
    while (*at != '\0') {
        if (*at == '.')
            at = read_word(to->class, at + 1);
        else if (*at == '#')
            at = read_word(to->id, at + 1);
        else if (g_str_has_prefix(at, "[voice=\"") && strchr(at + 8, '"') != NULL) {
            const char *end = strchr(at + 8, '"');
            g_strlcpy(to->voice, at + 8, MIN((gsize)(end - at) - 7, WORD_MAX));
            at = end[1] == ']' ? end + 2 : end + 1;
        } else
            return FALSE;
    }
    return *to->tag != '\0' || *to->class != '\0' || *to->id != '\0' || *to->voice != '\0';
}

static void add_rule(frs_vtt_styles *styles, const frs_selector *selector, const char *body)
{
    if (styles->count == RULES_MAX)
        return;
    frs_rule *rule = &styles->rules[styles->count++];
    *rule = (frs_rule){.selector = *selector, .look = FRS_ASS_PLAIN};
    read_properties(rule, body);
}

/* What is before "{": "::cue", "::cue(b, .red)". */
static void read_rule(frs_vtt_styles *styles, char *selectors, const char *body)
{
    frs_selector selector = {.tag = ""};
    for (char *at = strstr(selectors, "::cue"); at != NULL; at = strstr(at, "::cue")) {
        at += strlen("::cue");
        if (*at != '(') {
            if (strchr(", \t\n", *at) != NULL)
                add_rule(styles, &(frs_selector){.tag = ""}, body);
            continue;
        }
        char *close = strchr(at, ')');
        if (close == NULL)
            return;
        g_autofree char *inner = g_strndup(at + 1, (gsize)(close - at - 1));
        g_auto(GStrv) each = g_strsplit(inner, ",", RULES_MAX);
        for (char **one = each; *one != NULL; one++)
            if (read_selector(&selector, g_strstrip(*one)))
                add_rule(styles, &selector, body);
        at = close;
    }
}

static void blank_comments(char *css)
{
    for (char *at = css; (at = strstr(at, "/*")) != NULL;) {
        char *end = strstr(at + 2, "*/");
        gsize length = end != NULL ? (gsize)(end + 2 - at) : strlen(at);
        memset(at, ' ', length);
        at += length;
    }
}

void frs_vtt_styles_read(frs_vtt_styles *styles, const char *text)
{
    g_autofree char *css = g_strdup(text);
    blank_comments(css);
    for (char *at = css; styles->count < RULES_MAX;) {
        char *open = strchr(at, '{');
        char *close = open != NULL ? strchr(open, '}') : NULL;
        if (close == NULL)
            return;
        *open = *close = '\0';
        read_rule(styles, at, open + 1);
        at = close + 1;
    }
}

/* ---- applying ---- */

static gboolean has_class(const frs_vtt_node *node, const char *class)
{
    gsize length = strlen(class);
    const char *end = node->classes + node->classes_length;
    for (const char *at = node->classes; at < end && (at = memchr(at, '.', (gsize)(end - at)));) {
        at++;
        if ((gsize)(end - at) >= length && memcmp(at, class, length) == 0 &&
            (at + length == end || at[length] == '.'))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_of(const frs_selector *selector, const frs_vtt_node *node)
{
    gboolean cue = *node->tag == '\0';
    if (*selector->id != '\0')
        return cue && node->id != NULL && strcmp(selector->id, node->id) == 0;
    if (*selector->tag == '\0' && *selector->class == '\0' && *selector->voice == '\0')
        return cue;
    return !cue && (*selector->tag == '\0' || strcmp(selector->tag, node->tag) == 0) &&
           (*selector->class == '\0' || has_class(node, selector->class)) &&
           (*selector->voice == '\0' ||
            (strcmp(node->tag, "v") == 0 && strlen(selector->voice) == node->annotation_length &&
             memcmp(selector->voice, node->annotation, node->annotation_length) == 0));
}

static void apply(const frs_rule *rule, frs_ass_look *look)
{
    const frs_ass_look *from = &rule->look;
    look->color = rule->sets & COLOR ? from->color : look->color;
    look->box = rule->sets & BOX ? from->box : look->box;
    look->bold = rule->sets & BOLD ? from->bold : look->bold;
    look->italic = rule->sets & ITALIC ? from->italic : look->italic;
    look->underline = rule->sets & UNDERLINE ? from->underline : look->underline;
    look->strike = rule->sets & STRIKE ? from->strike : look->strike;
    if (rule->sets & SIZE)
        look->size = CLAMP(look->size * from->size / 100, 1, 1000);
    if (rule->sets & FACE)
        memcpy(look->face, from->face, sizeof look->face);
}

void frs_vtt_styles_apply(const frs_vtt_styles *styles, const frs_vtt_node *node,
                          frs_ass_look *look)
{
    for (guint i = 0; i < styles->count; i++)
        if (is_of(&styles->rules[i].selector, node))
            apply(&styles->rules[i], look);
}
