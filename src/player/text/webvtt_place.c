/* SPDX-License-Identifier: MIT */
#include "webvtt_place.h"

#include <math.h>
#include <string.h>

/* Lines of the picture, of FRS_ASS_BOXED_SIZE. */
#define LINES 17
/* What is left of a box whose place leaves it no room: a word is cut by it all the same. */
#define NARROWEST 0.04

/* Also of columns of ASS's numpad alignment: 1 to 3 below, 4 to 6 in the middle, 7 to 9 above. */
typedef enum frs_side {
    BEGIN,
    MIDDLE,
    END,
    AUTO
} frs_side;

typedef struct frs_settings {
    frs_side align, line_align, position_align;
    double line;     /* a number of a line; or a part of 1 */
    double position; /* a part of 1; below 0: not said */
    double size;
    gboolean line_given, snap;
    char vertical; /* 'r', 'l': columns from there, or 0 */
    const frs_vtt_region *region;
} frs_settings;

/* ---- reading ---- */

static gboolean is_word(const char *at, gsize length, const char *word)
{
    return strlen(word) == length && memcmp(at, word, length) == 0;
}

static gboolean read_side(frs_side *to, const char *at, gsize length)
{
    static const struct {
        const char *word;
        frs_side side;
    } words[] = {{"start", BEGIN},   {"left", BEGIN}, {"line-left", BEGIN}, {"center", MIDDLE},
                 {"middle", MIDDLE}, {"end", END},    {"right", END},       {"line-right", END}};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (is_word(at, length, words[i].word)) {
            *to = words[i].side;
            return TRUE;
        }
    }
    return FALSE;
}

/* "50%", as a part of 1. */
static gboolean read_percent(double *to, const char *at, gsize length)
{
    char buffer[32];
    char *end;
    if (length < 2 || length >= sizeof buffer || at[length - 1] != '%' || !g_ascii_isdigit(*at))
        return FALSE;
    memcpy(buffer, at, length);
    buffer[length] = '\0';
    double value = g_ascii_strtod(buffer, &end);
    if (*end != '%' || end[1] != '\0' || !(value >= 0 && value <= 100))
        return FALSE;
    *to = value / 100;
    return TRUE;
}

static gboolean read_number(double *to, const char *at, gsize length)
{
    char buffer[32];
    char *end;
    if (length == 0 || length >= sizeof buffer)
        return FALSE;
    memcpy(buffer, at, length);
    buffer[length] = '\0';
    double value = g_ascii_strtod(buffer, &end);
    if (*end != '\0' || !g_ascii_isdigit(buffer[length - 1]) || !isfinite(value))
        return FALSE;
    *to = value;
    return TRUE;
}

/* "10%,90%" */
static void read_point(double *x, double *y, const char *at, gsize length)
{
    const char *comma = memchr(at, ',', length);
    double left, top;
    if (comma != NULL && read_percent(&left, at, (gsize)(comma - at)) &&
        read_percent(&top, comma + 1, (gsize)(at + length - comma - 1))) {
        *x = left;
        *y = top;
    }
}

/* The next of "name:value", separated by spaces. */
static gboolean next_setting(const char **at, const char *end, const char **name,
                             gsize *name_length, const char **value, gsize *value_length)
{
    while (*at < end) {
        while (*at < end && g_ascii_isspace(**at))
            ++*at;
        const char *begin = *at;
        while (*at < end && !g_ascii_isspace(**at))
            ++*at;
        const char *colon = memchr(begin, ':', (gsize)(*at - begin));
        if (colon == NULL || colon == begin || colon + 1 == *at)
            continue;
        *name = begin;
        *name_length = (gsize)(colon - begin);
        *value = colon + 1;
        *value_length = (gsize)(*at - colon - 1);
        return TRUE;
    }
    return FALSE;
}

