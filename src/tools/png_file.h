/* SPDX-License-Identifier: MIT */
/* One picture as a PNG file, converted to RGB by what its descriptor says of its colours. */
#ifndef FRS_TOOLS_PNG_FILE_H
#define FRS_TOOLS_PNG_FILE_H

#include "picture.h"

/* 0, or -1 with errno. */
int png_file_write(const char *path, const picture *p);

#endif
