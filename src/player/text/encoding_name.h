/* SPDX-License-Identifier: MIT */
/** Names of encodings, as the web writes them and as iconv knows them. */
#ifndef FRS_PLAYER_ENCODING_NAME_H
#define FRS_PLAYER_ENCODING_NAME_H

#include <glib.h>

/* iconv's name for it, which the caller frees; NULL: it knows none. */
char *frs_encoding_find(const char *name);

#endif
