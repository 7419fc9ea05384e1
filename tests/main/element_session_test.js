// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const EventEmitter = require('events');
const test = require('node:test');
const { ElementSession } = require('../../js/main/element-session');
const { Disclosure } = require('../../js/main/disclosure');
const { Policy } = require('../../js/main/policy');

/** A player that notes what it is asked. */
class Player extends EventEmitter {
    constructor() {
        super();
        this.asked = [];
        for (const name of ['play', 'pause', 'seek', 'setRate', 'step', 'selectTrack', 'setVolume', 'setMuted', 'setLoop', 'setPreservesPitch', 'setOrientation', 'setSubtitles', 'setNext', 'stats']) {
            this[name] = async (...args) => {
                this.asked.push([name, ...args]);
            };
        }
        this.withAccepted = (accepted, ask) => {
            this.accept = accepted;
            return ask();
        };
        this.tracks = { video: [], audio: [], text: [] };
        this.stream = 'film';
    }
}

const next = ({ src }) => [{ uri: permit(src) }, {}];
const permit = (uri) => new Policy(['http:']).permit(uri);

/** A session of an element, its player, and the events that the page gets. */
function bind() {
    const player = new Player();
    const heard = [];
    const session = new ElementSession(/** @type {any} */ ({ player, open: async () => {}, release: () => {}, report: () => {}, permit, next, disclosure: new Disclosure(true) }), (event) => heard.push(event));

    return { player, heard, session };
}

/** What a page sends, and what its player is asked then. */
const COMMANDS = [
    [{ command: 'play' }, ['play']],
    [{ command: 'pause' }, ['pause']],
    [{ command: 'seek', position: 3 }, ['seek', 3, { accurate: true }]],
    [{ command: 'seek', position: 3, accurate: false }, ['seek', 3, { accurate: false }]],
    [{ command: 'rate', rate: -2 }, ['setRate', -2]],
    [{ command: 'loop', loop: true }, ['setLoop', true]],
    [{ command: 'loop', loop: {} }, ['setLoop', true]],
    [{ command: 'loop' }, ['setLoop', false]],
    [{ command: 'pitch', preserve: false }, ['setPreservesPitch', false]],
    [{ command: 'step', frames: -1 }, ['step', -1]],
    [{ command: 'select', kind: 'audio', id: 'a1' }, ['selectTrack', 'audio', 'a1']],
    [{ command: 'select', kind: 'text', id: null }, ['selectTrack', 'text', null]],
    [{ command: 'orientation', direction: '90r' }, ['setOrientation', '90r']],
    [{ command: 'subtitles', uri: 'http://A/b.srt' }, ['setSubtitles', 'http://a/b.srt'], new Disclosure(true).idOf('http://a/b.srt')],
    [{ command: 'subtitles', uri: null }, ['setSubtitles', null], null],
    [{ command: 'next', src: 'http://A/b.mp4' }, ['setNext', { uri: 'http://a/b.mp4' }, {}]],
    [{ command: 'next', src: null }, ['setNext', null, {}]],
    [{ command: 'volume', volume: 0.5 }, ['setVolume', 0.5]],
    [{ command: 'mute', mute: true }, ['setMuted', true]],
];

test('what a page asks is asked of its player, and answered among the player\'s events', async () => {
    for (const [number, [message, asked, value]] of COMMANDS.entries()) {
        const { player, heard, session } = bind();
        await session.command({ ...message, number });
        assert.deepStrictEqual(player.asked, [asked]);
        assert.deepStrictEqual(heard, [{ event: 'answered', number, value }]);
    }
});

test('what a player tells has the number of the element\'s last command that the player had accepted', async () => {
    const { player, heard, session } = bind();
    const tell = (rate) => player.emit('message', { event: 'rate', rate });

    tell(1);
    const done = [7, 8].map((number) => session.command({ command: 'rate', rate: number, number }));
    tell(2);
    player.accept();
    tell(3);
    await Promise.all(done);
    assert.deepStrictEqual(heard.filter(({ event }) => event === 'rate').map(({ rate, after }) => [rate, after]), [[1, 0], [2, 0], [3, 8]]);
});

/** No value of any other kind gets to a player. */
const WRONG = [undefined, null, true, 'x', '1', NaN, Infinity, [], [1], {}, { valueOf: 1 }, () => 1];

test('nothing but values of the right kind gets from a page to a player', async () => {
    const numbers = [['seek', 'position'], ['rate', 'rate'], ['step', 'frames'], ['volume', 'volume']];
    const cases = numbers.flatMap(([command, name]) => WRONG.map((value) => ({ command, [name]: value })));

    cases.push(...WRONG.map((kind) => ({ command: 'select', kind, id: null })));
    cases.push(...WRONG.filter((id) => id !== null && typeof id !== 'string').map((id) => ({ command: 'select', kind: 'text', id })));
    cases.push(...WRONG.filter((uri) => uri !== null).concat(['file:///etc/passwd']).map((uri) => ({ command: 'subtitles', uri })));
    cases.push(...WRONG.map((direction) => ({ command: 'orientation', direction })));
    cases.push(...['load', 'close', 'stop', 'start', 'snapshot', 'constructor', '__proto__', 'toString', '_request', 'emit', ''].map((command) => ({ command })));
    for (const message of cases) {
        const { player, session } = bind();
        await assert.rejects(async () => session.command(message), { code: 'refused' }, JSON.stringify(message));
        assert.deepStrictEqual(player.asked, []);
    }
});

test('a page that does not wait for answers is refused more', async () => {
    const { player, heard, session } = bind();
    let answer = () => {};
    player.seek = () => new Promise((resolve) => (answer = resolve));
    const asked = Array.from({ length: 1000 }, (each, position) => session.command({ command: 'seek', position }).then(() => 'done', ({ code }) => code));

    assert.deepStrictEqual([...new Set(await Promise.all(asked.slice(200)))], ['refused']);
    answer();
    assert.strictEqual(await asked[199], 'done');
    await session.command({ command: 'play' });
    assert.deepStrictEqual([player.asked, heard.length], [[['play']], 2], 'then it may ask again');
});

test('a refusal does not repeat at length what a page says', async () => {
    const { session } = bind();
    const long = 'x'.repeat(1e6);
    const cycle = {};

    cycle.self = cycle;
    for (const message of [{ command: long }, { command: 'seek', position: long }, { command: 'select', kind: long }, { command: 'orientation', direction: long },
        { command: 'select', kind: cycle }, { command: 'rate', rate: cycle }]) {
        await assert.rejects(async () => session.command(message), (error) => error.code === 'refused' && error.message.length < 300);
    }
});

test('the name of a stream is confirmed only after its host has answered', async () => {
    const { player, session } = bind();
    player.stats = async () => {
        player.stream = 'another';
    };

    assert.strictEqual(await session.command({ command: 'confirm' }), 'another');
});
