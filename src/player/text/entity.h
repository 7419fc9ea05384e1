/* SPDX-License-Identifier: MIT */
/** Entities of HTML, those that subtitles have. */
#ifndef FRS_PLAYER_ENTITY_H
#define FRS_PLAYER_ENTITY_H

#include <glib.h>

/* How long the entity ("&amp;", "&#65;", "&#x41;") at `at` is, and the character that it stands
 * for, in UTF-8, with a zero behind it. 0: there is none. */
gsize frs_entity_read(const char *at, const char *end, char character[8]);

#endif
