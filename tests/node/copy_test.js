// SPDX-License-Identifier: MIT
'use strict';

// src/node/copy.c and js/stream/copy-reader.js: where memory cannot be mapped, one copy of the same.

process.env.FRAMESHARE_FORCE_COPY = '1';

const assert = require('assert');
const test = require('./test');
const { eventually, isFilledWith, mappings, newName, startWriter } = require('./programs');

const frameshare = require('../../js');
const addon = require('../../js/stream/addon');

test('copying says so', () => {
    assert.strictEqual(frameshare.mapping, 'copy');
});

test.withWriter('a copied frame has the pixels and the description that a mapped one has', async ({ writer, name }) => {
    for (const format of ['I420', 'NV12', 'RGBA', 'BGRA']) {
        await writer.ask(`format ${format}`);
        await writer.ask('size 50 34');
        await writer.ask('frame 3');
        const copying = frameshare.open(name);
        const copy = copying.getFrame();
        const opened = addon.open(name, 1, false, 0);
        const mapped = new frameshare.FrameReader({ layout: addon.layout, ...opened }).getFrame();
        for (const key of ['width', 'height', 'format', 'stride', 'pts', 'duration', 'sequence', 'crop', 'colour']) {
            assert.deepStrictEqual(copy[key], mapped[key], key);
        }
        assert.ok(!(copy.data.buffer instanceof SharedArrayBuffer));
        assert.ok(Buffer.from(copy.data).equals(Buffer.from(mapped.data)));
        assert.strictEqual(copy.planes.length, mapped.planes.length);
        copy.planes.forEach((plane, i) => {
            assert.ok(Buffer.from(plane.data).equals(Buffer.from(mapped.planes[i].data)));
            assert.deepStrictEqual({ ...plane, data: 0 }, { ...mapped.planes[i], data: 0 });
        });
        copy.release();
        addon.close(opened.link);
        copying.close();
    }
    assert.strictEqual(mappings().segments, 0);
});

test('copied frames are whole while the writer runs at full speed', async () => {
    const name = newName();
    const writer = await startWriter(name);
    const stream = frameshare.open(name);
    await writer.ask('run 0');
    for (let i = 0; i < 2000; i++) {
        const frame = await stream.waitFrame();
        assert.ok(isFilledWith(frame.data, frame.sequence));
        frame.release();
    }
    await writer.kill();
    await eventually(() => {
        const frame = stream.getFrame();
        return stream.closed === 'died' || (frame && frame.release());
    }, 'the stream is closed');
    stream.close();
});

test.withWriter('every frame comes, in order, also copied', async ({ writer, name }) => {
    const stream = frameshare.open(name, { everyFrame: true });
    writer.process.stdin.write('frame 300\n');
    for (let i = 1; i <= 300; i++) {
        const frame = await stream.waitFrame();
        assert.strictEqual(frame.sequence, i);
        assert.ok(isFilledWith(frame.data, i));
        frame.release();
    }
    stream.close();
    await writer.read();
}, '--lossless');

test.withWriter('a snapshot does not change which copies come', async ({ writer, name }) => {
    const newest = frameshare.open(name);
    assert.strictEqual(newest.snapshot(), null);
    await writer.ask('range 2');
    await writer.ask('frame 2');
    const every = frameshare.open(name, { everyFrame: true });
    await writer.ask('frame 1');
    for (const stream of [newest, every]) {
        assert.strictEqual(new Uint32Array(stream.snapshot().data.buffer)[0], 3);
        assert.strictEqual(new Uint32Array(stream.snapshot({ overlays: false }).data.buffer)[0], 3);
    }
    assert.strictEqual(newest.getFrame().sequence, 3);
    assert.deepStrictEqual([every.nextFrame().sequence, every.nextFrame().sequence, every.nextFrame()], [2, 3, null]);
    newest.close();
    every.close();
    assert.throws(() => newest.snapshot(), { code: 'FRS_ECLOSED' });
}, '--lossless');

test.withWriter('copied frames have no shared memory to pass on', async ({ name }) => {
    const stream = frameshare.open(name);
    assert.throws(() => stream.handles(), { code: 'FRS_EINVAL', message: /copied/ });
    const asynchronous = await frameshare.openAsync(name);
    assert.strictEqual(asynchronous.mapping, 'copy');
    asynchronous.close();
    stream.close();
    assert.strictEqual(stream.getFrame(), null);
});

test.withWriter('copied frames have the overlays that mapped ones have, and tell their view', async ({ writer, open }) => {
    const stream = open();
    for (const count of [2, 0, 5]) {
        const value = Number(await writer.ask(`overlays ${count} 30 7`));
        for (let again = 0; again < 2; again++) {
            await writer.ask('frame 1');
            const { overlays } = stream.getFrame();
            assert.strictEqual(overlays.length, count);
            overlays.forEach(({ data, ...rest }, i) => {
                assert.deepStrictEqual(rest, { x: i, y: 0 - i, width: 60, height: 14, columns: 30, rows: 7, stride: 120 });
                assert.ok(data.length === 7 * 120 && data.every((byte) => byte === value));
            });
        }
    }
    stream.reader.setView(1280, 720);
    assert.strictEqual(await writer.ask('view'), '1280 720');
});
