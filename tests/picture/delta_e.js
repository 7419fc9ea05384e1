// SPDX-License-Identifier: MIT
'use strict';

/**
 * How different two colours look: CIEDE2000 of CIE 142-2001 / ISO 11664-6, with the weights all 1, written after
 * Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula" (2005).
 */

/** CIE L*a*b* (D65) of sRGB values 0..1, by IEC 61966-2-1 and CIE 15. */
function labOfSrgb(rgb) {
    const [r, g, b] = rgb.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    const f = (t) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116);
    // The sums of each row are the white, so that greys have no a* and no b*.
    const x = f((0.4123908 * r + 0.3575843 * g + 0.1804808 * b) / (0.4123908 + 0.3575843 + 0.1804808));
    const y = f((0.2126390 * r + 0.7151687 * g + 0.0721923 * b) / (0.2126390 + 0.7151687 + 0.0721923));
    const z = f((0.0193308 * r + 0.1191948 * g + 0.9505322 * b) / (0.0193308 + 0.1191948 + 0.9505322));

    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const RADIANS = Math.PI / 180;

function hue(a, b) {
    const h = Math.atan2(b, a) / RADIANS;
    return a === 0 && b === 0 ? 0 : h < 0 ? h + 360 : h;
}

/** Difference of two hues in degrees, -180..180; 0 where one of the colours is grey. */
function hueDifference(h1, h2, c1c2) {
    if (c1c2 === 0) {
        return 0;
    }
    const d = h2 - h1;
    return d > 180 ? d - 360 : d < -180 ? d + 360 : d;
}

function hueMean(h1, h2, c1c2) {
    if (c1c2 === 0) {
        return h1 + h2;
    }
    if (Math.abs(h1 - h2) <= 180) {
        return (h1 + h2) / 2;
    }
    return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

/**
 * @param {number[]} one L*, a*, b*
 * @param {number[]} other
 */
function deltaE2000([l1, a1, b1], [l2, a2, b2]) {
    const cMean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
    const g = 0.5 * (1 - Math.sqrt(cMean ** 7 / (cMean ** 7 + 25 ** 7)));
    const c1 = Math.hypot((1 + g) * a1, b1);
    const c2 = Math.hypot((1 + g) * a2, b2);
    const h1 = hue((1 + g) * a1, b1);
    const h2 = hue((1 + g) * a2, b2);
    const dH = 2 * Math.sqrt(c1 * c2) * Math.sin(hueDifference(h1, h2, c1 * c2) / 2 * RADIANS);
    const l = (l1 + l2) / 2;
    const c = (c1 + c2) / 2;
    const h = hueMean(h1, h2, c1 * c2);
    const t = 1 - 0.17 * Math.cos((h - 30) * RADIANS) + 0.24 * Math.cos(2 * h * RADIANS) +
        0.32 * Math.cos((3 * h + 6) * RADIANS) - 0.20 * Math.cos((4 * h - 63) * RADIANS);
    const turn = 30 * Math.exp(-(((h - 275) / 25) ** 2));
    const rC = 2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
    const sL = 1 + 0.015 * (l - 50) ** 2 / Math.sqrt(20 + (l - 50) ** 2);
    const sC = 1 + 0.045 * c;
    const sH = 1 + 0.015 * c * t;
    const x = (l2 - l1) / sL;
    const y = (c2 - c1) / sC;
    const z = dH / sH;

    return Math.sqrt(x * x + y * y + z * z - Math.sin(2 * turn * RADIANS) * rC * y * z);
}

module.exports = { labOfSrgb, deltaE2000 };
