/* SPDX-License-Identifier: MIT */
/**
 * What an sRGB display shows for the R'G'B' of wide-gamut and high dynamic range video. The
 * window's shader does the same (js/preload/hdr.js); docs/design/colour.md tells why each thing is
 * as it is.
 *
 * PQ and HLG (BT.2100) become light of the mastering display, the EETF of BT.2390-10 5.4.1 brings
 * the brightest of the three components into the range of an SDR display whose white is the
 * reference white of BT.2408 (203 cd/m2) and whose black is a thousandth of that, the other two
 * follow in proportion, primaries become BT.709's, and what then lies outside of the display is cut
 * off. SDR of wide primaries is made linear, converted and encoded again with one and the same
 * curve.
 */
#ifndef FRS_TONE_H
#define FRS_TONE_H

#include <stdbool.h>

#include <frameshare/frame.h>

/** TransferCharacteristics of H.273 table 3 that are told apart here. */
enum {
    FRS_TRANSFER_GAMMA22 = 4,
    FRS_TRANSFER_GAMMA28 = 5,
    FRS_TRANSFER_LINEAR = 8,
    FRS_TRANSFER_SRGB = 13,
    FRS_TRANSFER_PQ = 16,
    FRS_TRANSFER_DCI = 17,
    FRS_TRANSFER_HLG = 18,
};

/** A curve: a code value under `knee` is divided by `slope`, above it is ((v + offset) / (1 +
 * offset))^gamma. */
typedef struct frs_tone_curve {
    double gamma, offset, knee, slope;
} frs_tone_curve;

/** Steps of a table from 0 to 1, between which is a straight line. */
#define FRS_TONE_STEPS 4096

/** The curves of one description of colour, for whole pictures: powers are slow. What is light is
 * looked up by its fourth root, so that the dark is as fine as it looks. */
typedef struct frs_tone_table {
    float light[FRS_TONE_STEPS + 2];   /**< of a code value */
    float ootf[FRS_TONE_STEPS + 2];    /**< HLG: gain of a luminance */
    float wanted[FRS_TONE_STEPS + 2];  /**< light of the brightest component: of PQ, or of light */
    float encoded[FRS_TONE_STEPS + 2]; /**< of light */
} frs_tone_table;

/** All that is constant for one description of colour. Luminances are in units of 10000 cd/m2. */
typedef struct frs_tone {
    uint32_t transfer;           /**< FRS_TRANSFER_PQ, FRS_TRANSFER_HLG, or any other for SDR */
    double to_bt709[3][3];       /**< linear light, by rows */
    double luma[3];              /**< weights of the source's primaries in luminance */
    frs_tone_curve curve;        /**< of SDR */
    double peak;                 /**< HLG: luminance of the nominal peak */
    double system_gamma;         /**< HLG */
    double lift;                 /**< HLG: beta, which lifts black to that of the display */
    double low, high;            /**< the source's black and peak, in PQ */
    double min_lum, max_lum;     /**< the display's, on the scale where the source's are 0 and 1 */
    double knee;                 /**< KS, on that scale */
    double gain;                 /**< of what is above black, after the lift of black */
    double black, white;         /**< luminances that the display's 0 and 1 stand for */
    const frs_tone_table *table; /**< NULL: every value is computed */
} frs_tone;

/**
 * Prepare for pictures like `info`. False: such pictures are shown as they are, and `tone` is not
 * to be used. Any numbers in `info` are safe.
 */
bool frs_tone_init(frs_tone *tone, const frs_frame_info *info);

/**
 * Fill `table`, which then makes frs_tone_apply() some ten times faster; it must stay as long as
 * `tone` is used. The difference is far less than an 8-bit code. Takes as long as some thousand
 * pixels.
 */
void frs_tone_tabulate(frs_tone *tone, frs_tone_table *table);

/** Non-linear R'G'B', 0 to 1, in place to sRGB, 0 to 1. Any thread; `tone` is only read. */
void frs_tone_apply(const frs_tone *tone, double rgb[3]);

/** ST 2084: luminance in units of 10000 cd/m2 of a PQ value, both 0 to 1. */
double frs_tone_pq_to_light(double value);

/** The inverse of frs_tone_pq_to_light(). */
double frs_tone_light_to_pq(double light);

/** BT.2100 table 5: scene light of an HLG value, both 0 to 1. */
double frs_tone_hlg_to_light(double value);

/** BT.2390-10 5.4.1: the EETF, from PQ to PQ. */
double frs_tone_eetf(const frs_tone *tone, double value);

#endif
