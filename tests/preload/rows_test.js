// SPDX-License-Identifier: MIT
'use strict';

// js/preload/rows.js, against where OpenGL ES 3.0 (3.7.2) says that a row starts.

const assert = require('assert');
const test = require('node:test');
const { chooseRows } = require('../../js/preload/rows');

/** Bytes from one row to the next: k = n l, or a / s * ceil(s n l / a) elements of s bytes where s < a. */
function rowStep(length, alignment, texel, sample) {
    const elements = texel / sample * length;

    return sample * (sample >= alignment ? elements : alignment / sample * Math.ceil(sample * elements / alignment));
}

test('rows of every stride are found where they are, or by nobody', () => {
    for (const [texel, sample] of [[1, 1], [2, 1], [3, 1], [4, 1], [2, 2], [4, 2], [8, 2]]) {
        for (let stride = texel; stride < 400; stride++) {
            const rows = chooseRows(stride, texel, sample);
            const what = `stride ${stride}, ${texel} bytes a texel, ${sample} a sample: ${JSON.stringify(rows)}`;

            if (rows) {
                assert.strictEqual(rowStep(rows.length, rows.alignment, texel, sample), stride, what);
                // WebGL refuses rows that are shorter than what goes up.
                assert.ok(rows.length >= Math.floor(stride / texel), what);
            } else {
                for (let length = 0; length <= stride; length++) {
                    for (const alignment of [1, 2, 4, 8]) {
                        assert.notStrictEqual(rowStep(length, alignment, texel, sample), stride, `${what} ${length} ${alignment}`);
                    }
                }
            }
        }
    }
});
