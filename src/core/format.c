/* SPDX-License-Identifier: MIT */
#include <frameshare/format.h>
#include <frameshare/frame.h>

#include <string.h>

#include "error.h"

enum {
    YUV = FRS_MODEL_YUV,
    RGB = FRS_MODEL_RGB,
    GRAY = FRS_MODEL_GRAY
};

/* name, model, depth, shift, planes: {h_shift, v_shift, bytes}..., components: {plane, offset,
 * step}... A row a format; all code goes by what is written here. */
/* clang-format off */
static const frs_format_shape shapes[FRS_FORMAT_END] = {
    [FRS_FORMAT_I420] = {"I420", YUV, 8, 0, 3, {{0, 0, 1}, {1, 1, 1}, {1, 1, 1}}, {{0, 0, 1}, {1, 0, 1}, {2, 0, 1}}},
    [FRS_FORMAT_NV12] = {"NV12", YUV, 8, 0, 2, {{0, 0, 1}, {1, 1, 2}}, {{0, 0, 1}, {1, 0, 2}, {1, 1, 2}}},
    [FRS_FORMAT_RGBA] = {"RGBA", RGB, 8, 0, 1, {{0, 0, 4}}, {{0, 0, 4}, {0, 1, 4}, {0, 2, 4}, {0, 3, 4}}},
    [FRS_FORMAT_BGRA] = {"BGRA", RGB, 8, 0, 1, {{0, 0, 4}}, {{0, 2, 4}, {0, 1, 4}, {0, 0, 4}, {0, 3, 4}}},
    [FRS_FORMAT_YV12] = {"YV12", YUV, 8, 0, 3, {{0, 0, 1}, {1, 1, 1}, {1, 1, 1}}, {{0, 0, 1}, {2, 0, 1}, {1, 0, 1}}},
    [FRS_FORMAT_NV21] = {"NV21", YUV, 8, 0, 2, {{0, 0, 1}, {1, 1, 2}}, {{0, 0, 1}, {1, 1, 2}, {1, 0, 2}}},
    [FRS_FORMAT_NV16] = {"NV16", YUV, 8, 0, 2, {{0, 0, 1}, {1, 0, 2}}, {{0, 0, 1}, {1, 0, 2}, {1, 1, 2}}},
    [FRS_FORMAT_NV61] = {"NV61", YUV, 8, 0, 2, {{0, 0, 1}, {1, 0, 2}}, {{0, 0, 1}, {1, 1, 2}, {1, 0, 2}}},
    [FRS_FORMAT_NV24] = {"NV24", YUV, 8, 0, 2, {{0, 0, 1}, {0, 0, 2}}, {{0, 0, 1}, {1, 0, 2}, {1, 1, 2}}},
    [FRS_FORMAT_Y42B] = {"Y42B", YUV, 8, 0, 3, {{0, 0, 1}, {1, 0, 1}, {1, 0, 1}}, {{0, 0, 1}, {1, 0, 1}, {2, 0, 1}}},
    [FRS_FORMAT_Y41B] = {"Y41B", YUV, 8, 0, 3, {{0, 0, 1}, {2, 0, 1}, {2, 0, 1}}, {{0, 0, 1}, {1, 0, 1}, {2, 0, 1}}},
    [FRS_FORMAT_Y444] = {"Y444", YUV, 8, 0, 3, {{0, 0, 1}, {0, 0, 1}, {0, 0, 1}}, {{0, 0, 1}, {1, 0, 1}, {2, 0, 1}}},
    [FRS_FORMAT_YUY2] = {"YUY2", YUV, 8, 0, 1, {{1, 0, 4}}, {{0, 0, 2}, {0, 1, 4}, {0, 3, 4}}},
    [FRS_FORMAT_UYVY] = {"UYVY", YUV, 8, 0, 1, {{1, 0, 4}}, {{0, 1, 2}, {0, 0, 4}, {0, 2, 4}}},
    [FRS_FORMAT_VYUY] = {"VYUY", YUV, 8, 0, 1, {{1, 0, 4}}, {{0, 1, 2}, {0, 2, 4}, {0, 0, 4}}},
    [FRS_FORMAT_YVYU] = {"YVYU", YUV, 8, 0, 1, {{1, 0, 4}}, {{0, 0, 2}, {0, 3, 4}, {0, 1, 4}}},
    [FRS_FORMAT_AYUV] = {"AYUV", YUV, 8, 0, 1, {{0, 0, 4}}, {{0, 1, 4}, {0, 2, 4}, {0, 3, 4}, {0, 0, 4}}},
    [FRS_FORMAT_VUYA] = {"VUYA", YUV, 8, 0, 1, {{0, 0, 4}}, {{0, 2, 4}, {0, 1, 4}, {0, 0, 4}, {0, 3, 4}}},
    [FRS_FORMAT_A420] = {"A420", YUV, 8, 0, 4, {{0, 0, 1}, {1, 1, 1}, {1, 1, 1}, {0, 0, 1}}, {{0, 0, 1}, {1, 0, 1}, {2, 0, 1}, {3, 0, 1}}},
    [FRS_FORMAT_GRAY8] = {"GRAY8", GRAY, 8, 0, 1, {{0, 0, 1}}, {{0, 0, 1}}},
    [FRS_FORMAT_GRAY16_LE] = {"GRAY16_LE", GRAY, 16, 0, 1, {{0, 0, 2}}, {{0, 0, 2}}},
    [FRS_FORMAT_RGB] = {"RGB", RGB, 8, 0, 1, {{0, 0, 3}}, {{0, 0, 3}, {0, 1, 3}, {0, 2, 3}}},
    [FRS_FORMAT_BGR] = {"BGR", RGB, 8, 0, 1, {{0, 0, 3}}, {{0, 2, 3}, {0, 1, 3}, {0, 0, 3}}},
    [FRS_FORMAT_RGBX] = {"RGBx", RGB, 8, 0, 1, {{0, 0, 4}}, {{0, 0, 4}, {0, 1, 4}, {0, 2, 4}}},
    [FRS_FORMAT_BGRX] = {"BGRx", RGB, 8, 0, 1, {{0, 0, 4}}, {{0, 2, 4}, {0, 1, 4}, {0, 0, 4}}},
    [FRS_FORMAT_XRGB] = {"xRGB", RGB, 8, 0, 1, {{0, 0, 4}}, {{0, 1, 4}, {0, 2, 4}, {0, 3, 4}}},
    [FRS_FORMAT_XBGR] = {"xBGR", RGB, 8, 0, 1, {{0, 0, 4}}, {{0, 3, 4}, {0, 2, 4}, {0, 1, 4}}},
    [FRS_FORMAT_ARGB] = {"ARGB", RGB, 8, 0, 1, {{0, 0, 4}}, {{0, 1, 4}, {0, 2, 4}, {0, 3, 4}, {0, 0, 4}}},
    [FRS_FORMAT_ABGR] = {"ABGR", RGB, 8, 0, 1, {{0, 0, 4}}, {{0, 3, 4}, {0, 2, 4}, {0, 1, 4}, {0, 0, 4}}},
    [FRS_FORMAT_RGBA64_LE] = {"RGBA64_LE", RGB, 16, 0, 1, {{0, 0, 8}}, {{0, 0, 8}, {0, 2, 8}, {0, 4, 8}, {0, 6, 8}}},
    [FRS_FORMAT_ARGB64_LE] = {"ARGB64_LE", RGB, 16, 0, 1, {{0, 0, 8}}, {{0, 2, 8}, {0, 4, 8}, {0, 6, 8}, {0, 0, 8}}},
    [FRS_FORMAT_GBR] = {"GBR", RGB, 8, 0, 3, {{0, 0, 1}, {0, 0, 1}, {0, 0, 1}}, {{2, 0, 1}, {0, 0, 1}, {1, 0, 1}}},
    [FRS_FORMAT_GBR_10LE] = {"GBR_10LE", RGB, 10, 0, 3, {{0, 0, 2}, {0, 0, 2}, {0, 0, 2}}, {{2, 0, 2}, {0, 0, 2}, {1, 0, 2}}},
    [FRS_FORMAT_GBR_12LE] = {"GBR_12LE", RGB, 12, 0, 3, {{0, 0, 2}, {0, 0, 2}, {0, 0, 2}}, {{2, 0, 2}, {0, 0, 2}, {1, 0, 2}}},
    [FRS_FORMAT_I420_10LE] = {"I420_10LE", YUV, 10, 0, 3, {{0, 0, 2}, {1, 1, 2}, {1, 1, 2}}, {{0, 0, 2}, {1, 0, 2}, {2, 0, 2}}},
    [FRS_FORMAT_I422_10LE] = {"I422_10LE", YUV, 10, 0, 3, {{0, 0, 2}, {1, 0, 2}, {1, 0, 2}}, {{0, 0, 2}, {1, 0, 2}, {2, 0, 2}}},
    [FRS_FORMAT_Y444_10LE] = {"Y444_10LE", YUV, 10, 0, 3, {{0, 0, 2}, {0, 0, 2}, {0, 0, 2}}, {{0, 0, 2}, {1, 0, 2}, {2, 0, 2}}},
    [FRS_FORMAT_P010_10LE] = {"P010_10LE", YUV, 10, 6, 2, {{0, 0, 2}, {1, 1, 4}}, {{0, 0, 2}, {1, 0, 4}, {1, 2, 4}}},
    [FRS_FORMAT_I420_12LE] = {"I420_12LE", YUV, 12, 0, 3, {{0, 0, 2}, {1, 1, 2}, {1, 1, 2}}, {{0, 0, 2}, {1, 0, 2}, {2, 0, 2}}},
    [FRS_FORMAT_I422_12LE] = {"I422_12LE", YUV, 12, 0, 3, {{0, 0, 2}, {1, 0, 2}, {1, 0, 2}}, {{0, 0, 2}, {1, 0, 2}, {2, 0, 2}}},
    [FRS_FORMAT_Y444_12LE] = {"Y444_12LE", YUV, 12, 0, 3, {{0, 0, 2}, {0, 0, 2}, {0, 0, 2}}, {{0, 0, 2}, {1, 0, 2}, {2, 0, 2}}},
    [FRS_FORMAT_A420_10LE] = {"A420_10LE", YUV, 10, 0, 4, {{0, 0, 2}, {1, 1, 2}, {1, 1, 2}, {0, 0, 2}}, {{0, 0, 2}, {1, 0, 2}, {2, 0, 2}, {3, 0, 2}}},
};
/* clang-format on */

