// SPDX-License-Identifier: MIT
'use strict';

/**
 * The newest picture, as the preload takes it (js/preload/page-picture.js).
 * @typedef {object} Taken
 * @property {string} mark of this picture
 * @property {string} [message] why it could not be taken
 * @property {number} [width] of the picture; none: it is the one that was asked about
 * @property {number} [height]
 * @property {any} [frame] a VideoFrame
 * @property {Uint8ClampedArray | null} [data]
 * @property {number | null} [timestamp]
 * @property {number | null} [duration]
 */

/** What a VideoFrame is told of pictures that were converted. */
const SRGB = { primaries: 'bt709', transfer: 'iec61966-2-1', matrix: 'rgb', fullRange: true };

/** The picture of an element for canvas and WebGL APIs, which take no custom element. */
class PageCanvas {
    /** @param {(since: string | null) => Taken | null} take the newest picture; it may be left out if it is `since` */
    constructor(take) {
        this._take = take;
        this._canvas = document.createElement('canvas');
        /** The picture in the canvas. @type {string | null} */
        this._mark = null;
    }

    /** The canvas, with the newest picture in it. @param {boolean} shown is there one of this source? */
    draw(shown) {
        const taken = shown ? this._take(this._mark) : null;

        if (!shown) {
            this._empty();
        } else if (taken && taken.width && taken.height) {
            this._put(taken);
            this._mark = taken.mark;
        }
        return this._canvas;
    }

    _empty() {
        const { width, height } = this._canvas;

        if (this._mark !== null) {
            this._mark = null;
            this._context().clearRect(0, 0, width, height);
        }
    }

    _context() {
        return /** @type {CanvasRenderingContext2D} */ (this._canvas.getContext('2d'));
    }

    /** @param {any} taken */
    _put({ width, height, frame, data }) {
        const canvas = this._canvas;
        const context = this._context();

        if (canvas.width !== width || canvas.height !== height) {
            canvas.width = width;
            canvas.height = height;
        }
        if (frame) {
            context.globalCompositeOperation = 'copy';
            context.drawImage(frame, 0, 0, width, height);
            frame.close();
        } else {
            context.putImageData(new ImageData(data, width, height), 0, 0);
        }
    }

    /** @param {boolean} shown @returns {any} a VideoFrame, the page's own */
    toVideoFrame(shown) {
        const { VideoFrame } = /** @type {any} */ (window);

        if (!VideoFrame) {
            throw new DOMException('this page has no VideoFrame: it came with Chromium 94, for secure contexts', 'NotSupportedError');
        }
        const taken = /** @type {any} */ (shown ? this._take(null) : null);

        if (!taken || taken.message) {
            throw new DOMException(taken ? taken.message : 'the element has no picture yet: wait for loadeddata', 'InvalidStateError');
        }
        if (taken.frame) {
            return taken.frame;
        }
        const { width, height, data, timestamp, duration } = taken;

        return new VideoFrame(data, Object.assign({
            format: 'RGBA', codedWidth: width, codedHeight: height, colorSpace: SRGB, timestamp: timestamp || 0,
        }, duration === null ? {} : { duration }));
    }
}

module.exports = { PageCanvas };
