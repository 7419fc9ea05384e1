'use strict';

const { yuvToRgb, chromaShift } = require('./colour');
const { TURNS, Crop, displaySize, contain } = require('./geometry');
const { Program } = require('./program');

/** @typedef {import('../stream/descriptor').Descriptor} Descriptor */
/** @typedef {import('../stream/types').Plane} Plane */

const CONTEXT = {
    alpha: false,
    antialias: false,
    depth: false,
    stencil: false,
    preserveDrawingBuffer: false,
    powerPreference: /** @type {'high-performance'} */ ('high-performance'),
};

/**
 * @param {Descriptor} frame
 * @returns {import('../stream/types').FormatShape}
 */
function shapeOf(frame) {
    return /** @type {any} */ (frame.shape);
}

/** What of a descriptor decides about textures and uniforms, in the order of `_key`. */
const KEY_WORDS = 19;

/**
 * Draws pictures of shared memory into a canvas with WebGL 1: the decoder's own planes go up as textures, and
 * the shader converts. Per frame it allocates nothing; whatever depends on the format is made when it changes.
 */
class Renderer {
    /** @param {HTMLCanvasElement} canvas */
    constructor(canvas) {
        const gl = /** @type {WebGLRenderingContext | null} */ (canvas.getContext('webgl', CONTEXT));

        if (!gl) {
            throw new Error('this window has no WebGL; start Electron with --ignore-gpu-blocklist ' +
                '--use-gl=swiftshader where there is no graphics card');
        }
        this._canvas = canvas;
        this._gl = gl;
        /** @type {{[name: string]: Program}} */
        this._programs = {};
        /** @type {(WebGLTexture | null)[]} */
        this._textures = [];
        /** @type {Program | null} */
        this._program = null;
        this._key = new Float64Array(KEY_WORDS);
        this._next = new Float64Array(KEY_WORDS);
        this._crop = new Crop();
        this._display = new Float32Array(2);
        this._rectangle = new Int32Array(4);
        this._restore();
    }

    /** Make what a fresh or restored context has lost. */
    _restore() {
        const gl = this._gl;

        this._programs = {};
        this._textures = [];
        this._program = null;
        this._key.fill(-1);
        gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
        gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
        gl.enableVertexAttribArray(0);
        gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
        gl.disable(gl.DITHER);
        gl.clearColor(0, 0, 0, 1);
        gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    }

    /** True while the browser has taken the context away. */
    get lost() {
        return this._gl.isContextLost();
    }

    /** The browser gave the context back: the next picture is uploaded anew. */
    restored() {
        this._restore();
    }

    /** True when there is a picture to draw again. */
    get ready() {
        return this._program !== null;
    }

    /**
     * @param {Descriptor} frame checked against its slot
     * @param {Plane[]} planes
     */
    upload(frame, planes) {
        const gl = this._gl;

        if (this._changed(frame)) {
            this._configure(frame);
        }
        for (let p = 0; p < frame.nPlanes; p++) {
            const bytes = shapeOf(frame).planes[p].bytes;
            const { data, stride, height } = planes[p];

            gl.activeTexture(gl.TEXTURE0 + p);
            if (data.length >= stride * height) {
                this._uploadRows(bytes, 0, height, stride, data);
            } else {
                // A slot that ends with the last row's pixels, which GStreamer never makes.
                const whole = stride * (height - 1);

                this._uploadRows(bytes, 0, height - 1, stride, data.subarray(0, whole));
                this._uploadRows(bytes, height - 1, 1, frame.rowBytes(p), data.subarray(whole));
            }
        }
    }

