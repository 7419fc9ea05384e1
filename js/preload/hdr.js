// SPDX-License-Identifier: MIT
'use strict';

/**
 * What an sRGB display shows for the R'G'B' of wide-gamut and high dynamic range video: the
 * shader's part, and the numbers it needs. src/picture/tone.c does the same in double precision;
 * docs/design/colour.md tells why each thing is as it is, and the tests compare both with each
 * other and with libplacebo.
 *
 * PQ and HLG (BT.2100) become light of the mastering display, the EETF of BT.2390-10 5.4.1 brings
 * the brightest of the three components into the range of an SDR display whose white is the
 * reference white of BT.2408 (203 cd/m2) and whose black is a thousandth of that, the other two
 * follow in proportion, primaries become BT.709's, and what then lies outside of the display is cut
 * off. SDR of wide primaries is made linear, converted and encoded again with one and the same
 * curve.
 */

const { isWide, convertPrimaries } = require('./primaries');

/** @typedef {import('../stream/descriptor').Descriptor} Descriptor */

/** TransferCharacteristics (H.273 table 3). */
const PQ = 16;
const HLG = 18;

const BT2020 = 9;
const UNSPECIFIED = 2;

/** cd/m2 of PQ's greatest value, which is the unit of luminance here (ST 2084). */
const UNIT = 10000;
/** BT.2408-7 2.2: the luminance of HDR diffuse white, which is shown as SDR white. */
const WHITE = 203;
/** The contrast of an ordinary SDR display, white to black. */
const CONTRAST = 1000;
/** BT.2100-2 table 5: the nominal peak that HLG is graded at. */
const HLG_PEAK = 1000;
/** BT.2100-2 table 3: the black of the display for critical viewing. */
const BLACK = 0.005;

/** ST 2084:2014 5.3; BT.2100-2 table 4. */
const M1 = 2610 / 16384;
const M2 = 2523 / 32;
const C1 = 3424 / 4096;
const C2 = 2413 / 128;
const C3 = 2392 / 128;

/** BT.2100-2 table 5. */
const HLG_A = 0.17883277;
const HLG_B = 1 - 4 * HLG_A;
const HLG_C = 0.5 - HLG_A * Math.log(4 * HLG_A);

/**
 * A display's transfer function: a value up to `knee` is divided by `slope`, above it is ((v +
 * offset) / (1 + offset))^gamma.
 *
 * @typedef {{gamma: number, offset: number, knee: number, slope: number}} Curve
 */

/** @type {Curve} */
const SRGB = { gamma: 2.4, offset: 0.055, knee: 0.04045, slope: 12.92 };

/**
 * Transfer functions of displays (H.273 table 3) other than BT.1886.
 * @type {{[code: number]: Curve}}
 */
const CURVES = {
    4: { gamma: 2.2, offset: 0, knee: 0, slope: 1 },
    5: { gamma: 2.8, offset: 0, knee: 0, slope: 1 },
    8: { gamma: 1, offset: 0, knee: 0, slope: 1 },
    13: SRGB,
    17: { gamma: 2.6, offset: 0, knee: 0, slope: 1 },
};

/** BT.1886, the display for all camera transfer functions. @type {Curve} */
const BT1886 = { gamma: 2.4, offset: 0, knee: 0, slope: 1 };

/** PQ of a luminance in cd/m2. @param {number} luminance */
function pqOf(luminance) {
    const power = Math.pow(luminance / UNIT, M1);

    return Math.pow((C1 + C2 * power) / (1 + C3 * power), M2);
}

/** @param {Descriptor} frame */
function isHdr(frame) {
    return transferOf(frame) !== null;
}

/** @param {Descriptor} frame @returns {'pq' | 'hlg' | null} WebCodecs' name of an HDR transfer */
function transferOf({ transfer }) {
    return transfer === PQ ? 'pq' : transfer === HLG ? 'hlg' : null;
}

