/* SPDX-License-Identifier: MIT */
/** Detects the character encoding of text files. */
#ifndef FRS_PLAYER_ENCODING_H
#define FRS_PLAYER_ENCODING_H

#include <glib.h>

/* Convert bytes to UTF-8 without a byte order mark: UTF-16 if a byte order mark says so,
 * Windows-1252 if they are not valid UTF-8. Empty if there is a zero byte in the middle: that is no
 * text. The caller frees it. */
char *frs_text_to_utf8(const char *bytes, gsize length);

#endif
