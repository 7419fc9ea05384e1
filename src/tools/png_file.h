/* SPDX-License-Identifier: MIT */
/* One picture as it is displayed, as a PNG file. */
#ifndef FRS_TOOLS_PNG_FILE_H
#define FRS_TOOLS_PNG_FILE_H

#include "picture/picture.h"

/* With alpha where the picture has it. 0, or -1 with errno. */
int png_file_write(const char *path, frs_picture *picture);

#endif