static uint32_t subsample(uint32_t pixels, uint32_t shift)
{
    return (pixels + (1u << shift) - 1) >> shift;
}

const frs_format_shape *frs_format_get_shape(uint32_t format)
{
    return format > FRS_FORMAT_UNKNOWN && format < FRS_FORMAT_END ? &shapes[format] : NULL;
}

void frs_format_subsampling(const frs_format_shape *shape, uint32_t component, uint32_t *h_shift,
                            uint32_t *v_shift)
{
    uint32_t p = shape->component[component].plane;
    uint32_t samples = shape->plane[p].bytes / shape->component[component].step;
    *h_shift = shape->plane[p].h_shift;
    *v_shift = shape->plane[p].v_shift;
    /* A unit of two luma samples (YUY2) is half as coarse for luma. */
    for (; samples > 1; samples /= 2)
        *h_shift -= 1;
}

uint32_t frs_format_from_name(const char *name)
{
    for (uint32_t format = FRS_FORMAT_UNKNOWN + 1; name && format < FRS_FORMAT_END; format++)
        if (strcmp(shapes[format].name, name) == 0)
            return format;
    return FRS_FORMAT_UNKNOWN;
}

uint32_t frs_format_row_bytes(uint32_t format, uint32_t plane, uint32_t width)
{
    const frs_format_shape *shape = frs_format_get_shape(format);
    if (!shape || plane >= shape->n_planes)
        return 0;
    return subsample(width, shape->plane[plane].h_shift) * shape->plane[plane].bytes;
}