    /**
     * Whole strides go up, padding and all, so that no row needs repacking.
     * @param {number} bytes of a sample
     * @param {number} y first row
     * @param {number} rows
     * @param {number} stride bytes of a row
     * @param {Uint8Array} data
     */
    _uploadRows(bytes, y, rows, stride, data) {
        const gl = this._gl;

        gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, y, stride / bytes, rows, this._texels(bytes), gl.UNSIGNED_BYTE, data);
    }

    /** @param {number} bytes of a sample */
    _texels(bytes) {
        const gl = this._gl;

        return bytes === 1 ? gl.LUMINANCE : bytes === 2 ? gl.LUMINANCE_ALPHA : gl.RGBA;
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
        next[9] = frame.chromaSite;
        next[10] = frame.parN;
        next[11] = frame.parD;
        next[12] = frame.orientation;
        for (let i = 0; i < 3; i++) {
            next[13 + i] = frame.stride[i];
            next[16 + i] = frame.offset[i];
        }
        for (let i = 0; i < KEY_WORDS; i++) {
            changed = changed || key[i] !== next[i];
            key[i] = next[i];
        }
        return changed;
    }

    /** Make textures and uniforms for a new shape of picture. @param {Descriptor} frame */
    _configure(frame) {
        const gl = this._gl;
        const shape = shapeOf(frame);

        this._program = null;
        shape.planes.forEach((plane, p) => {
            if (frame.stride[p] % plane.bytes !== 0) {
                throw new Error(`the stream's rows of ${frame.stride[p]} bytes are no whole ${shape.name} pixels`);
            }
            this._allocate(p, plane.bytes, frame.stride[p] / plane.bytes, frame.rows(p));
        });
        const program = this._programs[shape.name] || (this._programs[shape.name] = new Program(gl, shape.name));

        gl.useProgram(program.program);
        this._crop.set(frame);
        this._setPlace(program, frame);
        if (shape.planes.length > 1) {
            this._setColour(program, frame);
        }
        displaySize(this._crop, frame, this._display);
        this._program = program;
    }

    /**
     * @param {number} i
     * @param {number} bytes of a sample
     * @param {number} width
     * @param {number} height
     */
    _allocate(i, bytes, width, height) {
        const gl = this._gl;
        const format = this._texels(bytes);

        gl.deleteTexture(this._textures[i] || null);
        this._textures[i] = gl.createTexture();
        gl.activeTexture(gl.TEXTURE0 + i);
        gl.bindTexture(gl.TEXTURE_2D, this._textures[i]);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
        gl.texImage2D(gl.TEXTURE_2D, 0, format, width, height, 0, format, gl.UNSIGNED_BYTE, null);
    }

    /**
     * Which part of the texture is the picture, and which way up.
     * @param {Program} program
     * @param {Descriptor} frame
     */
    _setPlace(program, frame) {
        const gl = this._gl;
        const turn = TURNS[frame.orientation] || TURNS[0];
        const { x, y, width: w, height: h } = this._crop;
        const width = frame.stride[0] / shapeOf(frame).planes[0].bytes;

        gl.uniformMatrix3fv(program.at.place, false, [
            turn[0] * w, turn[3] * h, 0,
            turn[1] * w, turn[4] * h, 0,
            turn[2] * w + x, turn[5] * h + y, 1,
        ]);
        gl.uniform2f(program.at.size, width, frame.height);
        gl.uniform4f(program.at.bounds, (x + 0.5) / width, (y + 0.5) / frame.height,
            (x + w - 0.5) / width, (y + h - 0.5) / frame.height);
    }

    /**
     * @param {Program} program
     * @param {Descriptor} frame
     */
    _setColour(program, frame) {
        const gl = this._gl;
        const { x, y, width: w, height: h } = this._crop;
        const width = frame.stride[1] / shapeOf(frame).planes[1].bytes;
        const height = frame.rows(1);
        const shift = new Float32Array(2);
        const matrix = new Float32Array(9);
        const offset = new Float32Array(3);

        chromaShift(frame.chromaSite, shift);
        yuvToRgb(frame.matrix, frame.range, frame.height, matrix, offset);
        gl.uniform2f(program.at.chromaSize, width, height);
        gl.uniform2fv(program.at.chromaShift, shift);
        gl.uniform4f(program.at.chromaBounds, ((x >> 1) + 0.5) / width, ((y >> 1) + 0.5) / height,
            (((x + w + 1) >> 1) - 0.5) / width, (((y + h + 1) >> 1) - 0.5) / height);
        gl.uniformMatrix3fv(program.at.matrix, false, matrix);
        gl.uniform3fv(program.at.offset, offset);
    }

    /** Draw what was uploaded last, letterboxed into the canvas as it is now. */
    draw() {
        const gl = this._gl;
        const canvas = this._canvas;
        const rectangle = this._rectangle;

        contain(this._display, canvas.width, canvas.height, rectangle);
        if (rectangle[2] !== canvas.width || rectangle[3] !== canvas.height) {
            gl.clear(gl.COLOR_BUFFER_BIT);
        }
        gl.viewport(rectangle[0], rectangle[1], rectangle[2], rectangle[3]);
        gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
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
