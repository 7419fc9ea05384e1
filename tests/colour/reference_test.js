// SPDX-License-Identifier: MIT
'use strict';

// The reference of the colour tests is checked against libraries that nobody here wrote: zimg (ffmpeg's zscale), and
// libswscale for the two matrices that zscale has no name for.

const assert = require('assert');
const { spawnSync } = require('child_process');
const test = require('node:test');
const { codesChart, edgesChart } = require('./charts');
const { toRgb, render } = require('./reference');

const RANGES = /** @type {const} */ (['limited', 'full']);
const PIXELS = { 8: 'yuv444p', 10: 'yuv444p10le', 12: 'yuv444p12le', 16: 'yuv444p16le' };
/** zscale's names. */
const ZIMG = { bt601: '170m', bt709: '709', bt2020: '2020_ncl' };
/** libswscale's. */
const SWSCALE = { fcc: 'fcc', smpte240m: 'smpte240m' };

const filters = spawnSync('ffmpeg', ['-v', 'error', '-filters'], { encoding: 'utf8' }).stdout || '';
const without = filters.includes(' zscale ') ? false : 'this ffmpeg has no zscale filter, so there is no zimg to compare with';

function formatOf(depth, more = {}) {
    return { name: `${depth} bits`, model: 'yuv', depth, hShift: 0, vShift: 0, alpha: false, ...more };
}

/** Bytes of one component of a chart, every 2 ** hShift-th column and 2 ** vShift-th row. */
function plane({ width, height, codes }, component, depth, hShift = 0, vShift = 0) {
    const columns = Math.ceil(width / 2 ** hShift);
    const rows = Math.ceil(height / 2 ** vShift);
    const samples = depth === 8 ? new Uint8Array(columns * rows) : new Uint16Array(columns * rows);

    samples.forEach((_, i) => {
        const x = i % columns << hShift;
        const y = Math.floor(i / columns) << vShift;
        samples[i] = codes[(y * width + x) * 4 + component];
    });
    return Buffer.from(samples.buffer);
}

/** A picture through one of ffmpeg's filters. */
function convert({ width, height }, input, from, filter, to) {
    const { stdout, stderr, status } = spawnSync('ffmpeg', ['-v', 'error', '-f', 'rawvideo', '-pix_fmt', from,
        '-s', `${width}x${height}`, '-i', '-', '-vf', `${filter},format=${to}`, '-f', 'rawvideo', '-'],
    { input, maxBuffer: 1 << 28 });

    assert.strictEqual(status, 0, String(stderr));
    return stdout;
}

/** zimg's or libswscale's planes G, B, R in 16 bits, as the reference has colours: 0..1. */
function planar({ width, height }, bytes) {
    const words = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
    const pixels = width * height;

    return (i) => [words[2 * pixels + i] / 65535, words[i] / 65535, words[pixels + i] / 65535];
}

/** The greatest difference of two pictures, in 8-bit codes. */
function farthest(count, one, other, counts = () => true) {
    let most = 0;
    let pixels = 0;

    for (let i = 0; i < count; i++) {
        const a = one(i);
        const b = other(i);

        if (counts(b)) {
            pixels++;
            a.forEach((value, c) => (most = Math.max(most, 255 * Math.abs(clamp(value) - clamp(b[c])))));
        }
    }
    assert.ok(pixels > count / 4, `only ${pixels} of ${count} pixels are compared`);
    return most;
}

const clamp = (value) => Math.max(0, Math.min(1, value));

for (const depth of [8, 10, 12, 16]) {
    for (const [matrix, name] of Object.entries(ZIMG)) {
        for (const range of RANGES) {
            test(`${depth} bits of ${matrix}, ${range} range, are the colours that zimg has`, { skip: without }, (t) => {
                const format = formatOf(depth);
                const chart = codesChart(format, { matrix, range });
                const input = Buffer.concat([0, 1, 2].map((component) => plane(chart, component, depth)));
                const same = 't=709:tin=709:p=709:pin=709:d=none:f=point';
                const output = convert(chart, input, PIXELS[depth],
                    `zscale=min=${name}:rin=${range}:m=gbr:r=full:${same}`, 'gbrp16le');
                const most = farthest(chart.width * chart.height, planar(chart, output),
                    (i) => toRgb(chart.codes.subarray(4 * i, 4 * i + 4), format, { matrix, range }).slice(0, 3));

                t.diagnostic(`at most ${most.toFixed(4)} of an 8-bit code apart`);
                // One unit in 16 bits is 0.004.
                assert.ok(most < 0.01, `${most} codes apart`);
            });
        }
    }
}

for (const [matrix, name] of Object.entries(SWSCALE)) {
    for (const range of RANGES) {
        test(`${matrix}, ${range} range, are the colours that libswscale has`, (t) => {
            const format = formatOf(8);
            const chart = codesChart(format, { matrix, range });
            const input = Buffer.concat([0, 1, 2].map((component) => plane(chart, component, 8)));
            const output = convert(chart, input, 'yuv444p',
                `scale=in_color_matrix=${name}:in_range=${range}:out_range=full:flags=accurate_rnd+full_chroma_int+full_chroma_inp`,
                'gbrp');
            const pixels = chart.width * chart.height;
            // Far outside of what RGB can hold its integers overflow.
            const most = farthest(pixels,
                (i) => [output[2 * pixels + i], output[i], output[pixels + i]].map((code) => code / 255),
                (i) => toRgb(chart.codes.subarray(4 * i, 4 * i + 4), format, { matrix, range }).slice(0, 3), (rgb) => rgb.every((value) => value > -0.2 && value < 1.2));

            t.diagnostic(`at most ${most.toFixed(2)} codes apart`);
            // It calculates in integers.
            assert.ok(most < 1.5, `${most} codes apart`);
        });
    }
}

/** zscale's names of where chroma is, and what of a 4:2:0 or 4:2:2 picture that is. */
const SITES = { center: [0, 0], left: [-1, 0], top: [0, -1], topleft: [-1, -1], bottomleft: [-1, 1], bottom: [0, 1] };

for (const [site, position] of Object.entries(SITES)) {
    test(`chroma edges with site ${site} are where zimg has them`, { skip: without }, (t) => {
        const format = formatOf(8, { hShift: 1, vShift: 1 });
        const space = { matrix: 'bt709', range: 'limited' };
        const chart = edgesChart(format, 64, 64);
        const input = Buffer.concat([plane(chart, 0, 8), plane(chart, 1, 8, 1, 1), plane(chart, 2, 8, 1, 1)]);
        const output = convert(chart, input, 'yuv420p', `zscale=min=709:rin=limited:m=gbr:r=full:t=709:tin=709:p=709:pin=709:` +
            `cin=${site}:d=none:f=bilinear`, 'gbrp16le');
        const expected = render(chart, format, space, position);
        const most = farthest(chart.width * chart.height, planar(chart, output),
            (i) => Array.from(expected.subarray(4 * i, 4 * i + 3), (value) => value / 255));

        t.diagnostic(`at most ${most.toFixed(4)} of an 8-bit code apart`);
        assert.ok(most < 0.1, `${most} codes apart`);
    });
}
