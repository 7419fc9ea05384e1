// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { until } = require('../e2e/support/processes');
const { positionNow } = require('../../js/main/player-record');
const { prepare } = require('./support/fake');

/** What hosts were told to load. */
const loads = (told) => told().filter((line) => line.startsWith('load ')).map((line) => JSON.parse(line.slice(5)));

test('load() passes on where to begin and how the source is opened, and nothing that was not said', async () => {
    const { player, told } = prepare();
    const opening = { headers: { Cookie: 'a=b' }, userAgent: 'me', rtsp: { transport: 'tcp', latency: 100 }, tls: { verify: false }, subtitleEncoding: 'koi8-r' };

    try {
        await player.load('http://a/b');
        await player.load('http://a/b', { position: 12.5, loop: true, ...opening });
        await player.load('http://a/b', { userAgent: 'me', subtitles: 'http://a/c.srt' });
        const rest = { uri: 'http://a/b', format: 'native', deinterlace: true, subtitles: false };
        assert.deepStrictEqual(loads(told), [rest, { ...rest, position: 12.5, loop: true, options: opening },
            { ...rest, subtitles: 'http://a/c.srt', options: { userAgent: 'me' } }]);
    } finally {
        await player.close();
    }
});

const EVENTS = [
    ['buffered', { ranges: [[0, 2], [5, 7]] }, [[0, 2], [5, 7]]],
    ['buffering', { percent: 30 }, 30],
    ['tags', { title: 'A film', artist: 'Somebody' }, { title: 'A film', artist: 'Somebody' }],
    ['chapters', { chapters: [{ start: 0, end: 5, title: 'One' }] }, [{ start: 0, end: 5, title: 'One' }]],
];

test('what a player tells of its source is known to its listeners, and to who comes later, until another is loaded', async () => {
    const { player } = prepare();
    const heard = {};
    const said = EVENTS.map(([event, rest]) => `say=${encodeURIComponent(JSON.stringify({ event, ...rest }))}`);

    try {
        EVENTS.forEach(([name]) => player.on(name, (value) => (heard[name] = value)));
        await player.load(`file:///a?${said.join('&')}`);
        await until(() => Object.keys(heard).length === EVENTS.length, 'all are told');
        EVENTS.forEach(([name, , value]) => assert.deepStrictEqual(heard[name], value));
        const { buffered, tags, chapters } = player.toRecord();
        assert.deepStrictEqual([buffered, tags, chapters], [heard.buffered, heard.tags, heard.chapters]);
        assert.deepStrictEqual([player.buffered, player.tags, player.chapters], [buffered, tags, chapters]);
        await player.load('file:///b');
        assert.deepStrictEqual([player.buffered, player.tags, player.chapters], [[], {}, []]);
    } finally {
        await player.close();
    }
});

test('a record says where a player is now, not when it told of it', () => {
    const at = (more, since) => positionNow({ state: 'playing', position: 10, rate: 1, duration: 20, ...more }, since);

    assert.strictEqual(at({}, 0.125), 10.125);
    assert.strictEqual(at({ rate: -2 }, 0.125), 9.75);
    assert.strictEqual(at({ state: 'paused' }, 0.125), 10);
    assert.strictEqual(at({ position: 19.9 }, 0.25), 20, 'at most its end');
    assert.strictEqual(at({ position: 0.1, rate: -1 }, 0.25), 0);
    assert.strictEqual(at({ duration: null }, 0.25), 10.25);
    assert.strictEqual(at({}, 60), 10.5, 'a player that tells nothing for long stands still');
});
