/* SPDX-License-Identifier: MIT */
/**
 * What there is to know about one published picture. It travels beside the pixels in shared memory,
 * whole with every frame, so that a change of size or format needs no message of its own.
 */
#ifndef FRAMESHARE_FRAME_H
#define FRAMESHARE_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include <frameshare/format.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A time that is not known. */
#define FRS_TIME_NONE UINT64_MAX

/** Largest width and height of a picture, in pixels. */
#define FRS_SIZE_MAX 16384

/**
 * Mastering display and content light data, in the units of H.265 D.2.28 and CTA-861.3:
 * chromaticities in 0.00002, mastering luminance in 0.0001 cd/m2, light levels in cd/m2.
 * All zero when absent.
 */
typedef struct frs_hdr {
    uint16_t primaries_x[3], primaries_y[3]; /**< red, green, blue */
    uint16_t white_x, white_y;
    uint32_t max_luminance, min_luminance;
    uint16_t max_cll, max_fall;
} frs_hdr;

typedef struct frs_frame_info {
    uint32_t width, height; /**< pixels, 1..FRS_SIZE_MAX */
    /** The part to show, in pixels, inside width x height; a 0 width means the whole. */
    uint32_t crop_x, crop_y, crop_width, crop_height;
    uint32_t format;                      /**< FRS_FORMAT_* */
    uint32_t n_planes;                    /**< as the format has */
    uint32_t offset[FRS_PLANES_MAX];      /**< bytes from the start of the slot */
    uint32_t stride[FRS_PLANES_MAX];      /**< bytes from one row to the next */
    uint32_t range;                       /**< FRS_RANGE_* */
    uint32_t matrix, transfer, primaries; /**< H.273 code points */
    uint32_t chroma_site;                 /**< FRS_CHROMA_* */
    uint32_t par_n, par_d;                /**< pixel aspect ratio; 0 in either means 1:1 */
    uint32_t orientation;                 /**< FRS_ORIENTATION_* */
    uint32_t interlace;                   /**< FRS_INTERLACE_* */
    uint32_t fps_n, fps_d;                /**< nominal frame rate; 0/1 is variable or unknown */
    uint64_t pts, duration;               /**< ns of stream time; FRS_TIME_NONE unknown */
    uint64_t decoded_at;                  /**< CLOCK_MONOTONIC ns when the writer got the picture */
    uint64_t published_at;                /**< CLOCK_MONOTONIC ns; set by frs_writer_publish() */
    frs_hdr hdr;
} frs_frame_info;

/**
 * Fill format, planes, offsets and strides for a tightly laid out picture: planes one after the
 * other, each row padded to `stride_align` bytes (a power of two), in a zeroed `info`.
 * Returns the bytes of the whole picture, or FRS_EINVAL for an unknown format or a size outside
 * 1..FRS_SIZE_MAX.
 */
FRS_API int64_t frs_frame_info_init(frs_frame_info *info, uint32_t format, uint32_t width,
                                    uint32_t height, uint32_t stride_align);

/**
 * Check that `info` describes a picture that lies inside `size` bytes: a known format with its
 * number of planes, sizes in range, each stride at least a row, each plane's last byte inside.
 * Both sides call it before they trust a descriptor. FRS_OK or FRS_EINVAL (with a message).
 */
FRS_API int frs_frame_info_check(const frs_frame_info *info, size_t size);

#ifdef __cplusplus
}
#endif

#endif
