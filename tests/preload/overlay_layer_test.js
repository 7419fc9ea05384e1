// SPDX-License-Identifier: MIT
'use strict';

// Where js/preload/overlay-layer.js puts an overlay on the screen.

const assert = require('assert');
const test = require('node:test');
const { Crop } = require('../../js/preload/geometry');
const { Box } = require('../../js/preload/overlay-layer');

function boxOf(overlay, { orientation = 0, picture = [640, 360], rectangle }) {
    const box = new Box();

    box.set(overlay, orientation, Object.assign(new Crop(), { width: picture[0], height: picture[1] }),
        Float64Array.from(rectangle));
    return [box.left, box.top, box.width, box.height].map((value) => Math.round(value * 1e9) / 1e9);
}

test('an overlay in the picture\'s own pixels is stretched with the picture', () => {
    const overlay = { x: 64, y: 300, width: 320, height: 30, columns: 320, rows: 30 };

    assert.deepStrictEqual(boxOf(overlay, { rectangle: [10, 20, 1280, 720] }), [138, 620, 640, 60]);
    assert.deepStrictEqual(boxOf(overlay, { rectangle: [0, 0, 320, 180] }), [32, 150, 160, 15]);
});

test('it turns with the picture', () => {
    const overlay = { x: 64, y: 300, width: 320, height: 30, columns: 320, rows: 30 };
    // A picture of 640x360 with the overlay near its bottom left, at 1:1.
    const places = [
        [0, [640, 360], [64, 300, 320, 30]], [1, [360, 640], [30, 64, 30, 320]], [2, [640, 360], [256, 30, 320, 30]],
        [3, [360, 640], [300, 256, 30, 320]], [4, [640, 360], [256, 300, 320, 30]], [6, [640, 360], [64, 30, 320, 30]],
        [5, [360, 640], [30, 256, 30, 320]], [7, [360, 640], [300, 64, 30, 320]],
    ];

    for (const [orientation, size, expected] of places) {
        assert.deepStrictEqual(boxOf(overlay, { orientation, rectangle: [0, 0, ...size] }), expected, `orientation ${orientation}`);
    }
});

test('text that was drawn for the screen is put on its pixels, whole', () => {
    // 3.0 screen pixels a pixel of the picture; 401 x 50 of text take 134 x 17 of them, rounded.
    const overlay = { x: 100, y: 200, width: 134, height: 17, columns: 401, rows: 50 };

    const [left, top, width, height] = boxOf(overlay, { rectangle: [0, 0, 1920, 1080] });
    assert.deepStrictEqual([width, height], [401, 50]);
    assert.ok(Number.isInteger(left) && Number.isInteger(top));
    assert.ok(Math.abs(left - 300) <= 1.5 && Math.abs(top - 600) <= 1.5);
    // The same turned: rows become columns.
    assert.deepStrictEqual(boxOf(overlay, { orientation: 1, rectangle: [0, 0, 1080, 1920] }).slice(2), [50, 401]);
    // In a window of another size it is stretched until it was drawn anew.
    assert.deepStrictEqual(boxOf(overlay, { rectangle: [0, 0, 640, 360] }), [100, 200, 134, 17]);
});
