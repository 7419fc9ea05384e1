// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { PlayerError } = require('../../js/main');
const { Crashes } = require('../../js/main/crashes');
const { makeClip } = require('../e2e/support/clips');
const { until } = require('../e2e/support/processes');
const { prepare } = require('./support/fake');

const CRASH = new PlayerError('host', 'it crashed');

test('a host that crashes is replaced by one that does what it did', async () => {
    const { player, events, heard, told } = prepare();

    try {
        await player.load('file:///a?crash=stats:1');
        await player.setOrientation('90r');
        await player.setRate(2);
        await player.selectTrack('audio', 'a2');
        await player.selectTrack('text', null);
        await player.setVolume(0.5);
        await player.setMuted(true);
        await player.setLoop(true);
        await player.setPreservesPitch(false);
        await player.seek(30);
        await player.play();
        const { stream, pid } = player;
        const since = events.length;
        const before = told().length;
        const stats = player.stats();
        await until(() => heard('recovering').length === 1, 'it recovers');
        assert.deepStrictEqual([player.state, player.stream], ['loading', null]);
        await stats;
        assert.deepStrictEqual(told().slice(before), ['stats {}', 'orientation {"direction":"90r"}', 'volume {"volume":0.5}', 'mute {"mute":true}', 'pitch {"preserve":false}',
            'load {"uri":"file:///a?crash=stats:1","format":"native","deinterlace":true,"subtitles":false,"position":30,"loop":true}',
            'select {"kind":"audio","track":"a2"}', 'select {"kind":"text","track":null}', 'rate {"rate":2}', 'play {}', 'stats {}']);
        assert.deepStrictEqual(events.slice(since), [{ event: 'recovering', position: 30, attempt: 1 },
            { event: 'hello', stream: player.stream }, { event: 'state', state: 'playing' }], 'and on the way there it tells nothing else');
        assert.notStrictEqual(player.stream, stream);
        assert.notStrictEqual(player.pid, pid);
        assert.deepStrictEqual([player.state, player.position, player.duration, player.error], ['playing', 30, 100, null]);
    } finally {
        await player.close();
    }
});

test('what is next is still next after a crash, and is what is loaded again once it has begun', async () => {
    const { player, heard, told } = prepare();
    const loaded = () => told().filter((line) => /^(load|next) /.test(line)).map((line) => [line.slice(0, 4), JSON.parse(line.slice(5)).uri]);

    try {
        await player.load('file:///a?advance&crash=pause:1');
        await player.setNext('file:///c');
        await player.setNext('file:///b?crash=pause:3', { position: 5, loop: true });
        await player.pause();
        assert.deepStrictEqual(loaded(), [['load', 'file:///a?advance&crash=pause:1'], ['next', 'file:///c'], ['next', 'file:///b?crash=pause:3'],
            ['load', 'file:///a?advance&crash=pause:1'], ['next', 'file:///b?crash=pause:3']]);
        const begun = new Promise((resolve) => player.once('source', resolve));
        await player.stats();
        assert.strictEqual(await begun, 'file:///b?crash=pause:3');
        assert.deepStrictEqual([player.duration, player.position, heard('source').length], [50, 0, 1]);
        const before = loaded().length;
        await player.pause();
        assert.deepStrictEqual(loaded().slice(before), [['load', 'file:///b?crash=pause:3']]);
        assert.ok(told().every((line) => !line.includes('"loop"') && !/next.*position/.test(line)));
    } finally {
        await player.close();
    }
});

test('a load, a stop and null forget what was next', async () => {
    for (const forget of [(player) => player.load('file:///a?crash=pause:1'), (player) => player.stop(), (player) => player.setNext(null)]) {
        const { player, told } = prepare();
        try {
            await player.load('file:///a?crash=pause:1');
            await player.setNext('file:///b');
            await forget(player);
            const before = told().length;
            await player.pause();
            assert.ok(!told().slice(before).some((line) => line.startsWith('next')), told().join('; '));
            await assert.rejects(player.setNext({}), { code: 'not-found' });
        } finally {
            await player.close();
        }
    }
});

test('what a player is asked while it recovers it does then', async () => {
    const { player, heard, told } = prepare();

    try {
        await player.load('file:///a?crash=seek:1');
        const asked = player.seek(10);
        await until(() => heard('recovering').length === 1, 'it recovers');
        await Promise.all([asked, player.play()]);
        assert.deepStrictEqual(told().slice(-2), ['seek {"position":10,"accurate":true}', 'play {}']);
        assert.deepStrictEqual([player.state, player.position], ['playing', 10]);
    } finally {
        await player.close();
    }
});

