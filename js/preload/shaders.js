'use strict';

/**
 * One vertex shader for all, one fragment shader for each pixel format. Coordinates are in samples of the
 * largest plane until the last moment, so that crop, padding and chroma siting are plain additions.
 */

const VERTEX = `
attribute vec2 corner;        // of the screen, 0..1, y down
uniform mat3 place;           // screen to picture, in samples
uniform vec2 size;            // of the texture, in samples
uniform vec2 chromaSize;      // of the chroma texture, in samples
uniform vec2 chromaShift;     // from a halved luma place to a chroma place
varying vec2 at;
varying vec2 chromaAt;

void main() {
    vec2 spot = (place * vec3(corner, 1.0)).xy;
    at = spot / size;
    chromaAt = (spot * 0.5 + chromaShift) / chromaSize;
    gl_Position = vec4(corner.x * 2.0 - 1.0, 1.0 - corner.y * 2.0, 0.0, 1.0);
}
`;

/* The bounds keep the filter from reaching into the padding of a row, or over the edge of a crop. */
const HEAD = `
#ifdef GL_FRAGMENT_PRECISION_HIGH
precision highp float;
#else
precision mediump float;
#endif
uniform sampler2D plane0;
uniform sampler2D plane1;
uniform sampler2D plane2;
uniform vec4 bounds;          // least and greatest texture coordinates
uniform vec4 chromaBounds;
uniform mat3 matrix;
uniform vec3 offset;
varying vec2 at;
varying vec2 chromaAt;
`;

const I420 = `${HEAD}
void main() {
    vec2 c = clamp(chromaAt, chromaBounds.xy, chromaBounds.zw);
    vec3 yuv = vec3(texture2D(plane0, clamp(at, bounds.xy, bounds.zw)).r,
                    texture2D(plane1, c).r, texture2D(plane2, c).r);
    gl_FragColor = vec4(matrix * yuv + offset, 1.0);
}
`;

/* Two bytes a sample are luminance and alpha in WebGL. */
const NV12 = `${HEAD}
void main() {
    vec2 c = clamp(chromaAt, chromaBounds.xy, chromaBounds.zw);
    vec3 yuv = vec3(texture2D(plane0, clamp(at, bounds.xy, bounds.zw)).r, texture2D(plane1, c).ra);
    gl_FragColor = vec4(matrix * yuv + offset, 1.0);
}
`;

const RGBA = `${HEAD}
void main() {
    gl_FragColor = vec4(texture2D(plane0, clamp(at, bounds.xy, bounds.zw)).rgb, 1.0);
}
`;

/* WebGL uploads no BGRA; the bytes go up as they are and are exchanged here. */
const BGRA = `${HEAD}
void main() {
    gl_FragColor = vec4(texture2D(plane0, clamp(at, bounds.xy, bounds.zw)).bgr, 1.0);
}
`;

module.exports = { VERTEX, I420, NV12, RGBA, BGRA };
