// SPDX-License-Identifier: MIT
'use strict';

// src/node/handle.c: opening, and writers that do not do as they should.

const assert = require('assert');
const test = require('./test');
const { Worker } = require('worker_threads');
const { eventually, mappings, newName, root, startStranger, startWriter } = require('./programs');

const frameshare = require('../../js');
const addon = require('../../js/stream/addon');

/** Both ways of opening must fail alike. */
async function refuses(name, expected) {
    assert.throws(() => frameshare.open(name), expected);
    await assert.rejects(frameshare.openAsync(name), expected);
}

test('a stream that nobody publishes is FRS_ENOENT, and the message names it', async () => {
    await refuses('nobody-here', { code: 'FRS_ENOENT', message: /nobody-here/ });
});

test('a name that is none is FRS_ENAME', async () => {
    await refuses('a/b', { code: 'FRS_ENAME' });
    await refuses('', { code: 'FRS_ENAME' });
    await refuses('x'.repeat(64), { code: 'FRS_ENAME' });
});

test('a name that is not text, and a history that cannot be, are refused', () => {
    assert.throws(() => frameshare.open(/** @type {any} */ (7)), TypeError);
    assert.throws(() => frameshare.open('x', { history: 0 }), RangeError);
    assert.throws(() => frameshare.open('x', { history: 65 }), RangeError);
});

test('a writer of another version is FRS_EABI', async () => {
    const name = newName();
    const stranger = await startStranger(name, 'abi');
    await refuses(name, { code: 'FRS_EABI', message: /version/ });
    await stranger.stop();
});

test('a socket that speaks something else is FRS_EPROTOCOL', async () => {
    const name = newName();
    const stranger = await startStranger(name, 'garbage');
    await refuses(name, { code: 'FRS_EPROTOCOL' });
    await stranger.stop();
});

test('a refusal comes through in the words of the writer', async () => {
    const name = newName();
    const stranger = await startStranger(name, 'refuse');
    await refuses(name, { code: 'FRS_EREADERS', message: /enough readers/ });
    await stranger.stop();
});

test('a segment that could shrink under the reader is refused', async () => {
    const name = newName();
    const stranger = await startStranger(name, 'unsealed');
    await refuses(name, { code: 'FRS_EPROTOCOL' });
    await stranger.stop();
});

test('a picture that does not lie in its slot is an error each time and harms nothing', async () => {
    const name = newName();
    const stranger = await startStranger(name, 'outside');
    const stream = frameshare.open(name);
    assert.throws(() => stream.getFrame(), { code: 'FRS_EPROTOCOL' });
    assert.throws(() => stream.getFrame(), { code: 'FRS_EPROTOCOL' });
    await assert.rejects(stream.waitFrame(1000), { code: 'FRS_EPROTOCOL' });
    assert.ok(stream.handles().page.subarray(addon.layout.page.cells, addon.layout.page.cells + 32).every((cell) => cell === 0));
    stream.close();
    await stranger.stop();
});

for (const mode of ['index', 'slot', 'backwards']) {
    test(`a writer whose control segment makes no sense (${mode}) gives no frame and keeps no lease`, async () => {
        const name = newName();
        const stranger = await startStranger(name, mode);
        const stream = frameshare.open(name);
        assert.strictEqual(stream.getFrame(), null);
        assert.strictEqual(stream.nextFrame(), null);
        const { page } = stream.handles();
        assert.ok(page.subarray(addon.layout.page.cells, addon.layout.page.cells + 32).every((cell) => cell === 0));
        stream.close();
        await stranger.stop();
    });
}

test('a writer that puts another segment in the place of a leased one crashes nobody', async () => {
    const name = newName();
    const stranger = await startStranger(name, 'replaced');
    const stream = frameshare.open(name);
    const retired = [];
    stream.on('retired', (index, id) => retired.push(id));
    const frame = stream.getFrame();
    assert.strictEqual(frame.data[0], 1);
    stranger.process.stdin.write('now\n');
    await eventually(() => retired.includes(1), 'the slot is replaced');
    assert.strictEqual(frame.data[0], 0);
    frame.release();
    stream.close();
    assert.strictEqual(mappings().segments, 0);
    await stranger.stop();
});

test('a worker may end while it opens a stream whose writer does not answer', async () => {
    const name = newName();
    const stranger = await startStranger(name, 'silent');
    const worker = new Worker(`
        const { parentPort, workerData } = require('worker_threads');
        require(workerData.root + '/js').openAsync(workerData.name).catch(() => {});
        parentPort.postMessage('opening');`, { eval: true, workerData: { root, name } });
    await new Promise((resolve) => worker.once('message', resolve));
    await worker.terminate();
    assert.strictEqual(mappings().segments, 0);
    await stranger.stop();
});

