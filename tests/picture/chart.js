// SPDX-License-Identifier: MIT
'use strict';

/**
 * Charts of PQ and HLG colours: patches of known R'G'B', in 10-bit limited-range BT.2020 YUV.
 */

const PATCH = 16;
const COLUMNS = 32;
const ROWS = 22;
const WIDTH = COLUMNS * PATCH;
const HEIGHT = ROWS * PATCH;

const KR = 0.2627;
const KB = 0.0593;
const KG = 1 - KR - KB;

/** Linear RGB of these primaries to that of BT.2020: BT.2087-0 annex 1, and the same sum for P3 with D65. */
const TO_BT2020 = {
    bt2020: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    p3: [[0.7538, 0.1986, 0.0476], [0.0457, 0.9418, 0.0125], [-0.0012, 0.0176, 0.9836]],
    bt709: [[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]],
};

const LEVELS = [0.3, 1, 5, 20, 60, 120, 203, 400, 700, 1000, 2000, 4000, 10000];
const BARS = [[1, 1, 0], [0, 1, 1], [0, 1, 0], [1, 0, 1], [1, 0, 0], [0, 0, 1]];

/** From light, 1 being the transfer's greatest, to the code. */
const ENCODE = {
    pq(light) {
        const power = light ** (2610 / 16384);
        return ((3424 / 4096 + 2413 / 128 * power) / (1 + 2392 / 128 * power)) ** (2523 / 32);
    },
    hlg(light) {
        return light <= 1 / 12 ? Math.sqrt(3 * light) : 0.17883277 * Math.log(12 * light - 0.28466892) + 0.55991073;
    },
};

/** Pseudo-random numbers 0..1 that are the same each time. */
function random(seed) {
    let state = seed;
    return () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 4294967296;
    };
}

/** @param {'pq' | 'hlg'} transfer @returns {number[][]} R'G'B', 0..1 */
function colours(transfer) {
    const encode = ENCODE[transfer];
    const list = [];
    const next = random(11);

    for (let i = 0; i < 64; i++) {
        list.push([i / 63, i / 63, i / 63]);
    }
    Object.values(TO_BT2020).forEach((matrix) => LEVELS.forEach((level) => BARS.forEach((bar) => {
        list.push(matrix.map((row) => {
            const light = row.reduce((sum, weight, i) => sum + weight * bar[i], 0) * level / 10000;
            return encode(Math.min(Math.max(light, 0), 1));
        }));
    })));
    while (list.length < COLUMNS * ROWS) {
        const level = next();
        const saturation = next();
        list.push([0, 0, 0].map(() => level * (1 - saturation * next())));
    }
    return list;
}

/** R'G'B' to 10-bit Y, Cb, Cr (BT.2020 table 5). */
function toCodes([r, g, b]) {
    const y = KR * r + KG * g + KB * b;
    const code = (value, offset, scale) => Math.min(Math.max(Math.round(offset + scale * value), 4), 1019);

    return [code(y, 64, 876), code((b - y) / (2 * (1 - KB)), 512, 896), code((r - y) / (2 * (1 - KR)), 512, 896)];
}

/** What a patch holds after rounding: R'G'B', not limited to 0..1. */
function fromCodes([codeY, codeB, codeR]) {
    const y = (codeY - 64) / 876;
    const cb = (codeB - 512) / 896;
    const cr = (codeR - 512) / 896;

    return [y + 2 * (1 - KR) * cr, y - 2 * KB * (1 - KB) / KG * cb - 2 * KR * (1 - KR) / KG * cr, y + 2 * (1 - KB) * cb];
}

/**
 * @param {'pq' | 'hlg'} transfer
 * @returns {{width: number, height: number, patches: number[][], frame: Buffer}} what each patch holds, row by row, and
 *     the picture as yuv444p10le
 */
function makeChart(transfer) {
    const codes = colours(transfer).map(toCodes);
    const frame = Buffer.alloc(WIDTH * HEIGHT * 6);

    for (let y = 0; y < HEIGHT; y++) {
        for (let x = 0; x < WIDTH; x++) {
            const code = codes[Math.floor(y / PATCH) * COLUMNS + Math.floor(x / PATCH)];
            code.forEach((value, plane) => frame.writeUInt16LE(value, ((plane * HEIGHT + y) * WIDTH + x) * 2));
        }
    }
    return { width: WIDTH, height: HEIGHT, patches: codes.map(fromCodes), frame };
}

/**
 * The middle of each patch in a picture of the chart.
 * @param {(x: number, y: number) => number[]} pixel R'G'B' of a pixel
 */
function readPatches(pixel) {
    return Array.from({ length: COLUMNS * ROWS }, (_, i) =>
        pixel((i % COLUMNS + 0.5) * PATCH, (Math.floor(i / COLUMNS) + 0.5) * PATCH));
}

module.exports = { COLUMNS, ROWS, makeChart, readPatches };
