// SPDX-License-Identifier: MIT
'use strict';

const { execFileSync } = require('child_process');
const path = require('path');
const { build } = require('../node/programs');

/**
 * Non-linear R'G'B' through the C library, src/picture/tone.c: sRGB, all 0..1.
 * @param {number[][]} colours
 * @param {{transfer: number, primaries: number, max?: number, min?: number, cll?: number}} description as in frs_hdr
 */
function mapInC(colours, { transfer, primaries, max = 0, min = 0, cll = 0 }) {
    const input = Buffer.from(new Float64Array(colours.flat()).buffer);
    const output = execFileSync(path.join(build, 'tests/picture/test-tone'),
        [transfer, primaries, max, min, cll].map(String), { input, maxBuffer: 1 << 26 });

    return colours.map((_, i) => [0, 8, 16].map((at) => output.readDoubleLE(24 * i + at)));
}

module.exports = { mapInC };
