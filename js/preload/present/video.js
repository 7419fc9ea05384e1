// SPDX-License-Identifier: MIT
'use strict';

const addon = require('../../stream/addon');
const { OverlayPictures } = require('../overlay-pictures');
const { TURNS } = require('../geometry');
const { Presenter } = require('./presenter');
const { constructor, convertedInit, directInit, kindFor } = require('./video-frame');

/** @typedef {import('../../stream/descriptor').Descriptor} Descriptor */
/** @typedef {import('../../stream/types').Overlay} Overlay */
/** @typedef {import('../../stream/views').SlotViews} SlotViews */
/** @typedef {import('./presenter').LeasedFrame} LeasedFrame */

/**
 * How long to wait for a picture to be displayed before it is sent again, ms: a `<video>` that has
 * never shown one may not play yet; one that has shows all but those that were lost. After the last
 * resend the picture counts as displayed.
 */
const AGAIN_AT_FIRST = 10;
const AGAIN = 100;
const GIVE_UP = 1000;

/**
 * Maximum pixels that are converted: those of a 3840x2160 screen. If the picture extends far beyond
 * the element, Chromium stretches it.
 */
const MOST_PIXELS = 3840 * 2160;

/** The CSS of the elements that this adds; pages cannot change it by theirs. */
const BOX = 'position: absolute; left: 0; top: 0; width: 100%; height: 100%; overflow: hidden; writing-mode: horizontal-tb';
const FILM = 'position: absolute; left: 0; top: 0; object-fit: fill; opacity: 1; max-width: none; max-height: none; transform-origin: 0 0';
const LAYER = 'position: absolute; left: 0; top: 0; width: 100%; height: 100%';

/**
 * Hands pictures to Chromium's own path for video: each becomes a VideoFrame, which copies it out
 * of the slot, and is written into a track that a `<video>` plays. Chromium converts, scales and
 * composites it as its own films, on the graphics card if there is one. No WebGL context is needed.
 *
 * A track keeps no picture for a `<video>` that starts to play it later, and reports no loss. So a
 * picture that somebody waits for (`expect()`), and one that no other follows, is sent again until
 * the `<video>` reports that it was shown. Pictures are identified by their timestamps, which are
 * numbers here: a track has no time of its own.
 */
class VideoPresenter extends Presenter {
    /**
     * @param {HTMLCanvasElement} canvas
     * @returns {VideoPresenter | null} null if Chromium has no WebCodecs, or the page is not a
     * secure context
     */
    static create(canvas) {
        const { MediaStreamTrackGenerator } = /** @type {any} */ (globalThis);

        return constructor() && MediaStreamTrackGenerator ? new VideoPresenter(canvas, MediaStreamTrackGenerator) : null;
    }

    /**
     * @param {HTMLCanvasElement} canvas of the other presenters, as large as the element: this one
     * inserts a `<video>` before it
     * @param {any} Generator
     */
    constructor(canvas, Generator) {
        super(canvas);
        this._Frame = constructor();
        this._box = document.createElement('div');
        this._film = document.createElement('video');
        this._box.style.cssText = BOX;
        this._film.style.cssText = FILM;
        this._film.muted = true;
        this._box.append(this._film);
        canvas.before(this._box);
        this._track = new Generator({ kind: 'video' });
        this._writer = this._track.writable.getWriter();
        this._stream = new window.MediaStream([this._track]);
        this._ignore = () => {};
        this._resting = true;
        this.rest(false);
        /** How pictures of this kind are handed over. @type {'direct' | 'converted' | null} */
        this._kind = null;
        /** The init for VideoFrame. @type {any} */
        this._init = null;
        /** The converter, the rectangle it is given (the whole picture), and its output. */
        this._view = addon.viewCreate();
        this._place = new Uint32Array(7);
        this._pixels = new Uint8ClampedArray(0);
        /** The size of its output. */
        this._width = 0;
        this._height = 0;
        this._converted = 0;
        /** The numbers of the picture that somebody waits for, and of the last one displayed. */
        this._expected = 0;
        this._confirmed = 0;
        this._writtenAt = 0;
        /** When the first picture was written that has not been displayed yet; 0: none. */
        this._waitingSince = 0;
        this._confirm = (/** @type {number} */ now, /** @type {any} */ metadata) => this._confirmOne(now, metadata);
        this._listen();
        /** @type {OverlayPictures | null} */
        this._overlays = null;
        /** @type {HTMLCanvasElement | null} */
        this._layer = null;
    }