uint32_t frs_format_rows(uint32_t format, uint32_t plane, uint32_t height)
{
    const frs_format_shape *shape = frs_format_get_shape(format);
    return shape && plane < shape->n_planes ? subsample(height, shape->plane[plane].v_shift) : 0;
}

int64_t frs_frame_info_init(frs_frame_info *info, uint32_t format, uint32_t width, uint32_t height,
                            uint32_t stride_align)
{
    const frs_format_shape *shape = frs_format_get_shape(format);
    if (!shape)
        return frs_fail(FRS_EINVAL, "pixel format %u is not known", format);
    if (width == 0 || height == 0 || width > FRS_SIZE_MAX || height > FRS_SIZE_MAX)
        return frs_fail(FRS_EINVAL, "a picture of %ux%u pixels: each side must be 1 to %d", width,
                        height, FRS_SIZE_MAX);
    if (stride_align == 0 || stride_align > 4096 || (stride_align & (stride_align - 1)))
        return frs_fail(FRS_EINVAL, "a row alignment of %u is not a power of two up to 4096",
                        stride_align);
    *info = (frs_frame_info){
        .width = width,
        .height = height,
        .format = format,
        .n_planes = shape->n_planes,
        .matrix = FRS_MATRIX_UNSPECIFIED,
        .transfer = 2,
        .primaries = 2,
        .chroma_site = FRS_CHROMA_UNKNOWN,
        .par_n = 1,
        .par_d = 1,
        .fps_d = 1,
        .pts = FRS_TIME_NONE,
        .duration = FRS_TIME_NONE,
    };
    uint64_t end = 0;
    for (uint32_t p = 0; p < shape->n_planes; p++) {
        uint32_t row = frs_format_row_bytes(format, p, width);
        info->offset[p] = (uint32_t)end;
        info->stride[p] = (row + stride_align - 1) & ~(stride_align - 1);
        end += (uint64_t)info->stride[p] * frs_format_rows(format, p, height);
    }
    return (int64_t)end;
}

