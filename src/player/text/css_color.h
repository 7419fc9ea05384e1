/* SPDX-License-Identifier: MIT */
/** Colours as CSS writes them. */
#ifndef FRS_PLAYER_CSS_COLOR_H
#define FRS_PLAYER_CSS_COLOR_H

#include <glib.h>

/* 0xRRGGBBAA of a colour, by name or as #rgb, #rrggbb, #rrggbbaa, rrggbb, rgb(), rgba(). False:
 * none. */
gboolean frs_css_color(const char *text, gsize length, guint32 *color);

#endif