gboolean frs_vtt_region_read(frs_vtt_region *region, const char *settings)
{
    const char *end = settings + strlen(settings), *name, *value;
    gsize name_length, length;
    *region = (frs_vtt_region){.width = 1, .lines = 3, .anchor_y = 1, .view_y = 1};
    while (next_setting(&settings, end, &name, &name_length, &value, &length)) {
        if (is_word(name, name_length, "id") && length < sizeof region->id)
            g_strlcpy(region->id, value, length + 1);
        else if (is_word(name, name_length, "width"))
            read_percent(&region->width, value, length);
        else if (is_word(name, name_length, "lines") && read_number(&region->lines, value, length))
            region->lines = CLAMP(region->lines, 1, LINES);
        else if (is_word(name, name_length, "regionanchor"))
            read_point(&region->anchor_x, &region->anchor_y, value, length);
        else if (is_word(name, name_length, "viewportanchor"))
            read_point(&region->view_x, &region->view_y, value, length);
    }
    return *region->id != '\0';
}

static void read_line(frs_settings *it, const char *value, gsize length)
{
    const char *comma = memchr(value, ',', length);
    gsize number = comma != NULL ? (gsize)(comma - value) : length;
    frs_side side = BEGIN;
    if (comma != NULL && !read_side(&side, comma + 1, length - number - 1))
        return;
    if (read_percent(&it->line, value, number))
        it->snap = FALSE;
    else if (read_number(&it->line, value, number))
        it->snap = TRUE;
    else
        return;
    it->line_align = side;
    it->line_given = TRUE;
}

static void read_position(frs_settings *it, const char *value, gsize length)
{
    const char *comma = memchr(value, ',', length);
    gsize number = comma != NULL ? (gsize)(comma - value) : length;
    frs_side side = AUTO;
    double position;
    if ((comma == NULL || read_side(&side, comma + 1, length - number - 1)) &&
        read_percent(&position, value, number)) {
        it->position = position;
        it->position_align = side;
    }
}

static void read_align(frs_settings *it, const char *value, gsize length, gboolean right_to_left)
{
    gboolean by_text = is_word(value, length, "start") || is_word(value, length, "end");
    if (read_side(&it->align, value, length) && by_text && right_to_left)
        it->align = END - it->align;
}

static const frs_vtt_region *find_region(const GArray *regions, const char *id, gsize length)
{
    for (guint i = regions->len; i-- > 0;) {
        const frs_vtt_region *region = &g_array_index(regions, frs_vtt_region, i);
        if (is_word(id, length, region->id))
            return region;
    }
    return NULL;
}

static frs_settings read_settings(const char *at, gsize size, const GArray *regions,
                                  gboolean right_to_left)
{
    frs_settings it = {.align = MIDDLE, .position_align = AUTO, .position = -1, .size = 1};
    const char *end = at + size, *name, *value;
    gsize name_length, length;
    while (next_setting(&at, end, &name, &name_length, &value, &length)) {
        if (is_word(name, name_length, "line"))
            read_line(&it, value, length);
        else if (is_word(name, name_length, "position"))
            read_position(&it, value, length);
        else if (is_word(name, name_length, "size"))
            read_percent(&it.size, value, length);
        else if (is_word(name, name_length, "align"))
            read_align(&it, value, length, right_to_left);
        else if (is_word(name, name_length, "vertical") &&
                 (is_word(value, length, "rl") || is_word(value, length, "lr")))
            it.vertical = *value;
        else if (is_word(name, name_length, "region"))
            it.region = find_region(regions, value, length);
    }
    if (it.line_given || it.size < 1 || it.vertical != 0)
        it.region = NULL;
    return it;
}

/* ---- placing ---- */

