// SPDX-License-Identifier: MIT
'use strict';

const { samplesToRgb, siteX, siteY } = require('./colour');
const hdr = require('./hdr');
const { PlaneTexture } = require('./plane-texture');
const { Program } = require('./program');
const { planSamplers, sampleBytes } = require('./samplers');
const { vertexShader, fragmentShader } = require('./shaders');

/** @typedef {import('../stream/descriptor').Descriptor} Descriptor */
/** @typedef {import('../stream/types').FormatShape} FormatShape */
/** @typedef {import('../stream/types').Plane} Plane */
/** @typedef {import('./geometry').Crop} Crop */
/** @typedef {import('./samplers').Grid} Grid */
/** @typedef {import('./samplers').Sampler} Sampler */

/**
 * Width and height of a plane in texels.
 * @param {Grid} grid
 * @param {Descriptor} frame
 */
function gridSize({ hShift, vShift }, frame) {
    return { width: Math.ceil(frame.width / 2 ** hShift), height: Math.ceil(frame.height / 2 ** vShift) };
}

/** The decoder's own planes as textures, and the program that draws a picture from them. */
class PictureLayer {
    /** @param {WebGL2RenderingContext} gl */
    constructor(gl) {
        this._gl = gl;
        /** @type {{[name: string]: Program}} */
        this._programs = {};
        /** @type {PlaneTexture[]} */
        this._textures = [];
        /** @type {Sampler[]} */
        this._samplers = [];
        /** @type {Grid[]} */
        this._grids = [];
        this._format = 0;
        this._width = 0;
        this._height = 0;
        /** @type {Program | null} */
        this._program = null;
    }

    /** True when there is a picture to draw. */
    get ready() {
        return this._program !== null;
    }

    /**
     * Another format, size, crop or colour than before.
     * @param {Descriptor} frame
     * @param {Crop} crop
     */
    configure(frame, crop) {
        const shape = /** @type {FormatShape} */ (frame.shape);

        this._program = null;
        if (this._format !== frame.format || this._width !== frame.width || this._height !== frame.height) {
            this._allocate(shape, frame);
        }
        const program = this._programFor(shape, hdr.mappingOf(frame));

        program.use();
        this._setColour(program, shape, frame);
        this._samplers.forEach((_, i) => this._gl.uniform1i(program.at[`plane${i}`], i));
        this._grids.forEach((grid, i) => this._setGrid(program, i, grid, frame, crop));
        this._program = program;
    }

    /**
     * @param {FormatShape} shape
     * @param {ReturnType<typeof hdr.mappingOf>} mapping
     */
    _programFor(shape, mapping) {
        const name = mapping ? `${shape.name} ${mapping}` : shape.name;

        if (!this._programs[name]) {
            this._programs[name] = new Program(this._gl, vertexShader(shape),
                fragmentShader(shape, mapping && hdr.GLSL[mapping]));
        }
        return this._programs[name];
    }

    /**
     * @param {FormatShape} shape
     * @param {Descriptor} frame
     */
    _allocate(shape, frame) {
        const largest = this._gl.getParameter(this._gl.MAX_TEXTURE_SIZE);

        if (frame.width > largest || frame.height > largest) {
            throw new Error(`a picture of ${frame.width} x ${frame.height} is larger than this window's WebGL can show ` +
                `(${largest} x ${largest}): scale it down in the pipeline`);
        }
        this._textures.forEach((texture) => texture.destroy());
        this._textures = [];
        this._format = 0;
        const { samplers, grids } = planSamplers(shape);

        this._samplers = samplers;
        this._grids = grids;
        this._textures = samplers.map(({ step, grid }, unit) => {
            const { width, height } = gridSize(grids[grid], frame);

            return new PlaneTexture(this._gl, unit, step, sampleBytes(shape), width, height);
        });
        this._format = frame.format;
        this._width = frame.width;
        this._height = frame.height;
    }

    /**
     * @param {Program} program
     * @param {FormatShape} shape
     * @param {Descriptor} frame
     */
    _setColour(program, shape, frame) {
        const gl = this._gl;
        const matrix = new Float32Array(9);
        const offset = new Float32Array(3);

        samplesToRgb(shape, frame, matrix, offset);
        gl.uniformMatrix3fv(program.at.matrix, false, matrix);
        gl.uniform3fv(program.at.offset, offset);
        if (hdr.mappingOf(frame)) {
            hdr.setUniforms(gl, program.at, frame);
        }
    }

    /**
     * Set the uniforms for a texel grid: its scale, and the texels between which the crop lies.
     * @param {Program} program
     * @param {number} i
     * @param {Grid} grid
     * @param {Descriptor} frame
     * @param {Crop} crop
     */
    _setGrid(program, i, grid, frame, crop) {
        const gl = this._gl;
        const h = 2 ** grid.hShift;
        const v = 2 ** grid.vShift;
        const isFiltered = sampleBytes(/** @type {FormatShape} */ (frame.shape)) === 1;
        // If the GPU filters, texture coordinates go from 0 to 1.
        const { width, height } = isFiltered ? gridSize(grid, frame) : { width: 1, height: 1 };

        gl.uniform2f(program.at[`scale${i}`], 1 / h / width, 1 / v / height);
        gl.uniform2f(program.at[`site${i}`], siteX(frame.chromaSite, grid.hShift) / width,
            siteY(frame.chromaSite, grid.vShift) / height);
        gl.uniform4f(program.at[`bounds${i}`],
            (Math.floor(crop.x / h) + 0.5) / width, (Math.floor(crop.y / v) + 0.5) / height,
            (Math.ceil((crop.x + crop.width) / h) - 0.5) / width, (Math.ceil((crop.y + crop.height) / v) - 0.5) / height);
    }

    /** @param {Plane[]} planes */
    upload(planes) {
        for (let i = 0; i < this._textures.length; i++) {
            this._textures[i].upload(planes[this._samplers[i].plane]);
        }
    }

    /**
     * Draw into the current viewport.
     * @param {Float32Array} place matrix from the viewport, 0..1, y down, to the picture, in its
     * pixels: 3 x 3
     */
    draw(place) {
        const gl = this._gl;
        const program = /** @type {Program} */ (this._program);

        program.use();
        gl.uniformMatrix3fv(program.at.place, false, place);
        gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    }
}

module.exports = { PictureLayer };
