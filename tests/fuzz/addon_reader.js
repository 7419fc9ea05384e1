// SPDX-License-Identifier: MIT
'use strict';

// A program: reads the streams of a hostile writer (hostile.c), which it starts, with all that js/stream and the addon
// have, until that one has sent what it was told to: addon_reader.js SEED MESSAGES
//
// Prints a line a second, {calls, ...}, and ends with status 1 and the reason at the first thing that must not be.

const assert = require('assert');
const fs = require('fs');
const { Program, eventually, mappings, newName } = require('../node/programs');
const { Random } = require('./random');

const frameshare = require('../../js');

/** What may go wrong. */
const CODES = ['FRS_ESYSTEM', 'FRS_EINVAL', 'FRS_ENOENT', 'FRS_EABI', 'FRS_EUSER', 'FRS_EFOLDER', 'FRS_ENAME', 'FRS_EEXIST', 'FRS_EPROTOCOL', 'FRS_ENOMEM', 'FRS_EAGAIN',
    'FRS_ECLOSED', 'FRS_ETIMEOUT', 'FRS_ELEASES', 'FRS_EREADERS', 'FRS_EUNLOCKED'];
/** Streams closed between two looks at what they left. */
const LOOK_EVERY = 32;
/** No call of native code takes so long; an opening waits twice 5 s for a writer that is silent. */
const CALL_MS = 30000;

const [seed, messages] = process.argv.slice(2).map(Number);
const random = new Random(seed);
const name = newName();
const counts = { calls: 0, opened: 0, frames: 0, pictures: 0, errors: {}, slowest: 0, gap: 0, sum: 0 };
let over = false;

// A stream that makes no sense is told of on the console each time.
console.warn = () => {};
setInterval(() => console.log(JSON.stringify(counts)), 1000).unref();

function fail(error) {
    console.error(error.stack);
    process.exit(1);
}

process.on('unhandledRejection', fail);
process.on('uncaughtException', fail);

/** @param {any} error */
function expect(error) {
    assert.ok(error instanceof Error && CODES.includes(/** @type {any} */ (error).code), `an error of its own: ${error.code} ${error.stack}`);
    counts.errors[error.code] = (counts.errors[error.code] || 0) + 1;
}

/** Call, or await, what may fail as declared. Undefined when it did. @param {() => any} body */
function attempt(body) {
    const start = process.hrtime.bigint();

    counts.calls++;
    try {
        const result = body();
        const took = Number(process.hrtime.bigint() - start) / 1e6;
        counts.slowest = Math.max(counts.slowest, took);
        assert.ok(took < CALL_MS, `${body} took ${took} ms`);
        return result && typeof result.then === 'function' ? result.catch(expect) : result;
    } catch (error) {
        if (error.code === 'ERR_ASSERTION') {
            throw error;
        }
        expect(error);
        return undefined;
    }
}

function touch(frame) {
    counts.frames++;
    assert.ok(frame.width >= 1 && frame.width <= 16384 && frame.height >= 1 && frame.height <= 16384);
    for (const { data, stride, width, height } of frame.planes.concat(frame.overlays.map((each) => ({ ...each, width: each.columns, height: each.rows })))) {
        assert.ok(width >= 1 && height >= 1);
        for (let y = 0; y < height; y++) {
            assert.ok(y * stride < data.length);
            counts.sum += data[y * stride];
        }
        counts.sum += data[data.length - 1];
    }
}

function look(reader, next) {
    const frame = attempt(() => (next ? reader.nextFrame() : reader.getFrame()));

    if (frame) {
        touch(frame);
        if (!random.onceIn(4)) {
            frame.release();
        }
    }
}

/** Other readers of the same memory, as pages and workers have them. */
function share(stream, readers) {
    const handles = attempt(() => stream.handles());

    if (handles && readers.length < 3) {
        readers.push(new frameshare.FrameReader(handles, { missing: () => attempt(() => stream._fetchSlots()) }));
    }
}

async function use(stream, readers) {
    switch (random.below(14)) {
    case 0:
        await attempt(() => stream.waitFrame(random.below(4))).then((frame) => frame && touch(frame));
        break;
    case 1:
        attempt(() => stream.stats());
        break;
    case 2:
        await attempt(() => frameshare.accounts(name, random.below(10)));
        break;
    case 3:
        if (random.onceIn(4)) {
            counts.pictures += attempt(() => stream.snapshot({ overlays: random.onceIn(2) })) ? 1 : 0;
        }
        break;
    case 4:
        share(stream, readers);
        break;
    case 5:
        attempt(() => stream.progress());
        attempt(() => stream.reader.setView(random.next(), random.below(5000)));
        break;
    case 6:
        await new Promise((resolve) => setImmediate(resolve));
        break;
    default:
        look(random.onceIn(4) && readers.length > 0 ? readers[random.below(readers.length)] : stream.reader, random.onceIn(2));
    }
}

async function open() {
    const options = { everyFrame: random.onceIn(2), history: 1 + random.below(64), timeout: random.onceIn(4) ? 20 : 0 };

    return random.onceIn(4) ? attempt(() => frameshare.open(name, options)) : attempt(() => frameshare.openAsync(name, options));
}

async function readOnce() {
    const stream = await open();
    const readers = [];

    if (!stream) {
        return;
    }
    counts.opened++;
    for (let n = random.below(300); n > 0 && !(stream.closed && random.onceIn(8)); n--) {
        await use(stream, readers);
    }
    readers.forEach((reader) => reader.close());
    stream.close();
}

const countFds = () => fs.readdirSync('/proc/self/fd').length;

/** Nothing is left. What the event loop closes, it closes soon. @param {number} fds that there were */
async function lookAtHoldings(fds) {
    await eventually(() => countFds() <= fds && mappings().segments === 0, `all is let go: ${countFds()} descriptors after ${fds}, ${mappings().segments} mappings`);
}

async function main() {
    // What Node makes when it first needs it: the threads that work for the event loop, and what addon and writer are.
    await frameshare.accounts('nobody', 0).catch(expect);
    const writer = new Program('tests/fuzz/hostile-writer', [name, String(seed), String(messages)]);
    let last = Date.now();

    assert.strictEqual(await writer.read(), 'ready');
    const fds = countFds();
    const ticker = setInterval(() => {
        const now = Date.now();
        counts.gap = Math.max(counts.gap, now - last);
        last = now;
    }, 5);
    writer.exited.then(() => (over = true));
    for (let i = 1; !over; i++) {
        await readOnce();
        if (i % LOOK_EVERY === 0 && !over) {
            await lookAtHoldings(fds);
        }
    }
    clearInterval(ticker);
    counts.taken = Number(await writer.read());
    await lookAtHoldings(fds);
    assert.strictEqual(await writer.exited, 0);
    assert.ok(counts.gap < CALL_MS, `the event loop stood still for ${counts.gap} ms`);
    console.log(JSON.stringify(counts));
    process.exit(0);
}

main().catch(fail);
