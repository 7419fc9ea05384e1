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

/** Pixel formats. Names are GStreamer's; byte order is memory order. */
enum {
    FRS_FORMAT_UNKNOWN = 0,
    FRS_FORMAT_I420 = 1, /**< 3 planes: Y height x width, U and V (height+1)/2 x (width+1)/2 */
    FRS_FORMAT_NV12 = 2, /**< 2 planes: Y height x width, UV (height+1)/2 x 2*((width+1)/2) */
    FRS_FORMAT_RGBA = 3, /**< 1 plane: height x 4*width, straight alpha */
    FRS_FORMAT_BGRA = 4, /**< 1 plane: height x 4*width, straight alpha */
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
    uint32_t n_planes; /**< 1..FRS_PLANES_MAX */
    /** Plane p has (height + round) >> v_shift rows and (width + round) >> h_shift pixels, rounded
     * up, of `bytes` bytes each. */
    struct {
        uint8_t h_shift, v_shift, bytes;
    } plane[FRS_PLANES_MAX];
} frs_format_shape;

/** The shape of `format`, or NULL when this library does not know it. Static storage. */
FRS_API const frs_format_shape *frs_format_get_shape(uint32_t format);

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
