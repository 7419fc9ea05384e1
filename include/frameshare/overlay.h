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
#include <frameshare/frame.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Most overlays of one frame. */
#define FRS_OVERLAYS_MAX 64

/** One overlay: `rows` x `stride` bytes from `offset`, stretched over a rectangle of the picture.
 * What lies outside the picture is not shown. */
typedef struct frs_overlay {
    /** Left and top, in pixels of the picture inside its crop; -FRS_SIZE_MAX..FRS_SIZE_MAX. */
    int32_t x, y;
    uint32_t width, height; /**< on the picture, before it is turned; 1..FRS_SIZE_MAX */
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

/**
 * For writers: where the pixels go, one overlay after the other behind the table, rows without
 * padding. Sets `offset` and `stride` of each overlay from its `columns` and `rows`. Returns the
 * bytes of the slot that holds it all, or FRS_EINVAL when the table would not pass
 * frs_overlays_check().
 */
FRS_API int64_t frs_overlays_layout(frs_overlays *overlays);

/**
 * Check a table against the `size` bytes of its slot: the number of overlays, places and sizes in
 * range, each stride at least a row and a multiple of 4, each row inside, none in the table.
 * FRS_OK or FRS_EINVAL (with a message).
 */
FRS_API int frs_overlays_check(const frs_overlays *overlays, size_t size);

/**
 * For readers: copy the table of the slot at `data` once, and check the copy. A table that does not
 * check out is no overlay. FRS_OK or FRS_EINVAL; `out` may be used after FRS_OK only, and says
 * where in `data` the pixels are.
 */
FRS_API int frs_overlays_read(frs_overlays *out, const void *data, size_t size);

#ifdef __cplusplus
}
#endif

#endif
