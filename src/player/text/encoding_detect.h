/* SPDX-License-Identifier: MIT */
/**
 * Which encoding a text is in, by what its bytes are like: uchardet, which other players ask, too.
 * It is loaded when it is there, and none is known where it is not.
 */
#ifndef FRS_PLAYER_ENCODING_DETECT_H
#define FRS_PLAYER_ENCODING_DETECT_H

#include <glib.h>

/* Its name, which the caller frees; NULL: it is not known. */
char *frs_encoding_detect(const char *bytes, gsize length);

#endif
