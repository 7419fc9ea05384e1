/* SPDX-License-Identifier: MIT */
/* YUV4MPEG2, the raw video that every tool reads. */
#ifndef FRS_TOOLS_Y4M_H
#define FRS_TOOLS_Y4M_H

#include <stdbool.h>
#include <stdio.h>

#include "planes.h"

/* Does Y4M have a name for planes like these? It has none for RGB, nor for alpha but at 4:4:4. */
bool y4m_can_hold(const planes *p);

/* The stream header for pictures like `p`, which it can hold. 0, or -1 with errno. */
int y4m_write_header(FILE *file, const planes *p);

/* One frame. 0, or -1 with errno. */
int y4m_write_frame(FILE *file, const planes *p);

/* The samples alone, of any format. 0, or -1 with errno. */
int raw_write_frame(FILE *file, const planes *p);

#endif
