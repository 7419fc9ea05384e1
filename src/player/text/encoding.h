/* SPDX-License-Identifier: MIT */
/** The encodings that texts in files are in. */
#ifndef FRS_PLAYER_ENCODING_H
#define FRS_PLAYER_ENCODING_H

#include <glib.h>

/* Bytes as UTF-8, without a byte order mark: UTF-16 where a mark says so, Windows-1252 where it is
 * no UTF-8. Empty when there is a zero in the middle: that is no text. The caller frees it. */
char *frs_text_to_utf8(const char *bytes, gsize length);

#endif
