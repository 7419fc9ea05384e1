// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');

// Pictures that tests make up, and how they are drawn by the renderer of a window's preload.

/** Pseudo-random bytes that are the same each time. */
function noise(length, seed) {
    let state = seed;

    return Buffer.from(Array.from({ length }, () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state >>> 24;
    }));
}

/**
 * A picture of noise, as Painter has it. `padding` bytes follow each row but the last one of all, after which the
 * slot ends.
 * @param {any} shape a row of the table of formats
 * @param {object} [more] words of its descriptor
 */
function noisyPicture(shape, width, height, padding, more = {}) {
    const planes = [];
    let end = 0;

    for (const { hShift, vShift, bytes } of shape.planes) {
        const row = Math.ceil(width / 2 ** hShift) * bytes;
        const rows = Math.ceil(height / 2 ** vShift);
        planes.push({ offset: end, stride: row + padding, row, rows });
        end += (row + padding) * (rows - 1) + row;
    }
    const bytes = noise(end, width + 7 * height);

    for (const { offset, stride, row, rows } of shape.depth > 8 ? planes : []) {
        // Code values that the format has.
        for (let y = 0; y < rows; y++) {
            for (let at = offset + y * stride; at < offset + y * stride + row; at += 2) {
                bytes.writeUInt16LE((bytes.readUInt16LE(at) >> (16 - shape.depth)) << shape.shift, at);
            }
        }
    }
    return {
        format: shape.name, width, height, bytes,
        offset: planes.map(({ offset }) => offset), stride: planes.map(({ stride }) => stride), ...more,
    };
}

/**
 * Draw pictures, each over the one before.
 * @param {any} application with a window
 * @param {{picture: any, canvas?: object, overlays?: any[]}[]} pictures the canvas is as large as the crop where
 *     nothing is said
 * @param {'painter' | 'painter2d'} [by] with WebGL, or without
 * @returns {Promise<number[][]>} RGBA, premultiplied; straight without WebGL
 */
function paint(application, pictures, by = 'painter') {
    return application.preload(0, (tools, name, all) => all.map((each) =>
        tools[name].paint(each.picture, each.canvas, each.overlays)), by, pictures.map(({ picture, canvas, overlays = [] }) => ({
        picture: { ...picture, bytes: picture.bytes.toString('base64') },
        canvas: { width: picture.cropWidth || picture.width, height: picture.cropHeight || picture.height, ...canvas },
        overlays: overlays.map((each) => ({ ...each, data: each.data.toString('base64') })),
    })));
}

/** A code that was rounded once. */
const ROUNDED = 0.55;

/** Is no pixel further off than that? */
function assertAlike(pixels, reference, what, most = ROUNDED) {
    assert.strictEqual(pixels.length, reference.length, what);
    const found = pixels.reduce((sum, value, i) => Math.max(sum, Math.abs(value - reference[i])), 0);

    assert.ok(found <= most, `${what}: ${found} off`);
}

module.exports = { noise, noisyPicture, paint, assertAlike };