    /** @param {Descriptor} frame */
    takes(frame) {
        return kindFor(frame) !== null;
    }

    get ready() {
        return this._kind !== null;
    }

    get surface() {
        return this._film;
    }

    /** @param {boolean} shown */
    show(shown) {
        this._box.style.visibility = shown ? '' : 'hidden';
    }

    expect() {
        this._expected = this._number + 1;
        this._waitingSince = 0;
    }

    /** Chromium keeps a `<video>` that plays, and all that it is in. @param {boolean} resting */
    rest(resting) {
        if (resting !== this._resting) {
            this._resting = resting;
            if (resting) {
                this._film.srcObject = null;
            } else {
                this._film.srcObject = this._stream;
                this._film.play().catch(this._ignore);
            }
        }
    }

    /** Ask to be called when the next picture is displayed. */
    _listen() {
        /** @type {any} */ (this._film).requestVideoFrameCallback(this._confirm);
    }

    /**
     * @param {number} now
     * @param {{mediaTime: number, presentationTime: number, expectedDisplayTime: number}} metadata
     */
    _confirmOne(now, { mediaTime, presentationTime, expectedDisplayTime }) {
        this._listen();
        this._confirmed = Math.max(this._confirmed, Math.round(mediaTime * 1e6));
        this._waitingSince = this._confirmed < this._number ? performance.now() : 0;
        this.onseen(this._confirmed, now, presentationTime, expectedDisplayTime);
    }

    /** requestVideoFrameCallback() is not called while the element is not on the screen. */
    get _unseeable() {
        const waited = this._waitingSince === 0 ? 0 : performance.now() - this._waitingSince;

        // Reading a size may force a layout, so only do it for waiters.
        return document.hidden || this._resting || waited > GIVE_UP || (waited > AGAIN && (this._film.clientWidth === 0 || this._film.clientHeight === 0));
    }

    get arrived() {
        return this._confirmed >= this._expected || (this._number >= this._expected && this._unseeable);
    }

    get stale() {
        return this._isOfAnotherSize || this._number < this._expected || (this._confirmed < this._number && !this._unseeable &&
            performance.now() - this._writtenAt > (this._confirmed === 0 ? AGAIN_AT_FIRST : AGAIN));
    }

    get _isOfAnotherSize() {
        return this._kind === 'converted' && (this._place[1] !== this._width || this._place[2] !== this._height);
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
        const { bytes } = /** @type {SlotViews} */ (views);

        if (this._key.changed(descriptor)) {
            this._follow(descriptor);
            this._kind = kindFor(descriptor);
            this._init = this._kind === 'direct' ? directInit(descriptor) : null;
            this.arrange();
        }
        if (this._kind === 'converted') {
            this._convert(words, base, bytes);
            this._write(this._pixels);
        } else {
            this._write(bytes);
        }
    }

    /**
     * @param {Uint32Array} words
     * @param {number} base
     * @param {Uint8Array} slot
     */
    _convert(words, base, slot) {
        if (this._init === null || this._isOfAnotherSize) {
            this._place[1] = this._place[5] = this._width;
            this._place[2] = this._place[6] = this._height;
            this._pixels = new Uint8ClampedArray(4 * this._width * this._height);
            this._init = convertedInit(this._width, this._height);
        }
        addon.viewRender(this._view, words, base, slot, this._place, this._pixels);
        this._converted++;
    }