/* Where the box begins and ends along its lines, as parts of 1. */
static void get_extent(const frs_settings *it, double *begin, double *end)
{
    double position = it->position >= 0 ? it->position : it->align / 2.0;
    frs_side side = it->position_align != AUTO ? it->position_align : it->align;
    double most = side == BEGIN ? 1 - position
                  : side == END ? position
                                : 2 * MIN(position, 1 - position);
    double size = MAX(MIN(it->size, most), NARROWEST);
    *begin = CLAMP(position - size * side / 2, 0, 1 - size);
    *end = *begin + size;
}

static guint to_units(double part, guint whole)
{
    return (guint)(CLAMP(part, 0, 1) * whole + 0.5);
}

static void place_in_region(frs_ass_cue *cue, const frs_vtt_region *region)
{
    double height = region->lines * FRS_ASS_BOXED_SIZE / FRS_ASS_HEIGHT;
    double left = region->view_x - region->anchor_x * region->width;
    double bottom = region->view_y + (1 - region->anchor_y) * height;
    double begin = (double)cue->left / FRS_ASS_WIDTH, end = 1 - (double)cue->right / FRS_ASS_WIDTH;
    cue->left = to_units(left + begin * region->width, FRS_ASS_WIDTH);
    cue->right = MIN(to_units(1 - left - end * region->width, FRS_ASS_WIDTH),
                     FRS_ASS_WIDTH - cue->left - to_units(NARROWEST, FRS_ASS_WIDTH));
    cue->vertical = to_units(1 - bottom, FRS_ASS_HEIGHT);
}

/* The margin from the top (line 0, 1, ...) or from the bottom (-1, -2, ...). */
static guint margin_of_line(double line)
{
    return (guint)(MIN(line < 0 ? -line - 1 : line, LINES - 1) * FRS_ASS_BOXED_SIZE);
}

static char *place_lines(frs_ass_cue *cue, const frs_settings *it)
{
    double begin, end;
    get_extent(it, &begin, &end);
    cue->left = to_units(begin, FRS_ASS_WIDTH);
    cue->right = to_units(1 - end, FRS_ASS_WIDTH);
    guint column = 1 + (guint)it->align;
    if (it->region != NULL)
        place_in_region(cue, it->region);
    if (!it->line_given)
        return g_strdup_printf("{\\an%u}", column);
    if (it->snap) {
        cue->vertical = margin_of_line(it->line);
        return g_strdup_printf("{\\an%u}", it->line < 0 ? column : 6 + column);
    }
    if (it->line_align == MIDDLE) {
        double x = begin + (end - begin) * it->align / 2;
        return g_strdup_printf("{\\an%u\\pos(%u,%u)}", 3 + column, to_units(x, FRS_ASS_WIDTH),
                               to_units(it->line, FRS_ASS_HEIGHT));
    }
    gboolean top = it->line_align == BEGIN;
    cue->vertical = to_units(top ? it->line : 1 - it->line, FRS_ASS_HEIGHT);
    return g_strdup_printf("{\\an%u}", top ? 6 + column : column);
}

/* Lines that run down: turned, with the fonts of vertical writing ("@"). Where columns go from
 * right to left, the first is on the right, and the one that is not said the last. */
static char *place_columns(const frs_settings *it)
{
    double begin, end;
    get_extent(it, &begin, &end);
    double line = !it->line_given ? -1 : it->snap ? it->line : it->line * LINES;
    gboolean right = (it->vertical == 'r') == (line >= 0);
    guint x = margin_of_line(line);
    return g_strdup_printf("{\\an%u\\fn@sans-serif\\frz-90\\pos(%u,%u)}",
                           1 + (guint)it->align + (right ? 6 : 0), right ? FRS_ASS_WIDTH - x : x,
                           to_units(begin + (end - begin) * it->align / 2, FRS_ASS_HEIGHT));
}

char *frs_vtt_place(frs_ass_cue *cue, const char *settings, gsize length, const GArray *regions,
                    gboolean right_to_left)
{
    frs_settings it = read_settings(settings, length, regions, right_to_left);
    return it.vertical != 0 ? place_columns(&it) : place_lines(cue, &it);
}