static int check_crop(const frs_frame_info *info)
{
    if (info->crop_width == 0)
        return FRS_OK;
    if (info->crop_height == 0 || info->crop_x > info->width || info->crop_y > info->height ||
        info->crop_width > info->width - info->crop_x ||
        info->crop_height > info->height - info->crop_y)
        return frs_fail(FRS_EINVAL, "a crop of %ux%u at %u,%u is outside a picture of %ux%u",
                        info->crop_width, info->crop_height, info->crop_x, info->crop_y,
                        info->width, info->height);
    return FRS_OK;
}

int frs_frame_info_check(const frs_frame_info *info, size_t size)
{
    const frs_format_shape *shape = frs_format_get_shape(info->format);
    if (!shape)
        return frs_fail(FRS_EINVAL, "pixel format %u is not known", info->format);
    if (info->n_planes != shape->n_planes)
        return frs_fail(FRS_EINVAL, "%s has %u planes, not %u", shape->name, shape->n_planes,
                        info->n_planes);
    if (info->width == 0 || info->height == 0 || info->width > FRS_SIZE_MAX ||
        info->height > FRS_SIZE_MAX)
        return frs_fail(FRS_EINVAL, "a picture of %ux%u pixels: each side must be 1 to %d",
                        info->width, info->height, FRS_SIZE_MAX);
    for (uint32_t p = 0; p < shape->n_planes; p++) {
        uint32_t row = frs_format_row_bytes(info->format, p, info->width);
        uint64_t rows = frs_format_rows(info->format, p, info->height);
        /* The last row may end where its pixels end. */
        uint64_t end = info->offset[p] + (rows - 1) * info->stride[p] + row;
        if (info->stride[p] < row || end > size)
            return frs_fail(
                FRS_EINVAL, "plane %u of %s %ux%u (offset %u, stride %u) does not fit in %zu bytes",
                p, shape->name, info->width, info->height, info->offset[p], info->stride[p], size);
    }
    return check_crop(info);
}
