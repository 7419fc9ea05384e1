// SPDX-License-Identifier: MIT
'use strict';

// js/preload/present/webgl.js: pictures that are made up here, against a reference in double precision.

const assert = require('assert');
const test = require('node:test');
const { layout } = require('../../js/stream/addon');
const { Application } = require('./support/electron');
const { assertAlike, noise, noisyPicture, paint } = require('./support/pictures');
const { render } = require('./support/reference');

const FORMATS = layout.formats.filter(Boolean);
const RGBA = shapeOf('RGBA');

function shapeOf(name) {
    return FORMATS.find((shape) => shape.name === name);
}

let application;

test.before(async () => {
    application = await Application.launch();
    await application.main((world) => world.open());
});
test.after(() => application.stop());

/** Draw pictures pixel for pixel and compare each with what it must be. */
async function check(pictures) {
    const painted = await paint(application, pictures.map((picture) => ({ picture })));

    pictures.forEach((picture, i) => {
        const { bytes, ...rest } = picture;
        assertAlike(painted[i], render(layout, picture), `${bytes.length} bytes as ${JSON.stringify(rest)}`);
    });
}

for (const shape of FORMATS) {
    test(`${shape.name} of any size, stride and crop is what the definitions say`, async () => {
        const pictures = [];

        for (const [width, height] of [[1, 1], [2, 1], [1, 2], [3, 5], [16, 8], [17, 9], [33, 31]]) {
            for (const padding of [0, 1, 2, 3, 5, 13, 64]) {
                pictures.push(noisyPicture(shape, width, height, padding, { matrix: 1 }));
            }
        }
        for (const [cropX, cropY, cropWidth, cropHeight] of [[0, 0, 32, 30], [3, 5, 17, 9], [4, 2, 1, 1], [31, 30, 2, 1]]) {
            for (const chromaSite of [0, 1, 3]) {
                pictures.push(noisyPicture(shape, 33, 31, 7, { matrix: 6, chromaSite, cropX, cropY, cropWidth, cropHeight }));
            }
        }
        await check(pictures);
    });
}

test('every matrix and range is right at every depth', async () => {
    const pictures = [];

    for (const name of ['NV12', 'Y444', 'YUY2', 'AYUV', 'P010_10LE', 'I420_12LE', 'GRAY8', 'GRAY16_LE', 'RGB', 'GBR_10LE']) {
        for (const matrix of [0, 1, 2, 4, 5, 6, 7, 9, 99]) {
            for (const range of [0, 1, 2]) {
                pictures.push(noisyPicture(shapeOf(name), 12, 6, 0, { matrix, range }));
            }
        }
    }
    await check(pictures);
});

test('chroma lies where its site says', async () => {
    const pictures = [];

    for (const name of ['I420', 'NV16', 'Y41B', 'UYVY', 'I420_10LE', 'I422_12LE']) {
        for (const chromaSite of [0, 1, 2, 3, 4, 5, 255]) {
            pictures.push(noisyPicture(shapeOf(name), 19, 11, 0, { chromaSite, matrix: 6 }));
        }
    }
    await check(pictures);
});

test('a picture is scaled in straight lines between its samples, none of which is from outside of its crop', async () => {
    const canvas = { width: 51, height: 41, fit: { mode: 'fill' } };
    const crop = { cropX: 6, cropY: 4, cropWidth: 17, cropHeight: 9 };

    for (const name of ['NV12', 'Y42B', 'UYVY', 'RGB', 'AYUV', 'P010_10LE', 'GRAY16_LE']) {
        const picture = noisyPicture(shapeOf(name), 30, 20, 2, { matrix: 1, chromaSite: 1, ...crop });
        const [pixels] = await paint(application, [{ picture, canvas }]);
        assertAlike(pixels, render(layout, picture, canvas), name);
    }
});

/** Pixels of a picture, turned by hand: the flip first, then so many quarters clockwise. */
function turned(orientation, pixels, width, height) {
    let rows = Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) =>
        pixels.slice((y * width + x) * 4, (y * width + x + 1) * 4)));

    if (orientation & 4) {
        rows = rows.map((row) => row.reverse());
    }
    for (let quarters = orientation & 3; quarters > 0; quarters--) {
        rows = rows[0].map((_, x) => rows.map((row) => row[x]).reverse());
    }
    return rows.flat(2);
}

