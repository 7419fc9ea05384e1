// SPDX-License-Identifier: MIT
'use strict';

const addon = require('../../stream/addon');
const { OverlayPictures } = require('../overlay-pictures');
const { Presenter } = require('./presenter');

/** @typedef {import('../../stream/types').Overlay} Overlay */
/** @typedef {import('../../stream/views').SlotViews} SlotViews */
/** @typedef {import('./presenter').LeasedFrame} LeasedFrame */

/** The fields of frs_place, src/picture/geometry.h. */
const PLACE = { orientation: 0, width: 1, height: 2, left: 3, top: 4, columns: 5, rows: 6 };
const PLACE_WORDS = 7;

/**
 * Draws on a 2D canvas, for windows without WebGL: the addon converts a frame, scaled to device
 * pixels, and only its visible part. The result differs from WebGL's by two codes at most; it costs
 * the CPU some 20 ns per device pixel.
 *
 * A converted picture fits one place in the canvas: after a change of size or `object-fit` the
 * frame has to be converted again (`stale`), and until then the old picture is stretched.
 */
class CanvasPresenter extends Presenter {
    /**
     * @param {HTMLCanvasElement} canvas
     * @returns {CanvasPresenter | null} null when the canvas has a context of another type
     */
    static create(canvas) {
        const context = canvas.getContext('2d');

        return context && new CanvasPresenter(canvas, context);
    }

    /**
     * @param {HTMLCanvasElement} canvas
     * @param {CanvasRenderingContext2D} context its context
     */
    constructor(canvas, context) {
        super(canvas);
        this._context = context;
        this._view = addon.viewCreate();
        this._overlays = new OverlayPictures(context);
        /** The rectangle where the picture must lie, and that for which `_image` was converted. */
        this._wanted = new Uint32Array(PLACE_WORDS);
        this._place = new Uint32Array(PLACE_WORDS);
        /** The visible part of the picture. @type {ImageData | null} */
        this._image = null;
        this._ready = false;
        this._converted = 0;
    }

    get ready() {
        return this._ready;
    }

    get stale() {
        for (let i = 0; i < PLACE_WORDS; i++) {
            if (this._wanted[i] !== this._place[i]) {
                return true;
            }
        }
        return false;
    }

    get converted() {
        return this._converted;
    }

    /**
     * @param {LeasedFrame} frame
     * @param {number} number
     */
    upload({ descriptor, views, words, base }, number) {
        this._number = number;
        if (this._key.changed(descriptor)) {
            this._follow(descriptor);
            this._ready = true;
            this.arrange();
        } else if (this._resized) {
            this.arrange();
        }
        this._convert(words, base, /** @type {SlotViews} */ (views).bytes);
    }

    /**
     * @param {Uint32Array} words
     * @param {number} base
     * @param {Uint8Array} slot
     */
    _convert(words, base, slot) {
        const columns = this._wanted[PLACE.columns];
        const rows = this._wanted[PLACE.rows];

        this._place.set(this._wanted);
        if (columns === 0 || rows === 0) {
            this._image = null;
            return;
        }
        if (this._image === null || this._image.width !== columns || this._image.height !== rows) {
            this._image = new ImageData(columns, rows);
        }
        addon.viewRender(this._view, words, base, slot, this._place, this._image.data);
        this._converted++;
    }

    /** @param {Overlay[]} items */
    overlay(items) {
        if (this._overlays.upload(items)) {
            this._arrangeOverlays();
        }
    }

    _arrangeOverlays() {
        this._overlays.arrange(this._orientation, this._crop, this._rectangle, this._seen);
    }

    _arranged() {
        const rectangle = this._rectangle;
        const seen = this._seen;
        const wanted = this._wanted;
        const visible = seen[2] >= 1 && seen[3] >= 1;

        wanted[PLACE.orientation] = this._orientation;
        wanted[PLACE.width] = rectangle[2];
        wanted[PLACE.height] = rectangle[3];
        wanted[PLACE.left] = visible ? seen[0] - rectangle[0] : 0;
        wanted[PLACE.top] = visible ? seen[1] - rectangle[1] : 0;
        wanted[PLACE.columns] = visible ? seen[2] : 0;
        wanted[PLACE.rows] = visible ? seen[3] : 0;
        this._arrangeOverlays();
    }

    draw() {
        const seen = this._seen;

        if (this._resized) {
            this.arrange();
        }
        if (seen[2] !== this._boxWidth || seen[3] !== this._boxHeight || this.stale) {
            this._context.clearRect(0, 0, this._boxWidth, this._boxHeight);
        }
        if (this._image === null || seen[2] < 1 || seen[3] < 1) {
            return;
        }
        if (this.stale) {
            this._stretch(this._image);
        } else {
            this._context.putImageData(this._image, seen[0], seen[1]);
        }
        this._overlays.draw();
    }

    /**
     * Stretch the picture for another rectangle, until there is one for this.
     * @param {ImageData} image
     */
    _stretch(image) {
        const canvas = document.createElement('canvas');
        const seen = this._seen;

        canvas.width = image.width;
        canvas.height = image.height;
        /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')).putImageData(image, 0, 0);
        this._context.drawImage(canvas, seen[0], seen[1], seen[2], seen[3]);
    }
}

module.exports = { CanvasPresenter };