/**
 * How pictures of this kind are tone mapped: a key of GLSL, or null: not at all.
 * @param {Descriptor} frame
 * @returns {'pq' | 'hlg' | 'sdr' | null}
 */
function mappingOf(frame) {
    return frame.transfer === PQ ? 'pq' : frame.transfer === HLG ? 'hlg' : isWide(frame.primaries) ? 'sdr' : null;
}

/**
 * The peak luminance of the picture, in cd/m2: the mastering display's range, with which BT.2390
 * starts; else MaxCLL; else the maximum of the signal. HLG is relative, so that MaxCLL does not
 * apply to it.
 * @param {Descriptor} frame
 */
function sourcePeak(frame) {
    const peak = frame.maxLuminance > 0 ? frame.maxLuminance * 0.0001
        : frame.transfer === HLG ? HLG_PEAK
            : frame.maxCll > 0 ? frame.maxCll : UNIT;

    return Math.min(Math.max(peak, 1), UNIT);
}

/** @param {Descriptor} frame */
function eetfOf(frame) {
    const peak = sourcePeak(frame);
    const black = Math.min(frame.minLuminance > 0 ? frame.minLuminance * 0.0001 : BLACK, peak / 2);
    const low = pqOf(black);
    const high = pqOf(peak);
    const minLum = (pqOf(WHITE / CONTRAST) - low) / (high - low);
    const maxLum = Math.min((pqOf(WHITE) - low) / (high - low), 1);
    const span = maxLum - minLum;
    // BT.2100-2 table 5: system gamma, and beta.
    const gamma = Math.max(1.2 + 0.42 * Math.log10(peak / 1000), 1);
    const lift = Math.sqrt(3 * Math.pow(black / peak, 1 / gamma));

    return {
        hlg: [peak / UNIT, gamma - 1, lift],
        range: [low, high, minLum, maxLum],
        knee: 1.5 * maxLum - 0.5,
        // Without this, lifting the black level would push the peak slightly above white, where it
        // would be clipped.
        gain: span / (span + minLum * Math.pow(1 - maxLum, 4)),
    };
}

/* For BT.709's primaries, and sRGB's transfer function. */
const FINISH = `
uniform mat3 toneToBt709;     // linear light
uniform vec4 toneCurve;       // gamma, offset, knee, slope

vec3 finish(vec3 source) {
    vec3 light = clamp(toneToBt709 * source, 0.0, 1.0);
    return mix(light * toneCurve.w, (1.0 + toneCurve.y) * pow(light, vec3(1.0 / toneCurve.x)) - toneCurve.y,
        vec3(greaterThan(light, vec3(toneCurve.z / toneCurve.w))));
}
`;

const SDR_TO_DISPLAY = `${FINISH}
vec3 mapColour(vec3 rgb) {
    vec3 value = clamp(rgb, 0.0, 1.0);
    return finish(mix(value / toneCurve.w, pow((value + toneCurve.y) / (1.0 + toneCurve.y), vec3(toneCurve.x)),
        vec3(greaterThan(value, vec3(toneCurve.z)))));
}
`;

