/* SPDX-License-Identifier: MIT */
#include <frameshare/overlay.h>

#include <stdbool.h>

#include "error.h"

/* Pixels start on cache lines. */
#define ALIGN 64
#define PIXEL 4

static bool in_range(uint32_t size)
{
    return size >= 1 && size <= FRS_SIZE_MAX;
}

static bool has_place(const frs_overlay *overlay)
{
    return in_range(overlay->width) && in_range(overlay->height) && overlay->x >= -FRS_SIZE_MAX &&
           overlay->x <= FRS_SIZE_MAX && overlay->y >= -FRS_SIZE_MAX && overlay->y <= FRS_SIZE_MAX;
}

static int check_place(const frs_overlay *overlay, uint32_t i)
{
    if (!in_range(overlay->columns) || !in_range(overlay->rows))
        return frs_fail(FRS_EINVAL, "overlay %u has %u x %u pixels: 1 to %d are possible", i,
                        overlay->columns, overlay->rows, FRS_SIZE_MAX);
    if (!has_place(overlay))
        return frs_fail(FRS_EINVAL, "overlay %u has no place on a picture: %u x %u at %d, %d", i,
                        overlay->width, overlay->height, overlay->x, overlay->y);
    return FRS_OK;
}

static int check_pixels(const frs_overlay *overlay, uint32_t i, size_t size)
{
    uint64_t row = (uint64_t)overlay->columns * PIXEL;
    uint64_t end = overlay->offset + (uint64_t)(overlay->rows - 1) * overlay->stride + row;
    if (overlay->stride < row || overlay->stride % PIXEL || overlay->offset % PIXEL ||
        overlay->offset < sizeof(frs_overlays) || end > size)
        return frs_fail(
            FRS_EINVAL,
            "overlay %u (%u x %u, stride %u, offset %u) does not lie in its slot of %zu "
            "bytes",
            i, overlay->columns, overlay->rows, overlay->stride, overlay->offset, size);
    return FRS_OK;
}

static int check_number(uint32_t n)
{
    return n >= 1 && n <= FRS_OVERLAYS_MAX
               ? FRS_OK
               : frs_fail(FRS_EINVAL, "%u overlays: 1 to %d are possible", n, FRS_OVERLAYS_MAX);
}

int64_t frs_overlays_layout(frs_overlays *overlays)
{
    int error = check_number(overlays->n);
    uint64_t end = sizeof *overlays;
    for (uint32_t i = 0; i < overlays->n && !error; i++) {
        frs_overlay *overlay = &overlays->overlay[i];
        error = check_place(overlay, i);
        end = (end + ALIGN - 1) / ALIGN * ALIGN;
        if (!error && end > UINT32_MAX)
            error = frs_fail(FRS_EINVAL, "%u overlays are more than a slot can hold", overlays->n);
        overlay->offset = (uint32_t)end;
        overlay->stride = overlay->columns * PIXEL;
        end += (uint64_t)overlay->rows * overlay->stride;
    }
    return error ? error : (int64_t)end;
}

int frs_overlays_check(const frs_overlays *overlays, size_t size)
{
    if (size < sizeof *overlays)
        return frs_fail(FRS_EINVAL, "%zu bytes are no overlays", size);
    int error = check_number(overlays->n);
    for (uint32_t i = 0; i < overlays->n && !error; i++) {
        error = check_place(&overlays->overlay[i], i);
        if (!error)
            error = check_pixels(&overlays->overlay[i], i, size);
    }
    return error;
}

int frs_overlays_read(frs_overlays *out, const void *data, size_t size)
{
    if (!data || size < sizeof *out)
        return frs_fail(FRS_EINVAL, "there are no overlays");
    /* One copy, then only the copy is looked at: the writer may be hostile. */
    const volatile uint32_t *shared = data;
    uint32_t *word = (uint32_t *)out;
    for (size_t i = 0; i < sizeof *out / sizeof *word; i++)
        word[i] = shared[i];
    return frs_overlays_check(out, size);
}
