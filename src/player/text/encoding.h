/* SPDX-License-Identifier: MIT */
/** Detects the character encoding of text files. */
#ifndef FRS_PLAYER_ENCODING_H
#define FRS_PLAYER_ENCODING_H

#include <glib.h>

/* Convert bytes to UTF-8 without a byte order mark. A byte order mark says what they are; without
 * one `encoding` does (encoding_name.h), if it is not NULL; else they are UTF-8 if they are valid,
 * or what is detected (encoding_detect.h), or Windows-1252. Empty if there is a zero byte in the
 * middle: that is no text. The caller frees it. */
char *frs_text_to_utf8(const char *bytes, gsize length, const char *encoding);

#endif
