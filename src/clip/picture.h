/* Draws the test picture: moving colours, the frame's number for people, and the strip for
 * machines. */
#ifndef FRS_PICTURE_H
#define FRS_PICTURE_H

#include <stdint.h>

/** An 8-bit I420 picture to draw into. */
struct frs_picture {
    int width, height;
    int stride[3];
    uint8_t *plane[3];
};

/** Draw frame `number`: every pixel is written. At least FRS_STRIP_WIDTH x 2 FRS_STRIP_HEIGHT
 * pixels. */
void frs_picture_draw(const struct frs_picture *picture, uint32_t number);

/** Make all of it white but the strips. */
void frs_picture_flash(const struct frs_picture *picture);

#endif