const COMPRESS = `${FINISH}
uniform vec4 toneRange;       // the source's black and peak in PQ; the display's where those are 0 and 1
uniform vec4 toneDisplay;     // knee (KS), gain after the lift of black, luminances of black and white

float pqToLight(float value) {
    float power = pow(value, ${1 / M2});
    return pow(max(power - ${C1}, 0.0) / (${C2} - ${C3} * power), ${1 / M1});
}

float eetf(float value) {
    float knee = toneDisplay.x;
    float e = clamp((value - toneRange.x) / (toneRange.y - toneRange.x), 0.0, 1.0);
    if (e > knee) {
        float t = (e - knee) / (1.0 - knee);
        e = ((2.0 * t - 3.0) * t * t + 1.0) * knee + ((t - 2.0) * t + 1.0) * t * (1.0 - knee) +
            (3.0 - 2.0 * t) * t * t * toneRange.w;
    }
    float rest = (1.0 - e) * (1.0 - e);
    e += toneRange.z * rest * rest;
    e = toneRange.z + (e - toneRange.z) * toneDisplay.y;
    return e * (toneRange.y - toneRange.x) + toneRange.x;
}

float greatest(vec3 v) {
    return max(max(v.r, v.g), v.b);
}

// The brightest component, which pq is, goes through the EETF, and the others keep their proportion to it.
vec3 compress(vec3 light, float pq) {
    float gain = pqToLight(eetf(pq)) / max(greatest(light), toneDisplay.z);
    return finish((light * gain - toneDisplay.z) / (toneDisplay.w - toneDisplay.z));
}
`;

const PQ_TO_DISPLAY = `${COMPRESS}
vec3 mapColour(vec3 rgb) {
    // What is above the peak is as bright as the peak.
    vec3 value = clamp(rgb, 0.0, toneRange.y);
    return compress(vec3(pqToLight(value.r), pqToLight(value.g), pqToLight(value.b)), greatest(value));
}
`;

const HLG_TO_DISPLAY = `${COMPRESS}
uniform vec3 toneLuma;        // weights of the source's primaries in luminance
uniform vec3 toneHlg;         // peak, system gamma - 1, lift of black

float lightToPq(float light) {
    float power = pow(light, ${M1});
    return pow((${C1} + ${C2} * power) / (1.0 + ${C3} * power), ${M2});
}

vec3 mapColour(vec3 rgb) {
    vec3 value = (1.0 - toneHlg.z) * clamp(rgb, 0.0, 1.0) + toneHlg.z;
    vec3 scene = mix(value * value / 3.0, (exp((value - ${HLG_C}) / ${HLG_A}) + ${HLG_B}) / 12.0,
        vec3(greaterThan(value, vec3(0.5))));
    vec3 light = scene * toneHlg.x * pow(dot(toneLuma, scene), toneHlg.y);
    return compress(light, lightToPq(greatest(light)));
}
`;

/**
 * Each text defines `vec3 mapColour(vec3 rgb)`: from non-linear R'G'B' to sRGB values, 0..1. One
 * text for each kind, because a software GPU executes both sides of a branch.
 */
const GLSL = { pq: PQ_TO_DISPLAY, hlg: HLG_TO_DISPLAY, sdr: SDR_TO_DISPLAY };

/**
 * Set the uniforms of mapColour() in the current program, for pictures of this kind; mappingOf() is
 * not null.
 * @param {WebGL2RenderingContext} gl
 * @param {{[name: string]: WebGLUniformLocation | null}} at locations of the uniforms
 * @param {Descriptor} frame
 */
function setUniforms(gl, at, frame) {
    // BT.2100 defines PQ and HLG only with these primaries.
    const assumed = isHdr(frame) && frame.primaries === UNSPECIFIED ? BT2020 : frame.primaries;
    const { toBt709, luma } = convertPrimaries(assumed);
    const curve = isHdr(frame) ? SRGB : CURVES[frame.transfer] || BT1886;

    gl.uniformMatrix3fv(at.toneToBt709, true, toBt709[0].concat(toBt709[1], toBt709[2]));
    gl.uniform4f(at.toneCurve, curve.gamma, curve.offset, curve.knee, curve.slope);
    if (isHdr(frame)) {
        const { hlg, range, knee, gain } = eetfOf(frame);

        gl.uniform3fv(at.toneLuma, luma);
        gl.uniform3fv(at.toneHlg, hlg);
        gl.uniform4fv(at.toneRange, range);
        gl.uniform4f(at.toneDisplay, knee, gain, WHITE / CONTRAST / UNIT, WHITE / UNIT);
    }
}

module.exports = { mappingOf, transferOf, GLSL, setUniforms };
