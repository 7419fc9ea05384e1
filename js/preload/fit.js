'use strict';

/**
 * How a picture lies in its element: CSS object-fit and object-position (CSS Images 3, 5.5 and 5.6), and how it is
 * turned there. Lengths are CSS pixels.
 */
class Fit {
    constructor() {
        /** A value of `object-fit`. */
        this.mode = 'contain';
        /** Shares of the space that is left, and pixels more. */
        this.x = 0.5;
        this.y = 0.5;
        this.moreX = 0;
        this.moreY = 0;
        /** FRS_ORIENTATION_*, after the stream's own. */
        this.orientation = 0;
    }
}

/**
 * @param {string} mode
 * @param {number} scaleX that fills the box
 * @param {number} scaleY
 * @param {number} ratio device pixels in a CSS pixel
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
 * Where a picture goes, in whole device pixels; it may reach out of the box.
 * @param {Fit} fit
 * @param {Float64Array} size of the picture as displayed, CSS pixels
 * @param {number} width of the box, device pixels
 * @param {number} height
 * @param {number} ratio device pixels in a CSS pixel
 * @param {Float64Array} rectangle left, top, width, height, written
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
 * What is seen of a rectangle in a box.
 * @param {Float64Array} rectangle left, top, width, height, device pixels
 * @param {number} width of the box
 * @param {number} height
 * @param {Float64Array} seen left, top, width, height, device pixels, written; a width or height below 1 is nothing
 * @param {Float64Array} part the same in shares of the rectangle, written
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
