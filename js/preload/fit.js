// SPDX-License-Identifier: MIT
'use strict';

/**
 * How a picture lies in its element: CSS object-fit and object-position (CSS Images 3, 5.5 and
 * 5.6), and how it is turned there. Lengths are CSS pixels.
 */
class Fit {
    constructor() {
        /** A value of `object-fit`. */
        this.mode = 'contain';
        /** Fraction of the free space, and pixels to add. */
        this.x = 0.5;
        this.y = 0.5;
        this.moreX = 0;
        this.moreY = 0;
        /** FRS_ORIENTATION_*, applied after the stream's own. */
        this.orientation = 0;
    }
}

/**
 * @param {string} mode
 * @param {number} scaleX that fills the box
 * @param {number} scaleY
 * @param {number} ratio device pixels per CSS pixel
 */
function scaleOf(mode, scaleX, scaleY, ratio) {
    switch (mode) {
    case 'cover':
        return Math.max(scaleX, scaleY);
    case 'none':
        return ratio;
    case 'scale-down':
        return Math.min(scaleX, scaleY, ratio);
    default:
        return Math.min(scaleX, scaleY);
    }
}

/**
 * Compute the picture's rectangle in whole device pixels; it may extend beyond the box.
 * @param {Fit} fit
 * @param {Float64Array} size of the picture as displayed, CSS pixels
 * @param {number} width of the box, device pixels
 * @param {number} height
 * @param {number} ratio device pixels per CSS pixel
 * @param {Float64Array} rectangle output: left, top, width, height
 */
function place(fit, size, width, height, ratio, rectangle) {
    const scale = scaleOf(fit.mode, width / size[0], height / size[1], ratio);
    const fill = fit.mode === 'fill';

    rectangle[2] = fill ? width : Math.max(1, Math.round(size[0] * scale));
    rectangle[3] = fill ? height : Math.max(1, Math.round(size[1] * scale));
    rectangle[0] = Math.round((width - rectangle[2]) * fit.x + fit.moreX * ratio);
    rectangle[1] = Math.round((height - rectangle[3]) * fit.y + fit.moreY * ratio);
}

/**
 * Clip a rectangle to a box.
 * @param {Float64Array} rectangle left, top, width, height, device pixels
 * @param {number} width of the box
 * @param {number} height
 * @param {Float64Array} seen output: left, top, width, height of the visible part, device pixels; a
 * width or height below 1: nothing is visible
 * @param {Float64Array} part output: the same as fractions of the rectangle
 */
function clip(rectangle, width, height, seen, part) {
    const [left, top, wide, high] = rectangle;

    seen[0] = Math.max(0, left);
    seen[1] = Math.max(0, top);
    seen[2] = Math.min(width, left + wide) - seen[0];
    seen[3] = Math.min(height, top + high) - seen[1];
    part[0] = (seen[0] - left) / wide;
    part[1] = (seen[1] - top) / high;
    part[2] = seen[2] / wide;
    part[3] = seen[3] / high;
}

module.exports = { Fit, place, clip };