test('every orientation turns the picture, crop, chroma and all', async () => {
    for (const name of ['I420', 'Y42B', 'RGBA', 'P010_10LE']) {
        const crop = { cropX: 5, cropY: 3, cropWidth: 14, cropHeight: 9 };
        const upright = noisyPicture(shapeOf(name), 24, 16, 3, { ...crop, matrix: 1 });
        const reference = render(layout, upright);
        const all = [0, 1, 2, 3, 4, 5, 6, 7].map((orientation) => ({
            picture: { ...upright, orientation },
            canvas: orientation & 1 ? { width: 9, height: 14 } : { width: 14, height: 9 },
        }));
        const painted = await paint(application, all);

        painted.forEach((pixels, orientation) => {
            assertAlike(pixels, turned(orientation, reference, 14, 9), `${name}, orientation ${orientation}`);
        });
        // The element's own turn comes after the stream's.
        const twice = await paint(application, [{ ...all[5], canvas: { width: 14, height: 9, fit: { orientation: 1 } } }]);
        assertAlike(twice[0], turned(1, turned(5, reference, 14, 9), 9, 14), `${name}, turned twice`);
    }
});

/** `pixels` at (x, y) of an empty canvas, cut where it ends. */
function onCanvas(pixels, width, height, x, y, canvas) {
    const result = new Array(canvas.width * canvas.height * 4).fill(0);

    for (let row = Math.max(0, -y); row < height && row + y < canvas.height; row++) {
        for (let column = Math.max(0, -x); column < width && column + x < canvas.width; column++) {
            for (let c = 0; c < 4; c++) {
                result[((row + y) * canvas.width + column + x) * 4 + c] = pixels[(row * width + column) * 4 + c];
            }
        }
    }
    return result;
}

test('what the picture leaves is transparent, and what reaches out is cut', async () => {
    const picture = noisyPicture(shapeOf('NV12'), 20, 10, 0, { matrix: 1 });
    const reference = render(layout, picture);
    const none = (x, y) => ({ mode: 'none', x: 0, y: 0, moreX: x, moreY: y });
    const cases = [
        [{ width: 20, height: 30 }, 0, 10],
        [{ width: 31, height: 10 }, 6, 0],
        [{ width: 30, height: 30, fit: none(4, 7) }, 4, 7],
        [{ width: 12, height: 8, fit: none(-5, -1) }, -5, -1],
        [{ width: 12, height: 8, fit: none(10, 6) }, 10, 6],
        [{ width: 12, height: 8, fit: none(12, 0) }, 12, 0],
        [{ width: 12, height: 8, fit: none(-20, 3) }, -20, 3],
        [{ width: 8, height: 10, fit: { mode: 'cover', x: 1 } }, -12, 0],
    ];
    const painted = await paint(application, cases.map(([canvas]) => ({ picture, canvas })));

    cases.forEach(([canvas, x, y], i) => {
        assertAlike(painted[i], onCanvas(reference, 20, 10, x, y, canvas), JSON.stringify(canvas));
    });
});

test('a device pixel ratio of two shows a picture of its own size on four pixels each', async () => {
    const picture = { ...noisyPicture(RGBA, 2, 2, 0), bytes: Buffer.from([...[9, 0, 0, 255], ...[0, 90, 0, 255],
        ...[0, 0, 200, 255], ...[70, 70, 70, 255]]) };
    const canvas = { width: 8, height: 8, ratio: 2, fit: { mode: 'none' } };
    const [pixels] = await paint(application, [{ picture, canvas }]);
    const at = (x, y) => pixels.slice((y * 8 + x) * 4, (y * 8 + x) * 4 + 4);

    // The corners of the picture are whole: nothing lies further out to mix with.
    assert.deepStrictEqual([at(2, 2), at(5, 2), at(2, 5), at(5, 5)],
        [[9, 0, 0, 255], [0, 90, 0, 255], [0, 0, 200, 255], [70, 70, 70, 255]]);
    assert.deepStrictEqual([at(1, 2), at(6, 5), at(3, 1)], [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]);
});

/** An overlay of premultiplied noise in pixels of the picture; `padding` bytes after each row. */
function noisyOverlay(x, y, width, height, padding = 0) {
    const stride = width * 4 + padding;
    const data = noise(stride * (height - 1) + width * 4, width + height);

    for (let i = 0; i + 3 < data.length; i += 4) {
        for (let c = 0; c < 3; c++) {
            data[i + c] = Math.floor(data[i + c] * data[i + 3] / 255);
        }
    }
    return { x, y, width, height, columns: width, rows: height, stride, data };
}

/** Draw overlays over pixels that are premultiplied, as OpenGL's blending does. */
function blended(pixels, width, height, overlays) {
    const result = pixels.slice();

    for (const { x, y, columns, rows, stride, data } of overlays) {
        for (let row = Math.max(0, -y); row < rows && row + y < height; row++) {
            for (let column = Math.max(0, -x); column < columns && column + x < width; column++) {
                const [b, g, r, a] = data.subarray(row * stride + column * 4, row * stride + column * 4 + 4);
                const at = ((row + y) * width + column + x) * 4;
                [r, g, b, a].forEach((value, c) => (result[at + c] = value + result[at + c] * (255 - a) / 255));
            }
        }
    }
    return result;
}

