/* SPDX-License-Identifier: MIT */
#include "png_file.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>

static void write_image(png_structp png, png_infop info, frs_picture *picture, uint8_t *row)
{
    uint32_t width = frs_picture_width(picture), height = frs_picture_height(picture);
    bool alpha = frs_picture_has_alpha(picture);
    png_set_IHDR(png, info, width, height, 8, alpha ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_write_info(png, info);
    if (!alpha)
        png_set_filler(png, 0, PNG_FILLER_AFTER);
    for (uint32_t y = 0; y < height; y++) {
        frs_picture_row(picture, y, row);
        png_write_row(png, row);
    }
    png_write_end(png, info);
}

static int write_file(FILE *file, frs_picture *picture)
{
    /* Sized before setjmp(), so that no variable changes between it and a longjmp(). */
    uint8_t *row = malloc((size_t)4 * frs_picture_width(picture));
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!row || !info) {
        errno = ENOMEM;
    } else if (setjmp(png_jmpbuf(png)) == 0) {
        png_init_io(png, file);
        write_image(png, info, picture, row);
        errno = 0;
    } else if (errno == 0) {
        errno = EIO;
    }
    int error = errno;
    png_destroy_write_struct(&png, &info);
    free(row);
    errno = error;
    return error ? -1 : 0;
}

int png_file_write(const char *path, frs_picture *picture)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return -1;
    errno = 0;
    int result = write_file(file, picture);
    int error = errno;
    if (fclose(file) != 0 && result == 0)
        return -1;
    errno = error;
    return result;
}
