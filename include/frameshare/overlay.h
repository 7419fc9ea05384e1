/* SPDX-License-Identifier: MIT */
/**
 * Overlays: small pictures (subtitles, a logo) that are drawn over a frame by who shows it, so that
 * the frame itself stays as it was decoded and is not copied.
 *
 * They travel in a slot of their own, which any number of frames may refer to: a subtitle of three
 * seconds is written once. The slot starts with an frs_overlays, then come its entries, then the
 * pixels. A reader takes each word once and checks it: frs_overlays_check().
 */
#ifndef FRAMESHARE_OVERLAY_H
#define FRAMESHARE_OVERLAY_H

#include <stddef.h>
#include <stdint.h>

#include <frameshare/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Most overlays of one frame. */
#define FRS_OVERLAYS_MAX 64

/** One overlay: `rows` x `stride` bytes from `offset`, stretched over a rectangle of the picture.
 */
typedef struct frs_overlay {
    int32_t x, y;           /**< left and top, in pixels of the picture inside its crop */
    uint32_t width, height; /**< on the picture, in its pixels, before it is turned; not 0 */
    uint32_t columns, rows; /**< pixels of the overlay itself, 1..FRS_SIZE_MAX */
    uint32_t offset;        /**< bytes from the start of the slot to its first row */
    uint32_t stride;        /**< bytes from one row to the next, a multiple of 4 */
} frs_overlay;              /* pixels: BGRA in memory, sRGB, premultiplied by alpha */

/** What an overlay slot starts with. */
typedef struct frs_overlays {
    uint32_t n; /**< 1..FRS_OVERLAYS_MAX */
    uint32_t reserved[7];
    frs_overlay overlay[FRS_OVERLAYS_MAX]; /**< the first n are there */
} frs_overlays;

#ifdef __cplusplus
}
#endif

#endif
