// SPDX-License-Identifier: MIT
'use strict';

// js/preload/colour.js: what code values come to, for every depth, range and matrix.

const assert = require('assert');
const test = require('node:test');
require('../node/programs');
const { layout } = require('../../js/stream/addon');
const { samplesToRgb, siteX, siteY } = require('../../js/preload/colour');

const FORMATS = layout.formats.filter(Boolean);
const LIMITED = layout.range.limited;
const FULL = layout.range.full;

/** R, G, B of three code values. */
function rgb(shape, codes, { range, matrix = 1, height = 1080 }) {
    const m = new Float32Array(9);
    const offset = new Float32Array(3);
    const samples = codes.map((code) => code / (2 ** shape.depth - 1));

    samplesToRgb(shape, { range, matrix, height }, m, offset);
    return [0, 1, 2].map((row) => m[row] * samples[0] + m[3 + row] * samples[1] + m[6 + row] * samples[2] + offset[row]);
}

function near(value, expected, what) {
    value.forEach((each, i) => assert.ok(Math.abs(each - expected[i]) < 1e-5, `${what}: ${value}, not ${expected}`));
}

test('black, white and grey are so in every format, range and matrix', () => {
    for (const shape of FORMATS) {
        const unit = 2 ** (shape.depth - 8);
        const isYuv = shape.model === layout.model.yuv;
        for (const [range, black, white] of [[LIMITED, 16 * unit, 235 * unit], [FULL, 0, 2 ** shape.depth - 1]]) {
            for (const matrix of [1, 2, 4, 5, 6, 7, 9]) {
                for (const [luma, value] of [[black, 0], [white, 1], [(black + white) / 2, 0.5]]) {
                    const codes = isYuv ? [luma, 128 * unit, 128 * unit] : [luma, luma, luma];
                    near(rgb(shape, codes, { range, matrix }), [value, value, value], `${shape.name} ${range} ${matrix} ${luma}`);
                }
            }
        }
    }
});

test('the primaries come back from the code values that H.273 gives them', () => {
    const weights = { 1: [0.2126, 0.0722], 4: [0.3, 0.11], 6: [0.299, 0.114], 7: [0.212, 0.087], 9: [0.2627, 0.0593] };

    for (const shape of FORMATS.filter(({ model }) => model === layout.model.yuv)) {
        const unit = 2 ** (shape.depth - 8);
        for (const [matrix, [kr, kb]] of Object.entries(weights)) {
            for (const colour of [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]]) {
                const [r, g, b] = colour;
                const y = kr * r + (1 - kr - kb) * g + kb * b;
                const codes = [16 + 219 * y, 128 + 112 * (b - y) / (1 - kb), 128 + 112 * (r - y) / (1 - kr)];
                near(rgb(shape, codes.map((code) => code * unit), { range: LIMITED, matrix: Number(matrix) }), colour,
                    `${shape.name} ${matrix}`);
            }
        }
    }
});

test('matrix 0 takes Y, Cb, Cr as green, blue, red', () => {
    const y444 = FORMATS.find(({ name }) => name === 'Y444');

    near(rgb(y444, [255, 51, 0], { range: FULL, matrix: 0 }), [0, 1, 0.2], 'full');
    near(rgb(y444, [235, 16, 125.5], { range: LIMITED, matrix: 0 }), [0.5, 1, 0], 'limited');
});

test('who does not say has the matrix of his size, and the range of his model', () => {
    const of = (name) => FORMATS.find((shape) => shape.name === name);
    const unspecified = { matrix: 2, range: layout.range.unknown };

    for (const [height, matrix] of [[576, 6], [577, 1]]) {
        const codes = [81, 90, 240];
        near(rgb(of('I420'), codes, { ...unspecified, height }), rgb(of('I420'), codes, { range: LIMITED, matrix }), `${height}`);
    }
    near(rgb(of('I420'), [16, 128, 128], { ...unspecified, height: 577 }), [0, 0, 0], 'limited');
    near(rgb(of('GRAY8'), [255, 255, 255], { ...unspecified }), [1, 1, 1], 'full');
    near(rgb(of('RGB'), [0, 255, 51], { ...unspecified }), [0, 1, 0.2], 'full');
});

test('chroma lies where H.273 says', () => {
    // The middle of the first chroma sample (0.5) in luma places: undo t = x / 2^shift + s.
    const first = (s, shift) => (0.5 - s) * 2 ** shift;

    // [site, x of 4:2:0, y of 4:2:0], in luma samples whose first has its middle at 0.5.
    for (const [site, x, y] of [[0, 0.5, 1], [1, 1, 1], [2, 0.5, 0.5], [3, 1, 0.5], [4, 0.5, 1.5], [5, 1, 1.5], [255, 0.5, 1]]) {
        assert.strictEqual(first(siteX(site, 1), 1), x, `site ${site}`);
        assert.strictEqual(first(siteY(site, 1), 1), y, `site ${site}`);
        assert.strictEqual(siteX(site, 0), 0);
        assert.strictEqual(siteY(site, 0) + 0, 0);
    }
    // 4:1:1: four luma samples for one of chroma.
    assert.strictEqual(first(siteX(0, 2), 2), 0.5);
    assert.strictEqual(first(siteX(1, 2), 2), 2);
});
