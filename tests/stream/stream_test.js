// SPDX-License-Identifier: MIT
'use strict';

// js/stream/stream.js and reader.js, with a writer in another process.

const assert = require('assert');
const test = require('../node/test');
const { Worker } = require('worker_threads');
const { eventually, isFilledWith, newName, root, startWriter, stats, within } = require('../node/programs');

const frameshare = require('../../js');

/** Frames to look at: FRAMESHARE_QUICK takes fewer. */
const MANY = process.env.FRAMESHARE_QUICK ? 10000 : 100000;

test.withWriter('of a hundred thousand frames read while the writer runs at full speed, none is torn',
    async ({ writer, open }) => {
        await writer.ask('size 32 16');
        const stream = open();
        await writer.ask('run 0');
        let last = 0;
        for (let i = 0; i < MANY;) {
            const frame = stream.getFrame() || await stream.waitFrame();
            for (; i < MANY && frame && !frame.released; i++) {
                assert.ok(((frame.sequence - last) | 0) > 0);
                assert.strictEqual(frame.missed, last === 0 ? 0 : frame.sequence - last - 1);
                assert.ok(isFilledWith(frame.data, frame.sequence), `frame ${frame.sequence} is torn`);
                last = frame.sequence;
                frame.release();
            }
        }
    });

test.withWriter('a frame that is held keeps its picture while a thousand others are published', async ({ writer, open }) => {
    await writer.ask('frame 1');
    const stream = open();
    const frame = stream.getFrame();
    await writer.ask('frame 1000');
    assert.ok(isFilledWith(frame.data, 1));
    frame.release();
    assert.ok(frame.released);
    assert.strictEqual(stream.getFrame().sequence, 1001);
});

test.withWriter('a frame says what it is', async ({ writer, open }) => {
    const stream = open();
    const shapes = {
        I420: [[50, 34, 64], [25, 17, 64], [25, 17, 64]],
        NV12: [[50, 34, 64], [25, 17, 64]],
        RGBA: [[50, 34, 256]],
        BGRA: [[50, 34, 256]],
    };
    await writer.ask('size 50 34');
    for (const format of Object.keys(shapes)) {
        await writer.ask(`format ${format}`);
        await writer.ask('frame 1');
        const frame = stream.getFrame();
        assert.strictEqual(frame.format, format);
        assert.deepStrictEqual([frame.width, frame.height, frame.stride], [50, 34, shapes[format][0][2]]);
        assert.deepStrictEqual(frame.planes.map((plane) => [plane.width, plane.height, plane.stride]), shapes[format]);
        assert.strictEqual(frame.data.length, frame.planes.reduce((sum, { stride, height }) => sum + stride * height, 0));
        frame.planes.forEach((plane) => assert.strictEqual(plane.data.length, plane.stride * plane.height));
        assert.strictEqual(frame.pts, Math.floor(frame.sequence * 1e9 / 30));
        assert.ok(frame.publishedAt >= frame.decodedAt && frame.publishedAt <= frameshare.now());
        assert.deepStrictEqual(frame.crop, { x: 0, y: 0, width: 50, height: 34 });
        assert.deepStrictEqual([frame.colour.range, frame.colour.matrix], [1, 1]);
        frame.release();
    }
});

test.withWriter('a frame that was not released is let go when the next is taken, and that is said once',
    async ({ writer, open }) => {
        const stream = open();
        const said = [];
        const { warn } = console;
        console.warn = (text) => said.push(text);
        try {
            const frames = [];
            for (let i = 0; i < 40; i++) {
                await writer.ask('frame 1');
                frames.push(stream.getFrame());
            }
            assert.deepStrictEqual(frames.map((frame) => frame.released), frames.map((_, i) => i < 39));
            // Releasing one that is gone must not let go of the one that is held.
            frames[38].release();
            await writer.ask('frame 100');
            assert.ok(isFilledWith(frames[39].data, 40));
        } finally {
            console.warn = warn;
        }
        assert.strictEqual(said.length, 1);
        assert.match(said[0], /not released/);
    });

test.withWriter('the newest frame is there for who comes later, once', async ({ writer, open }) => {
    await writer.ask('frame 7');
    const stream = open();
    assert.strictEqual(stream.getFrame().sequence, 7);
    assert.strictEqual(stream.getFrame(), null);
    assert.ok(stream.reader.acquire(true));
    assert.strictEqual(stream.reader.descriptor.sequence, 7);
    stream.reader.release();
});

test.withWriter('every frame of a lossless writer comes, in order and whole, to a slow reader too', async ({ writer, name }) => {
    await writer.ask('size 32 16');
    const stream = frameshare.open(name, { everyFrame: true });
    writer.process.stdin.write('frame 5000\n');
    for (let i = 1; i <= 5000; i++) {
        const frame = await within(stream.waitFrame(), 'a frame');
        assert.strictEqual(frame.sequence, i);
        assert.strictEqual(frame.missed, 0);
        assert.ok(isFilledWith(frame.data, i));
        frame.release();
        if (i % 1000 === 0) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }
    stream.close();
    assert.strictEqual(await writer.read(), '5000');
}, '--lossless');

