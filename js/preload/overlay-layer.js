// SPDX-License-Identifier: MIT
'use strict';

const { TURNS, isSideways } = require('./geometry');
const { Program } = require('./program');

/** @typedef {import('../stream/types').Overlay} Overlay */
/** @typedef {import('./geometry').Crop} Crop */

/** The texture units after those of the picture's planes. */
const UNIT = 4;

const VERTEX = `#version 300 es
in vec2 corner;               // of the overlay on the screen, 0..1, y down
uniform vec4 box;             // the overlay in the viewport: left, top, width, height, 0..1
uniform mat3 turn;            // from the overlay on the screen to the overlay's own pixels
out vec2 at;

void main() {
    vec2 spot = box.xy + corner * box.zw;
    at = (turn * vec3(corner, 1.0)).xy;
    gl_Position = vec4(spot.x * 2.0 - 1.0, 1.0 - spot.y * 2.0, 0.0, 1.0);
}
`;

/* WebGL cannot upload BGRA: the bytes are uploaded as RGBA and swapped here. */
const FRAGMENT = `#version 300 es
precision highp float;
uniform sampler2D pixels;
in vec2 at;
out vec4 colour;

void main() {
    colour = texture(pixels, at).bgra;
}
`;

/** The rectangle of an overlay, in device pixels. */
class Box {
    constructor() {
        this.left = 0;
        this.top = 0;
        this.width = 0;
        this.height = 0;
    }

    /**
     * @param {Overlay} overlay
     * @param {number} orientation
     * @param {Crop} crop
     * @param {Float64Array} rectangle of the whole picture on the screen
     */
    set(overlay, orientation, crop, rectangle) {
        const { x, y, width, height } = overlay;
        const sideways = isSideways(orientation);
        const [xx, xy, x0, yx, yy, y0] = TURNS[orientation];
        // A turn is a signed permutation matrix, whose inverse is its transpose.
        const place = (/** @type {number} */ px, /** @type {number} */ py) => [
            xx * (px / crop.width - x0) + yx * (py / crop.height - y0),
            xy * (px / crop.width - x0) + yy * (py / crop.height - y0),
        ];
        const one = place(x, y);
        const other = place(x + width, y + height);

        this.left = rectangle[0] + Math.min(one[0], other[0]) * rectangle[2];
        this.top = rectangle[1] + Math.min(one[1], other[1]) * rectangle[3];
        this.width = (sideways ? height / crop.height : width / crop.width) * rectangle[2];
        this.height = (sideways ? width / crop.width : height / crop.height) * rectangle[3];
        this._snap(overlay, sideways);
    }

    /**
     * Is the overlay drawn at about one device pixel per sample? Text that was drawn at the
     * screen's resolution is placed at whole pixels of the picture, so it fits only approximately.
     * @param {Overlay} overlay
     * @param {boolean} sideways
     */
    _snap(overlay, sideways) {
        const { width, height, columns, rows } = overlay;
        const wide = sideways ? rows : columns;
        const high = sideways ? columns : rows;
        const slackX = Math.max(1, this.width / (sideways ? height : width));
        const slackY = Math.max(1, this.height / (sideways ? width : height));
        const ofPicture = columns === width && rows === height;

        if (!ofPicture && Math.abs(this.width - wide) <= slackX && Math.abs(this.height - high) <= slackY) {
            this.left = Math.round(this.left + (this.width - wide) / 2);
            this.top = Math.round(this.top + (this.height - high) / 2);
            this.width = wide;
            this.height = high;
        }
    }
}

/** Draws a picture's overlays: uploads them when they change, and draws them over each picture. */
class OverlayLayer {
    /** @param {WebGL2RenderingContext} gl */
    constructor(gl) {
        this._gl = gl;
        /** @type {Program | null} */
        this._program = null;
        /** @type {Overlay[]} */
        this._items = [];
        /** The overlays that could be uploaded. @type {Overlay[]} */
        this._shown = [];
        this._warned = false;
        /** @type {(WebGLTexture | null)[]} */
        this._textures = [];
        /**
         * Their rectangles in the viewport: left, top, width, height, 0 to 1.
         * @type {Float32Array[]}
         */
        this._boxes = [];
        this._box = new Box();
        this._turn = new Float32Array(9);
        this._largest = gl.getParameter(gl.MAX_TEXTURE_SIZE);
    }

