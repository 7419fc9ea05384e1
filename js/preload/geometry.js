'use strict';

/** @typedef {import('../stream/descriptor').Descriptor} Descriptor */

/**
 * How a picture is turned for display (FRS_ORIENTATION_*): the place in the picture, 0..1, of a place on the
 * screen, as [xx, xy, x0, yx, yy, y0] with px = xx * sx + xy * sy + x0. Flips come before the turn.
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
 * One orientation after another. A turn after which the picture is mirrored is one the other way round of the
 * mirrored picture.
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

    /** @param {Descriptor} frame a crop of no width is the whole */
    set(frame) {
        const whole = frame.cropWidth === 0;

        this.x = whole ? 0 : frame.cropX;
        this.y = whole ? 0 : frame.cropY;
        this.width = whole ? frame.width : frame.cropWidth;
        this.height = whole ? frame.height : frame.cropHeight;
    }
}

/**
 * The displayed shape of a picture: its crop, pixel aspect and turn. What is not square is stretched, never shrunk.
 * @param {{width: number, height: number}} crop
 * @param {{parN: number, parD: number}} frame
 * @param {number} orientation
 * @param {Float64Array} size 2 numbers, written
 */
function displaySize(crop, frame, orientation, size) {
    const aspect = frame.parN > 0 && frame.parD > 0 ? frame.parN / frame.parD : 1;
    const width = crop.width * Math.max(1, aspect);
    const height = crop.height / Math.min(1, aspect);

    size[0] = isSideways(orientation) ? height : width;
    size[1] = isSideways(orientation) ? width : height;
}

/**
 * From a place in a part of the screen, 0..1, to one in the picture, in pixels of the picture.
 * @param {number} orientation
 * @param {Crop} crop
 * @param {Float64Array} part of the turned picture that is seen: left, top, width, height, each 0..1
 * @param {Float32Array} matrix 3 x 3, column by column, written
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
