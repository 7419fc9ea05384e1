/* SPDX-License-Identifier: MIT */
/**
 * An ASS script, written: what files of other kinds become, so that libass draws them all.
 *
 * Cues come in any order and go out in the order they begin in. What is on the picture at once is
 * limited: to lay it out costs time that grows with its square.
 */
#ifndef FRS_PLAYER_ASS_SCRIPT_H
#define FRS_PLAYER_ASS_SCRIPT_H

#include <glib.h>

/* The picture's size in units of the script. The width is that of 16:9; another shape stretches
 * places and margins, and no letters. */
#define FRS_ASS_WIDTH 1280
#define FRS_ASS_HEIGHT 720

typedef enum frs_ass_style {
    FRS_ASS_OUTLINED, /* with an outline, away from the edge: SubRip's and others' */
    FRS_ASS_BOXED,    /* on a dark box, up to the edge: as browsers draw WebVTT */
} frs_ass_style;

/* A line's height in units of the script, which is what ASS calls the size of a font. */
#define FRS_ASS_OUTLINED_SIZE 46
#define FRS_ASS_BOXED_SIZE 42

typedef struct frs_ass_cue {
    gint64 start, end;           /* ms */
    guint left, right, vertical; /* margins in units of the script; 0: the style's */
    guint number;                /* of the file, from 0 */
    char *text;                  /* as frs_ass_text_finish() gives it */
} frs_ass_cue;

typedef struct frs_ass_script frs_ass_script;

frs_ass_script *frs_ass_script_new(frs_ass_style style);

/* Takes the text. Cues of no time, without text, or beyond what any file has are left out. */
void frs_ass_script_add(frs_ass_script *script, frs_ass_cue cue);

/* The script, which the caller frees, or NULL where nothing is said. Frees `script`. */
char *frs_ass_script_finish(frs_ass_script *script);

/* Is that text a script already, ASS or SSA? */
gboolean frs_is_ass(const char *text);

#endif
