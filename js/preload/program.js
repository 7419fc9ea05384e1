// SPDX-License-Identifier: MIT
'use strict';

/**
 * @param {WebGL2RenderingContext} gl
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

/** Linked shaders and their uniforms. Attribute 0 is `corner`. */
class Program {
    /**
     * @param {WebGL2RenderingContext} gl
     * @param {string} vertex
     * @param {string} fragment
     */
    constructor(gl, vertex, fragment) {
        const program = /** @type {WebGLProgram} */ (gl.createProgram());
        const shaders = [compile(gl, gl.VERTEX_SHADER, vertex), compile(gl, gl.FRAGMENT_SHADER, fragment)];

        shaders.forEach((shader) => gl.attachShader(program, shader));
        gl.bindAttribLocation(program, 0, 'corner');
        gl.linkProgram(program);
        if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
            throw new Error(`shaders do not link: ${gl.getProgramInfoLog(program)}`);
        }
        // Shaders are deleted together with the program.
        shaders.forEach((shader) => gl.deleteShader(shader));
        this._gl = gl;
        this._program = program;
        /**
         * Uniform locations by name; unused uniforms have none.
         * @type {{[name: string]: WebGLUniformLocation | null}}
         */
        this.at = {};
        const count = gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS) || 0;

        for (let i = 0; i < count; i++) {
            const { name } = /** @type {WebGLActiveInfo} */ (gl.getActiveUniform(program, i));

            this.at[name] = gl.getUniformLocation(program, name);
        }
    }

    use() {
        this._gl.useProgram(this._program);
    }
}

module.exports = { Program };
