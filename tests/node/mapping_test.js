// SPDX-License-Identifier: MIT
'use strict';

// src/node/mapping.c: slots inside SharedArrayBuffers, and what is left when they are gone.

const assert = require('assert');
const test = require('./test');
const { Worker } = require('worker_threads');
const { eventually, isFilledWith, mappings, newName, root, startWriter, stats } = require('./programs');

const frameshare = require('../../js');
const addon = require('../../js/stream/addon');

/** Run `code` in a worker; `post` and `data` are there. Resolves with its first message. */
function startWorker(code, data) {
    const worker = new Worker(`
        const { parentPort, workerData: data } = require('worker_threads');
        const post = (value) => parentPort.postMessage(value);
        (async () => { ${code} })().catch((error) => post({ error: error.stack }));`, { eval: true, workerData: data });
    const first = new Promise((resolve, reject) => {
        worker.once('message', (message) => (message && message.error ? reject(new Error(message.error)) : resolve(message)));
        worker.once('error', reject);
    });
    return { worker, first };
}

test('memory is mapped into JavaScript here, not copied', () => {
    assert.strictEqual(frameshare.mapping, 'shared');
});

test('a frame is a view of a SharedArrayBuffer that shows the pixels the writer wrote', async () => {
    const writer = await startWriter(newName());
    const stream = frameshare.open(writer.process.spawnargs[1]);
    await writer.ask('frame 1');
    const frame = await stream.waitFrame();
    assert.ok(frame.data.buffer instanceof SharedArrayBuffer);
    assert.strictEqual(frame.sequence, 1);
    assert.ok(isFilledWith(frame.data, 1));
    frame.release();
    stream.close();
    await writer.stop();
});

test.withWriter('a mapping starts on a page, at least a page into its buffer, and ends before the buffer does',
    async ({ writer, name }) => {
        await writer.ask('frame 1');
        const opened = addon.open(name, 1, false, 0);
        for (const view of [opened.control, opened.page, opened.slots[0].data]) {
            assert.ok(view.byteOffset >= 4096);
            assert.ok(view.buffer.byteLength - view.byteOffset >= Math.ceil(view.byteLength / 4096) * 4096);
        }
        addon.close(opened.link);
    });

test.withWriter('what JavaScript writes into a frame or into the control segment reaches nobody and breaks nothing',
    async ({ writer, open }) => {
        await writer.ask('frame 1');
        const vandal = open();
        const other = open();
        const frame = vandal.getFrame();
        frame.data.fill(0xee);
        vandal.handles().control.fill(0xffffffff);
        const seen = other.getFrame();
        assert.strictEqual(seen.sequence, 1);
        assert.ok(isFilledWith(seen.data, 1));
        seen.release();
        await writer.ask('frame 5');
        const later = other.getFrame();
        assert.strictEqual(later.sequence, 6);
        assert.ok(isFilledWith(later.data, 6));
    });

test('a thousand streams opened and closed leave no mapping and no descriptor behind', async () => {
    const fs = require('fs');
    const name = newName();
    const writer = await startWriter(name);
    await writer.ask('frame 1');
    const cycle = () => {
        const stream = frameshare.open(name);
        stream.getFrame().release();
        stream.close();
    };
    for (let i = 0; i < 50; i++) {
        cycle();
    }
    const before = mappings();
    const descriptors = fs.readdirSync('/proc/self/fd').length;
    for (let i = 0; i < 1000; i++) {
        cycle();
        if (i % 50 === 0) {
            await new Promise(setImmediate);
        }
    }
    await eventually(() => fs.readdirSync('/proc/self/fd').length <= descriptors, 'all descriptors are closed');
    const after = mappings();
    assert.strictEqual(after.segments, 0);
    // V8's heap comes and goes in pages of its own; a mapping left by each cycle would be a thousand.
    assert.ok(after.all - before.all < 200, `${before.all} mappings before, ${after.all} after`);
    await eventually(async () => stats(await writer.ask('stats')).readers === 0, 'the writer sees no reader');
    await writer.stop();
});

