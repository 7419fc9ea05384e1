// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { draw } = require('../../benchmarks/lib/flame');

test('a block of a flame graph is as wide as its part of the samples, and names are no markup', () => {
    const svg = draw([['a', 'b<'], ['a', 'b<'], ['a', 'c'], ['d']], 'one & all');
    const widths = Object.fromEntries(Array.from(svg.matchAll(/<title>(.*?): ([\d.]+) %<\/title><rect x="([\d.]+)" y="(\d+)" width="([\d.]+)"/g),
        ([, name, percent, x, y, width]) => [name, [percent, x, Number(y), width]]));

    assert.deepStrictEqual(Object.keys(widths).sort(), ['a', 'all', 'b&#60;', 'c', 'd']);
    assert.deepStrictEqual([widths.all[0], widths.a[0], widths['b&#60;'][0], widths.c[0], widths.d[0]], ['100.0', '75.0', '50.0', '25.0', '25.0']);
    assert.deepStrictEqual([widths.all[3], widths.a[3], widths['b&#60;'][3], widths.c[1], widths.d[1]], ['1199.5', '899.5', '599.5', '600.0', '900.0']);
    assert.ok(widths.all[2] > widths.a[2] && widths.a[2] > widths.c[2] && widths.a[2] === widths.d[2]);
    assert.match(svg, />one &#38; all</);
});
