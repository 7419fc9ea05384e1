'use strict';

const { Fit, place, clip } = require('../fit');
const { Crop, compose, displaySize, isSideways } = require('../geometry');
const { FrameKey } = require('./frame-key');

/** @typedef {import('../../stream/descriptor').Descriptor} Descriptor */
/** @typedef {import('../../stream/types').Overlay} Overlay */
/** @typedef {import('../../stream/views').SlotViews} SlotViews */

/**
 * @typedef {object} LeasedFrame what a FrameReader has while it holds a frame
 * @property {Descriptor} descriptor checked against its slot
 * @property {SlotViews | null} views
 * @property {Uint32Array} words where the descriptor itself lies
 * @property {number} base its first word there
 */

/**
 * @callback Seen a picture is on the screen
 * @param {number} number its, as upload() was given it
 * @param {number} now when the animation frame began in which that is known
 * @param {number} presentationTime when it was handed to the compositor; as those before, on the page's clock, ms
 * @param {number} expectedDisplayTime when it is seen
 */

/**
 * A way to draw the pictures of a stream into a canvas. Per frame it allocates nothing; whatever depends on the format, or on where the
 * picture lies, is made when that changes.
 *
 *     presenter.upload(reader, number);
 *     presenter.overlay(reader.overlays.items);
 *     presenter.draw();
 *     presenter.conclude(now);
 *
 * What all ways have in common is here: where the picture lies in the canvas, from `fit` and `ratio`, and whether that is another than
 * before. index.js has the list of them.
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
        /** Told of each picture when it is on the screen. @type {Seen} */
        this.onseen = () => {};
        /** The number of the picture that was uploaded last. */
        this._number = 0;
        /** The shape of a pixel. */
        this._aspect = { parN: 1, parD: 1 };
        /** How the stream has its picture turned, and how it is shown. */
        this._turned = 0;
        this._orientation = 0;
        this._size = new Float64Array(2);
        /** Where the whole picture is in the canvas, or would be: left, top, width, height in device pixels. */
        this._rectangle = new Float64Array(4);
        /** What of it is in the canvas. */
        this._seen = new Float64Array(4);
        this._part = new Float64Array(4);
        this._boxWidth = 0;
        this._boxHeight = 0;
    }

    /**
     * Can it show pictures like this one, and right?
     * @param {Descriptor} _frame
     * @returns {boolean}
     */
    takes(_frame) {
        return true;
    }

    /** @returns {HTMLElement} what shows the picture */
    get surface() {
        return this._canvas;
    }

    /** What it draws is seen, or is not. @param {boolean} shown */
    show(shown) {
        this._canvas.style.visibility = shown ? '' : 'hidden';
    }

    /** Who shows it later than draw() returns: `arrived` is to tell of the next picture. */
    expect() {}

    /** True when the picture that was drawn last before or after expect() is on the screen. @returns {boolean} */
    get arrived() {
        return true;
    }

    /** True while the browser has taken away what it draws with: webglcontextrestored tells of its return. */
    get lost() {
        return false;
    }

    /** The browser gave it back: the next picture is uploaded anew. */
    restored() {}

    /** True when there is a picture to draw again. @returns {boolean} */
    get ready() {
        return false;
    }

    /** True when its picture is one for another place than where it is to lie now, and so has to be uploaded again. @returns {boolean} */
    get stale() {
        return false;
    }

    /** Pictures that were converted by the CPU. @returns {number} */
    get converted() {
        return 0;
    }

    /**
     * @param {LeasedFrame} _frame to be drawn from now on; it may be let go of when this returns
     * @param {number} number to tell it from others; each is greater than the one before
     */
    upload(_frame, number) {
        this._number = number;
    }

    /**
     * What is drawn over the picture that was uploaded last, until the next call.
     * @param {Overlay[]} _items the same array as long as they have not changed
     */
    overlay(_items) {}

    /** Draw what was uploaded last into the canvas as it is now. */
    draw() {}

    /**
     * A picture was uploaded and drawn. What is drawn into a canvas is seen with the page.
     * @param {number} now when this animation frame began
     */
    conclude(now) {
        const time = performance.now();

        this.onseen(this._number, now, time, time);
    }

    destroy() {}

    /** On how many device pixels the whole picture is shown, as it is before it is turned. */
    get viewWidth() {
        return this._rectangle[isSideways(this._orientation) ? 3 : 2];
    }

    get viewHeight() {
        return this._rectangle[isSideways(this._orientation) ? 2 : 3];
    }

    /** The canvas has another size than where the picture was arranged. */
    get _resized() {
        return this._canvas.width !== this._boxWidth || this._canvas.height !== this._boxHeight;
    }

    /**
     * A frame of another shape or colour than the last.
     * @param {Descriptor} frame
     */
    _follow(frame) {
        this._crop.set(frame);
        this._aspect.parN = frame.parN;
        this._aspect.parD = frame.parD;
        this._turned = frame.orientation & 7;
    }

    /** Find the picture's place in the canvas anew: its `fit`, its `ratio` or the canvas has changed. */
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

    /** The place is known. */
    _arranged() {}
}

module.exports = { Presenter };