test.withWriter('slots that the writer gives up are unmapped', async ({ writer, name }) => {
    await writer.ask('frame 4');
    const stream = frameshare.open(name);
    const retired = [];
    stream.on('retired', (index, id) => retired.push(id));
    stream.getFrame().release();
    for (let i = 0; i < 30; i++) {
        await writer.ask(`size ${64 * (1 + i % 5)} 64`);
        await writer.ask('frame 8');
        const frame = stream.getFrame();
        assert.strictEqual(frame.width, 64 * (1 + i % 5));
        assert.ok(isFilledWith(frame.data, frame.sequence));
        frame.release();
    }
    await writer.ask('trim');
    await writer.ask('frame 1');
    stream.getFrame().release();
    const { slots } = stats(await writer.ask('stats'));
    assert.ok(retired.length > 0);
    assert.strictEqual(new Set(retired).size, retired.length);
    assert.strictEqual(mappings().segments, slots + 2);
    stream.close();
    assert.strictEqual(mappings().segments, 0);
});

test.withWriter('the end of a worker puts all pages back and ends its leases', async ({ writer, name }) => {
    await writer.ask('frame 1');
    const { worker, first } = startWorker(`
        const stream = require(data.root + '/js').open(data.name);
        const frame = stream.getFrame();
        post(frame.sequence);
        setInterval(() => {}, 1000);`, { root, name });
    assert.strictEqual(await first, 1);
    assert.ok(mappings().segments >= 3);
    assert.strictEqual(stats(await writer.ask('stats')).readers, 1);
    await worker.terminate();
    assert.strictEqual(mappings().segments, 0);
    await eventually(async () => stats(await writer.ask('stats')).readers === 0, 'the writer sees no reader');
    // Every slot but the newest frame's is free again.
    await writer.ask('frame 3');
    await eventually(async () => {
        const { slots, free } = stats(await writer.ask('stats'));
        return free === slots - 1;
    }, 'the lease is back');
});

test.withWriter('twenty workers that come and go in the middle of reading do no harm to each other', async ({ writer, name }) => {
    await writer.ask('run 0');
    const code = `
        const stream = require(data.root + '/js').open(data.name);
        const words = (d) => new Uint32Array(d.buffer, d.byteOffset, d.length >> 2);
        let good = 0;
        for (;;) {
            const frame = await stream.waitFrame();
            if (words(frame.data).some((word) => word !== frame.sequence)) throw new Error('torn');
            if (++good === 100) post(good);
        }`;
    for (let round = 0; round < 5; round++) {
        const workers = [0, 1, 2, 3].map(() => startWorker(code, { root, name }));
        for (const { worker, first } of workers) {
            assert.strictEqual(await first, 100);
            await worker.terminate();
        }
    }
    assert.strictEqual(mappings().segments, 0);
});

test('a stream that is forgotten without being closed is closed by the garbage collector', async () => {
    const v8 = require('v8');
    v8.setFlagsFromString('--expose-gc');
    const gc = require('vm').runInNewContext('gc');
    const name = newName();
    const writer = await startWriter(name);
    await writer.ask('frame 1');
    (() => {
        for (let i = 0; i < 10; i++) {
            addon.open(name, 1, false, 0);
        }
    })();
    assert.ok(mappings().segments >= 30);
    await eventually(() => {
        gc();
        return mappings().segments === 0;
    }, 'nothing is mapped any more');
    await writer.stop();
});

test('buffers whose views are all gone stay mapped until the stream is closed', async () => {
    const v8 = require('v8');
    v8.setFlagsFromString('--expose-gc');
    const gc = require('vm').runInNewContext('gc');
    const name = newName();
    const writer = await startWriter(name);
    await writer.ask('frame 1');
    const { link } = addon.open(name, 1, false, 0);
    for (let i = 0; i < 5; i++) {
        gc();
        await new Promise(setImmediate);
    }
    assert.strictEqual(mappings().segments, 3);
    addon.close(link);
    assert.strictEqual(mappings().segments, 0);
    await writer.stop();
});
