/* SPDX-License-Identifier: MIT */
#include "png_file.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>

#include "rgb.h"

static void write_rows(png_structp png, const picture *p, uint8_t *row)
{
    rgb_converter converter;
    rgb_converter_init(&converter, p);
    for (uint32_t y = 0; y < p->height; y++) {
        rgb_converter_row(&converter, p, y, row);
        png_write_row(png, row);
    }
}

static int write_file(FILE *file, const picture *p)
{
    /* Sized before setjmp(), so that no variable changes between it and a longjmp(). */
    uint8_t *row = malloc((size_t)4 * p->width);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!row || !info) {
        errno = ENOMEM;
    } else if (setjmp(png_jmpbuf(png)) == 0) {
        png_init_io(png, file);
        png_set_IHDR(png, info, p->width, p->height, 8,
                     picture_is_yuv(p) ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA,
                     PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        png_write_info(png, info);
        write_rows(png, p, row);
        png_write_end(png, info);
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

int png_file_write(const char *path, const picture *p)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return -1;
    errno = 0;
    int result = write_file(file, p);
    int error = errno;
    if (fclose(file) != 0 && result == 0)
        return -1;
    errno = error;
    return result;
}
