// SPDX-License-Identifier: MIT
'use strict';

// What must hold in every JavaScript engine that loads the addon: run by runtimes_test.js in Node and, as Node,
// in each Electron. Prints one line a check: "ok ..." or "not ok ...". Node 12 is the oldest that runs it.

const assert = require('assert');
const { Worker } = require('worker_threads');
const { eventually, isFilledWith, killAll, mappings, newName, root, startWriter, stats } = require('./programs');

const frameshare = require('../../js');

const expected = process.env.FRAMESHARE_FORCE_COPY ? 'copy' : 'shared';
const gc = /** @type {any} */ (global).gc;

const checks = {
    async 'frames are whole while the writer runs at full speed and changes their size'(writer, name) {
        const stream = frameshare.open(name);
        await writer.ask('size 32 16');
        await writer.ask('run 0');
        for (let i = 0; i < 3000; i++) {
            const frame = await stream.waitFrame();
            assert.ok(isFilledWith(frame.data, frame.sequence));
            frame.release();
            if (i % 500 === 0) {
                await writer.ask(`size ${32 + i % 7} 16`);
            }
        }
        await writer.ask('stop');
        stream.close();
    },
    async 'a hundred streams opened and closed leave no mapping'(writer, name) {
        await writer.ask('frame 1');
        for (let i = 0; i < 100; i++) {
            const stream = i % 2 ? await frameshare.openAsync(name) : frameshare.open(name);
            stream.getFrame().release();
            stream.close();
        }
        assert.strictEqual(mappings().segments, 0);
    },
    async 'what JavaScript writes into a frame reaches nobody'(writer, name) {
        await writer.ask('frame 1');
        const streams = [frameshare.open(name), frameshare.open(name)];
        const frames = streams.map((stream) => stream.getFrame());
        frames[0].data.fill(0xee);
        assert.ok(isFilledWith(frames[1].data, frames[1].sequence));
        streams.forEach((stream) => stream.close());
    },
    async 'garbage collection takes no frame away'(writer, name) {
        await writer.ask('frame 1');
        const stream = frameshare.open(name);
        const frame = stream.getFrame();
        const { sequence } = frame;
        for (let i = 0; i < 10; i++) {
            gc();
            await writer.ask('frame 10');
        }
        assert.ok(isFilledWith(frame.data, sequence));
        stream.close();
        gc();
    },
    async 'the end of a worker ends its leases and mappings'(writer, name) {
        await writer.ask('frame 1');
        const worker = new Worker(`
            const { parentPort, workerData } = require('worker_threads');
            const stream = require(workerData.root + '/js').open(workerData.name);
            const frame = stream.getFrame();
            stream.waitFrame();
            parentPort.postMessage(frame.sequence);`, { eval: true, workerData: { root, name } });
        await new Promise((resolve, reject) => {
            worker.once('message', resolve);
            worker.once('error', reject);
        });
        await worker.terminate();
        await eventually(async () => stats(await writer.ask('stats')).readers === 0, 'the writer sees no reader');
        assert.strictEqual(mappings().segments, 0);
    },
    async 'a killed writer is noticed and its last frame stays'(writer, name) {
        const stream = frameshare.open(name);
        await writer.ask('frame 2');
        await writer.kill();
        let last = null;
        await eventually(() => (last = stream.getFrame() || last) && stream.closed, 'the stream is closed');
        assert.strictEqual(stream.closed, 'died');
        assert.ok(isFilledWith(last.data, 2));
        stream.close();
    },
};

async function run(what) {
    const name = newName();
    try {
        assert.strictEqual(frameshare.mapping, expected);
        await checks[what](await startWriter(name), name);
        console.log(`ok ${what}`);
    } catch (error) {
        console.log(`not ok ${what}: ${error.stack}`);
    } finally {
        await killAll();
    }
}

(async () => {
    for (const what of Object.keys(checks)) {
        await run(what);
    }
    console.log('done');
})();