test('overlays are blended over the picture, cut at its edge and turned with it', async () => {
    const overlays = [noisyOverlay(3, 2, 7, 5, 8), noisyOverlay(-2, 6, 9, 6), noisyOverlay(18, -1, 6, 4), noisyOverlay(5, 4, 3, 3)];

    for (const name of ['I420', 'BGRA']) {
        const picture = noisyPicture(shapeOf(name), 24, 12, 0, { matrix: 1, cropX: 2, cropY: 1, cropWidth: 20, cropHeight: 10 });
        const reference = blended(render(layout, picture), 20, 10, overlays);
        const painted = await paint(application, [0, 1, 2, 3, 4, 5, 6, 7].map((orientation) => ({
            picture: { ...picture, orientation },
            canvas: orientation & 1 ? { width: 10, height: 20 } : { width: 20, height: 10 },
            overlays,
        })));
        painted.forEach((pixels, orientation) => {
            // The picture is rounded, and what is drawn over it again, up to twice here.
            assertAlike(pixels, turned(orientation, reference, 20, 10), `${name}, orientation ${orientation}`, 1.5);
        });
        // None is left when there are none.
        const [bare] = await paint(application, [{ picture }]);
        assertAlike(bare, render(layout, picture), 'without');
    }
});

test('an overlay that is too large for WebGL is left out, and the picture and the others are shown', async () => {
    const picture = noisyPicture(shapeOf('BGRA'), 20, 10, 0);
    const good = noisyOverlay(3, 2, 7, 5);
    const large = { ...noisyOverlay(0, 0, 40000, 1), width: 20, height: 10 };
    const [pixels] = await paint(application, [{ picture, overlays: [large, good] }]);

    assertAlike(pixels, blended(render(layout, picture), 20, 10, [good]), 'with the other', 1.5);
});

test('an overlay that was drawn for the screen is on it pixel for pixel', async () => {
    const picture = noisyPicture(shapeOf('GRAY8'), 20, 10, 0);
    // Three screen pixels a pixel of the picture, not quite: 41 x 14 on 14 x 5 of the picture.
    const overlay = { ...noisyOverlay(0, 0, 41, 14), x: 3, y: 2, width: 14, height: 5 };

    for (let i = 3; i < overlay.data.length; i += 4) {
        overlay.data[i] = 255;
    }
    const [pixels] = await paint(application, [{ picture, canvas: { width: 60, height: 30 }, overlays: [overlay] }]);
    const shown = (x, y) => pixels.slice((y * 60 + x) * 4, (y * 60 + x) * 4 + 3).reverse();
    const own = (x, y) => Array.from(overlay.data.subarray(y * overlay.stride + x * 4, y * overlay.stride + x * 4 + 3));
    const places = [];

    for (let y = 0; y + 14 <= 30; y++) {
        for (let x = 0; x + 41 <= 60; x++) {
            if ([[0, 0], [40, 0], [0, 13], [40, 13], [20, 7]].every(([dx, dy]) =>
                own(dx, dy).every((value, c) => Math.abs(value - shown(x + dx, y + dy)[c]) <= 1))) {
                places.push([x, y]);
            }
        }
    }
    assert.strictEqual(places.length, 1, `it is found at ${JSON.stringify(places)}`);
    const [[left, top]] = places;
    assert.ok(Math.abs(left - 9) <= 2 && Math.abs(top - 6) <= 2, `at ${left},${top}`);
    for (let y = 0; y < 14; y++) {
        for (let x = 0; x < 41; x++) {
            own(x, y).forEach((value, c) => assert.ok(Math.abs(value - shown(left + x, top + y)[c]) <= 1, `pixel ${x},${y}`));
        }
    }
});

test('uploading and drawing frames allocates nothing', async () => {
    const collected = await Application.launch({ flags: ['--js-flags=--expose-gc'] });

    try {
        await collected.main((world) => world.open());
        const picture = noisyPicture(shapeOf('I420'), 64, 48, 3, { matrix: 1 });
        const overlay = noisyOverlay(1, 1, 8, 8);
        for (const way of ['painter', 'painter2d']) {
            const rounds = await collected.preload(0, (tools, name, ...args) => tools[name].heap(...args), way,
                { ...picture, bytes: picture.bytes.toString('base64') },
                { ...overlay, data: overlay.data.toString('base64') });
            assert.ok(rounds.slice(-3).every((bytes) => Math.abs(bytes) < 1),
                `${way}: ${rounds.map((bytes) => bytes.toFixed(1))} bytes a frame`);
        }
    } finally {
        await collected.stop();
    }
});
