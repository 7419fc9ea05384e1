/* SPDX-License-Identifier: MIT */
#include "descriptor.h"

static void put64(uint32_t *word, uint64_t value)
{
    word[0] = (uint32_t)value;
    word[1] = (uint32_t)(value >> 32);
}

static uint64_t get64(const uint32_t *word)
{
    return word[0] | (uint64_t)word[1] << 32;
}

/* HDR data is pairs of 16 bits, then the two luminances: rx|ry gx|gy bx|by wx|wy max min cll|fall.
 */
static void pack_hdr(uint32_t *word, const frs_hdr *hdr)
{
    for (int i = 0; i < 3; i++)
        word[i] = hdr->primaries_x[i] | (uint32_t)hdr->primaries_y[i] << 16;
    word[3] = hdr->white_x | (uint32_t)hdr->white_y << 16;
    word[4] = hdr->max_luminance;
    word[5] = hdr->min_luminance;
    word[6] = hdr->max_cll | (uint32_t)hdr->max_fall << 16;
}

static void unpack_hdr(const uint32_t *word, frs_hdr *hdr)
{
    for (int i = 0; i < 3; i++) {
        hdr->primaries_x[i] = (uint16_t)word[i];
        hdr->primaries_y[i] = (uint16_t)(word[i] >> 16);
    }
    hdr->white_x = (uint16_t)word[3];
    hdr->white_y = (uint16_t)(word[3] >> 16);
    hdr->max_luminance = word[4];
    hdr->min_luminance = word[5];
    hdr->max_cll = (uint16_t)word[6];
    hdr->max_fall = (uint16_t)(word[6] >> 16);
}

/* The words that are one field each, so that both directions agree by construction. */
#define EACH_WORD(DO)                                                                              \
    DO(WIDTH, width)                                                                               \
    DO(HEIGHT, height)                                                                             \
    DO(CROP_X, crop_x)                                                                             \
    DO(CROP_Y, crop_y)                                                                             \
    DO(CROP_WIDTH, crop_width)                                                                     \
    DO(CROP_HEIGHT, crop_height)                                                                   \
    DO(FORMAT, format)                                                                             \
    DO(N_PLANES, n_planes)                                                                         \
    DO(RANGE, range)                                                                               \
    DO(MATRIX, matrix)                                                                             \
    DO(TRANSFER, transfer)                                                                         \
    DO(PRIMARIES, primaries)                                                                       \
    DO(CHROMA_SITE, chroma_site)                                                                   \
    DO(PAR_N, par_n)                                                                               \
    DO(PAR_D, par_d)                                                                               \
    DO(ORIENTATION, orientation)                                                                   \
    DO(INTERLACE, interlace)                                                                       \
    DO(FPS_N, fps_n)                                                                               \
    DO(FPS_D, fps_d)

#define EACH_TIME(DO)                                                                              \
    DO(PTS, pts)                                                                                   \
    DO(DURATION, duration)                                                                         \
    DO(DECODED_AT, decoded_at)                                                                     \
    DO(PUBLISHED_AT, published_at)

void frs_descriptor_pack(uint32_t word[FRS_DESCRIPTOR_WORDS], const frs_frame_info *info)
{
#define PUT(NAME, field) word[FRS_DESCRIPTOR_##NAME] = info->field;
#define PUT_TIME(NAME, field) put64(word + FRS_DESCRIPTOR_##NAME, info->field);
    EACH_WORD(PUT)
    EACH_TIME(PUT_TIME)
    for (int p = 0; p < FRS_PLANES_MAX; p++) {
        word[FRS_DESCRIPTOR_OFFSET + p] = info->offset[p];
        word[FRS_DESCRIPTOR_STRIDE + p] = info->stride[p];
    }
    pack_hdr(word + FRS_DESCRIPTOR_HDR, &info->hdr);
}

void frs_descriptor_unpack(const uint32_t shared[FRS_DESCRIPTOR_WORDS], frs_frame_info *info)
{
    /* One copy, then only the copy is looked at: the writer may be hostile. */
    uint32_t word[FRS_DESCRIPTOR_WORDS];
    for (int i = 0; i < FRS_DESCRIPTOR_WORDS; i++)
        word[i] = ((const volatile uint32_t *)shared)[i];
#define GET(NAME, field) info->field = word[FRS_DESCRIPTOR_##NAME];
#define GET_TIME(NAME, field) info->field = get64(word + FRS_DESCRIPTOR_##NAME);
    EACH_WORD(GET)
    EACH_TIME(GET_TIME)
    for (int p = 0; p < FRS_PLANES_MAX; p++) {
        info->offset[p] = word[FRS_DESCRIPTOR_OFFSET + p];
        info->stride[p] = word[FRS_DESCRIPTOR_STRIDE + p];
    }
    unpack_hdr(word + FRS_DESCRIPTOR_HDR, &info->hdr);
}