test('a writer that is killed is told from one that ends, and its last frame stays', async () => {
    for (const [how, reason] of [['kill', 'died'], ['stop', 'ended']]) {
        const name = newName();
        const writer = await startWriter(name);
        await writer.ask('frame 3');
        const stream = frameshare.open(name);
        const closed = new Promise((resolve) => stream.on('close', resolve));
        await writer[how]();
        assert.strictEqual(await within(closed, 'close'), reason);
        assert.strictEqual(stream.closed, reason);
        const frame = stream.getFrame();
        assert.strictEqual(frame.sequence, 3);
        assert.ok(isFilledWith(frame.data, 3));
        frame.release();
        stream.close();
        assert.strictEqual(stream.getFrame(), null);
        assert.throws(() => stream.stats(), { code: 'FRS_ECLOSED' });
        assert.throws(() => frameshare.open(name), { code: 'FRS_ENOENT' });
    }
});

test('two streams and two readers of one stream in one process do not disturb each other', async () => {
    const names = [newName(), newName()];
    const writers = await Promise.all(names.map((name) => startWriter(name)));
    const streams = [names[0], names[0], names[1]].map((name) => frameshare.open(name));
    await writers[0].ask('frame 2');
    await writers[1].ask('frame 9');
    const frames = streams.map((stream) => stream.getFrame());
    assert.deepStrictEqual(frames.map((frame) => frame.sequence), [2, 2, 9]);
    frames[0].release();
    streams[0].close();
    await writers[0].ask('frame 100');
    await writers[1].ask('frame 100');
    assert.ok(isFilledWith(frames[1].data, 2));
    assert.ok(isFilledWith(frames[2].data, 9));
    await eventually(async () => stats(await writers[0].ask('stats')).readers === 1, 'the writer sees one reader');
    streams.slice(1).forEach((stream) => stream.close());
    await Promise.all(writers.map((writer) => writer.stop()));
});

test('taking frames allocates nothing', async () => {
    require('v8').setFlagsFromString('--expose-gc');
    const gc = require('vm').runInNewContext('gc');
    const name = newName();
    const writer = await startWriter(name);
    await writer.ask('format I420');
    const stream = frameshare.open(name);
    const { reader } = stream;
    await writer.ask('run 0');
    const take = (count) => {
        for (let taken = 0; taken < count;) {
            if (reader.acquire()) {
                taken++;
                reader.release();
            }
        }
    };
    // Until the optimizing compiler has been there, V8 boxes numbers. It has a thread of its own, which on a busy machine comes late.
    const rounds = [];
    const end = Date.now() + 30000;
    while (!rounds.some((bytes) => Math.abs(bytes) < 1) && Date.now() < end) {
        gc();
        const before = process.memoryUsage().heapUsed;
        take(20000);
        rounds.push((process.memoryUsage().heapUsed - before) / 20000);
    }
    assert.ok(rounds.some((bytes) => Math.abs(bytes) < 1), `${rounds.slice(-8).map((bytes) => bytes.toFixed(2))} bytes a frame`);
    stream.close();
    await writer.stop();
});

test.withWriter('a worker reads from posted handles, sleeps until it is woken, and sees new slots', async ({ writer, open }) => {
    const stream = open();
    const worker = new Worker(`
        const { parentPort, workerData, receiveMessageOnPort } = require('worker_threads');
        const { FrameReader } = require(workerData.root + '/js/stream/reader');
        const reader = new FrameReader(workerData.handles);
        const words = (d) => new Uint32Array(d.buffer, d.byteOffset, d.length >> 2);
        parentPort.postMessage('ready');
        for (let seen = 0; seen < 2000;) {
            for (let m; (m = receiveMessageOnPort(parentPort));) reader.addSlot(m.message);
            if (!reader.waitSync(20)) continue;
            const frame = reader.getFrame();
            if (!frame) continue;
            if (words(frame.data).some((word) => word !== frame.sequence)) throw new Error('torn');
            seen++;
            frame.release();
        }
        parentPort.postMessage('seen');`, { eval: true, workerData: { root, handles: stream.handles() } });
    stream.on('slot', (slot) => worker.postMessage(slot));
    const messages = [];
    worker.on('message', (message) => messages.push(message));
    worker.on('error', (error) => messages.push(error));
    await eventually(() => messages.length > 0, 'the worker starts');
    await writer.ask('run 2000');
    for (let i = 0; i < 20; i++) {
        await writer.ask(`size ${64 + 64 * (i % 4)} 64`);
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await eventually(() => messages.length > 1, 'the worker has seen enough');
    assert.deepStrictEqual(messages, ['ready', 'seen']);
    await worker.terminate();
});

test('the scripts that a page gets need nothing but each other', () => {
    const fs = require('fs');
    const path = require('path');
    const own = ['clock', 'lease', 'descriptor', 'views', 'overlays', 'frame', 'reader'];
    for (const file of own) {
        const source = fs.readFileSync(path.join(root, 'js', 'stream', `${file}.js`), 'utf8');
        for (const [, needed] of source.matchAll(/require\(([^)]*)\)/g)) {
            assert.ok(own.some((name) => needed === `'./${name}'`), `${file}.js requires ${needed}`);
        }
        // The clock asks for Node's where a page's is missing.
        assert.ok(!/\b(process|Buffer|global)\./.test(source.replace('process.hrtime()', '')), `${file}.js uses Node's globals`);
    }
});
