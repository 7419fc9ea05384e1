// SPDX-License-Identifier: MIT
'use strict';

// js/stream/snapshot.js, picture.js and png.js: the newest frame as it is displayed, beside what readers take.

const assert = require('assert');
const { execFileSync } = require('child_process');
const test = require('../node/test');
const programs = require('../node/programs');
const { eventually, newName, within } = programs;

const frameshare = require('../../js');
const addon = require('../../js/stream/addon');
const { Picture } = require('../../js/stream/picture');

/** Its pixels are shown as the words that they are. */
async function startWriter(name, ...args) {
    const writer = await programs.startWriter(name, ...args);
    await writer.ask('range 2');
    return writer;
}

/** @type {typeof test.withWriter} */
function withWriter(sentence, body, ...args) {
    test.withWriter(sentence, async (at) => {
        await at.writer.ask('range 2');
        await body(at);
    }, ...args);
}

/** The pixels of a PNG file as somebody else reads them. */
function decodePNG(png) {
    const pixels = execFileSync('ffmpeg', ['-v', 'error', '-f', 'png_pipe', '-i', '-', '-f', 'rawvideo', '-pix_fmt', 'rgba', '-'],
        { input: png, maxBuffer: 1 << 26 });
    return pixels;
}

/** The colour type that a PNG file says. */
function colourType(png) {
    return png[25];
}

withWriter('a snapshot has the pixels of the newest frame, whoever has taken it', async ({ writer, name }) => {
    const stream = frameshare.open(name);
    assert.strictEqual(stream.snapshot(), null);
    await writer.ask('size 30 20');
    for (let n = 1; n <= 3; n++) {
        await writer.ask('frame 1');
        for (let again = 0; again < 2; again++) {
            const picture = stream.snapshot();
            assert.deepStrictEqual([picture.width, picture.height, picture.data.length], [30, 20, 2400]);
            assert.ok(new Uint32Array(picture.data.buffer).every((word) => word === n));
        }
    }
    const frame = stream.getFrame();
    assert.strictEqual(frame.sequence, 3);
    const before = stream.snapshot();
    await writer.ask('frame 1');
    assert.ok(new Uint32Array(before.data.buffer).every((word) => word === 3));
    assert.strictEqual(frame.released, false);
    assert.strictEqual(new Uint32Array(stream.snapshot().data.buffer)[0], 4);
    frame.release();
    assert.strictEqual(stream.getFrame().sequence, 4);
    stream.close();
    assert.throws(() => stream.snapshot(), { code: 'FRS_ECLOSED' });
});

withWriter('snapshots take no frame from who wants every one, nor keep a lossless writer waiting', async ({ writer, name }) => {
    await writer.ask('size 32 16');
    const stream = frameshare.open(name, { everyFrame: true });
    writer.process.stdin.write('frame 500\n');
    for (let i = 1; i <= 500; i++) {
        const frame = await within(stream.waitFrame(), 'a frame');
        assert.strictEqual(frame.sequence, i);
        const word = new Uint32Array(stream.snapshot().data.buffer)[0];
        assert.ok(word >= i && word <= 500, `${word} after ${i}`);
        frame.release();
    }
    stream.close();
    assert.strictEqual(await writer.read(), '500');
}, '--lossless');

withWriter('snapshots are whole while the writer runs at full speed and changes sizes', async ({ writer, open }) => {
    const stream = open();
    await writer.ask('run 0');
    for (let i = 0; i < 300; i++) {
        if (i % 20 === 0) {
            await writer.ask(`size ${16 + i} ${8 + i % 50}`);
        }
        const picture = stream.snapshot();
        if (picture) {
            const words = new Uint32Array(picture.data.buffer);
            assert.ok(words.every((word) => word === words[0]), 'a snapshot is torn');
        }
    }
    await writer.ask('stop');
});

test('the last picture can be had after the writer ended or died', async () => {
    for (const how of ['kill', 'stop']) {
        const name = newName();
        const writer = await startWriter(name);
        await writer.ask('frame 5');
        const stream = frameshare.open(name);
        await writer[how]();
        await eventually(() => stream.closed, 'the stream is closed');
        assert.strictEqual(new Uint32Array(stream.snapshot().data.buffer)[0], 5);
        stream.close();
    }
});

withWriter('a snapshot has the overlays unless they are left out', async ({ writer, open }) => {
    const stream = open();
    await writer.ask('size 16 16');
    await writer.ask('format GRAY8');
    await writer.ask('frame 1');
    const value = Number(await writer.ask('overlays 1 8 8'));
    await writer.ask('frame 1');
    // Words of 2 in little endian: gray 2, 0, 0, 0, ...
    assert.deepStrictEqual(Array.from(stream.snapshot({ overlays: false }).data.subarray(0, 8)), [2, 2, 2, 255, 0, 0, 0, 255]);
    assert.deepStrictEqual(Array.from(stream.snapshot().data.subarray(4, 8)), [value, value, value, 255]);
});

