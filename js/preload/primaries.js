// SPDX-License-Identifier: MIT
'use strict';

/**
 * Red, green, blue and white of a colour space, and the matrix to sRGB in linear light, computed
 * from the chromaticities of H.273 table 2 as in SMPTE RP 177. src/picture/primaries.c is the same
 * in C.
 */

/**
 * @typedef {{x: number[], y: number[], white: [number, number]}} Gamut red, green, blue; all CIE
 * 1931 x, y
 */
/** @typedef {number[][]} Matrix 3 rows of 3 */

/** @type {[number, number]} */
const D65 = [0.3127, 0.3290];

/** @type {Gamut} */
const BT709 = { x: [0.640, 0.300, 0.150], y: [0.330, 0.600, 0.060], white: D65 };

/** ColourPrimaries (H.273 table 2) wider than BT.709's. @type {{[code: number]: Gamut}} */
const WIDE = {
    9: { x: [0.708, 0.170, 0.131], y: [0.292, 0.797, 0.046], white: D65 }, // BT.2020
    11: { x: [0.680, 0.265, 0.150], y: [0.320, 0.690, 0.060], white: [0.314, 0.351] }, // SMPTE RP 431-2
    12: { x: [0.680, 0.265, 0.150], y: [0.320, 0.690, 0.060], white: D65 }, // SMPTE EG 432-1
};

/** XYZ to Bradford's cone response (ICC.1:2010 annex E.3). */
const BRADFORD = [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]];

/** @param {Matrix} a @param {Matrix} b @returns {Matrix} */
function multiply(a, b) {
    return a.map((row) => [0, 1, 2].map((column) =>
        row[0] * b[0][column] + row[1] * b[1][column] + row[2] * b[2][column]));
}

/** @param {Matrix} m @param {number[]} v */
function apply(m, v) {
    return m.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]);
}

/**
 * The inverse, by cofactors; indices modulo 3 take care of the signs.
 * @param {Matrix} m
 * @returns {Matrix}
 */
function invert(m) {
    const cofactor = [0, 1, 2].map((i) => [0, 1, 2].map((j) => {
        const [r, s, c, d] = [(i + 1) % 3, (i + 2) % 3, (j + 1) % 3, (j + 2) % 3];

        return m[r][c] * m[s][d] - m[r][d] * m[s][c];
    }));
    const determinant = m[0][0] * cofactor[0][0] + m[0][1] * cofactor[0][1] + m[0][2] * cofactor[0][2];

    return [0, 1, 2].map((j) => [0, 1, 2].map((i) => cofactor[i][j] / determinant));
}

/** XYZ of a chromaticity with a luminance of 1. @param {number} x @param {number} y */
function toXyz(x, y) {
    return [x / y, 1, (1 - x - y) / y];
}

/**
 * Scale the primaries so that equal amounts of them make white.
 * @param {Gamut} gamut
 * @returns {Matrix}
 */
function rgbToXyz(gamut) {
    const primaries = gamut.x.map((x, i) => toXyz(x, gamut.y[i]));
    const columns = [0, 1, 2].map((row) => primaries.map((xyz) => xyz[row]));
    const scale = apply(invert(columns), toXyz(...gamut.white));

    return columns.map((row) => row.map((value, i) => value * scale[i]));
}

/**
 * Chromatic adaptation of XYZ from one white point to D65.
 * @param {[number, number]} white
 * @returns {Matrix}
 */
function adapt(white) {
    const before = apply(BRADFORD, toXyz(...white));
    const after = apply(BRADFORD, toXyz(...D65));

    return multiply(invert(BRADFORD), BRADFORD.map((row, i) => row.map((value) => value * after[i] / before[i])));
}

/**
 * @param {number} code
 * @returns {boolean} are these wider than sRGB's? BT.601's count as BT.709's
 */
function isWide(code) {
    return code in WIDE;
}

/**
 * The matrix of linear RGB from some primaries to BT.709's, with white unchanged, and the luminance
 * weights of red, green and blue. Codes that are not wide count as BT.709.
 * @param {number} code
 * @returns {{toBt709: Matrix, luma: number[]}}
 */
function convertPrimaries(code) {
    const gamut = WIDE[code] || BT709;
    const source = rgbToXyz(gamut);

    return { toBt709: multiply(invert(rgbToXyz(BT709)), multiply(adapt(gamut.white), source)), luma: source[1] };
}

module.exports = { isWide, convertPrimaries };
