'use strict';

// js/preload/renderer.js: pictures of every format, made up here, against a reference in double precision.

const assert = require('assert');
const test = require('node:test');
const { layout } = require('../../js/stream/addon');
const { Application } = require('./support/electron');
const { render } = require('./support/reference');

const FORMATS = layout.formats.filter(Boolean);

/** Pseudo-random bytes that are the same each time. */
function noise(length, seed) {
    let state = seed;

    return Buffer.from(Array.from({ length }, () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state >>> 24;
    }));
}

/**
 * A picture of noise. `padding` bytes follow each row but the last one, after which the slot ends.
 * @param {any} shape
 */
function picture(shape, width, height, padding, more = {}) {
    const offset = [];
    const stride = [];
    const ends = [];
    let end = 0;

    shape.planes.forEach((plane, p) => {
        const row = Math.ceil(width / 2 ** plane.hShift) * plane.bytes;
        offset[p] = end;
        stride[p] = row + padding;
        end += stride[p] * (Math.ceil(height / 2 ** plane.vShift) - 1) + row;
        ends[p] = end;
    });
    const bytes = noise(end, width + 7 * height);

    shape.planes.forEach((plane, p) => {
        const row = Math.ceil(width / 2 ** plane.hShift) * plane.bytes;
        // Code values that the format has.
        for (let at = offset[p]; shape.depth > 8 && at < ends[p]; at += stride[p]) {
            for (let i = at; i < at + row; i += 2) {
                bytes.writeUInt16LE((bytes.readUInt16LE(i) >> (16 - shape.depth)) << shape.shift, i);
            }
        }
    });
    return { format: shape.name, width, height, offset, stride, bytes, ...more };
}

/** Draw pictures pixel for pixel, each over the one before. */
function paint(application, pictures) {
    return application.preload(0, ({ painter }, all) => all.map(({ picture: each, canvas }) => painter.paint(each, canvas)),
        pictures.map((each) => ({
            picture: { ...each, bytes: each.bytes.toString('base64') },
            canvas: { width: each.cropWidth || each.width, height: each.cropHeight || each.height },
        })));
}

/** Mean and greatest difference. */
function difference(pixels, reference) {
    assert.strictEqual(pixels.length, reference.length);
    const all = pixels.map((value, i) => Math.abs(value - reference[i]));

    return { mean: all.reduce((sum, value) => sum + value, 0) / all.length, most: Math.max(...all) };
}

let application;

test.before(async () => {
    application = await Application.launch();
    await application.main((world) => world.open());
});
test.after(() => application.stop());

/** Noise is the worst there is for a filter with eight bits of weight; smooth pictures are far better. */
const NOISE = { mean: 0.6, most: 3 };

for (const shape of FORMATS) {
    test(`${shape.name} of any size and stride is what the definitions say`, async () => {
        const pictures = [];

        for (const [width, height] of [[1, 1], [2, 1], [1, 2], [3, 5], [16, 8], [17, 9], [33, 31]]) {
            for (const padding of [0, 1, 2, 3, 5, 13, 64]) {
                pictures.push(picture(shape, width, height, padding, { matrix: 1 }));
            }
        }
        const painted = await paint(application, pictures);
        pictures.forEach((each, i) => {
            const { mean, most } = difference(painted[i], render(layout, each));
            const what = `${each.width}x${each.height}, strides ${each.stride}: mean ${mean}, most ${most}`;
            assert.ok(mean <= NOISE.mean && most <= NOISE.most, what);
        });
    });
}
