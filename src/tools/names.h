/* SPDX-License-Identifier: MIT */
/* Words for the numbers in a frame's descriptor. Static storage; NULL for a number without a word.
 */
#ifndef FRS_TOOLS_NAMES_H
#define FRS_TOOLS_NAMES_H

#include <stdint.h>

const char *name_of_format(uint32_t format);
const char *name_of_range(uint32_t range);
const char *name_of_matrix(uint32_t matrix);
const char *name_of_transfer(uint32_t transfer);
const char *name_of_primaries(uint32_t primaries);
const char *name_of_chroma_site(uint32_t site);
const char *name_of_orientation(uint32_t orientation);
const char *name_of_interlace(uint32_t interlace);

#endif
