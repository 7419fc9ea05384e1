/* SPDX-License-Identifier: MIT */
#include "ass_script.h"

#include <string.h>

/* No file of subtitles has more: on the picture at once, in all, and in bytes. */
#define AT_ONCE 32
#define CUES_MAX 200000
#define BYTES_MAX ((gsize)32 * 1024 * 1024)
#define TIME_MAX_MS (G_GINT64_CONSTANT(999) * 3600 * 1000)

struct frs_ass_script {
    frs_ass_style style;
    GArray *cues; /* of frs_ass_cue */
    gsize bytes;
};

static void clear_cue(gpointer cue)
{
    g_free(((frs_ass_cue *)cue)->text);
}

frs_ass_script *frs_ass_script_new(frs_ass_style style)
{
    frs_ass_script *script = g_new0(frs_ass_script, 1);
    script->style = style;
    script->cues = g_array_new(FALSE, FALSE, sizeof(frs_ass_cue));
    g_array_set_clear_func(script->cues, clear_cue);
    return script;
}

void frs_ass_script_add(frs_ass_script *script, frs_ass_cue cue)
{
    gsize length = cue.text != NULL ? strlen(cue.text) : 0;
    cue.start = MAX(cue.start, 0);
    cue.end = MIN(cue.end, TIME_MAX_MS);
    cue.number = script->cues->len;
    if (length == 0 || cue.end <= cue.start || script->cues->len >= CUES_MAX ||
        script->bytes + length > BYTES_MAX) {
        g_free(cue.text);
        return;
    }
    script->bytes += length;
    g_array_append_val(script->cues, cue);
}

/* HTML's order of cues: by their beginning, the longer first, then as in the file. */
static gint compare(gconstpointer a, gconstpointer b)
{
    const frs_ass_cue *one = a, *other = b;
    if (one->start != other->start)
        return one->start < other->start ? -1 : 1;
    if (one->end != other->end)
        return one->end > other->end ? -1 : 1;
    return one->number < other->number ? -1 : one->number > other->number;
}

/* ---- what is at once ---- */

typedef struct frs_present {
    gint64 ends[AT_ONCE];
    guint count;
} frs_present;

static gboolean enter(frs_present *present, const frs_ass_cue *cue)
{
    guint kept = 0;
    for (guint i = 0; i < present->count; i++)
        if (present->ends[i] > cue->start)
            present->ends[kept++] = present->ends[i];
    present->count = kept;
    if (kept == AT_ONCE)
        return FALSE;
    present->ends[present->count++] = cue->end;
    return TRUE;
}

/* ---- writing ---- */

/* Encoding -1: the direction of writing is that of the text. A box is as large as the outline of
 * its text, and needs one to be drawn. */
static const struct {
    int wrap;
    const char *style;
} styles[] = {
    [FRS_ASS_OUTLINED] = {0, "&H00FFFFFF,&H00000000,&H80000000,0,0,0,0,100,100,0,0,1,2.5,1,2,"
                             "40,40,32,-1"},
    [FRS_ASS_BOXED] = {1, "&H00FFFFFF,&H33000000,&H33000000,0,0,0,0,100,100,0,0,3,0.1,0,2,"
                          "0,0,0,-1"},
};

static void append_head(GString *to, frs_ass_style style)
{
    g_string_append_printf(
        to,
        "[Script Info]\nScriptType: v4.00+\nPlayResX: %d\nPlayResY: %d\nWrapStyle: %d\n"
        "ScaledBorderAndShadow: yes\n\n[V4+ Styles]\n"
        "Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, "
        "Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, "
        "Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n"
        "Style: Default,sans-serif,%d,%s\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n",
        FRS_ASS_WIDTH, FRS_ASS_HEIGHT, styles[style].wrap,
        style == FRS_ASS_BOXED ? FRS_ASS_BOXED_SIZE : FRS_ASS_OUTLINED_SIZE, styles[style].style);
}

static void append_time(GString *to, gint64 ms)
{
    g_string_append_printf(to, "%d:%02d:%02d.%02d,", (int)(ms / 3600000), (int)(ms / 60000 % 60),
                           (int)(ms / 1000 % 60), (int)(ms % 1000 / 10));
}

static void append_cue(GString *to, const frs_ass_cue *cue)
{
    g_string_append(to, "Dialogue: 0,");
    append_time(to, cue->start);
    append_time(to, cue->end);
    g_string_append_printf(to, "Default,,%u,%u,%u,,%s\n", cue->left, cue->right, cue->vertical,
                           cue->text);
}

char *frs_ass_script_finish(frs_ass_script *script)
{
    frs_present present = {.count = 0};
    GString *text = g_string_new(NULL);
    append_head(text, script->style);
    g_array_sort(script->cues, compare);
    for (guint i = 0; i < script->cues->len; i++) {
        const frs_ass_cue *cue = &g_array_index(script->cues, frs_ass_cue, i);
        if (enter(&present, cue))
            append_cue(text, cue);
    }
    gboolean empty = script->cues->len == 0;
    g_array_unref(script->cues);
    g_free(script);
    return g_string_free(text, empty);
}

/* ---- what is one already ---- */

gboolean frs_is_ass(const char *text)
{
    static const char *const sections[] = {"[Script Info]", "[V4", "[Events]"};
    while (g_ascii_isspace(*text))
        text++;
    for (guint i = 0; i < G_N_ELEMENTS(sections); i++)
        if (g_ascii_strncasecmp(text, sections[i], strlen(sections[i])) == 0)
            return TRUE;
    return FALSE;
}