test('a load() in which the host crashes once or twice succeeds', async () => {
    for (const times of [1, 2]) {
        const { player, heard } = prepare();

        try {
            await player.load(`file:///a?crash=load:${times}`);
            assert.strictEqual(player.state, 'paused');
            assert.deepStrictEqual(heard('recovering').map(({ attempt }) => attempt), times === 1 ? [1] : [1, 2]);
            assert.deepStrictEqual(heard('error'), []);
        } finally {
            await player.close();
        }
    }
});

test('the third crash on a source is an error that names it and the element that complained last, and load() tries again', async () => {
    const { player, heard, told } = prepare();

    try {
        await assert.rejects(player.load('rtsp://me:secret@door/a?crash=load:3&element=avdec_h264-0'), (error) => {
            assert.deepStrictEqual([error.code, error.element], ['crashed', 'avdec_h264-0']);
            assert.match(error.message, /crashed 3 times.*rtsp:\/\/door\/a\?.*element avdec_h264-0 had complained last; load\(\)/);
            assert.match(error.debug, /SIGSEGV/);
            return true;
        });
        assert.deepStrictEqual([heard('recovering').length, heard('error').length, player.state], [2, 1, 'error']);
        assert.strictEqual(player.pid, undefined);
        await player.load();
        assert.strictEqual(player.state, 'paused');
        assert.strictEqual(told().filter((each) => each.startsWith('load')).length, 4);
    } finally {
        await player.close();
    }
});

test('where no element complained the error names the source', async () => {
    const { player, heard } = prepare();

    try {
        await player.load('file:///films/a.mkv?crash=play:9');
        await assert.rejects(player.play(), { code: 'crashed', element: null, message: /^the player crashed 3 times while it played file:\/\/\/films\/a\.mkv\?crash=play:9; load/ });
        assert.strictEqual(heard('error').length, 1);
    } finally {
        await player.close();
    }
});

test('crashes are counted for a minute', () => {
    const crashes = new Crashes();

    assert.deepStrictEqual([0, 30000, 61000].map((now) => crashes.count(CRASH, null, now)), [1, 2, 2]);
    assert.strictEqual(crashes.enough, false);
    assert.strictEqual(crashes.count(CRASH, 'a', 62000), 3);
    assert.strictEqual(crashes.enough, true);
    crashes.forget();
    assert.strictEqual(crashes.count(CRASH, null, 63000), 1);
});

test('another load() ends a recovery', async () => {
    const { player, heard } = prepare();

    try {
        await player.load('file:///a?crash=play:9');
        const play = player.play();
        await until(() => heard('recovering').length === 1, 'it recovers');
        const load = player.load('file:///b');
        await assert.rejects(play, { code: 'interrupted' });
        await load;
        assert.deepStrictEqual([player.state, heard('error').length], ['paused', 0]);
        assert.strictEqual(heard('hello').pop().stream, player.stream);
        await player.play();
    } finally {
        await player.close();
    }
});

test('close() ends a recovery', async () => {
    const { player, heard } = prepare();

    await player.load('file:///a?crash=play:9');
    const play = player.play();
    await until(() => heard('recovering').length === 1, 'it recovers');
    await Promise.all([player.close(), assert.rejects(play, { code: 'closed' })]);
    assert.deepStrictEqual([player.state, player.pid, heard('error').length], ['closed', undefined, 0]);
});

test('a source that is gone when the host is back is the error', async () => {
    const { player, heard } = prepare();

    try {
        await player.load('file:///a?crash=play:1&fail=2');
        await assert.rejects(player.play(), { code: 'not-found' });
        assert.deepStrictEqual([heard('error').length, player.state], [1, 'error']);
    } finally {
        await player.close();
    }
});

test('a host that ends without a crash, or with nothing to play, is not started again', async () => {
    const { player, heard } = prepare();

    try {
        await player.load('file:///a?exit=play');
        await assert.rejects(player.play(), { code: 'host', message: /status 3/ });
        await player.start();
        const pid = player.pid;
        process.kill(pid, 'SIGKILL');
        await until(() => heard('error').length === 2, 'it tells');
        assert.deepStrictEqual([heard('recovering').length, player.pid], [0, undefined]);
    } finally {
        await player.close();
    }
});

test('a killed player goes on where it was, with the pictures from there', async () => {
    const clip = makeClip({ frames: 300 });
    const { player, heard } = prepare({});

    try {
        await player.load(clip);
        await player.seek(4);
        await player.play();
        await until(() => player.position > 4.2, 'it plays');
        const { pid, stream, position } = player;
        process.kill(pid, 'SIGSEGV');
        await until(() => heard('recovering').length === 1 && player.state === 'playing', 'it is back');
        assert.notStrictEqual(player.stream, stream);
        const frame = player.getFrame();
        assert.ok(frame.pts >= position * 1e9 - 1e8, `${frame.pts} after ${position}`);
        frame.release();
        const { position: then } = player;
        assert.ok(then >= position, `${then} after ${position}`);
        await until(() => player.position > then, 'it goes on');
    } finally {
        await player.close();
    }
});
