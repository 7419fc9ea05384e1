// SPDX-License-Identifier: MIT
'use strict';

const { layout } = require('../stream/addon');

/** @typedef {import('../stream/descriptor').Descriptor} Descriptor */
/** @typedef {import('../stream/types').FormatShape} FormatShape */

/**
 * From code values to RGB, as H.273 says it.
 *
 * With Kg = 1 - Kr - Kb (8.3, equations for the non-constant luminance matrices):
 *
 *     R = Y + 2(1 - Kr) Cr
 *     G = Y - 2 Kb (1 - Kb) / Kg Cb - 2 Kr (1 - Kr) / Kg Cr
 *     B = Y + 2(1 - Kb) Cb
 *
 * MatrixCoefficients 0 is the identity: G = Y, B = Cb, R = Cr, all three with the range of luma.
 * From code values y, c of n bits, with s = 2^(n - 8), to Y, C (8.3, VideoFullRangeFlag):
 *
 *     limited  Y = (y - 16 s) / (219 s)   C = (c - 128 s) / (224 s)
 *     full     Y = y / (2^n - 1)          C = (c - 2^(n - 1)) / (2^n - 1)
 *
 * Alpha is always full.
 */

/** MatrixCoefficients (H.273 table 4) to [Kr, Kb]. @type {{[code: number]: [number, number]}} */
const COEFFICIENTS = {
    1: [0.2126, 0.0722], // BT.709
    4: [0.30, 0.11], // FCC
    5: [0.299, 0.114], // BT.601, 625 lines
    6: [0.299, 0.114], // BT.601, 525 lines
    7: [0.212, 0.087], // SMPTE 240M
    9: [0.2627, 0.0593], // BT.2020, non-constant luminance
};

/** The default for unspecified pictures: BT.709 for high definition, as in GStreamer. */
const HD_ABOVE_LINES = 576;

/**
 * The matrix of a picture, or the default one.
 * @param {number} code MatrixCoefficients
 * @param {number} height lines of the picture
 */
function matrixOf(code, height) {
    return code === layout.matrix.rgb || COEFFICIENTS[code] ? code : height > HD_ABOVE_LINES ? 1 : 6;
}

/**
 * Rows are R, G, B; columns Y, Cb, Cr, where Y goes from 0 to 1 and the others from -0.5 to 0.5
 * (for the identity from 0 to 1).
 * @param {number} code MatrixCoefficients
 * @param {number} height lines of the picture
 * @returns {number[]} 9 numbers, row by row
 */
function yuvMatrix(code, height) {
    if (code === layout.matrix.rgb) {
        return [0, 0, 1, 1, 0, 0, 0, 1, 0];
    }
    const [kr, kb] = COEFFICIENTS[matrixOf(code, height)];
    const kg = 1 - kr - kb;

    return [
        1, 0, 2 * (1 - kr),
        1, -2 * kb * (1 - kb) / kg, -2 * kr * (1 - kr) / kg,
        1, 2 * (1 - kb), 0,
    ];
}

/**
 * Full range? Unspecified means limited for YUV, and full otherwise.
 * @param {FormatShape} shape
 * @param {number} range FRS_RANGE_*
 */
function isFull(shape, range) {
    return range === layout.range.unknown ? shape.model !== layout.model.yuv : range === layout.range.full;
}

/**
 * Converts a component's samples, as code / (2^n - 1), to its value: scale * sample + offset.
 * @param {number} depth n
 * @param {boolean} full
 * @param {boolean} isChroma around 0
 */
function component(depth, full, isChroma) {
    const top = 2 ** depth - 1;
    const unit = 2 ** (depth - 8);
    const zero = isChroma ? 128 * unit : full ? 0 : 16 * unit;
    const span = full ? top : (isChroma ? 224 : 219) * unit;

    return { scale: top / span, offset: -zero / span };
}

/**
 * rgb = matrix * samples + offset, where samples are the format's first three components as code /
 * (2^n - 1). Gray is the same sample three times.
 * @param {FormatShape} shape
 * @param {Descriptor} frame
 * @param {Float32Array} matrix 9 numbers, column by column, written
 * @param {Float32Array} offset 3 numbers, written
 */
function samplesToRgb(shape, frame, matrix, offset) {
    const isYuv = shape.model === layout.model.yuv;
    const mixes = isYuv ? yuvMatrix(frame.matrix, frame.height) : [1, 0, 0, 0, 1, 0, 0, 0, 1];
    const hasChroma = isYuv && frame.matrix !== layout.matrix.rgb;
    const full = isFull(shape, frame.range);

    for (let row = 0; row < 3; row++) {
        let sum = 0;

        for (let column = 0; column < 3; column++) {
            const { scale, offset: zero } = component(shape.depth, full, hasChroma && column > 0);
            const mix = mixes[3 * row + column];

            matrix[3 * column + row] = mix * scale;
            sum += mix * zero;
        }
        offset[row] = sum;
    }
}

/**
 * The position of a chroma plane's samples, with one sample for 2^shift luma samples (H.273 8.7,
 * ChromaLocType): what to add to a luma position divided by 2^shift, in samples of the plane. Luma
 * sample i has the position i + 0.5.
 * @param {number} site FRS_CHROMA_*; unknown counts as left, as nearly all video is
 * @param {number} hShift
 * @returns {number}
 */
function siteX(site, hShift) {
    const { center, top, bottom } = layout.chromaSite;
    const centred = site === center || site === top || site === bottom;

    return centred ? 0 : 0.5 - 0.5 / 2 ** hShift;
}

/**
 * @param {number} site FRS_CHROMA_*
 * @param {number} vShift
 * @returns {number}
 */
function siteY(site, vShift) {
    const { topLeft, top, bottomLeft, bottom } = layout.chromaSite;
    const cosited = 0.5 - 0.5 / 2 ** vShift;

    if (site === topLeft || site === top) {
        return cosited;
    }
    return site === bottomLeft || site === bottom ? -cosited : 0;
}

module.exports = { isFull, matrixOf, samplesToRgb, siteX, siteY };
