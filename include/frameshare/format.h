/* SPDX-License-Identifier: MIT */
/**
 * Pixel formats and colour, as numbers that travel in shared memory: never renumber them.
 *
 * Plane shapes are height x stride: plane p of a picture occupies
 * `rows(p) * stride[p]` bytes from `offset[p]`; strides and offsets are in bytes.
 */
#ifndef FRAMESHARE_FORMAT_H
#define FRAMESHARE_FORMAT_H

#include <stdint.h>

#include <frameshare/error.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FRS_PLANES_MAX 4

/**
 * Pixel formats. Names are GStreamer's; byte order is memory order, words are little endian. What
 * is where in a picture is said by frs_format_get_shape(), and nowhere else.
 */
enum {
    FRS_FORMAT_UNKNOWN = 0,
    FRS_FORMAT_I420 = 1,
    FRS_FORMAT_NV12 = 2,
    FRS_FORMAT_RGBA = 3, /**< straight alpha, as in every format that has alpha */
    FRS_FORMAT_BGRA = 4,
    FRS_FORMAT_YV12 = 5,
    FRS_FORMAT_NV21 = 6,
    FRS_FORMAT_NV16 = 7,
    FRS_FORMAT_NV61 = 8,
    FRS_FORMAT_NV24 = 9,
    FRS_FORMAT_Y42B = 10,
    FRS_FORMAT_Y41B = 11,
    FRS_FORMAT_Y444 = 12,
    FRS_FORMAT_YUY2 = 13,
    FRS_FORMAT_UYVY = 14,
    FRS_FORMAT_VYUY = 15,
    FRS_FORMAT_YVYU = 16,
    FRS_FORMAT_AYUV = 17,
    FRS_FORMAT_VUYA = 18,
    FRS_FORMAT_A420 = 19,
    FRS_FORMAT_GRAY8 = 20,
    FRS_FORMAT_GRAY16_LE = 21,
    FRS_FORMAT_RGB = 22,
    FRS_FORMAT_BGR = 23,
    FRS_FORMAT_RGBX = 24, /**< GStreamer's RGBx: x is padding */
    FRS_FORMAT_BGRX = 25,
    FRS_FORMAT_XRGB = 26,
    FRS_FORMAT_XBGR = 27,
    FRS_FORMAT_ARGB = 28,
    FRS_FORMAT_ABGR = 29,
    FRS_FORMAT_RGBA64_LE = 30,
    FRS_FORMAT_ARGB64_LE = 31,
    FRS_FORMAT_GBR = 32,
    FRS_FORMAT_GBR_10LE = 33,
    FRS_FORMAT_GBR_12LE = 34,
    FRS_FORMAT_I420_10LE = 35,
    FRS_FORMAT_I422_10LE = 36,
    FRS_FORMAT_Y444_10LE = 37,
    FRS_FORMAT_P010_10LE = 38,
    FRS_FORMAT_I420_12LE = 39,
    FRS_FORMAT_I422_12LE = 40,
    FRS_FORMAT_Y444_12LE = 41,
    FRS_FORMAT_A420_10LE = 42,
    FRS_FORMAT_END, /**< one past the last; grows */
};

/** What the components of a format are. */
enum {
    FRS_MODEL_YUV = 0,  /**< Y, Cb, Cr, perhaps alpha */
    FRS_MODEL_RGB = 1,  /**< red, green, blue, perhaps alpha */
    FRS_MODEL_GRAY = 2, /**< luma alone */
};

/** Code value range (H.273 8.3, VideoFullRangeFlag). */
enum {
    FRS_RANGE_UNKNOWN = 0,
    FRS_RANGE_LIMITED = 1, /**< luma 16..235, chroma 16..240 at 8 bits */
    FRS_RANGE_FULL = 2,    /**< 0..255 at 8 bits */
};

/*
 * Matrix, transfer and primaries are the code points of H.273 tables 4, 3 and 2, so that no table
 * of ours stands between two programs. 2 is "unspecified" in each.
 */
