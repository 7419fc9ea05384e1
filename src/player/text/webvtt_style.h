/* SPDX-License-Identifier: MIT */
/** STYLE blocks of WebVTT: which look the rules of their CSS give to a node of a cue. */
#ifndef FRS_PLAYER_WEBVTT_STYLE_H
#define FRS_PLAYER_WEBVTT_STYLE_H

#include "ass_text.h"

/* An array of rules. */
typedef struct frs_vtt_styles frs_vtt_styles;

frs_vtt_styles *frs_vtt_styles_new(void);
void frs_vtt_styles_free(frs_vtt_styles *styles);

/* Read the CSS of a STYLE block. */
void frs_vtt_styles_read(frs_vtt_styles *styles, const char *css);

/* What is known of a node of a cue's text; `tag` is empty for the cue itself. */
typedef struct frs_vtt_node {
    char tag[8];
    const char *classes, *annotation; /* ".a.b", "Roger"; not terminated */
    gsize classes_length, annotation_length;
    const char *id; /* of the cue; or NULL */
} frs_vtt_node;

void frs_vtt_styles_apply(const frs_vtt_styles *styles, const frs_vtt_node *node,
                          frs_ass_look *look);

#endif
