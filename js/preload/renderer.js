'use strict';

const { Fit, place, clip } = require('./fit');
const { Crop, compose, displaySize, isSideways, placeMatrix } = require('./geometry');
const { OverlayLayer } = require('./overlay-layer');
const { PictureLayer } = require('./picture-layer');

/** @typedef {import('../stream/descriptor').Descriptor} Descriptor */
/** @typedef {import('../stream/types').Overlay} Overlay */
/** @typedef {import('../stream/types').Plane} Plane */

/** Pictures with alpha show the page behind them, and so does what they leave of the canvas. */
const CONTEXT = {
    alpha: true,
    premultipliedAlpha: true,
    antialias: false,
    depth: false,
    stencil: false,
    preserveDrawingBuffer: false,
    powerPreference: /** @type {'high-performance'} */ ('high-performance'),
};

/** How much of a descriptor decides about textures and uniforms: see _changed(). */
const KEY_WORDS = 18;

/**
 * Draws pictures of shared memory into a canvas with WebGL 2: the decoder's own planes go up as textures, and
 * the shader converts. Per frame it allocates nothing; whatever depends on the format is made when it changes.
 *
 *     renderer.upload(descriptor, planes);
 *     renderer.overlay(overlays);
 *     renderer.draw();
 */
class Renderer {
    /** @param {HTMLCanvasElement} canvas */
    constructor(canvas) {
        const gl = /** @type {WebGL2RenderingContext | null} */ (canvas.getContext('webgl2', CONTEXT));

        if (!gl) {
            throw new Error('this window has no WebGL 2; start Electron with --ignore-gpu-blocklist ' +
                '--use-gl=swiftshader where there is no graphics card');
        }
        this._canvas = canvas;
        this._gl = gl;
        /** How the picture lies in the canvas; call arrange() after a change. */
        this.fit = new Fit();
        /** Device pixels in a CSS pixel; call arrange() after a change. */
        this.ratio = 1;
        this._key = new Float64Array(KEY_WORDS);
        this._next = new Float64Array(KEY_WORDS);
        this._crop = new Crop();
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
        this._place = new Float32Array(9);
        /** As WebGL wants it, from below; whole numbers, as others would be allocated for each call. */
        this._viewport = new Int32Array(4);
        this._boxWidth = 0;
        this._boxHeight = 0;
        this._picture = new PictureLayer(gl);
        this._overlays = new OverlayLayer(gl);
        this._prepare();
    }

    /** What all that is drawn needs of a fresh context. */
    _prepare() {
        const gl = this._gl;

        this._key.fill(-1);
        gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
        gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
        gl.enableVertexAttribArray(0);
        gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
        gl.disable(gl.DITHER);
        gl.clearColor(0, 0, 0, 0);
    }

    /** True while the browser has taken the context away. */
    get lost() {
        return this._gl.isContextLost();
    }

    /** The browser gave the context back: the next picture is uploaded anew. */
    restored() {
        this._picture = new PictureLayer(this._gl);
        this._overlays = new OverlayLayer(this._gl);
        this._prepare();
    }

    /** True when there is a picture to draw again. */
    get ready() {
        return this._picture.ready;
    }

    /**
     * @param {Descriptor} frame checked against its slot
     * @param {Plane[]} planes
     */
    upload(frame, planes) {
        if (this._changed(frame)) {
            // Known when all went well.
            this._key[0] = -1;
            this._crop.set(frame);
            this._aspect.parN = frame.parN;
            this._aspect.parD = frame.parD;
            this._turned = frame.orientation & 7;
            this._picture.configure(frame, this._crop);
            this._key[0] = frame.format;
            this.arrange();
        }
        this._picture.upload(planes);
    }

    /**
     * What is drawn over the picture that was uploaded last, until the next call.
     * @param {Overlay[]} items the same array as long as they have not changed
     */
    overlay(items) {
        if (this._overlays.upload(items)) {
            this._arrangeOverlays();
        }
    }

    _arrangeOverlays() {
        this._overlays.arrange(this._orientation, this._crop, this._rectangle, this._seen);
    }

    /** On how many device pixels the whole picture is shown, as it is before it is turned. */
    get viewWidth() {
        return this._rectangle[isSideways(this._orientation) ? 3 : 2];
    }

    get viewHeight() {
        return this._rectangle[isSideways(this._orientation) ? 2 : 3];
    }

    /**
     * Is this frame of another shape or colour than the last? Remembers it.
     * @param {Descriptor} frame
     */
    _changed(frame) {
        const next = this._next;
        const key = this._key;
        let changed = false;

        next[0] = frame.format;
        next[1] = frame.width;
        next[2] = frame.height;
        next[3] = frame.cropX;
        next[4] = frame.cropY;
        next[5] = frame.cropWidth;
        next[6] = frame.cropHeight;
        next[7] = frame.range;
        next[8] = frame.matrix;
        next[9] = frame.transfer;
        next[10] = frame.primaries;
        next[11] = frame.chromaSite;
        next[12] = frame.parN;
        next[13] = frame.parD;
        next[14] = frame.orientation;
        next[15] = frame.maxLuminance;
        next[16] = frame.minLuminance;
        next[17] = frame.maxCll;
        for (let i = 0; i < KEY_WORDS; i++) {
            changed = changed || key[i] !== next[i];
            key[i] = next[i];
        }
        return changed;
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
        placeMatrix(this._orientation, this._crop, this._part, this._place);
        this._viewport.set(this._seen);
        this._viewport[1] = height - this._seen[1] - this._seen[3];
        this._arrangeOverlays();
    }

    /** Draw what was uploaded last into the canvas as it is now. */
    draw() {
        const gl = this._gl;
        const { width, height } = this._canvas;
        const viewport = this._viewport;

        if (width !== this._boxWidth || height !== this._boxHeight) {
            this.arrange();
        }
        if (viewport[2] !== width || viewport[3] !== height) {
            gl.clear(gl.COLOR_BUFFER_BIT);
        }
        if (viewport[2] >= 1 && viewport[3] >= 1) {
            gl.viewport(viewport[0], viewport[1], viewport[2], viewport[3]);
            this._picture.draw(this._place);
            this._overlays.draw();
        }
    }

    /** Give the context back to the browser, which has few of them. */
    destroy() {
        const extension = this._gl.getExtension('WEBGL_lose_context');

        if (extension && !this.lost) {
            extension.loseContext();
        }
    }
}

module.exports = { Renderer };
