// SPDX-License-Identifier: MIT
'use strict';

const { placeMatrix } = require('../geometry');
const { OverlayLayer } = require('../overlay-layer');
const { PictureLayer } = require('../picture-layer');
const { Presenter } = require('./presenter');

/** @typedef {import('../../stream/types').Overlay} Overlay */
/** @typedef {import('../../stream/views').SlotViews} SlotViews */
/** @typedef {import('./presenter').LeasedFrame} LeasedFrame */

/** Pictures with alpha show the page behind them, and so does the rest of the canvas. */
const CONTEXT = {
    alpha: true,
    premultipliedAlpha: true,
    antialias: false,
    depth: false,
    stencil: false,
    preserveDrawingBuffer: false,
    powerPreference: /** @type {'high-performance'} */ ('high-performance'),
};

/** Draws with WebGL 2: uploads the decoder's own planes as textures, and converts in the shader. */
class WebglPresenter extends Presenter {
    /**
     * @param {HTMLCanvasElement} canvas
     * @returns {WebglPresenter | null} null if this window has no WebGL 2
     */
    static create(canvas) {
        const gl = /** @type {WebGL2RenderingContext | null} */ (canvas.getContext('webgl2', CONTEXT));

        return gl && new WebglPresenter(canvas, gl);
    }

    /**
     * @param {HTMLCanvasElement} canvas
     * @param {WebGL2RenderingContext} gl its context
     */
    constructor(canvas, gl) {
        super(canvas);
        this._gl = gl;
        this._place = new Float32Array(9);
        /**
         * In WebGL's coordinates, from the bottom; integers, because other numbers would be
         * allocated for each call.
         */
        this._viewport = new Int32Array(4);
        this._picture = new PictureLayer(gl);
        this._overlays = new OverlayLayer(gl);
        this._prepare();
    }

    /** State that a new or restored context needs. */
    _prepare() {
        const gl = this._gl;

        this._key.forget();
        gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
        gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
        gl.enableVertexAttribArray(0);
        gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
        gl.disable(gl.DITHER);
        gl.clearColor(0, 0, 0, 0);
    }

    get lost() {
        return this._gl.isContextLost();
    }

    restored() {
        this._picture = new PictureLayer(this._gl);
        this._overlays = new OverlayLayer(this._gl);
        this._prepare();
    }

    get ready() {
        return this._picture.ready;
    }

    /**
     * @param {LeasedFrame} frame
     * @param {number} number
     */
    upload({ descriptor, views }, number) {
        this._number = number;
        if (this._key.changed(descriptor)) {
            // Store the key only after everything has succeeded.
            this._key.forget();
            this._follow(descriptor);
            this._picture.configure(descriptor, this._crop);
            this._key.changed(descriptor);
            this.arrange();
        }
        this._picture.upload(/** @type {SlotViews} */ (views).planes);
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
        const [, top, , height] = this._seen;

        placeMatrix(this._orientation, this._crop, this._part, this._place);
        this._viewport.set(this._seen);
        this._viewport[1] = this._boxHeight - top - height;
        this._arrangeOverlays();
    }

    draw() {
        const gl = this._gl;
        const viewport = this._viewport;

        if (this._resized) {
            this.arrange();
        }
        if (viewport[2] !== this._boxWidth || viewport[3] !== this._boxHeight) {
            gl.clear(gl.COLOR_BUFFER_BIT);
        }
        if (viewport[2] >= 1 && viewport[3] >= 1) {
            gl.viewport(viewport[0], viewport[1], viewport[2], viewport[3]);
            this._picture.draw(this._place);
            this._overlays.draw();
        }
    }

    /** Return the context to the browser, which limits their number. */
    destroy() {
        const extension = this._gl.getExtension('WEBGL_lose_context');

        if (extension && !this.lost) {
            extension.loseContext();
        }
    }
}

module.exports = { WebglPresenter };