withWriter('a snapshot needs a lease of its own, and says when there is none', async ({ writer, open }) => {
    await writer.ask('frame 1');
    const stream = open();
    const readers = [];
    for (let i = 0; i < addon.layout.limits.leases; i++) {
        const reader = new frameshare.FrameReader(stream.handles());
        assert.ok(reader.getFrame());
        readers.push(reader);
    }
    assert.throws(() => stream.snapshot(), { code: 'FRS_ELEASES', message: /release/ });
    readers.pop().close();
    assert.ok(stream.snapshot());
    assert.ok(stream.snapshot());
});

/** Words of a descriptor of 4x4 pixels in a slot of 64 bytes. */
function describe(words) {
    const at = addon.layout.descriptor;

    words.fill(0);
    words[at.width] = words[at.height] = 4;
    words[at.format] = addon.layout.formats.findIndex((shape) => shape && shape.name === 'RGBA');
    words[at.nPlanes] = 1;
    words[at.stride] = 16;
}

test('a view refuses what makes no sense, before a byte is read', () => {
    const { words: length } = addon.layout.descriptor;
    const words = new Uint32Array(length + 3);
    const slot = new Uint8Array(64).fill(200);
    const place = [0, 2, 3, 0, 0, 2, 3];
    const pixels = new Uint8ClampedArray(24);
    const view = addon.viewCreate();
    const render = (changes) => {
        const all = { view, words, base: 3, slot, place: Uint32Array.from(place), pixels, ...changes };

        return () => addon.viewRender(all.view, all.words, all.base, all.slot, all.place, all.pixels);
    };

    describe(words.subarray(3));
    render({})();
    assert.deepStrictEqual(Array.from(pixels), new Array(24).fill(200));
    pixels.fill(0);
    for (const changes of [{ base: 4 }, { base: 0xffffffff }, { words: words.subarray(0, length - 1) }, { slot: slot.subarray(1) },
        { pixels: pixels.subarray(1) }, { place: Uint32Array.from(place.slice(1)) }, { place: Uint32Array.of(0, 2, 3, 1, 0, 2, 3) },
        { place: Uint32Array.of(9, 2, 3, 0, 0, 2, 3) }, { place: Uint32Array.of(0, 2, 3, 0, 0, 2, 0) }]) {
        assert.throws(render(changes), { code: 'FRS_EINVAL' }, JSON.stringify(changes));
    }
    for (const changes of [{ view: {} }, { view: null }, { words: [] }, { base: 'a' }, { slot: null }, { place }, { pixels: 1 }]) {
        assert.throws(render(changes), TypeError, JSON.stringify(changes));
    }
    assert.deepStrictEqual(Array.from(pixels), new Array(24).fill(0));
});

test('what makes no sense is refused before a byte is read', async () => {
    const words = new Uint32Array(addon.layout.descriptor.words);
    const slot = new Uint8Array(64);
    const good = () => describe(words);
    good();
    assert.strictEqual(addon.renderPicture(words, slot, null).data.length, 64);
    assert.throws(() => addon.renderPicture(words.subarray(1), slot, null), { code: 'FRS_EINVAL' });
    assert.throws(() => addon.renderPicture(words, slot.subarray(1), null), { code: 'FRS_EINVAL', message: /does not fit/ });
    assert.throws(() => addon.renderPicture(words, [], null), TypeError);
    assert.throws(() => addon.renderPicture([], slot, null), TypeError);
    for (const [name, value] of [['width', 5], ['height', 0], ['format', 99], ['nPlanes', 2], ['offset', 1], ['stride', 15]]) {
        good();
        words[addon.layout.descriptor[name]] = value;
        assert.throws(() => addon.renderPicture(words, slot, null), { code: 'FRS_EINVAL' }, name);
    }
    good();
    words.fill(0xffffffff, addon.layout.descriptor.range, addon.layout.descriptor.pts);
    assert.ok(addon.renderPicture(words, slot, slot));
});

test('a PNG has the same pixels, and alpha only when it is needed', () => {
    for (const [width, height] of [[1, 1], [7, 5], [300, 200]]) {
        const data = new Uint8Array(width * height * 4);
        for (let i = 0; i < data.length; i++) {
            data[i] = (i * 7919) >> 3;
        }
        const translucent = new Picture({ width, height, data: data.slice() });
        data.forEach((_, i) => i % 4 === 3 && (data[i] = 255));
        const opaque = new Picture({ width, height, data });
        if (width > 1) {
            assert.strictEqual(colourType(translucent.toPNG()), 6);
        }
        assert.strictEqual(colourType(opaque.toPNG()), 2);
        assert.ok(decodePNG(translucent.toPNG()).equals(Buffer.from(translucent.data)));
        assert.ok(decodePNG(opaque.toPNG()).equals(Buffer.from(opaque.data)));
    }
});
