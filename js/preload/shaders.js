// SPDX-License-Identifier: MIT
'use strict';

const { planSamplers, sampleBytes } = require('./samplers');

/** @typedef {import('../stream/types').FormatShape} FormatShape */

/**
 * The shaders of a pixel format, generated from its row of the table of formats. Positions are in
 * pixels of the picture, so that crop, padding and chroma siting are plain additions; at the end
 * they are converted for each texel grid: to 0..1 if the GPU filters, to texels if this shader
 * does.
 */

const CORNER = `#version 300 es
in vec2 corner;               // of what is seen of the picture on the screen, 0..1, y down
uniform mat3 place;           // from there to the picture, in pixels
`;

/* Clamp, so that filtering does not read beyond the edge of a crop. */
const HEAD = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp usampler2D;
out vec4 colour;
uniform mat3 matrix;
uniform vec3 offset;
`;

const FILTERED = `
vec4 take(sampler2D plane, vec2 at) {
    return texture(plane, at);
}
`;

/** GPUs do not filter integer textures: do the same here. @param {FormatShape} shape */
function interpolated({ shift, depth }) {
    return `
vec4 fetch(usampler2D plane, ivec2 at) {
    return vec4(texelFetch(plane, at, 0) >> ${shift}u) / ${2 ** depth - 1}.0;
}

vec4 take(usampler2D plane, vec2 at) {
    vec2 first = floor(at - 0.5);
    vec2 share = at - 0.5 - first;
    ivec2 a = ivec2(first);
    ivec2 b = min(a + 1, textureSize(plane, 0) - 1);
    return mix(mix(fetch(plane, a), fetch(plane, ivec2(b.x, a.y)), share.x),
        mix(fetch(plane, ivec2(a.x, b.y)), fetch(plane, b), share.x), share.y);
}
`;
}

/**
 * @param {FormatShape} shape
 * @returns {string}
 */
function vertexShader(shape) {
    const { grids } = planSamplers(shape);
    const declarations = grids.map((_, i) => `uniform vec2 scale${i};
uniform vec2 site${i};
out vec2 at${i};`);
    const places = grids.map((_, i) => `    at${i} = spot * scale${i} + site${i};`);

    return `${CORNER}${declarations.join('\n')}

void main() {
    vec2 spot = (place * vec3(corner, 1.0)).xy;
${places.join('\n')}
    gl_Position = vec4(corner.x * 2.0 - 1.0, 1.0 - corner.y * 2.0, 0.0, 1.0);
}
`;
}

/**
 * @param {FormatShape} shape
 * @param {string | null} mapping text that defines `vec3 mapColour(vec3 rgb)`, or null for none
 * @returns {string}
 */
function fragmentShader(shape, mapping) {
    const { samplers, grids, channels } = planSamplers(shape);
    const isFiltered = sampleBytes(shape) === 1;
    const kind = isFiltered ? 'sampler2D' : 'usampler2D';
    const names = channels.map((channel) => channel && `texel${channel.sampler}.${'rgba'[channel.channel]}`);
    const declarations = grids.map((_, i) => `in vec2 at${i};
uniform vec4 bounds${i};`).concat(samplers.map((_, i) => `uniform ${kind} plane${i};`));
    const places = grids.map((_, i) => `    vec2 inside${i} = clamp(at${i}, bounds${i}.xy, bounds${i}.zw);`);
    const fetches = samplers.map(({ grid }, i) => `    vec4 texel${i} = take(plane${i}, inside${grid});`);
    const samples = names.slice(0, 3).map((name) => name || names[0]);
    // Multiply by alpha once, at the end; opaque colours are clamped by the GPU.
    const colour = names[3] ? `vec4(clamp(rgb, 0.0, 1.0) * ${names[3]}, ${names[3]})` : 'vec4(rgb, 1.0)';

    return `${HEAD}${isFiltered ? FILTERED : interpolated(shape)}
${declarations.join('\n')}
${mapping || ''}
void main() {
${places.concat(fetches).join('\n')}
    vec3 rgb = matrix * vec3(${samples.join(', ')}) + offset;
${mapping ? '    rgb = mapColour(rgb);\n' : ''}    colour = ${colour};
}
`;
}

module.exports = { vertexShader, fragmentShader };
