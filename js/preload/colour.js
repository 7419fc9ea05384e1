'use strict';

/**
 * From code values to RGB, as H.273 says it.
 *
 * With Kg = 1 - Kr - Kb (8.3, equations for the non-constant luminance matrices):
 *
 *     R = Y + 2(1 - Kr) Cr
 *     G = Y - 2 Kb (1 - Kb) / Kg Cb - 2 Kr (1 - Kr) / Kg Cr
 *     B = Y + 2(1 - Kb) Cb
 *
 * and from 8-bit code values y, c to Y, C (8.3, VideoFullRangeFlag):
 *
 *     limited  Y = (y - 16) / 219   C = (c - 128) / 224
 *     full     Y = y / 255          C = (c - 128) / 255
 */

const RANGE_FULL = 2;

/** MatrixCoefficients (H.273 table 4) to [Kr, Kb]. @type {{[code: number]: [number, number]}} */
const COEFFICIENTS = {
    1: [0.2126, 0.0722], // BT.709
    4: [0.30, 0.11], // FCC
    5: [0.299, 0.114], // BT.601, 625 lines
    6: [0.299, 0.114], // BT.601, 525 lines
    7: [0.212, 0.087], // SMPTE 240M
    9: [0.2627, 0.0593], // BT.2020, non-constant luminance
};

/** Pictures that do not say: high definition is BT.709, as GStreamer takes it. */
const HD_ABOVE_LINES = 576;

/**
 * @param {number} code MatrixCoefficients
 * @param {number} height lines of the picture
 * @returns {[number, number]} Kr, Kb
 */
function coefficients(code, height) {
    return COEFFICIENTS[code] || COEFFICIENTS[height > HD_ABOVE_LINES ? 1 : 6];
}

/**
 * rgb = matrix * yuv + offset, where yuv are texture samples 0..1 (code value / 255).
 * @param {number} code MatrixCoefficients
 * @param {number} range FRS_RANGE_*
 * @param {number} height lines of the picture
 * @param {Float32Array} matrix 9 numbers, column by column, written
 * @param {Float32Array} offset 3 numbers, written
 */
function yuvToRgb(code, range, height, matrix, offset) {
    const [kr, kb] = coefficients(code, height);
    const kg = 1 - kr - kb;
    const full = range === RANGE_FULL;
    const scaleY = full ? 1 : 255 / 219;
    const scaleC = full ? 1 : 255 / 224;
    const black = full ? 0 : 16 / 255;
    const grey = 128 / 255;

    matrix[0] = matrix[1] = matrix[2] = scaleY;
    matrix[3] = 0;
    matrix[4] = -2 * kb * (1 - kb) / kg * scaleC;
    matrix[5] = 2 * (1 - kb) * scaleC;
    matrix[6] = 2 * (1 - kr) * scaleC;
    matrix[7] = -2 * kr * (1 - kr) / kg * scaleC;
    matrix[8] = 0;
    for (let row = 0; row < 3; row++) {
        offset[row] = -(matrix[row] * black + (matrix[3 + row] + matrix[6 + row]) * grey);
    }
}

/**
 * Where the chroma samples of a 4:2:0 picture lie (H.273 8.7, ChromaLocType): what to add to a coordinate
 * in chroma samples that was halved from luma samples.
 * @param {number} site FRS_CHROMA_*; unknown is taken as left, as nearly all video is
 * @param {Float32Array} shift 2 numbers, written
 */
function chromaShift(site, shift) {
    const centred = site === 1 || site === 3 || site === 5;
    const top = site === 2 || site === 3;
    const bottom = site === 4 || site === 5;

    shift[0] = centred ? 0 : 0.25;
    shift[1] = top ? 0.25 : bottom ? -0.25 : 0;
}

module.exports = { yuvToRgb, chromaShift };
