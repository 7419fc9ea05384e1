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

/** The part of a picture to show, in samples. */
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
 * The displayed shape of a picture: its crop, pixel aspect and turn.
 * @param {{width: number, height: number}} crop
 * @param {Descriptor} frame
 * @param {Float32Array} size 2 numbers, written
 */
function displaySize(crop, frame, size) {
    const aspect = frame.parN > 0 && frame.parD > 0 ? frame.parN / frame.parD : 1;
    const width = crop.width * Math.max(1, aspect);
    const height = crop.height / Math.min(1, aspect);

    size[0] = isSideways(frame.orientation) ? height : width;
    size[1] = isSideways(frame.orientation) ? width : height;
}

/**
 * The largest rectangle of a shape inside a box, centred (`object-fit: contain`).
 * @param {Float32Array} size the shape
 * @param {number} width of the box, pixels
 * @param {number} height of the box
 * @param {Int32Array} rectangle x, y, width, height, written
 */
function contain(size, width, height, rectangle) {
    const scale = Math.min(width / size[0], height / size[1]);

    rectangle[2] = Math.max(1, Math.min(width, Math.round(size[0] * scale)));
    rectangle[3] = Math.max(1, Math.min(height, Math.round(size[1] * scale)));
    rectangle[0] = (width - rectangle[2]) >> 1;
    rectangle[1] = (height - rectangle[3]) >> 1;
}

module.exports = { TURNS, Crop, displaySize, contain };
