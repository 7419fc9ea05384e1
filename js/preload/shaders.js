'use strict';

const { planSamplers, sampleBytes } = require('./samplers');

/** @typedef {import('../stream/types').FormatShape} FormatShape */
/** @typedef {import('./samplers').Sampler} Sampler */

/**
 * The shaders of a pixel format, written from its row of the table of formats. Places are in pixels of the picture
 * until the last moment, so that crop, padding and chroma siting are plain additions.
 */

const VERTEX = `#version 300 es
in vec2 corner;               // of what is seen of the picture on the screen, 0..1, y down
uniform mat3 place;           // from there to the picture, in pixels
out vec2 spot;

void main() {
    spot = (place * vec3(corner, 1.0)).xy;
    gl_Position = vec4(corner.x * 2.0 - 1.0, 1.0 - corner.y * 2.0, 0.0, 1.0);
}
`;

/* The bounds keep a filter from reaching over the edge of a crop. What a GPU cannot filter is filtered here:
 * bilinear, as it would. */
const HEAD = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp usampler2D;
in vec2 spot;
out vec4 colour;
uniform mat3 matrix;
uniform vec3 offset;

vec4 take(sampler2D plane, vec2 at) {
    return texture(plane, at / vec2(textureSize(plane, 0)));
}

vec4 fetch(usampler2D plane, ivec2 at) {
    return vec4(texelFetch(plane, at, 0) >> SHIFT) / TOP;
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

/** @param {number} shift */
function share(shift) {
    return (1 / 2 ** shift).toFixed(6);
}

/**
 * @param {FormatShape} shape
 * @param {string | null} mapping text that defines `vec3 mapColour(vec3 rgb)`, or null for none
 * @returns {string}
 */
function fragmentShader(shape, mapping) {
    const { samplers, channels } = planSamplers(shape);
    const kind = sampleBytes(shape) === 1 ? 'sampler2D' : 'usampler2D';
    const names = channels.map((channel) => channel && `texel${channel.sampler}.${'rgba'[channel.channel]}`);
    const declarations = samplers.map((_, i) => `uniform ${kind} plane${i};
uniform vec2 site${i};
uniform vec4 bounds${i};`);
    const fetches = samplers.map(({ hShift, vShift }, i) => `    vec4 texel${i} = take(plane${i}, ` +
        `clamp(spot * vec2(${share(hShift)}, ${share(vShift)}) + site${i}, bounds${i}.xy, bounds${i}.zw));`);
    const samples = names.slice(0, 3).map((name) => name || names[0]);

    return HEAD.replace('SHIFT', `${shape.shift}u`).replace('TOP', `${2 ** shape.depth - 1}.0`) +
        `${declarations.join('\n')}
${mapping || ''}
void main() {
${fetches.join('\n')}
    vec3 rgb = matrix * vec3(${samples.join(', ')}) + offset;
    float alpha = ${names[3] || '1.0'};
    colour = vec4(clamp(${mapping ? 'mapColour(rgb)' : 'rgb'}, 0.0, 1.0) * alpha, alpha);
}
`;
}

module.exports = { VERTEX, fragmentShader };
