// SPDX-License-Identifier: MIT
'use strict';

// js/stream/overlays.js: overlays come with frames, and it must take and refuse what the C library does.

const assert = require('assert');
const { spawnSync } = require('child_process');
const path = require('path');
const test = require('../node/test');
const { Worker } = require('worker_threads');
const { build, isFilledWith, root } = require('../node/programs');

const { layout } = require('../../js/stream/addon');
const { Overlays } = require('../../js/stream/overlays');

/** Frames to look at: FRAMESHARE_QUICK takes fewer. */
const MANY = process.env.FRAMESHARE_QUICK ? 10000 : 50000;

const at = layout.overlays;
const TABLE_WORDS = at.first + layout.limits.overlays * at.words;

test.withWriter('overlays come with every frame until they are set anew', async ({ writer, open }) => {
    const stream = open();
    const numbers = [];
    for (const count of [0, 2, 64, 1, 0, 3]) {
        const value = Number(await writer.ask(`overlays ${count} 30 7`));
        for (let again = 0; again < 2; again++) {
            await writer.ask('frame 1');
            const frame = stream.getFrame();
            assert.strictEqual(frame.overlays.length, count);
            assert.strictEqual(frame.overlays, stream.reader.overlays.items);
            frame.overlays.forEach(({ data, ...rest }, i) => {
                assert.deepStrictEqual(rest, { x: i, y: 0 - i, width: 60, height: 14, columns: 30, rows: 7, stride: 120 });
                assert.ok(data.length === 7 * 120 && data.every((byte) => byte === value));
            });
            frame.release();
        }
        numbers.push(stream.reader.overlays.number);
    }
    assert.strictEqual(numbers[0], 0);
    assert.strictEqual(numbers[4], 0);
    assert.deepStrictEqual(numbers.filter((number) => number !== 0).sort((a, b) => a - b), [1, 2, 3, 5].map((n) => numbers[1] - 1 + n));
});

test.withWriter('overlays are looked at only when they change', async ({ writer, open }) => {
    const stream = open();
    await writer.ask('overlays 3 16 16');
    await writer.ask('frame 1');
    assert.ok(stream.reader.acquire());
    const { items } = stream.reader.overlays;
    for (let i = 0; i < 20; i++) {
        await writer.ask('frame 1');
        assert.ok(stream.reader.acquire());
        assert.strictEqual(stream.reader.overlays.items, items);
    }
});

test.withWriter('the overlays of a frame that is held keep their pixels while a thousand others are set',
    async ({ writer, open }) => {
        const stream = open();
        const value = Number(await writer.ask('overlays 1 64 64'));
        await writer.ask('frame 1');
        const frame = stream.getFrame();
        for (let i = 0; i < 1000; i++) {
            writer.process.stdin.write('overlays 1 64 64\nframe 1\n');
            await writer.read();
            await writer.read();
        }
        assert.ok(isFilledWith(frame.data, 1));
        assert.ok(frame.overlays[0].data.every((byte) => byte === value));
        frame.release();
    });

test.withWriter('of many frames with overlays of their own, read while the writer runs at full speed, none has those of another',
    async ({ writer, open }) => {
        await writer.ask('size 32 16');
        await writer.ask('captions');
        const stream = open();
        await writer.ask('run 0');
        let withOverlays = 0;
        for (let i = 0; i < MANY;) {
            const frame = stream.getFrame() || await stream.waitFrame();
            for (; i < MANY && frame && !frame.released; i++) {
                const low = frame.sequence & 0xff;
                for (const { data, columns } of frame.overlays) {
                    assert.strictEqual(columns, 16 + frame.sequence % 64);
                    assert.ok(data.every((byte) => byte === low), `frame ${frame.sequence} has overlays that are not its own`);
                }
                withOverlays += frame.overlays.length;
                frame.release();
            }
        }
        assert.ok(withOverlays > MANY / 2, `${withOverlays} of ${MANY} had overlays`);
    });

test.withWriter('a worker with handles has overlays too', async ({ writer, open }) => {
    const value = Number(await writer.ask('overlays 2 20 10'));
    await writer.ask('frame 1');
    const stream = open();
    const worker = new Worker(`
        const { FrameReader } = require(${JSON.stringify(path.join(root, 'js', 'stream', 'reader.js'))});
        const { parentPort, workerData } = require('worker_threads');
        const frame = new FrameReader(workerData).getFrame();
        parentPort.postMessage(frame.overlays.map(({ columns, rows, data }) => [columns, rows, data[0], data.length]));
        frame.release();
    `, { eval: true, workerData: stream.handles() });
    const seen = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    assert.deepStrictEqual(seen, [[20, 10, value, 800], [20, 10, value, 800]]);
    await worker.terminate();
});

test.withWriter('the writer learns how large a picture is shown', async ({ writer, open }) => {
    const small = open();
    const large = open();
    assert.strictEqual(await writer.ask('view'), '0 0');
    small.reader.setView(640.4, 360);
    assert.strictEqual(await writer.ask('view'), '640 360');
    large.reader.setView(1920, 1080);
    assert.strictEqual(await writer.ask('view'), '1920 1080');
    large.reader.setView(0, 0);
    assert.strictEqual(await writer.ask('view'), '640 360');
});

/** Pseudo-random numbers that are the same each time. */
function random(seed) {
    let state = seed;
    return (below) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor(state / 4294967296 * below);
    };
}

/** Tables that are good, or off by little in a word or two, or noise. */
function* tables(count) {
    const next = random(11);
    const edges = [0, 1, 2, 3, 16383, 16384, 16385, 0x7fffffff, 0x80000000, 0xffffbfff, 0xffffc000, 0xfffffffe, 0xffffffff];
    for (let k = 0; k < count; k++) {
        const record = new Uint32Array(1 + TABLE_WORDS);
        const words = record.subarray(1);
        const n = words[at.n] = 1 + next(k % 10 === 0 ? 64 : 3);
        let end = TABLE_WORDS * 4;
        for (let i = 0; i < n; i++) {
            const base = at.first + i * at.words;
            const columns = 1 + next(20);
            const rows = 1 + next(9);
            words.set([next(100) - 50, next(100) - 50, 1 + next(50), 1 + next(50), columns, rows, end, columns * 4], base);
            end += columns * rows * 4;
        }
        for (let lies = next(3); lies > 0; lies--) {
            const word = next(8) === 0 ? at.n : at.first + next(n) * at.words + next(at.words);
            words[word] = next(2) ? edges[next(edges.length)] : words[word] + [-4, -1, 1, 4][next(4)];
        }
        record[0] = Math.max(0, end + [0, 0, 0, -1, 1, -4, 4096][next(7)]);
        yield record;
    }
}

test('JavaScript and C agree on which tables of overlays make sense', () => {
    const records = Array.from(tables(5000));
    const input = Buffer.concat(records.map((record) => Buffer.from(record.buffer)));
    const checker = path.join(build, 'tests', 'stream', 'test-checker');
    const { stdout } = spawnSync(checker, ['overlays'], { input, maxBuffer: 1 << 26 });
    const expected = stdout.toString().trim().split('\n').map(Number);
    const taken = records.map((record) => {
        const bytes = new Uint8Array(record[0]);
        bytes.set(new Uint8Array(record.buffer, 4).subarray(0, bytes.length));
        const overlays = new Overlays(layout);
        overlays.fit(1, bytes);
        return overlays.items.length;
    });
    assert.deepStrictEqual(taken, expected);
    const good = expected.filter((count) => count > 0).length;
    assert.ok(good > 1000 && good < 4000, `${good} of 5000 are good`);
});
