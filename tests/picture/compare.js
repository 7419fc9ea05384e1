// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const { labOfSrgb, deltaE2000 } = require('./delta_e');

/**
 * How far two lists of sRGB colours (0..1) are from each other.
 * @param {number[][]} ours
 * @param {number[][]} theirs
 */
function differences(ours, theirs) {
    assert.strictEqual(ours.length, theirs.length);
    const all = ours.map((rgb, i) => deltaE2000(labOfSrgb(rgb), labOfSrgb(theirs[i])));
    const max = Math.max(...all);

    return { mean: all.reduce((sum, value) => sum + value, 0) / all.length, max, worst: all.indexOf(max) };
}

/**
 * Look alike, or fail and tell which patch does not.
 * @param {number[][]} ours
 * @param {number[][]} theirs
 * @param {{mean: number, max: number}} limits in units of CIEDE2000
 * @param {{diagnostic: (text: string) => void}} t
 */
function assertAlike(ours, theirs, limits, t) {
    const { mean, max, worst } = differences(ours, theirs);
    const tell = (rgb) => rgb.map((value) => (255 * value).toFixed(1)).join(' ');
    const what = `mean ${mean.toFixed(3)}, max ${max.toFixed(3)} at patch ${worst}: ${tell(ours[worst])} for ${tell(theirs[worst])}`;

    t.diagnostic(what);
    assert.ok(mean <= limits.mean && max <= limits.max, what);
}

module.exports = { assertAlike };