    /** @param {Uint8Array | Uint8ClampedArray} bytes */
    _write(bytes) {
        this._init.timestamp = this._number;
        this._writer.write(new this._Frame(bytes, this._init)).catch(this._ignore);
        this._writtenAt = performance.now();
        this._waitingSince = this._waitingSince || this._writtenAt;
    }

    /** Where no callback comes, the picture counts as displayed. @param {number} now */
    conclude(now) {
        if (this._unseeable) {
            super.conclude(now);
        }
    }

    /** @param {Overlay[]} items */
    overlay(items) {
        if (this._overlays === null) {
            if (items.length === 0) {
                return;
            }
            this._createLayer();
        }
        if (/** @type {OverlayPictures} */ (this._overlays).upload(items)) {
            this._arrangeOverlays();
            this._drawOverlays();
        }
    }

    _createLayer() {
        const layer = document.createElement('canvas');

        this._layer = layer;
        layer.style.cssText = LAYER;
        this._box.append(layer);
        this._overlays = new OverlayPictures(/** @type {CanvasRenderingContext2D} */ (layer.getContext('2d')));
    }

    _arrangeOverlays() {
        const { width, height } = this._canvas;
        const layer = this._layer;

        if (layer === null || this._overlays === null) {
            return;
        }
        if (layer.width !== width || layer.height !== height) {
            layer.width = width;
            layer.height = height;
        }
        this._overlays.arrange(this._orientation, this._crop, this._rectangle, this._seen);
    }

    _drawOverlays() {
        if (this._layer === null || this._overlays === null) {
            return;
        }
        /** @type {CanvasRenderingContext2D} */ (this._layer.getContext('2d')).clearRect(0, 0, this._layer.width, this._layer.height);
        this._overlays.draw();
    }

    _arranged() {
        const style = this._film.style;
        const ratio = this.ratio;
        const [left, top, width, height] = this._rectangle;
        const [xx, xy, x0, yx, yy, y0] = TURNS[this._orientation & 7];
        const sideways = (this._orientation & 1) === 1;
        const wide = (sideways ? height : width) / ratio;
        const high = (sideways ? width : height) / ratio;

        style.width = `${wide}px`;
        style.height = `${high}px`;
        style.transform = `translate(${left / ratio}px, ${top / ratio}px)` + (this._orientation === 0 ? ''
            : ` ${turnOf([xx, xy, x0, yx, yy, y0], width / ratio, height / ratio, wide, high)}`);
        // In no document it is shown nowhere, so it is as large as it is.
        const turned = sideways ? [this._size[1], this._size[0]] : this._size;
        const [across, down] = this._canvas.isConnected ? [this.viewWidth, this.viewHeight] : turned;
        const shrink = Math.min(1, Math.sqrt(MOST_PIXELS / (across * down)));

        this._width = Math.max(1, Math.round(across * shrink));
        this._height = Math.max(1, Math.round(down * shrink));
        this._arrangeOverlays();
    }

    draw() {
        if (this._resized) {
            this.arrange();
        }
        this._drawOverlays();
    }

    destroy() {
        this._film.srcObject = null;
        this._track.stop();
        this._box.remove();
    }
}

/**
 * The CSS transform that puts a picture into its turned rectangle. TURNS map a position on the
 * screen to one in the picture (0..1); CSS needs the inverse.
 * @param {number[]} turn [xx, xy, x0, yx, yy, y0]
 * @param {number} width of the rectangle
 * @param {number} height
 * @param {number} wide of the picture before it is turned
 * @param {number} high
 */
function turnOf([xx, xy, x0, yx, yy, y0], width, height, wide, high) {
    // p = M s + o, where M has only -1, 0 and 1, and its inverse is its transpose: s = M' (p - o).
    const a = xx * width / wide;
    const c = yx * width / high;
    const b = xy * height / wide;
    const d = yy * height / high;
    const e = -(xx * x0 + yx * y0) * width;
    const f = -(xy * x0 + yy * y0) * height;

    return `matrix(${a}, ${b}, ${c}, ${d}, ${e}, ${f})`;
}

module.exports = { VideoPresenter };
