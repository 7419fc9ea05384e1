// SPDX-License-Identifier: MIT
'use strict';

const { chooseRows } = require('./rows');

/** @typedef {import('../stream/types').Plane} Plane */

/**
 * Views of planes with 16-bit samples. A plane object lives as long as its slot keeps the picture's
 * shape, so each view is made once, and a frame costs nothing.
 * @type {WeakMap<Plane, Uint16Array>}
 */
const wordsOf = new WeakMap();

/** @param {Plane} plane at an even address */
function words(plane) {
    let view = wordsOf.get(plane);

    if (!view) {
        const { buffer, byteOffset, length } = plane.data;

        view = new Uint16Array(buffer, byteOffset, length >> 1);
        wordsOf.set(plane, view);
    }
    return view;
}

/**
 * [internal format, format, type] of a texel with that many samples.
 * @param {WebGL2RenderingContext} gl
 * @param {number} samples 1..4
 * @param {number} bytes of a sample
 */
function texelFormat(gl, samples, bytes) {
    const i = samples - 1;

    return bytes === 1
        ? [[gl.R8, gl.RG8, gl.RGB8, gl.RGBA8][i], [gl.RED, gl.RG, gl.RGB, gl.RGBA][i], gl.UNSIGNED_BYTE]
        : [[gl.R16UI, gl.RG16UI, gl.RGB16UI, gl.RGBA16UI][i],
            [gl.RED_INTEGER, gl.RG_INTEGER, gl.RGB_INTEGER, gl.RGBA_INTEGER][i], gl.UNSIGNED_SHORT];
}

/** One plane of a picture, or one view of it, on the GPU. It has a texture unit of its own. */
class PlaneTexture {
    /**
     * @param {WebGL2RenderingContext} gl
     * @param {number} unit
     * @param {number} texel bytes
     * @param {number} sample bytes
     * @param {number} width texels
     * @param {number} height
     */
    constructor(gl, unit, texel, sample, width, height) {
        const [internal, format, type] = texelFormat(gl, texel / sample, sample);
        const filter = sample === 1 ? gl.LINEAR : gl.NEAREST;

        this._gl = gl;
        this._unit = unit;
        this._texel = texel;
        this._sample = sample;
        this._format = format;
        this._type = type;
        this.width = width;
        this.height = height;
        this._texture = gl.createTexture();
        gl.activeTexture(gl.TEXTURE0 + unit);
        gl.bindTexture(gl.TEXTURE_2D, this._texture);
        // No coordinate lies beyond the edge, so this wrap mode equals clamping. But Mesa's
        // software renderer filters a clamped or repeated texture with eight bits and drops
        // fractions of a code, which the matrix turns into up to two codes of chroma; in this mode
        // it filters with floats, at nearly the same cost.
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.MIRRORED_REPEAT);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.MIRRORED_REPEAT);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
        gl.texStorage2D(gl.TEXTURE_2D, 1, internal, width, height);
        this._stride = 0;
        /** @type {{length: number, alignment: number} | null} */
        this._rows = null;
        /** One row, for memory at odd addresses. @type {Uint16Array | null} */
        this._row = null;
    }

    /** @param {Plane} plane */
    upload(plane) {
        const gl = this._gl;
        const { data, stride } = plane;

        if (this._stride !== stride) {
            this._stride = stride;
            this._rows = chooseRows(stride, this._texel, this._sample);
        }
        gl.activeTexture(gl.TEXTURE0 + this._unit);
        const odd = this._sample === 2 && ((data.byteOffset | stride) & 1) === 1;
        const rows = odd ? null : this._rows;

        gl.pixelStorei(gl.UNPACK_ALIGNMENT, rows === null ? 1 : rows.alignment);
        gl.pixelStorei(gl.UNPACK_ROW_LENGTH, rows === null ? 0 : rows.length);
        if (odd) {
            this._uploadOddRows(data, stride);
            return;
        }
        const source = this._sample === 2 ? words(plane) : data;

        if (rows === null) {
            this._uploadRows(source, this._sample === 2 ? stride >> 1 : stride);
            return;
        }
        gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, this.width, this.height, this._format, this._type, source, 0);
    }

    /**
     * Upload row by row, for strides that WebGL cannot describe.
     * @param {Uint8Array | Uint16Array} source
     * @param {number} stride in elements of the source
     */
    _uploadRows(source, stride) {
        for (let y = 0; y < this.height; y++) {
            this._uploadRow(y, source, y * stride);
        }
    }

    /**
     * Two-byte samples at odd addresses, which GStreamer never produces: copy each row first.
     * @param {Uint8Array} data
     * @param {number} stride
     */
    _uploadOddRows(data, stride) {
        const row = this._row || (this._row = new Uint16Array(this.width * this._texel / 2));

        for (let y = 0; y < this.height; y++) {
            for (let i = 0, at = y * stride; i < row.length; i++, at += 2) {
                row[i] = data[at] | data[at + 1] << 8;
            }
            this._uploadRow(y, row, 0);
        }
    }

    /**
     * @param {number} y
     * @param {Uint8Array | Uint16Array} source
     * @param {number} start index of the row's first element in it
     */
    _uploadRow(y, source, start) {
        const gl = this._gl;

        gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, y, this.width, 1, this._format, this._type, source, start);
    }

    destroy() {
        this._gl.deleteTexture(this._texture);
    }
}

module.exports = { PlaneTexture };
