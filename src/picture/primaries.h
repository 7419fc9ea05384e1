/* SPDX-License-Identifier: MIT */
/**
 * Red, green, blue and white of a colour space, and the way from one to another in linear light.
 */
#ifndef FRS_PRIMARIES_H
#define FRS_PRIMARIES_H

#include <stdbool.h>
#include <stdint.h>

/** ColourPrimaries of H.273 table 2 that are told apart here. */
enum {
    FRS_PRIMARIES_BT709 = 1,
    FRS_PRIMARIES_UNSPECIFIED = 2,
    FRS_PRIMARIES_BT2020 = 9,
    FRS_PRIMARIES_DCI_P3 = 11,     /**< SMPTE RP 431-2: P3 with the white of a projector */
    FRS_PRIMARIES_DISPLAY_P3 = 12, /**< SMPTE EG 432-1: P3 with D65 */
};

/** Are these wider than sRGB's, so that they are mapped? BT.601's are taken as BT.709's. */
bool frs_primaries_are_wide(uint32_t primaries);

/**
 * Linear RGB of `primaries` to linear RGB of BT.709, by rows, in `to_bt709`; and the weights of
 * red, green and blue in luminance, in `luma`. White stays white: where the two whites differ they
 * are adapted by the method of Bradford (ICC.1:2010 annex E.3). All is computed from the
 * chromaticities of H.273 table 2, as SMPTE RP 177 says. Primaries that are not told apart count as
 * BT.709.
 */
void frs_primaries_convert(uint32_t primaries, double to_bt709[3][3], double luma[3]);

#endif
