// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { hostsOf, until } = require('../e2e/support/processes');
const { Sources } = require('../../js/main/sources');
const { host, prepare } = require('./support/fake');

/** What a host is told to load when a page opens this. */
async function opened(options, message) {
    const { player, told } = prepare();
    const held = new Sources({ player: { host }, ...options }).hold(message);

    await player.close();
    try {
        await held.open(false);
        return JSON.parse(told().find((line) => line.startsWith('load ')).slice(5));
    } finally {
        held.release();
    }
}

const REST = { format: 'native', deinterlace: true, subtitles: false };

test('how a source is opened is said by the app and never by a page', async () => {
    const page = { src: 'http://a/b', headers: { Cookie: 'x' }, userAgent: 'page', options: { userAgent: 'page' }, tls: { verify: false }, pipeline: 'x' };

    assert.deepStrictEqual(await opened({ allow: ['http:'] }, page), { uri: 'http://a/b', ...REST });
    assert.deepStrictEqual(await opened({ allow: ['http:'], opening: { userAgent: 'app' } }, page),
        { uri: 'http://a/b', ...REST, options: { userAgent: 'app' } });
    assert.deepStrictEqual(await opened({ allow: ['http:'], opening: (uri) => ({ headers: { Referer: uri }, pipeline: 'y' }) }, page),
        { uri: 'http://a/b', ...REST, options: { headers: { Referer: 'http://a/b' } } });
    assert.deepStrictEqual(await opened({ allow: ['http:'], opening: () => undefined }, page), { uri: 'http://a/b', ...REST });
    assert.throws(() => new Sources({ opening: /** @type {any} */ ('me') }), { name: 'TypeError', message: /"opening" of attach/ });
});

test('a page that opens one source after the other has no more players than it may have', async () => {
    const { player } = prepare();
    const sources = new Sources({ player: { host }, allow: ['http:'], maxPlayers: 1 });
    let most = 0;

    await player.close();
    for (let i = 0; i < 3; i++) {
        const held = sources.hold({ src: 'http://a/b?linger=2500' });
        await held.open(false);
        most = Math.max(most, hostsOf(process.pid).length);
        held.release();
    }
    assert.strictEqual(most, 1);
    await until(() => hostsOf(process.pid).length === 0, 'all are gone');
});

test('a source of any length is refused in few words', () => {
    const sources = new Sources({ allow: ['http:'] });

    for (const beginning of ['http://a/', 'preset:', 'preset:a?b=', 'frameshare:', 'file:///', '']) {
        assert.throws(() => sources.hold({ src: beginning + 'x'.repeat(1e6) }), (error) => error.code === 'refused' && error.message.length < 500);
    }
});

test('a page may say where its source begins, by a number', async () => {
    const at = (position) => opened({ allow: ['http:'] }, { src: 'http://a/b', position });

    assert.strictEqual((await at(4)).position, 4);
    for (const position of [undefined, null, '4', -1, NaN, Infinity, {}, [4]]) {
        assert.strictEqual((await at(position)).position, undefined, String(position));
    }
});
