// SPDX-License-Identifier: MIT
'use strict';

const { Fit, place, clip } = require('../fit');
const { Crop, compose, displaySize, isSideways } = require('../geometry');
const { FrameKey } = require('./frame-key');

/** @typedef {import('../../stream/descriptor').Descriptor} Descriptor */
/** @typedef {import('../../stream/types').Overlay} Overlay */
/** @typedef {import('../../stream/views').SlotViews} SlotViews */

/**
 * @typedef {object} LeasedFrame a FrameReader that holds a frame
 * @property {Descriptor} descriptor checked against its slot
 * @property {SlotViews | null} views
 * @property {Uint32Array} words in which the descriptor itself lies
 * @property {number} base index of its first word
 */

/**
 * @callback Seen a picture is on the screen
 * @param {number} number that upload() got
 * @param {number} now start of the animation frame in which this is known
 * @param {number} presentationTime when it was handed to the compositor; all on the page's clock,
 * ms
 * @param {number} expectedDisplayTime when it is displayed
 */

/**
 * A way to draw the pictures of a stream into a canvas. It allocates nothing per frame; what
 * depends on the format, or on where the picture lies, is recreated when that changes.
 *
 *     presenter.upload(reader, number);
 *     presenter.overlay(reader.overlays.items);
 *     presenter.draw();
 *     presenter.conclude(now);
 *
 * This base class has what all ways have in common: the picture's rectangle in the canvas, from
 * `fit` and `ratio`, and whether that has changed. index.js lists the ways.
 */
class Presenter {
    /** @param {HTMLCanvasElement} canvas */
    constructor(canvas) {
        this._canvas = canvas;
        /** How the picture lies in the canvas; call arrange() after a change. */
        this.fit = new Fit();
        /** Device pixels in a CSS pixel; call arrange() after a change. */
        this.ratio = 1;
        this._key = new FrameKey();
        this._crop = new Crop();
        /** Called for each picture when it is on the screen. @type {Seen} */
        this.onseen = () => {};
        /** The number of the picture that was uploaded last. */
        this._number = 0;
        /** The pixel aspect ratio. */
        this._aspect = { parN: 1, parD: 1 };
        /** The orientation of the stream's picture, and that in which it is shown. */
        this._turned = 0;
        this._orientation = 0;
        this._size = new Float64Array(2);
        /**
         * The rectangle of the whole picture, relative to the canvas: left, top, width, height in
         * device pixels.
         */
        this._rectangle = new Float64Array(4);
        /** The part of it that lies within the canvas. */
        this._seen = new Float64Array(4);
        this._part = new Float64Array(4);
        this._boxWidth = 0;
        this._boxHeight = 0;
    }

    /**
     * Can it show pictures of this kind, with correct colours?
     * @param {Descriptor} _frame
     * @returns {boolean}
     */
    takes(_frame) {
        return true;
    }

    /** @returns {HTMLElement} the element that shows the picture */
    get surface() {
        return this._canvas;
    }

    /** Show or hide that element. @param {boolean} shown */
    show(shown) {
        this._canvas.style.visibility = shown ? '' : 'hidden';
    }

    /** The element is in no document, and nothing plays: what it has may not keep it. @param {boolean} _resting */
    rest(_resting) {}

    /**
     * For presenters that show a picture later than draw() returns: call `arrived` for the next
     * picture.
     */
    expect() {}

    /**
     * True when the picture that was drawn last before or after expect() is on the screen.
     * @returns {boolean}
     */
    get arrived() {
        return true;
    }

    /**
     * True while the browser has taken its context away; webglcontextrestored reports its return.
     */
    get lost() {
        return false;
    }

    /** The context is back: the next picture is uploaded again. */
    restored() {}

    /** True when there is a picture to draw again. @returns {boolean} */
    get ready() {
        return false;
    }

    /**
     * True when its picture was converted for another rectangle, and has to be uploaded again.
     * @returns {boolean}
     */
    get stale() {
        return false;
    }

    /** Number of pictures that the CPU has converted. @returns {number} */
    get converted() {
        return 0;
    }

    /**
     * @param {LeasedFrame} _frame to be drawn from now on; its lease may end when this returns
     * @param {number} number identifies it; greater than all before
     */
    upload(_frame, number) {
        this._number = number;
    }

    /**
     * Set what is drawn over the last uploaded picture, until the next call.
     * @param {Overlay[]} _items the same array as long as they have not changed
     */
    overlay(_items) {}

    /** Draw what was uploaded last into the canvas as it is now. */
    draw() {}

    /**
     * A picture was uploaded and drawn. What is drawn into a canvas is displayed together with the
     * page.
     * @param {number} now start of this animation frame
     */
    conclude(now) {
        const time = performance.now();

        this.onseen(this._number, now, time, time);
    }

    destroy() {}

    /** The size of the whole picture on the screen in device pixels, before it is turned. */
    get viewWidth() {
        return this._rectangle[isSideways(this._orientation) ? 3 : 2];
    }

    get viewHeight() {
        return this._rectangle[isSideways(this._orientation) ? 2 : 3];
    }

    /** The canvas has another size than the one for which the picture was arranged. */
    get _resized() {
        return this._canvas.width !== this._boxWidth || this._canvas.height !== this._boxHeight;
    }

    /** A frame with another format, size or colours than the last. @param {Descriptor} frame */
    _follow(frame) {
        this._crop.set(frame);
        this._aspect.parN = frame.parN;
        this._aspect.parD = frame.parD;
        this._turned = frame.orientation & 7;
    }

    /** Compute the picture's rectangle again: `fit`, `ratio` or the canvas has changed. */
    arrange() {
        const { width, height } = this._canvas;

        if (!this.ready) {
            return;
        }
        this._boxWidth = width;
        this._boxHeight = height;
        this._orientation = compose(this._turned, this.fit.orientation);
        displaySize(this._crop, this._aspect, this._orientation, this._size);
        place(this.fit, this._size, width, height, this.ratio, this._rectangle);
        clip(this._rectangle, width, height, this._seen, this._part);
        this._arranged();
    }

    /** Called when the rectangle has been computed. */
    _arranged() {}
}

module.exports = { Presenter };
