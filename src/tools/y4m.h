/* SPDX-License-Identifier: MIT */
/* YUV4MPEG2, the raw video that every tool reads. */
#ifndef FRS_TOOLS_Y4M_H
#define FRS_TOOLS_Y4M_H

#include <stdio.h>

#include "picture.h"

/* The stream header for pictures like `p` (luma and chroma). 0, or -1 with errno. */
int y4m_write_header(FILE *file, const picture *p);

/* One frame. 0, or -1 with errno. */
int y4m_write_frame(FILE *file, const picture *p);

/* The pixels alone, of any format. 0, or -1 with errno. */
int raw_write_frame(FILE *file, const picture *p);

#endif
