// SPDX-License-Identifier: MIT
'use strict';

const { TURNS } = require('./geometry');
const { Box } = require('./overlay-layer');

/** @typedef {import('../stream/types').Overlay} Overlay */
/** @typedef {import('./geometry').Crop} Crop */

/** Maximum width and height of a canvas. */
const LARGEST = 16384;

/** Convert an overlay's pixels to those of a canvas. @param {Overlay} overlay */
function paint({ columns, rows, stride, data }) {
    const canvas = createCanvas(columns, rows);
    const image = new ImageData(columns, rows);

    for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++) {
            const from = y * stride + x * 4;
            const to = (y * columns + x) * 4;
            const alpha = data[from + 3];

            // From premultiplied BGRA to straight RGBA; without alpha there is no colour.
            for (let c = 0; c < 3 && alpha > 0; c++) {
                image.data[to + c] = data[from + 2 - c] * 255 / alpha;
            }
            image.data[to + 3] = alpha;
        }
    }
    contextOf(canvas).putImageData(image, 0, 0);
    return canvas;
}

/**
 * @param {number} width
 * @param {number} height
 */
function createCanvas(width, height) {
    const canvas = document.createElement('canvas');

    canvas.width = width;
    canvas.height = height;
    return canvas;
}

/** @param {HTMLCanvasElement} canvas @returns {CanvasRenderingContext2D} */
function contextOf(canvas) {
    return /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
}

/**
 * Overlays of a picture on a 2D canvas: painted when they change, scaled when their place does, and
 * drawn over each picture pixel by pixel.
 */
class OverlayPictures {
    /** @param {CanvasRenderingContext2D} context */
    constructor(context) {
        this._context = context;
        /** @type {Overlay[]} */
        this._items = [];
        /** The overlays that can be shown. @type {Overlay[]} */
        this._shown = [];
        /** Unscaled. @type {HTMLCanvasElement[]} */
        this._pictures = [];
        /**
         * Scaled, and clipped to the visible part.
         * @type {{canvas: HTMLCanvasElement, left: number, top: number}[]}
         */
        this._scaled = [];
        this._box = new Box();
    }

    /**
     * @param {Overlay[]} items another array if they have changed, with pixels that are readable
     * now
     * @returns {boolean} whether they have changed: call arrange()
     */
    upload(items) {
        if (items === this._items) {
            return false;
        }
        this._replace(items);
        return true;
    }

    /** @param {Overlay[]} items */
    _replace(items) {
        this._items = items;
        this._shown = items.filter(({ columns, rows }) => columns <= LARGEST && rows <= LARGEST);
        this._pictures = this._shown.map(paint);
        this._scaled = [];
    }

    /**
     * The overlays, the picture or its place have changed.
     * @param {number} orientation
     * @param {Crop} crop
     * @param {Float64Array} rectangle of the whole picture on the canvas: left, top, width, height
     * in pixels
     * @param {Float64Array} seen the visible part of it
     */
    arrange(orientation, crop, rectangle, seen) {
        this._scaled = [];
        this._shown.forEach((item, i) => {
            this._box.set(item, orientation, crop, rectangle);
            this._scale(this._pictures[i], TURNS[orientation], seen);
        });
    }

    /**
     * Draw a scaled, turned overlay.
     * @param {HTMLCanvasElement} picture
     * @param {number[]} turn
     * @param {Float64Array} seen
     */
    _scale(picture, [xx, xy, x0, yx, yy, y0], seen) {
        const box = this._box;
        const left = Math.max(seen[0], Math.floor(box.left));
        const top = Math.max(seen[1], Math.floor(box.top));
        const width = Math.min(seen[0] + seen[2], Math.ceil(box.left + box.width)) - left;
        const height = Math.min(seen[1] + seen[3], Math.ceil(box.top + box.height)) - top;

        if (width < 1 || height < 1) {
            return;
        }
        const canvas = createCanvas(width, height);
        const context = contextOf(canvas);

        context.imageSmoothingQuality = 'high';
        // The transform from the unit square. A turn is a signed permutation matrix, whose inverse
        // is its transpose.
        context.setTransform(xx * box.width, xy * box.height, yx * box.width, yy * box.height,
            box.left - left - (xx * x0 + yx * y0) * box.width, box.top - top - (xy * x0 + yy * y0) * box.height);
        context.drawImage(picture, 0, 0, 1, 1);
        this._scaled.push({ canvas, left, top });
    }

    /** Drawn over the picture. Integers, because other numbers would be allocated for each call. */
    draw() {
        for (let i = 0; i < this._scaled.length; i++) {
            this._context.drawImage(this._scaled[i].canvas, this._scaled[i].left, this._scaled[i].top);
        }
    }
}

module.exports = { OverlayPictures };
