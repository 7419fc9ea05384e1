// SPDX-License-Identifier: MIT
'use strict';

const { Display } = require('../../../../js/preload/display');
const { Stream } = require('../../../../js/stream/stream');

const PATIENCE_MS = 10000;
/** As in js/preload/display.js. */
const LOOK_EVERY = 15;

/**
 * A canvas on which the preload's own display shows a stream, and its pixels as they were drawn: read in the
 * same frame, before the compositor takes them.
 */
class Screen {
    /**
     * @param {string} name of the stream
     * @param {string} [present] how; pixels can be read of what WebGL draws only
     */
    constructor(name, present = 'webgl') {
        this._canvas = document.body.appendChild(document.createElement('canvas'));
        this._canvas.style.cssText = 'position: absolute; left: 0; top: 0; object-fit: contain';
        this._canvas.setAttribute('present', present);
        this._seen = null;
        this._reader = Stream.open(name, { timeout: PATIENCE_MS }).reader;
        this._error = null;
        this._display = new Display(this._canvas, this._canvas, {
            picture: () => this._seen && this._seen(), error: (error) => (this._error = error),
        });
        this._display.setReader(this._reader);
        this._sequence = 0;
        this._drawn = { pts: 0, pixels: '' };
        // The display asked for its animation frame first: each of these comes right after it.
        this._tick = () => {
            requestAnimationFrame(this._tick);
            this._look();
        };
        requestAnimationFrame(this._tick);
    }

    _look() {
        if (this._reader.sequence !== this._sequence) {
            this._sequence = this._reader.sequence;
            this._drawn = { pts: Math.round(this._reader.descriptor.pts / 1e9), pixels: this._display.way === 'webgl' ? this._pixels() : '' };
        }
    }

    _pixels() {
        const { width, height } = this._canvas;
        const gl = this._canvas.getContext('webgl2') || this._canvas.getContext('webgl');
        const pixels = Buffer.alloc(width * height * 4);
        const rows = [];

        gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
        for (let y = height - 1; y >= 0; y--) {
            rows.push(pixels.subarray(y * width * 4, (y + 1) * width * 4));
        }
        return Buffer.concat(rows).toString('base64');
    }

    /** Resolves when the canvas has this many pixels. */
    async resize(width, height) {
        this._canvas.style.width = `${width}px`;
        this._canvas.style.height = `${height}px`;
        await this._until(() => this._canvas.width === width && this._canvas.height === height);
    }

    /** The picture with this pts (seconds), once it is drawn: RGBA from the top, in base64; '' where WebGL did not draw it. */
    async read(pts) {
        await this._until(() => this._drawn.pts === pts);
        return this._drawn.pixels;
    }

    /** Resolves when the picture with this pts (seconds) is on the screen; with the way that it was drawn. */
    async shown(pts) {
        await this._until(() => this._drawn.pts === pts);
        const seen = new Promise((resolve) => (this._seen = resolve));

        this._display.announce();
        await seen;
        return this._display.way;
    }

    /** Resolves when the element's style has been looked at, and the picture is drawn as it says. */
    async drawn() {
        for (let i = 0; i < LOOK_EVERY + 2; i++) {
            await new Promise((resolve) => requestAnimationFrame(resolve));
        }
    }

    /** Another attribute, or another style. @param {{[name: string]: string}} attributes @param {{[name: string]: string}} [style] */
    alter(attributes, style = {}) {
        Object.keys(attributes).forEach((name) => this._canvas.setAttribute(name, attributes[name]));
        Object.assign(this._canvas.style, style);
    }

    async _until(look) {
        const end = performance.now() + PATIENCE_MS;

        for (;;) {
            const value = look();

            if (value) {
                return value;
            }
            this._check(end);
            await new Promise((resolve) => requestAnimationFrame(resolve));
        }
    }

    _check(end) {
        const error = this._error;

        if (error) {
            // It has let go of the reader; the next picture may be one that it can draw.
            this._error = null;
            this._display.setReader(this._reader);
            throw error;
        }
        if (performance.now() > end) {
            throw new Error(`the picture was not drawn for ${PATIENCE_MS} ms`);
        }
    }
}

module.exports = { Screen };
