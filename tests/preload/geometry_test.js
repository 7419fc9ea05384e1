// SPDX-License-Identifier: MIT
'use strict';

// js/preload/geometry.js, against turning a small picture by hand.

const assert = require('assert');
const test = require('node:test');
const { Crop, compose, displaySize, placeMatrix } = require('../../js/preload/geometry');

/** Rows of pixels with a number each. */
const PICTURE = [[1, 2, 3], [4, 5, 6]];

function mirror(rows) {
    return rows.map((row) => row.slice().reverse());
}

function quarterClockwise(rows) {
    return rows[0].map((_, x) => rows.map((row) => row[x]).reverse());
}

/** As frameshare/format.h has it: the flip first, then so many quarters clockwise. */
function turned(orientation, rows) {
    let result = orientation & 4 ? mirror(rows) : rows;

    for (let quarters = orientation & 3; quarters > 0; quarters--) {
        result = quarterClockwise(result);
    }
    return result;
}

/** What placeMatrix() finds under the middle of each pixel of the turned picture. */
function looked(orientation, rows) {
    const crop = Object.assign(new Crop(), { width: rows[0].length, height: rows.length });
    const [width, height] = orientation & 1 ? [crop.height, crop.width] : [crop.width, crop.height];
    const m = new Float32Array(9);

    placeMatrix(orientation, crop, Float64Array.of(0, 0, 1, 1), m);
    return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => {
        const [sx, sy] = [(x + 0.5) / width, (y + 0.5) / height];
        return rows[Math.floor(m[1] * sx + m[4] * sy + m[7])][Math.floor(m[0] * sx + m[3] * sy + m[6])];
    }));
}

test('each orientation shows the picture as it would be turned by hand', () => {
    for (let orientation = 0; orientation < 8; orientation++) {
        assert.deepStrictEqual(looked(orientation, PICTURE), turned(orientation, PICTURE), `orientation ${orientation}`);
    }
});

test('two orientations come to what one after the other does', () => {
    for (let first = 0; first < 8; first++) {
        for (let second = 0; second < 8; second++) {
            assert.deepStrictEqual(turned(compose(first, second), PICTURE), turned(second, turned(first, PICTURE)),
                `${first} then ${second}`);
        }
    }
});

test('a part of a crop is found where it lies', () => {
    const crop = Object.assign(new Crop(), { x: 10, y: 20, width: 8, height: 4 });
    const m = new Float32Array(9);

    placeMatrix(0, crop, Float64Array.of(0.25, 0.5, 0.5, 0.25), m);
    assert.deepStrictEqual([m[6], m[7]], [12, 22]);
    assert.deepStrictEqual([m[0] + m[3] + m[6], m[1] + m[4] + m[7]], [16, 23]);
});

test('pixels that are not square stretch the picture, and never shrink it', () => {
    const size = new Float64Array(2);
    const cases = [
        [[1, 1], 0, [720, 576]], [[16, 15], 0, [768, 576]], [[8, 9], 0, [720, 648]], [[0, 1], 0, [720, 576]],
        [[1, 0], 0, [720, 576]], [[16, 15], 1, [576, 768]], [[16, 15], 7, [576, 768]], [[16, 15], 6, [768, 576]],
    ];

    for (const [[parN, parD], orientation, expected] of cases) {
        displaySize({ width: 720, height: 576 }, { parN, parD }, orientation, size);
        assert.deepStrictEqual(Array.from(size), expected);
    }
});