    /**
     * @param {Overlay[]} items another array if they have changed, with pixels that are readable
     * now
     * @returns {boolean} whether they have changed: call arrange()
     */
    upload(items) {
        if (items === this._items) {
            return false;
        }
        this._replace(items);
        return true;
    }

    /**
     * Separate from upload(), which has no closure and so allocates nothing per frame.
     * @param {Overlay[]} items
     */
    _replace(items) {
        const gl = this._gl;

        this._textures.forEach((texture) => gl.deleteTexture(texture));
        this._items = items;
        this._shown = items.filter((item) => this._fits(item));
        this._boxes = this._shown.map(() => new Float32Array(4));
        gl.activeTexture(gl.TEXTURE0 + UNIT);
        this._textures = this._shown.map((item) => this._create(item));
    }

    /** An overlay that is too large is left out. @param {Overlay} overlay */
    _fits({ columns, rows }) {
        const fits = columns <= this._largest && rows <= this._largest;

        if (!fits && !this._warned) {
            this._warned = true;
            console.warn(`frameshare: an overlay of ${columns} x ${rows} pixels is larger than this window's WebGL can ` +
                `show (${this._largest}); it is left out. (This is said once.)`);
        }
        return fits;
    }

    /** @param {Overlay} overlay */
    _create({ columns, rows, stride, data }) {
        const gl = this._gl;
        const texture = gl.createTexture();
        const levels = Math.floor(Math.log2(Math.max(columns, rows))) + 1;

        gl.bindTexture(gl.TEXTURE_2D, texture);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
        // Text of a large picture in a small window needs mipmaps: samples must not be skipped.
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
        gl.texStorage2D(gl.TEXTURE_2D, levels, gl.RGBA8, columns, rows);
        gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
        gl.pixelStorei(gl.UNPACK_ROW_LENGTH, stride / 4);
        gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, columns, rows, gl.RGBA, gl.UNSIGNED_BYTE, data, 0);
        gl.generateMipmap(gl.TEXTURE_2D);
        return texture;
    }

    /**
     * The overlays, the picture or its place have changed.
     * @param {number} orientation
     * @param {Crop} crop
     * @param {Float64Array} rectangle of the whole picture on the screen: left, top, width, height
     * in pixels
     * @param {Float64Array} seen the viewport
     */
    arrange(orientation, crop, rectangle, seen) {
        const turn = TURNS[orientation];
        const box = this._box;

        this._turn.set([turn[0], turn[3], 0, turn[1], turn[4], 0, turn[2], turn[5], 1]);
        this._shown.forEach((item, i) => {
            box.set(item, orientation, crop, rectangle);
            this._boxes[i].set([(box.left - seen[0]) / seen[2], (box.top - seen[1]) / seen[3],
                box.width / seen[2], box.height / seen[3]]);
        });
    }

    /** Drawn over the picture, in its viewport, which clips them. */
    draw() {
        if (this._shown.length === 0) {
            return;
        }
        const gl = this._gl;
        const program = this._program || (this._program = new Program(gl, VERTEX, FRAGMENT));

        program.use();
        gl.uniform1i(program.at.pixels, UNIT);
        gl.uniformMatrix3fv(program.at.turn, false, this._turn);
        gl.activeTexture(gl.TEXTURE0 + UNIT);
        gl.enable(gl.BLEND);
        gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
        for (let i = 0; i < this._boxes.length; i++) {
            gl.bindTexture(gl.TEXTURE_2D, this._textures[i]);
            gl.uniform4fv(program.at.box, this._boxes[i]);
            gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
        }
        gl.disable(gl.BLEND);
    }
}

module.exports = { OverlayLayer, Box };
