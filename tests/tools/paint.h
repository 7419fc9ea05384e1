/* SPDX-License-Identifier: MIT */
/* Pictures drawn by plain rules, published in stream.h's stream, and what a file of them holds. */
#ifndef FRS_TESTS_PAINT_H
#define FRS_TESTS_PAINT_H

#include "stream.h"

/* The colour of one picture, in the order of its planes' bytes. */
typedef struct paint {
    uint32_t format, width, height, range, matrix, site;
    uint8_t colour[4];
} paint;

/* The description of such a picture; returns its bytes. */
size_t paint_info(frs_frame_info *info, const paint *p);

/* Noise, or one colour when it is not all zero. Padding is 0xee everywhere. */
void paint_draw(uint8_t *data, size_t size, const frs_frame_info *info, const paint *p,
                uint32_t seed);

/* Publish these seeds; a frame's time is a microsecond for each. */
void paint_publish(const paint *p, uint32_t first, uint32_t last);

/* Publish one, described otherwise. */
void paint_publish_info(const paint *p, const frs_frame_info *info, size_t size, uint32_t seed);

/* The visible bytes, planar, as a file should have them. Returns the end. */
uint8_t *paint_expect(uint8_t *to, const paint *p, uint32_t seed);

#endif
