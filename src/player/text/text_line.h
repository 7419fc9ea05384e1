/* SPDX-License-Identifier: MIT */
/** Lines of a text, whatever ends them. */
#ifndef FRS_PLAYER_TEXT_LINE_H
#define FRS_PLAYER_TEXT_LINE_H

#include <glib.h>

/* The next line of a text, without its end, which moves on behind that. FALSE: that was all. */
gboolean frs_line_next(const char **text, const char **line, gsize *length);

#endif
