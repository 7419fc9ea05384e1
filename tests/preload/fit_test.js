// SPDX-License-Identifier: MIT
'use strict';

// js/preload/fit.js, against CSS Images 3.

const assert = require('assert');
const test = require('node:test');
const { Fit, place, clip } = require('../../js/preload/fit');

/** Where a picture goes: [left, top, width, height]. */
function placed(size, box, more = {}, ratio = 1) {
    const rectangle = new Float64Array(4);

    place(Object.assign(new Fit(), more), Float64Array.from(size), box[0], box[1], ratio, rectangle);
    return Array.from(rectangle);
}

test('object-fit is what CSS Images says', () => {
    const cases = [
        ['contain', [640, 360], [800, 600], [0, 75, 800, 450]],
        ['contain', [360, 640], [800, 600], [231, 0, 338, 600]],
        ['cover', [640, 360], [800, 600], [-133, 0, 1067, 600]],
        ['cover', [360, 640], [800, 600], [0, -411, 800, 1422]],
        ['fill', [640, 360], [800, 601], [0, 0, 800, 601]],
        ['none', [640, 360], [800, 600], [80, 120, 640, 360]],
        ['none', [1000, 1000], [800, 600], [-100, -200, 1000, 1000]],
        ['scale-down', [640, 360], [800, 600], [80, 120, 640, 360]],
        ['scale-down', [1600, 1200], [800, 600], [0, 0, 800, 600]],
        ['contain', [16384, 1], [10, 10], [0, 5, 10, 1]],
    ];

    for (const [mode, size, box, expected] of cases) {
        assert.deepStrictEqual(placed(size, box, { mode }), expected, `${mode} ${size} in ${box}`);
    }
});

test('object-position shares out what is left, and moves by pixels', () => {
    const none = { mode: 'none' };

    assert.deepStrictEqual(placed([100, 50], [300, 200], { ...none, x: 0, y: 1 }), [0, 150, 100, 50]);
    assert.deepStrictEqual(placed([100, 50], [300, 200], { ...none, x: 0.25, y: 0, moreX: 7, moreY: -9 }), [57, -9, 100, 50]);
    // What is larger than its element moves the other way.
    assert.deepStrictEqual(placed([500, 50], [300, 200], { ...none, x: 1, y: 0.5 }), [-200, 75, 500, 50]);
});

test('CSS pixels become device pixels', () => {
    const none = { mode: 'none', x: 0, y: 0, moreX: 10, moreY: 20 };

    assert.deepStrictEqual(placed([100, 50], [600, 400], none, 2), [20, 40, 200, 100]);
    assert.deepStrictEqual(placed([100, 50], [600, 400], { ...none, mode: 'scale-down' }, 1.5), [15, 30, 150, 75]);
    assert.deepStrictEqual(placed([100, 50], [600, 400], {}, 2), [0, 50, 600, 300]);
});

test('what lies outside of the element is cut, and the part that is left is known', () => {
    const seen = new Float64Array(4);
    const part = new Float64Array(4);

    clip(Float64Array.of(-100, 50, 400, 200), 200, 100, seen, part);
    assert.deepStrictEqual([Array.from(seen), Array.from(part)], [[0, 50, 200, 50], [0.25, 0, 0.5, 0.25]]);
    clip(Float64Array.of(10, 20, 30, 40), 200, 100, seen, part);
    assert.deepStrictEqual([Array.from(seen), Array.from(part)], [[10, 20, 30, 40], [0, 0, 1, 1]]);
    clip(Float64Array.of(300, 20, 30, 40), 200, 100, seen, part);
    assert.ok(seen[2] < 1);
});
