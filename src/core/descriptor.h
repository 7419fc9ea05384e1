/* SPDX-License-Identifier: MIT */
/* frs_frame_info to and from the words of shared memory. */
#ifndef FRS_CORE_DESCRIPTOR_H
#define FRS_CORE_DESCRIPTOR_H

#include <frameshare/frame.h>

#include "layout.h"

void frs_descriptor_pack(uint32_t word[FRS_DESCRIPTOR_WORDS], const frs_frame_info *info);

/* Copies every word once; the result still needs frs_frame_info_check(). */
void frs_descriptor_unpack(const uint32_t word[FRS_DESCRIPTOR_WORDS], frs_frame_info *info);

#endif