test('an asynchronous open waits for a stream that is not there yet', async () => {
    const name = newName();
    const opening = frameshare.openAsync(name, { timeout: -1 });
    const writer = await startWriter(name);
    await writer.ask('frame 2');
    const stream = await opening;
    assert.strictEqual((await stream.waitFrame()).sequence, 2);
    stream.close();
    await writer.stop();
});

test('an asynchronous open that gives up says which stream it waited for', async () => {
    await assert.rejects(frameshare.openAsync('never-there', { timeout: 120 }),
        { code: 'FRS_ENOENT', message: /never-there/ });
});

test('streams are listed by name with the process that publishes them', async () => {
    const names = [newName(), newName()];
    const writers = await Promise.all(names.map((name) => startWriter(name)));
    const listed = frameshare.list().filter(({ name }) => names.includes(name));
    assert.deepStrictEqual(listed, names.map((name, i) => ({ name, pid: writers[i].pid })));
    await Promise.all(writers.map((writer) => writer.stop()));
    assert.ok(!frameshare.list().some(({ name }) => names.includes(name)));
});

test.withWriter('a handle that is closed, or none, is refused with an error', async ({ name }) => {
    const { link } = addon.open(name, 1, false, 0);
    addon.close(link);
    addon.close(link);
    assert.throws(() => addon.receive(link), { code: 'FRS_ECLOSED' });
    assert.throws(() => addon.watch(link, () => true), { code: 'FRS_ECLOSED' });
    for (const wrong of [null, undefined, {}, 7, 'link']) {
        assert.throws(() => addon.receive(/** @type {any} */ (wrong)), TypeError);
        assert.throws(() => addon.close(/** @type {any} */ (wrong)), TypeError);
    }
});

test('a writer that sends slots without an end, one now and then, is given up within one deadline', async () => {
    const name = newName();
    const stranger = await startStranger(name, 'drip');
    const start = process.hrtime();

    await refuses(name, { code: 'FRS_ETIMEOUT', message: /does not answer/ });
    // 128 slots, a second each, are what it has.
    assert.ok(process.hrtime(start)[0] < 60);
    stranger.process.kill('SIGKILL');
});

test('a writer that floods its reader with slots holds up no event loop, and is given up', async () => {
    const name = newName();
    const stranger = await startStranger(name, 'flood');
    const stream = frameshare.open(name);
    const said = [];
    const { warn } = console;
    // Slots that came between two turns of the event loop in which others were served, and the most that did.
    let inTurn = 0;
    let most = 0;
    let slots = 0;
    let goes = true;
    const turn = () => {
        most = Math.max(most, inTurn);
        inTurn = 0;
        if (goes) {
            setImmediate(turn);
        }
    };
    const memory = process.memoryUsage().rss;
    const before = mappings().all;

    turn();
    console.warn = (text) => said.push(text);
    stream.on('slot', () => {
        slots++;
        inTurn++;
    });
    const closed = new Promise((resolve) => stream.once('close', resolve));
    stranger.process.stdin.write('now\n');
    try {
        assert.strictEqual(await closed, 'died');
        assert.match(said.join(), /more than \d+ slots within a second/);
        assert.ok(slots > 200 && most > 0 && most <= 64, `${most} of ${slots} slots in one turn of the event loop`);
        assert.ok(process.memoryUsage().rss - memory < 200e6);
        stream.close();
        if (global.gc) {
            global.gc();
        }
        assert.ok(mappings().all - before < 20000);
        assert.strictEqual(mappings().segments, 0);
    } finally {
        console.warn = warn;
        goes = false;
        stranger.process.kill('SIGKILL');
    }
});

test('a slot that is sent twice ends the stream, whose picture stays', async () => {
    const name = newName();
    const stranger = await startStranger(name, 'again');
    const stream = frameshare.open(name);
    const { warn } = console;
    const said = [];

    console.warn = (text) => said.push(text);
    try {
        const closed = new Promise((resolve) => stream.once('close', resolve));
        stranger.process.stdin.write('now\n');
        assert.strictEqual(await closed, 'died');
        assert.match(said.join(), /a slot twice/);
        const frame = stream.getFrame();
        assert.strictEqual(frame.data[0], 1);
        frame.release();
        stream.close();
    } finally {
        console.warn = warn;
        stranger.process.kill('SIGKILL');
    }
});
