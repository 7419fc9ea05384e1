// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { hostsOf, isAlive, until } = require('../e2e/support/processes');
const { LineSplitter } = require('../../js/main/lines');
const { GstPlayer } = require('../../js/main');
const { readMessage } = require('../../js/main/host-message');
const { temporaryFolder } = require('../support/folder');

const folder = temporaryFolder();
const program = path.join(folder, 'speaker');
fs.writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${path.join(__dirname, 'support', 'speaker.js')}" "$@"\n`, { mode: 0o755 });
let speeches = 0;

/** What becomes of a load() by a host that says this: its error, and all that the player told. */
async function hear(speech) {
    const file = path.join(folder, `speech${++speeches}`);
    const heard = [];

    fs.writeFileSync(file, JSON.stringify(speech));
    process.env.FRAMESHARE_TEST_SPEECH = file;
    const player = new GstPlayer({ host: program });
    player.on('message', (event) => heard.push(event));
    player.on('error', () => {});
    const load = player.load('file:///a').then(() => null, (error) => error);
    const pid = player.pid;
    const error = await load;
    await until(() => !isAlive(pid), 'the host has ended');
    assert.strictEqual(player.pid, undefined);
    await player.close();
    return { error, heard };
}

const event = (name, rest) => JSON.stringify({ event: name, ...rest });

/** Lines that are no words of a player. */
const NONSENSE = [
    'hello', '{', '{"event":"state","state":"playing"', 'null', '1', '"x"', '[]', '[{"event":"end"}]', 'undefined', '{"event":1}', '{"event":{"a":1}}',
    '{"event":null}', '{"id":{}}', '{"id":1,"error":"x"}', '{"id":1,"error":{"code":1,"message":"x"}}', '{"id":1,"error":{"code":"x"}}', '{"id":1e999',
    event('state'), event('state', { state: 'flying' }), event('state', { state: { toString: 1 } }), event('position', { position: '1' }),
    event('video', { width: 'x' }), event('video', { format: {} }), event('tracks'), event('tracks', { video: {}, audio: [], text: [] }),
    event('tracks', { video: [null], audio: [], text: [] }), event('tracks', { video: [{ id: {} }], audio: [], text: [] }), event('buffered'), event('buffered', { ranges: 1 }),
    event('buffered', { ranges: [null] }), event('buffered', { ranges: [[0]] }), event('chapters', { chapters: [1] }), event('chapters', {}),
    event('tags', { title: {} }), event('rate', { rate: null }), event('volume', {}), event('volume', { volume: 'x' }), event('buffering', {}), event('source', { uri: 1 }),
    event('error'), event('error', { code: {}, message: 'x' }), event('error', { code: 'x', message: { toString: 1 } }), event('error', { code: 'x', message: 'x', missing: [null] }),
    event('warning', { code: 'x', message: 'x', element: {} }), event('duration', { duration: {} }), event('hello', { stream: 1 }), event('hello'),
    event('error', { code: 'x', message: 'x', debug: [] }), '\u0000\u0001', '{"__proto__":1}x',
];

test('a host that says what is none ends with an error that says what came, wherever it says so', async () => {
    for (const what of NONSENSE) {
        assert.strictEqual(readMessage(what), null, what);
    }
    for (const what of ['hello', '[]', event('tracks', { video: [null], audio: [], text: [] }), event('error', { code: {}, message: 'x' })]) {
        for (const speech of [{ first: `${what}\n` }, { then: `${what}\n` }]) {
            const { error } = await hear(speech);
            assert.strictEqual(error.code, 'host', error.stack);
            assert.match(error.message, /makes no sense/);
            assert.ok(error.message.includes(JSON.stringify(what.slice(0, 100))), error.message);
        }
    }
});

test('words of another version are passed by, and none of them is taken for one of the player\'s own events', async () => {
    const closing = { first: '{"event":"hello","stream":"x","color":"blue"}\n', then: '{"event":"close"}\n{"event":"constructor"}\n{"event":"message"}\n{"event":"newListener"}\n{"id":77}\n{"ok":true}\nx\n' };
    const names = [];
    const { emit } = GstPlayer.prototype;
    GstPlayer.prototype.emit = function (name, ...rest) {
        names.push(name);
        return emit.call(this, name, ...rest);
    };
    try {
        const { error, heard } = await hear(closing);
        assert.match(error.message, /"x"/);
        assert.deepStrictEqual(heard.map((each) => each.event), ['hello', 'close', 'constructor', 'message', 'newListener', 'error']);
        assert.deepStrictEqual(names.filter((name) => !['message', 'newListener', 'removeListener'].includes(name)), ['stream', 'error', 'close']);
    } finally {
        delete GstPlayer.prototype.emit;
    }
});

test('a line without an end, and last words without an end, end the host, and neither is kept', async () => {
    const before = process.memoryUsage().rss;

    for (const speech of [{ more: 'x' }, { more: '{"event":"tags","title":"' }, { words: 'frameshare-player: SIGSEGV\n' }]) {
        const { error } = await hear(speech);
        assert.strictEqual(error.code, 'host', error.stack);
        assert.match(error.message, /makes no sense.*characters more/);
        assert.ok(error.message.length < 500);
    }
    assert.ok(process.memoryUsage().rss - before < 300e6);
    assert.deepStrictEqual(hostsOf(process.pid), []);
});

test('lines are cut wherever they arrive in pieces, and what is too long once is nothing any more', () => {
    const lines = [];
    const over = [];
    const splitter = new LineSplitter(10, (line) => lines.push(line), (beginning) => over.push(beginning));

    'one\n\ntwo\nthr'.split('').forEach((letter) => splitter.push(letter));
    splitter.push('ee\n1234567890\nfo');
    assert.deepStrictEqual(lines, ['one', 'two', 'three', '1234567890']);
    splitter.push('ur is too long');
    splitter.push('\nfive\n');
    assert.deepStrictEqual([lines.length, over], [4, ['fo']]);
});

test('a line of some MiB that comes in pieces is read at once', () => {
    const piece = 'x'.repeat(65536);
    let length = 0;
    const splitter = new LineSplitter(64 * 1024 * 1024, (line) => (length = line.length));
    const start = process.cpuUsage().user;

    for (let i = 0; i < 512; i++) {
        splitter.push(piece);
    }
    splitter.push('\n');
    assert.strictEqual(length, 512 * 65536);
    // Looking at all of it for each piece took minutes.
    assert.ok(process.cpuUsage().user - start < 10e6);
});
