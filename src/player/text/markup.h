/* SPDX-License-Identifier: MIT */
/**
 * Text with tags of HTML, as in SubRip, or of Pango, as subparse gives it, as the text of an event
 * of ASS: b, i, u, s, font and span with colour, size and face. Override tags of ASS ("{\an8}")
 * are handed on, as players do; other tags are left out; what is no tag ("<3", "a < b") is text.
 */
#ifndef FRS_PLAYER_MARKUP_H
#define FRS_PLAYER_MARKUP_H

#include <glib.h>

/* The caller frees it. */
char *frs_markup_to_ass(const char *bytes, gsize length, guint font_size);

#endif
