// SPDX-License-Identifier: MIT
'use strict';

// js/preload/hdr.js in a window: fed by a player, against libplacebo (see tests/picture/libplacebo.js), and fed with
// colours of all kinds, against the C library.

const assert = require('assert');
const path = require('path');
const test = require('node:test');
const { COLUMNS, ROWS, makeChart, readPatches } = require('../picture/chart');
const { assertAlike } = require('../picture/compare');
const libplacebo = require('../picture/libplacebo');
const { mapInC } = require('../picture/tone');
const { temporaryFolder } = require('./support/clips');
const { Application } = require('./support/electron');

let application;

test.before(async () => {
    application = await Application.launch();
    await application.main((world) => world.open());
});
test.after(() => application.stop());

/** What a new window of the clip's size shows of it: sRGB of each patch, 0..1. */
async function show(name, file, { width, height }) {
    const base64 = await application.main(async (world, stream, source, w, h) => {
        await world.player(stream).load(source);
        const window = await world.open({ src: `frameshare:${stream}`, width: w, height: h });
        let last = Buffer.alloc(0);
        // The first draw takes long where shaders are compiled for a GPU in software.
        await world.until(async () => {
            const bitmap = (await world.windows[window].webContents.capturePage()).toBitmap();
            const settled = bitmap.equals(last) && bitmap.some((value, i) => (i & 3) !== 3 && value > 0);
            last = bitmap;
            return settled;
        }, 'the window shows a picture');
        return last.toString('base64');
    }, name, file, width, height);
    const pixels = Buffer.from(base64, 'base64');

    // Electron's bitmaps are BGRA.
    return readPatches((x, y) => [2, 1, 0].map((i) => pixels[(y * width + x) * 4 + i] / 255));
}

for (const [name, { transfer, mastering }] of Object.entries(libplacebo.CHARTS)) {
    test(`${name} is shown as libplacebo has it`, async (t) => {
        const stream = `${transfer}-${mastering ? mastering.max : 'plain'}`;
        const file = path.join(temporaryFolder(), `${stream}.mkv`);
        const chart = libplacebo.makeClip(name, file, { frames: 5 });

        assertAlike(await show(stream, file, chart), libplacebo.pinned(name), { mean: 0.5, max: 2 }, t);
    });
}

/** A pixel a colour, as the renderer draws them without a stream: red, green and blue of each. */
async function paint(colours, { transfer, primaries, max = 0, min = 0, cll = 0 }) {
    const bytes = Buffer.alloc(colours.length * 8);

    colours.forEach((rgb, i) => [...rgb, 1].forEach((value, c) => bytes.writeUInt16LE(Math.round(value * 65535), 8 * i + 2 * c)));
    const pixels = await application.preload(0, ({ painter }, picture, canvas) => painter.paint(picture, canvas), {
        format: 'RGBA64_LE', width: COLUMNS, height: ROWS, offset: [0], stride: [COLUMNS * 8],
        bytes: bytes.toString('base64'), transfer, primaries, hdr: [0, 0, 0, 0, max, min, cll],
    }, { width: COLUMNS, height: ROWS });

    return colours.map((_, i) => pixels.slice(4 * i, 4 * i + 3));
}

const BT2020 = 9;
const DCI_P3 = 11;
const DISPLAY_P3 = 12;
const UNIT = 10000;
const MAPPINGS = {
    'PQ': { transfer: 16, primaries: BT2020 },
    'PQ that does not say its primaries': { transfer: 16, primaries: 2 },
    'PQ of BT.709': { transfer: 16, primaries: 1 },
    'PQ of P3, mastered at 1000': { transfer: 16, primaries: DISPLAY_P3, max: 1000 * UNIT, min: 1 },
    'PQ with a brightest pixel of 600': { transfer: 16, primaries: BT2020, cll: 600 },
    'PQ mastered darker than white': { transfer: 16, primaries: BT2020, max: 100 * UNIT, min: 50 },
    'PQ of a black of 1 cd/m2': { transfer: 16, primaries: BT2020, max: 1000 * UNIT, min: UNIT },
    'PQ with luminances that cannot be': { transfer: 16, primaries: BT2020, max: 0xffffffff, min: 0xffffffff },
    'PQ with a peak that cannot be': { transfer: 16, primaries: BT2020, max: 1 },
    'HLG': { transfer: 18, primaries: BT2020 },
    'HLG mastered at 4000': { transfer: 18, primaries: BT2020, max: 4000 * UNIT, min: 50 },
    'HLG of BT.709 mastered at 300': { transfer: 18, primaries: 1, max: 300 * UNIT },
    'SDR of BT.2020': { transfer: 14, primaries: BT2020 },
    'SDR of DCI P3': { transfer: 17, primaries: DCI_P3 },
    'SDR of Display P3': { transfer: 13, primaries: DISPLAY_P3 },
    'SDR of P3 with gamma 2.2': { transfer: 4, primaries: DISPLAY_P3 },
    'SDR of BT.2020 with gamma 2.8': { transfer: 5, primaries: BT2020 },
    'linear light of BT.2020': { transfer: 8, primaries: BT2020 },
    'SDR': { transfer: 1, primaries: 1 },
};

/** The colours that there are in both charts, in the 16 bits that they are painted with. */
function coloursOf(transfer) {
    return makeChart(transfer === 18 ? 'hlg' : 'pq').patches.map((rgb) =>
        rgb.map((value) => Math.round(Math.min(Math.max(value, 0), 1) * 65535) / 65535));
}

/** Paint colours and compare them with what they are in C. */
async function assertLikeC(mapping, t) {
    const colours = coloursOf(mapping.transfer);
    const expected = mapInC(colours, mapping);
    const shown = await paint(colours, mapping);
    const off = shown.map((rgb, i) => Math.max(...rgb.map((code, c) => Math.abs(code - 255 * expected[i][c]))));
    const worst = off.indexOf(Math.max(...off));
    const wanted = expected[worst].map((value) => (255 * value).toFixed(2));
    const what = `${off[worst].toFixed(3)} codes off: ${shown[worst]} for ${wanted}`;

    t.diagnostic(what);
    // Half a code of rounding, and a fifth for what 32 bits do to powers.
    assert.ok(off[worst] <= 0.7, what);
}

for (const [name, mapping] of Object.entries(MAPPINGS)) {
    test(`${name} is in a window what it is in C`, (t) => assertLikeC(mapping, t));
}

test('a change of one number of HDR alone, in mid stream, is seen', async (t) => {
    const numbers = [{ max: 1000 * UNIT }, { max: 4000 * UNIT }, { max: 4000 * UNIT, min: UNIT }, { max: 4000 * UNIT },
        {}, { cll: 1000 }, { cll: 400 }];

    for (const each of numbers) {
        await assertLikeC({ transfer: 16, primaries: BT2020, ...each }, t);
    }
});
