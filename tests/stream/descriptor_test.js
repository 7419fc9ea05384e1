// SPDX-License-Identifier: MIT
'use strict';

// js/stream/descriptor.js: it must take and refuse what the C library takes and refuses.

const assert = require('assert');
const { spawnSync } = require('child_process');
const path = require('path');
const test = require('node:test');
const { build } = require('../node/programs');

const { layout } = require('../../js/stream/addon');
const { Descriptor } = require('../../js/stream/descriptor');

const at = layout.descriptor;

/** Pseudo-random numbers that are the same each time. */
function random(seed) {
    let state = seed;
    return (below) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor(state / 4294967296 * below);
    };
}

/** A good descriptor, as frs_frame_info_init() lays it out, and the bytes it needs. */
function good(words, format, width, height, align) {
    const shape = layout.formats[format];
    let end = 0;
    words[at.width] = width;
    words[at.height] = height;
    words[at.format] = format;
    words[at.nPlanes] = shape.planes.length;
    shape.planes.forEach((plane, p) => {
        const row = Math.ceil(width / (1 << plane.hShift)) * plane.bytes;
        words[at.offset + p] = end;
        words[at.stride + p] = Math.ceil(row / align) * align;
        end += words[at.stride + p] * Math.ceil(height / (1 << plane.vShift));
    });
    return end;
}

/** Descriptors that are good, or off by little in a word or two, or noise. */
function* descriptors(count) {
    const next = random(7);
    const edges = [0, 1, 2, 3, 4, 5, 16383, 16384, 16385, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
    for (let i = 0; i < count; i++) {
        const record = new Uint32Array(1 + at.words);
        const words = record.subarray(1);
        const size = good(words, 1 + next(4), 1 + next(80), 1 + next(80), [1, 4, 64][next(3)]);
        record[0] = Math.max(0, size + [0, 0, -1, 1, -64, 4096][next(6)]);
        for (let changes = next(4); changes > 0; changes--) {
            const word = at.width + next(at.range - at.width);
            words[word] = next(2) ? edges[next(edges.length)] : words[word] + next(5) - 2;
        }
        words[at.pts] = next(4294967296);
        words[at.pts + 1] = next(1000);
        for (let word = 0; word < 7; word++) {
            words[at.hdr + word] = next(4294967296);
        }
        yield record;
    }
}

test('JavaScript takes a descriptor exactly when the C library does, and reads the same from it', () => {
    const records = Array.from(descriptors(20000));
    const input = Buffer.concat(records.map((record) => Buffer.from(record.buffer)));
    const { stdout, status } = spawnSync(path.join(build, 'tests/stream/test-checker'), { input, encoding: 'utf8', maxBuffer: 1 << 26 });
    assert.strictEqual(status, 0);
    const lines = stdout.trim().split('\n');
    assert.strictEqual(lines.length, records.length);
    const descriptor = new Descriptor(layout);
    let taken = 0;
    records.forEach((record, i) => {
        descriptor.read(record, 1);
        const line = descriptor.check(record[0])
            ? `1 ${descriptor.width} ${descriptor.height} ${descriptor.pts} ${descriptor.maxLuminance} ` +
                `${descriptor.minLuminance} ${descriptor.maxCll} ${descriptor.maxFall}` : '0';
        assert.strictEqual(line, lines[i], `size ${record[0]}, words ${Array.from(record.subarray(5, 25))}`);
        taken += line === '0' ? 0 : 1;
    });
    // Both answers must have been tried often.
    assert.ok(taken > 1000 && taken < 19000, `${taken} taken`);
});

test('a time that is unknown is not a number', () => {
    const words = new Uint32Array(at.words);
    words[at.pts] = words[at.pts + 1] = 0xffffffff;
    words[at.duration] = 0xffffffff;
    const descriptor = new Descriptor(layout);
    descriptor.read(words, 0);
    assert.ok(Number.isNaN(descriptor.pts));
    assert.strictEqual(descriptor.duration, 0xffffffff);
});
