'use strict';

const shaders = require('./shaders');

const UNIFORMS = ['place', 'size', 'chromaSize', 'chromaShift', 'bounds', 'chromaBounds', 'matrix', 'offset',
    'plane0', 'plane1', 'plane2'];

/**
 * @param {WebGLRenderingContext} gl
 * @param {number} type
 * @param {string} source
 */
function compile(gl, type, source) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(type));

    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) {
        throw new Error(`a shader does not compile: ${gl.getShaderInfoLog(shader)}`);
    }
    return shader;
}

/** The linked shaders of one pixel format and the places of their uniforms. */
class Program {
    /**
     * @param {WebGLRenderingContext} gl
     * @param {'I420' | 'NV12' | 'RGBA' | 'BGRA'} name
     */
    constructor(gl, name) {
        const program = /** @type {WebGLProgram} */ (gl.createProgram());

        gl.attachShader(program, compile(gl, gl.VERTEX_SHADER, shaders.VERTEX));
        gl.attachShader(program, compile(gl, gl.FRAGMENT_SHADER, shaders[name]));
        gl.bindAttribLocation(program, 0, 'corner');
        gl.linkProgram(program);
        if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
            throw new Error(`a shader does not link: ${gl.getProgramInfoLog(program)}`);
        }
        this.program = program;
        /** @type {{[name: string]: WebGLUniformLocation | null}} */
        this.at = {};
        UNIFORMS.forEach((uniform) => {
            this.at[uniform] = gl.getUniformLocation(program, uniform);
        });
        gl.useProgram(program);
        gl.uniform1i(this.at.plane0, 0);
        gl.uniform1i(this.at.plane1, 1);
        gl.uniform1i(this.at.plane2, 2);
    }
}

module.exports = { Program };