enum {
    FRS_MATRIX_RGB = 0,
    FRS_MATRIX_BT709 = 1,
    FRS_MATRIX_UNSPECIFIED = 2,
    FRS_MATRIX_FCC = 4,
    FRS_MATRIX_BT601 = 6,
    FRS_MATRIX_SMPTE240M = 7,
    FRS_MATRIX_BT2020_NCL = 9,
};

/** Chroma sample position of 4:2:0 pictures (H.273 8.7, ChromaLocType 0..5, plus 0xff unknown). */
enum {
    FRS_CHROMA_LEFT = 0,
    FRS_CHROMA_CENTER = 1,
    FRS_CHROMA_TOP_LEFT = 2,
    FRS_CHROMA_TOP = 3,
    FRS_CHROMA_BOTTOM_LEFT = 4,
    FRS_CHROMA_BOTTOM = 5,
    FRS_CHROMA_UNKNOWN = 0xff,
};

/** How the picture is to be turned for display, clockwise; flips come before the turn. */
enum {
    FRS_ORIENTATION_0 = 0,
    FRS_ORIENTATION_90 = 1,
    FRS_ORIENTATION_180 = 2,
    FRS_ORIENTATION_270 = 3,
    FRS_ORIENTATION_FLIP_0 = 4, /**< mirrored left to right */
    FRS_ORIENTATION_FLIP_90 = 5,
    FRS_ORIENTATION_FLIP_180 = 6, /**< mirrored top to bottom */
    FRS_ORIENTATION_FLIP_270 = 7,
};

/** Interlacing. */
enum {
    FRS_INTERLACE_PROGRESSIVE = 0,
    FRS_INTERLACE_TOP_FIRST = 1,
    FRS_INTERLACE_BOTTOM_FIRST = 2,
};

/** A format's shape. */
typedef struct frs_format_shape {
    const char *name;  /**< GStreamer's name, static storage */
    uint8_t model;     /**< FRS_MODEL_* */
    uint8_t depth;     /**< bits of a code value, 8..16; samples of more than 8 take two bytes */
    uint8_t shift;     /**< the code value is sample >> shift */
    uint32_t n_planes; /**< 1..FRS_PLANES_MAX */
    /** Plane p has (height + round) >> v_shift rows and (width + round) >> h_shift units, rounded
     * up, of `bytes` bytes each. A unit may hold several pixels of luma (YUY2: two). */
    struct {
        uint8_t h_shift, v_shift, bytes;
    } plane[FRS_PLANES_MAX];
    /** Y, U, V, alpha, or red, green, blue, alpha: the first sample is `offset` bytes into the
     * plane, the next one `step` bytes on. A component with a step of 0 is not there. */
    struct {
        uint8_t plane, offset, step;
    } component[4];
} frs_format_shape;

/** The shape of `format`, or NULL when this library does not know it. Static storage. */
FRS_API const frs_format_shape *frs_format_get_shape(uint32_t format);

/** How many pixels share a sample of component `component`, which is there: 1 << *h_shift in a row,
 * 1 << *v_shift in a column. */
FRS_API void frs_format_subsampling(const frs_format_shape *shape, uint32_t component,
                                    uint32_t *h_shift, uint32_t *v_shift);

/** The format of GStreamer's name (`"I420"`), or FRS_FORMAT_UNKNOWN. */
FRS_API uint32_t frs_format_from_name(const char *name);

/** Bytes used in one row of plane `plane`; 0 for an unknown format or plane. */
FRS_API uint32_t frs_format_row_bytes(uint32_t format, uint32_t plane, uint32_t width);

/** Rows of plane `plane`; 0 for an unknown format or plane. */
FRS_API uint32_t frs_format_rows(uint32_t format, uint32_t plane, uint32_t height);

#ifdef __cplusplus
}
#endif

#endif
