// SPDX-License-Identifier: MIT
'use strict';

const { toCodes } = require('./reference');

/** @typedef {import('./publisher').Format} Format */
/** @typedef {import('./reference').Space} Space */

/** A chart of flat patches; `codes` as in publisher.js. */
/** @typedef {{width: number, height: number, codes: Uint16Array}} Chart */

const COLUMNS = 32;
/** Pixels of a patch: four chroma samples at least, so that its middle has one colour in any filter. */
const PATCH = { width: 16, height: 8 };

/** What video keeps to and what a byte can hold, with what is beside them. */
const EXTREMES = [0, 16, 128, 235, 240, 255];
const ALPHAS = [0, 1, 16, 64, 128, 191, 235, 254, 255];
/** Corners of the colour cube, and the colours of the bars. @type {[number, number, number][]} */
const BARS = [[1, 1, 1], [1, 1, 0], [0, 1, 1], [0, 1, 0], [1, 0, 1], [1, 0, 0], [0, 0, 1], [0, 0, 0]];

/**
 * An 8-bit code value's kin in the format: the same level; 255 is the greatest.
 * @param {number} code
 * @param {Format} format
 */
function kin(code, { depth }) {
    return code === 255 ? 2 ** depth - 1 : code * 2 ** (depth - 8);
}

/** From black to white in 256 steps over all codes, without colour. @param {Format} format */
function ramp(format) {
    const grey = 2 ** (format.depth - 1);

    return Array.from({ length: 256 }, (_, i) => {
        const level = Math.round(i / 255 * (2 ** format.depth - 1));

        return format.model === 'rgb' ? [level, level, level] : [level, grey, grey];
    });
}

/** @param {Format} format @param {Space} space */
function bars(format, space) {
    return [0.75, 1].flatMap((level) => BARS.map(([red, green, blue]) =>
        toCodes([red * level, green * level, blue * level], format, space)));
}

/** @param {Format} format */
function extremes(format) {
    const codes = EXTREMES.map((code) => kin(code, format));

    return codes.flatMap((a) => codes.flatMap((b) => codes.map((c) => [a, b, c])));
}

/** @param {Format} format @param {Space} space @returns {number[][]} */
function transparent(format, space) {
    return ALPHAS.flatMap((alpha) => BARS.map((rgb) =>
        [...toCodes(rgb, format, space), Math.round(alpha / 255 * (2 ** format.depth - 1))]));
}

/**
 * Every known code value, a patch each. Opaque but for the patches that are about alpha.
 * @param {Format} format
 * @param {Space} space
 * @returns {Chart}
 */
function codesChart(format, space) {
    /** @type {number[][]} */
    const patches = [...ramp(format), ...bars(format, space), ...extremes(format), ...transparent(format, space)];

    return paint(COLUMNS * PATCH.width, Math.ceil(patches.length / COLUMNS) * PATCH.height, (x, y) => {
        const patch = patches[Math.floor(y / PATCH.height) * COLUMNS + Math.floor(x / PATCH.width)] || patches[0];

        return [patch[0], patch[1], patch[2], patch.length > 3 ? patch[3] : 2 ** format.depth - 1];
    });
}

/** Is this one of the pixels in the middle of a patch? @param {number} x @param {number} y */
function isInside(x, y) {
    return Math.abs(x % PATCH.width - (PATCH.width - 1) / 2) < 1 && Math.abs(y % PATCH.height - (PATCH.height - 1) / 2) < 1;
}

/**
 * Luma, red, green, blue and alpha in their middle, and chroma with steps of one pixel, across in the upper half and
 * down in the lower one, both within what RGB can hold, so that nothing is clipped.
 * @param {Format} format
 * @param {number} width
 * @param {number} height
 * @returns {Chart}
 */
function edgesChart(format, width, height) {
    const middle = kin(128, format);
    const swing = kin(112, format) - 5;

    return paint(width, height, (x, y) => {
        const place = y < height / 2 ? x : y;
        // One sample that stands out, and an edge.
        const up = place % 16 === 4 || place % 16 > 10;

        return [middle, middle + (up ? swing : -swing), middle + (up ? -swing : swing), 2 ** format.depth - 1];
    });
}

/**
 * Every pixel another one: what shows that rows, columns and padding are told apart.
 * @param {Format} format
 * @param {number} width
 * @param {number} height
 * @returns {Chart}
 */
function noiseChart(format, width, height) {
    let state = 0x2545f491 ^ (width * 65537 + height);
    const random = () => {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return (state >>> 0) % 2 ** format.depth;
    };

    return paint(width, height, () => [random(), random(), random(), random()]);
}

/**
 * @param {number} width
 * @param {number} height
 * @param {(x: number, y: number) => number[]} colour four code values
 * @returns {Chart}
 */
function paint(width, height, colour) {
    const codes = new Uint16Array(width * height * 4);

    for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
            codes.set(colour(x, y), (y * width + x) * 4);
        }
    }
    return { width, height, codes };
}

module.exports = { codesChart, edgesChart, noiseChart, isInside };
