/* SPDX-License-Identifier: MIT */
/* A small picture of noise in any format: as planes of code values, each component by itself, and
 * as it lies in memory. */
#ifndef FRS_TESTS_SCENE_H
#define FRS_TESTS_SCENE_H

#include <frameshare/frame.h>

#define SCENE_COMPONENTS 4
#define SCENE_SIDE 40 /* pixels of the largest */

typedef struct scene {
    frs_frame_info info; /* of a picture in rows with padding, at odd addresses */
    const frs_format_shape *shape;
    uint32_t h_shift[SCENE_COMPONENTS], v_shift[SCENE_COMPONENTS];
    uint16_t code[SCENE_COMPONENTS][SCENE_SIDE][SCENE_SIDE];
    uint8_t *data; /* NULL before scene_pack() */
    size_t size;
} scene;

/* The same noise for the same arguments. */
scene *scene_new(uint32_t format, uint32_t width, uint32_t height);

/* Put the code values into memory, as the format and `info` say. The rest of it is 0xee. */
void scene_pack(scene *s);

/* How many samples stand for so many pixels. */
uint32_t scene_samples(uint32_t pixels, uint32_t shift);

void scene_free(scene *s);

#endif
