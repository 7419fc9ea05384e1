// SPDX-License-Identifier: MIT
'use strict';

// src/picture/tone.c and all that is before it, against libplacebo (see libplacebo.js) and zimg.

const assert = require('assert');
const { execFileSync, spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const test = require('node:test');
const { makeChart, readPatches } = require('./chart');
const { assertAlike } = require('./compare');
const libplacebo = require('./libplacebo');
const { mapInC } = require('./tone');
const { build, newName } = require('../node/programs');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-hdr-'));
test.after(() => fs.rmSync(folder, { recursive: true }));

/** The first picture of a file, decoded into a stream by GStreamer and dumped from it: sRGB of each patch. */
async function dump(file, { width, height }) {
    const stream = newName();
    const picture = path.join(folder, `${stream}.png`);
    const pipeline = `filesrc location=${file} ! matroskademux ! h265parse ! avdec_h265 ! ` +
        `framesharesink stream=${stream} wait-for-connection=true`;
    const writer = spawn('gst-launch-1.0', ['-q', ...pipeline.split(' ')], {
        env: { ...process.env, GST_PLUGIN_PATH: path.join(build, 'gst') }, stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = new Promise((resolve) => writer.once('exit', resolve));

    try {
        execFileSync(path.join(build, 'frameshare'), ['dump', stream, '--frames', '1', '--timeout', '30',
            '--output', picture]);
    } finally {
        writer.kill();
        await ended;
    }
    const pixels = execFileSync('ffmpeg', ['-v', 'error', '-i', picture, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
        { maxBuffer: 1 << 28 });
    assert.strictEqual(pixels.length, width * height * 3);
    return readPatches((x, y) => [0, 1, 2].map((i) => pixels[(y * width + x) * 3 + i] / 255));
}

const why = libplacebo.whyNot();

for (const [name, { transfer, mastering = { max: 0, min: 0 } }] of Object.entries(libplacebo.CHARTS)) {
    test(`${name}: what is kept of libplacebo is what it says`, { skip: why || false }, (t) => {
        assertAlike(libplacebo.map(name), libplacebo.pinned(name), { mean: 0.02, max: 0.2 }, t);
    });

    test(`${name} is mapped by the C library as by libplacebo`, (t) => {
        const { patches } = makeChart(transfer);
        const ours = mapInC(patches, {
            transfer: libplacebo.TRANSFERS[transfer].code, primaries: 9, max: mastering.max * 10000, min: mastering.min * 10000,
        });

        assertAlike(ours, libplacebo.pinned(name), { mean: 0.05, max: 0.3 }, t);
    });

    test(`${name} is dumped as libplacebo has it`, async (t) => {
        const file = path.join(folder, 'chart.mkv');
        const chart = libplacebo.makeClip(name, file, { frames: 20 });

        assertAlike(await dump(file, chart), libplacebo.pinned(name), { mean: 0.5, max: 2 }, t);
    });
}

/** Wide primaries and a curve that displays have, in zscale's words, and what H.273 calls them. */
const SDR = [];
for (const [primaries, code] of [['2020', 9], ['smpte431', 11], ['smpte432', 12]]) {
    for (const [transfer, number] of [['709', 1], ['2020_10', 14], ['601', 6], ['iec61966-2-1', 13], ['bt470bg', 5]]) {
        SDR.push({ primaries, code, transfer, number });
    }
}

/** R'G'B' through zimg, which ffmpeg has in its filter zscale. */
function mapByZimg(colours, { primaries, transfer }) {
    const picture = Buffer.alloc(colours.length * 6);
    // Planes of green, blue and red.
    const at = (i, c) => ([2, 0, 1][c] * colours.length + i) * 2;

    colours.forEach((rgb, i) => rgb.forEach((value, c) => picture.writeUInt16LE(Math.round(value * 65535), at(i, c))));
    const output = execFileSync('ffmpeg', ['-v', 'error', '-f', 'rawvideo', '-pix_fmt', 'gbrp16le',
        '-s', `${colours.length}x1`, '-i', '-', '-vf', `zscale=pin=${primaries}:tin=${transfer}:min=gbr:rin=full:p=709:` +
            `t=${transfer}:m=gbr:r=full`, '-pix_fmt', 'gbrp16le', '-f', 'rawvideo', '-'], { input: picture });
    return colours.map((_, i) => [0, 1, 2].map((c) => output.readUInt16LE(at(i, c)) / 65535));
}

for (const space of SDR) {
    test(`SDR of primaries ${space.primaries} and transfer ${space.transfer} is mapped as by zimg`, () => {
        const colours = makeChart('pq').patches.map((rgb) =>
            rgb.map((value) => Math.round(Math.min(Math.max(value, 0), 1) * 65535) / 65535));
        const ours = mapInC(colours, { transfer: space.number, primaries: space.code });

        mapByZimg(colours, space).forEach((rgb, i) => rgb.forEach((value, c) =>
            assert.ok(Math.abs(ours[i][c] - value) < 0.4 / 255, `${colours[i]}: ${ours[i]} for ${rgb}`)));
    });
}
