// SPDX-License-Identifier: MIT
'use strict';

/** @typedef {import('../stream/descriptor').Descriptor} Descriptor */

/**
 * Maps a position on the screen to one in the picture, both 0..1, for each FRS_ORIENTATION_*: [xx,
 * xy, x0, yx, yy, y0] with px = xx * sx + xy * sy + x0. Flips are applied before turns.
 */
const TURNS = [
    [1, 0, 0, 0, 1, 0],
    [0, 1, 0, -1, 0, 1],
    [-1, 0, 1, 0, -1, 1],
    [0, -1, 1, 1, 0, 0],
    [-1, 0, 1, 0, 1, 0],
    [0, -1, 1, -1, 0, 1],
    [1, 0, 0, 0, -1, 1],
    [0, 1, 0, 1, 0, 0],
];

/** @param {number} orientation */
function isSideways(orientation) {
    return (orientation & 1) === 1;
}

/**
 * Combine two orientations. A turn that is followed by a mirror equals the mirror followed by the
 * opposite turn.
 * @param {number} first FRS_ORIENTATION_*
 * @param {number} second
 * @returns {number}
 */
function compose(first, second) {
    const turn = (second & 4) === 0 ? first : -first;

    return ((second + turn) & 3) | ((first ^ second) & 4);
}

/** The part of a picture to show, in pixels. */
class Crop {
    constructor() {
        this.x = 0;
        this.y = 0;
        this.width = 0;
        this.height = 0;
    }

    /** @param {Descriptor} frame a crop without a width means the whole picture */
    set(frame) {
        const whole = frame.cropWidth === 0;

        this.x = whole ? 0 : frame.cropX;
        this.y = whole ? 0 : frame.cropY;
        this.width = whole ? frame.width : frame.cropWidth;
        this.height = whole ? frame.height : frame.cropHeight;
    }
}

/**
 * The displayed size of a picture: after crop, pixel aspect ratio and turn. Non-square pixels are
 * stretched, never shrunk.
 * @param {{width: number, height: number}} crop
 * @param {{parN: number, parD: number}} frame
 * @param {number} orientation
 * @param {Float64Array} size output: 2 numbers
 */
function displaySize(crop, frame, orientation, size) {
    const aspect = frame.parN > 0 && frame.parD > 0 ? frame.parN / frame.parD : 1;
    const width = crop.width * Math.max(1, aspect);
    const height = crop.height / Math.min(1, aspect);

    size[0] = isSideways(orientation) ? height : width;
    size[1] = isSideways(orientation) ? width : height;
}

/**
 * The matrix from a position in a part of the screen, 0..1, to one in the picture, in its pixels.
 * @param {number} orientation
 * @param {Crop} crop
 * @param {Float64Array} part the visible part of the turned picture: left, top, width, height, each
 * 0..1
 * @param {Float32Array} matrix output: 3 x 3, column by column
 */
function placeMatrix(orientation, crop, part, matrix) {
    const turn = TURNS[orientation & 7];
    const [left, top, width, height] = part;

    matrix[0] = turn[0] * width * crop.width;
    matrix[1] = turn[3] * width * crop.height;
    matrix[2] = 0;
    matrix[3] = turn[1] * height * crop.width;
    matrix[4] = turn[4] * height * crop.height;
    matrix[5] = 0;
    matrix[6] = (turn[0] * left + turn[1] * top + turn[2]) * crop.width + crop.x;
    matrix[7] = (turn[3] * left + turn[4] * top + turn[5]) * crop.height + crop.y;
    matrix[8] = 1;
}

module.exports = { TURNS, Crop, compose, displaySize, isSideways, placeMatrix };
