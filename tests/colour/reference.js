// SPDX-License-Identifier: MIT
'use strict';

// What a picture of given code values looks like, in double precision and from the definitions alone. Nothing here
// comes from the code under test; reference_test.js checks it against zimg.

/** @typedef {import('./publisher').Format} Format */

/**
 * @typedef {'bt601' | 'bt709' | 'bt2020' | 'smpte240m' | 'fcc' | 'rgb'} Matrix
 * @typedef {'limited' | 'full'} Range
 * @typedef {{matrix: Matrix, range: Range}} Space
 */

/** Kr and Kb of H.273 table 4. @type {{[matrix: string]: [number, number]}} */
const WEIGHTS = {
    bt601: [0.299, 0.114],
    bt709: [0.2126, 0.0722],
    bt2020: [0.2627, 0.0593],
    smpte240m: [0.212, 0.087],
    fcc: [0.3, 0.11],
};

/**
 * How code values stand for 0..1 and, chroma, -0.5..0.5: H.273 equations 20 to 25 (limited) and 26 to 31 (full).
 * @param {number} depth
 * @param {Range} range
 */
function scales(depth, range) {
    const step = 2 ** (depth - 8);
    const greatest = 2 ** depth - 1;

    return {
        black: range === 'limited' ? 16 * step : 0,
        luma: range === 'limited' ? 219 * step : greatest,
        grey: 128 * step,
        chroma: range === 'limited' ? 224 * step : greatest,
        greatest,
    };
}

/**
 * Code values to non-linear R'G'B' and alpha; black to white is 0..1, and what lies outside stays outside.
 * @param {ArrayLike<number>} codes Y, Cb, Cr, alpha or red, green, blue, alpha
 * @param {Format} format
 * @param {Space} space
 * @returns {[number, number, number, number]}
 */
function toRgb(codes, format, { matrix, range }) {
    const { black, luma, grey, chroma, greatest } = scales(format.depth, range);
    const alpha = format.alpha ? codes[3] / greatest : 1;
    const first = (codes[0] - black) / luma;

    if (format.model === 'rgb') {
        return [first, (codes[1] - black) / luma, (codes[2] - black) / luma, alpha];
    }
    if (format.model === 'gray') {
        return [first, first, first, alpha];
    }
    const [kr, kb] = WEIGHTS[matrix];
    const red = first + 2 * (1 - kr) * (codes[2] - grey) / chroma;
    const blue = first + 2 * (1 - kb) * (codes[1] - grey) / chroma;

    // Y = Kr R + Kg G + Kb B, solved for G.
    return [red, (first - kr * red - kb * blue) / (1 - kr - kb), blue, alpha];
}

/**
 * The other way, rounded to code values: what a camera would store for R'G'B'.
 * @param {[number, number, number]} rgb 0..1
 * @param {Format} format
 * @param {Space} space
 * @returns {[number, number, number]}
 */
function toCodes([red, green, blue], format, { matrix, range }) {
    const { black, luma, grey, chroma, greatest } = scales(format.depth, range);
    /** @type {(value: number) => number} */
    const store = (value) => Math.max(0, Math.min(greatest, Math.round(value)));

    if (format.model === 'rgb') {
        return [store(black + luma * red), store(black + luma * green), store(black + luma * blue)];
    }
    const [kr, kb] = WEIGHTS[matrix] || WEIGHTS.bt709;
    const y = kr * red + (1 - kr - kb) * green + kb * blue;

    return [store(black + luma * y), store(grey + chroma * (blue - y) / (2 * (1 - kb))),
        store(grey + chroma * (red - y) / (2 * (1 - kr)))];
}

/**
 * The whole picture as a canvas with premultiplied alpha has it, 0..255 and not rounded. Chroma is interpolated
 * between its samples, which lie where `site` says: 0 in the middle of the luma samples that share it, -1 at the
 * first, 1 at the last (H.273 figures 1 and 10), across and down. Beyond the edge goes on what is at the edge.
 * @param {{width: number, height: number, codes: Uint16Array}} picture
 * @param {Format} format
 * @param {Space} space
 * @param {[number, number]} [site]
 * @returns {Float64Array}
 */
function render({ width, height, codes }, format, space, site = [0, 0]) {
    const displayed = new Float64Array(width * height * 4);
    const across = positions(width, format.hShift, site[0]);
    const down = positions(height, format.vShift, site[1]);
    /** @type {[number, number, number, number]} */
    const here = [0, 0, 0, 0];

    for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
            const at = (y * width + x) * 4;

            for (let component = 0; component < 4; component++) {
                here[component] = component === 1 || component === 2
                    ? interpolate(codes, width, component, across[x], down[y]) : codes[at + component];
            }
            const [red, green, blue, alpha] = toRgb(here, format, space);

            displayed[at] = 255 * alpha * clamp(red);
            displayed[at + 1] = 255 * alpha * clamp(green);
            displayed[at + 2] = 255 * alpha * clamp(blue);
            displayed[at + 3] = 255 * alpha;
        }
    }
    return displayed;
}

/** @param {number} value */
function clamp(value) {
    return Math.max(0, Math.min(1, value));
}

/**
 * Between which two pixels, that hold chroma samples, each pixel of a row lies, and how far from the first.
 * @param {number} size pixels
 * @param {number} shift
 * @param {number} site
 */
function positions(size, shift, site) {
    const step = 2 ** shift;
    const last = Math.ceil(size / step) - 1;
    /** Where the first chroma sample is, in luma samples. */
    const origin = (step - 1) / 2 * (1 + site);

    return Array.from({ length: size }, (_, i) => {
        const sample = Math.max(0, Math.min(last, (i - origin) / step));
        const before = Math.floor(sample);

        return { first: before * step, second: Math.min(last, before + 1) * step, part: sample - before };
    });
}

/**
 * @param {Uint16Array} codes
 * @param {number} width
 * @param {number} component
 * @param {{first: number, second: number, part: number}} across
 * @param {{first: number, second: number, part: number}} down
 */
function interpolate(codes, width, component, across, down) {
    /** @type {(y: number) => number} */
    const row = (y) => codes[(y * width + across.first) * 4 + component] * (1 - across.part) +
        codes[(y * width + across.second) * 4 + component] * across.part;

    return row(down.first) * (1 - down.part) + row(down.second) * down.part;
}

module.exports = { scales, toRgb, toCodes, render };
