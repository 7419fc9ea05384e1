// SPDX-License-Identifier: MIT
'use strict';

// js/page/state/media-state.js and its parts, against HTML "4.8.11 Media elements".

const assert = require('assert');
const test = require('node:test');
const { follow } = require('../player');
const { World } = require('../world');

const LOADED = ['loadstart', 'durationchange', 'streamtypechange', 'resize', 'loadedmetadata', 'progress', 'suspend', 'loadeddata', 'canplay', 'canplaythrough'];

test('loading fires its events in HTML\'s order, and after the script that caused it', async () => {
    const world = new World();

    world.state.unload();
    world.state.begin();
    assert.deepStrictEqual([world.events, world.state.networkState], [[], 2]);
    world.open();
    assert.strictEqual(world.state.readyState, 1);
    world.hear('picture');
    assert.deepStrictEqual([world.state.readyState, world.state.networkState], [4, 1]);
    assert.deepStrictEqual(await world.settle(), LOADED);
});

test('another source fires abort and emptied, and drops the events that were still to come', async () => {
    const world = new World();

    await world.load();
    const played = follow(world.state.play());
    world.state.settings.setVolume(0.5);
    world.state.unload();
    assert.deepStrictEqual([world.state.paused, world.state.readyState, world.state.duration], [true, 0, NaN]);
    world.state.begin();
    assert.deepStrictEqual(await world.settle(), ['abort', 'emptied', 'streamtypechange', 'loadstart']);
    // It had begun to play: only the task that says so was dropped.
    assert.strictEqual(played.how, 'resolved');
});

test('a source that cannot be loaded is error 4, one that fails later is 3, or 2 when its player or the network is gone', async () => {
    const codes = [];

    for (const [loaded, code] of [[false, 'host'], [true, 'decode'], [true, 'crashed'], [true, 'host'], [true, 'network'], [true, 'FRS_EINVAL']]) {
        const world = new World();
        await world.load(loaded ? {} : { video: null, error: { code, message: 'no' } });
        if (loaded) {
            world.hear('error', { code, message: 'no' });
            world.hear('error', { code, message: 'again' });
        }
        const events = await world.settle();
        codes.push([world.state.error.code, world.state.error.message, world.state.networkState, events.pop()]);
    }
    assert.deepStrictEqual(codes, [[4, 'no', 3, undefined]].concat([3, 3, 2, 2, 2].map((code) => [code, 'no', 1, 'error'])));
});

test('play() and pause() fire their events once, and the promise is settled after them', async () => {
    const world = new World();

    await world.load();
    const first = follow(world.state.play());
    assert.deepStrictEqual([world.state.paused, first.how], [false, 'pending']);
    assert.deepStrictEqual(await world.settle(), ['play', 'playing']);
    assert.strictEqual(first.how, 'resolved');
    assert.deepStrictEqual(world.said(), [{ command: 'play' }]);
    const second = follow(world.state.play());
    world.state.pause();
    world.state.pause();
    assert.deepStrictEqual(await world.settle(), ['timeupdate', 'pause']);
    assert.strictEqual(second.how, 'resolved');
    assert.deepStrictEqual(world.said(), [{ command: 'pause' }]);
});

test('play() before there is a picture waits for it, and a pause before that is its end', async () => {
    const world = new World();

    world.state.unload();
    world.state.begin();
    const first = follow(world.state.play());
    assert.deepStrictEqual(await world.settle(), ['loadstart', 'play', 'waiting']);
    world.state.pause();
    assert.deepStrictEqual(await world.settle(), ['timeupdate', 'pause']);
    assert.strictEqual(first.how, 'AbortError');
    const second = follow(world.state.play());
    world.open();
    world.hear('picture');
    assert.deepStrictEqual(await world.settle(), ['play', 'waiting', 'durationchange', 'streamtypechange', 'resize', 'loadedmetadata',
        'progress', 'suspend', 'loadeddata', 'canplay', 'playing', 'canplaythrough']);
    assert.strictEqual(second.how, 'resolved');
});

test('promises of play() end with their source: AbortError for another one, NotSupportedError for none', async () => {
    const world = new World();

    world.state.unload();
    world.state.begin();
    const first = follow(world.state.play());
    world.state.unload();
    world.state.begin();
    const second = follow(world.state.play());
    world.hear('failed', { code: 'not-found', message: 'no such file' });
    await world.settle();
    const third = follow(world.state.play());
    await world.settle();
    assert.deepStrictEqual([first.how, second.how, third.how], ['AbortError', 'NotSupportedError', 'NotSupportedError']);
});

test('forty pairs of play() and pause() fire forty pairs of events, and the player hears of none', async () => {
    const world = new World();

    await world.load();
    for (let i = 0; i < 40; i++) {
        world.state.play();
        world.state.pause();
    }
    const events = await world.settle();
    assert.deepStrictEqual(['play', 'playing', 'pause'].map((name) => events.filter((each) => each === name).length),
        [40, 40, 40]);
    assert.deepStrictEqual(world.said(), []);
});

test('what the player tells before it has accepted the last command fires nothing', async () => {
    const world = new World();

    await world.load();
    world.state.play();
    await world.settle();
    const play = world.commands.splice(0);
    world.state.pause();
    await world.settle();
    const pause = world.commands.splice(0);
    // It was playing before it accepted the pause.
    world.accept(play);
    world.hear('state', { state: 'playing' });
    world.hear('position', { position: 0.1 });
    world.accept(pause);
    world.hear('state', { state: 'paused' });
    assert.deepStrictEqual(await world.settle(), []);
    assert.strictEqual(world.state.paused, true);
    assert.deepStrictEqual(world.said(), []);
});

test('what another window does to a shared player shows here', async () => {
    const world = new World();

    await world.load();
    world.hear('state', { state: 'playing' });
    assert.deepStrictEqual([world.state.paused, await world.settle()], [false, ['play', 'playing']]);
    world.hear('state', { state: 'paused' });
    assert.deepStrictEqual([world.state.paused, await world.settle()], [true, ['timeupdate', 'pause']]);
    world.hear('seeked', { position: 4 });
    assert.deepStrictEqual([world.state.currentTime, await world.settle()], [4, ['seeking', 'timeupdate', 'seeked']]);
    world.hear('volume', { volume: 0.5, mute: true });
    world.hear('rate', { rate: 2 });
    world.hear('seeked', { position: 4 });
    assert.deepStrictEqual(await world.settle(), ['volumechange', 'ratechange']);
    assert.deepStrictEqual([world.state.settings.volume, world.state.settings.muted, world.state.settings.rate],
        [0.5, true, 2]);
    assert.deepStrictEqual(world.said(), []);
});

test('what another window undoes before the player got there shows when the player tells its state again', async () => {
    for (const [before, asked, undone] of [['playing', 'pause', 'playing'], ['paused', 'play', 'paused']]) {
        const world = new World();

        await world.load({ state: before });
        world.state[asked]();
        await world.settle();
        world.hear('state', { state: undone });
        assert.strictEqual(world.state.paused, asked === 'pause');
        world.accept(world.commands.splice(0));
        world.hear('position', { position: 1 });
        assert.strictEqual(world.state.paused, asked === 'pause');
        world.hear('state', { state: undone });
        assert.strictEqual(world.state.paused, undone === 'paused');
        assert.deepStrictEqual(world.said(), []);
    }
});

test('a player that is asked to play while it loads is paused first, which is nobody\'s doing', async () => {
    const world = new World();

    world.state.unload();
    world.state.begin();
    world.open({ state: 'loading', video: null });
    world.state.play();
    await world.settle();
    world.accept(world.commands.splice(0));
    ['paused', 'playing'].forEach((state) => world.hear('state', { state }));
    assert.strictEqual(world.state.paused, false);
    await world.settle();
    assert.deepStrictEqual(world.said(), []);
});

test('a change by another window right after a command of this element is followed', async () => {
    const world = new World();

    await world.load();
    world.state.settings.setVolume(0.5);
    world.state.settings.setRate(2);
    world.hear('volume', { volume: 0.1, mute: false });
    world.hear('rate', { rate: 4 });
    assert.deepStrictEqual([world.state.settings.volume, world.state.settings.rate], [0.5, 2]);
    // Not answered yet: a rate is when its picture is there.
    world.accept(world.commands);
    world.hear('volume', { volume: 0.7, mute: true });
    world.hear('rate', { rate: 3 });
    assert.deepStrictEqual([world.state.settings.volume, world.state.settings.muted, world.state.settings.rate], [0.7, true, 3]);
});

test('a rate that the player refuses is what the player has', async () => {
    const world = new World();

    await world.load();
    world.state.settings.setRate(2);
    const [{ number }] = world.commands.splice(0);
    world.hear('rate', { rate: 4 });
    world.hear('answered', { number, code: 'not-seekable' });
    assert.deepStrictEqual([world.state.settings.rate, await world.settle()], [4, ['ratechange', 'ratechange']]);
});

test('a source that the main process loads into a shared player begins anew here', async () => {
    const world = new World();

    await world.load({ state: 'playing', volume: 0.5 });
    world.hear('state', { state: 'loading' });
    world.hear('video', { width: 320, height: 180, pixelAspect: 2 });
    assert.deepStrictEqual([world.state.readyState, world.state.paused], [0, true]);
    world.hear('duration', { duration: 5, seekable: true, live: false });
    world.hear('state', { state: 'paused' });
    world.hear('picture');
    assert.deepStrictEqual(await world.settle(), ['abort', 'emptied', 'streamtypechange'].concat(LOADED));
    assert.deepStrictEqual([world.state.video, world.state.duration, world.state.settings.volume],
        [{ width: 640, height: 180 }, 5, 0.5]);
});

test('a seek while playing waits for its picture, as in Chromium', async () => {
    const world = new World();

    await world.load({ state: 'playing' });
    world.state.seek(3);
    assert.deepStrictEqual([world.state.currentTime, world.state.seeking, world.state.readyState], [3, true, 1]);
    assert.deepStrictEqual(await world.settle(), ['seeking', 'timeupdate', 'waiting']);
    const [seek] = world.commands;
    assert.deepStrictEqual(world.said(), [{ command: 'seek', position: 3, accurate: true }]);
    world.hear('position', { position: 1 });
    // Of another window, before the player accepted this one.
    world.hear('seeked', { position: 7 });
    assert.strictEqual(world.state.seeking, true);
    world.accept([seek]);
    world.hear('seeked', { position: 2.99 });
    // It is told with it, and no further on.
    world.hear('position', { position: 2.99 });
    assert.strictEqual(world.state.seeking, true);
    world.answer([seek]);
    assert.deepStrictEqual(await world.settle(), ['timeupdate', 'seeked', 'canplay', 'playing', 'canplaythrough']);
    assert.deepStrictEqual([world.state.currentTime, world.state.seeking], [2.99, false]);
});

test('of many seeks the player gets the last of the first script, and the last of all, and one seeked is fired', async () => {
    const world = new World();

    await world.load();
    for (let i = 1; i <= 50; i++) {
        world.state.seek(i / 10);
    }
    const before = await world.settle();
    const [first] = world.commands;
    assert.deepStrictEqual(world.said(), [{ command: 'seek', position: 5, accurate: true }]);
    for (let i = 1; i <= 50; i++) {
        world.state.seek(i / 20);
    }
    world.hear('seeked', { position: 5 });
    world.answer([first]);
    const [last] = world.commands;
    assert.deepStrictEqual(world.said(), [{ command: 'seek', position: 2.5, accurate: true }]);
    world.hear('seeked', { position: 2.5 });
    world.answer([last]);
    const events = before.concat(await world.settle());
    assert.deepStrictEqual([events.filter((name) => name === 'seeking').length,
        events.filter((name) => name === 'seeked').length, world.state.currentTime], [100, 1, 2.5]);
});

test('a seek that the player refuses ends where it is', async () => {
    const world = new World();

    await world.load();
    world.state.seek(20);
    assert.strictEqual(world.state.currentTime, 10);
    assert.deepStrictEqual(await world.settle(), ['seeking']);
    world.hear('answered', { number: world.commands[0].number, code: 'not-seekable' });
    assert.deepStrictEqual(await world.settle(), ['timeupdate', 'seeked', 'canplay', 'canplaythrough']);
    assert.strictEqual(world.state.seeking, false);
});

test('currentTime set before the metadata is where it starts', async () => {
    const world = new World();

    world.state.seek(2);
    assert.strictEqual(world.state.currentTime, 2);
    await world.load();
    assert.deepStrictEqual(world.said(), [{ command: 'seek', position: 2, accurate: true }]);
    assert.strictEqual(world.state.readyState, 1);
});

test('a live source has no end and nowhere to seek to', async () => {
    const world = new World();

    await world.load({ duration: null, seekable: false, live: true });
    world.state.seek(5);
    assert.deepStrictEqual([world.state.duration, world.state.seekable.length, world.state.seeking, await world.settle()],
        [Infinity, 0, false, []]);
});

test('a live source has its picture only when it plays, so autoplay does not wait for one', async () => {
    const world = new World();

    world.element.autoplay = true;
    world.state.begin();
    world.open({ duration: null, seekable: false, live: true, video: null });
    assert.deepStrictEqual([world.state.readyState, world.state.paused, await world.settle(), world.said()],
        [0, false, ['loadstart', 'play', 'waiting'], [{ command: 'play' }]]);
});

test('the end pauses, and play() starts again from 0', async () => {
    const world = new World();

    await world.load({ state: 'playing' });
    world.hear('state', { state: 'ended' });
    world.hear('end');
    assert.deepStrictEqual(await world.settle(), ['timeupdate', 'pause', 'ended']);
    assert.deepStrictEqual([world.state.paused, world.state.ended, world.state.currentTime], [true, true, 10]);
    world.said();
    world.state.play();
    assert.strictEqual(world.state.ended, false);
    assert.deepStrictEqual(await world.settle(), ['seeking', 'play', 'waiting']);
    assert.deepStrictEqual(world.said(), [{ command: 'seek', position: 0, accurate: true }, { command: 'play' }]);
});

test('loop goes back to 0 without an end', async () => {
    const world = new World({ loop: true });

    await world.load({ state: 'playing' });
    world.hear('end');
    const events = await world.settle();
    assert.deepStrictEqual([events.includes('ended'), events.includes('pause'), world.state.paused], [false, false, false]);
    assert.deepStrictEqual(world.said(), [{ command: 'loop', loop: true }, { command: 'seek', position: 0, accurate: true }, { command: 'play' }]);
});

test('a player that loops by itself goes on with the events of a seek, without an end', async () => {
    const world = new World({ loop: true });

    await world.load({ state: 'playing' });
    assert.deepStrictEqual(world.said(), [{ command: 'loop', loop: true }]);
    world.hear('position', { position: 9.9 });
    await world.settle();
    world.hear('looped');
    assert.deepStrictEqual([world.state.currentTime, world.state.seeking, world.state.readyState], [0, false, 4]);
    assert.deepStrictEqual(await world.settle(), ['seeking', 'timeupdate', 'waiting', 'timeupdate', 'seeked', 'canplay', 'playing',
        'canplaythrough']);
    world.element.loop = false;
    world.state.loop();
    assert.deepStrictEqual(world.said(), [{ command: 'loop', loop: false }]);
});

test('a loop that the player tells of before it answers a seek to the end is one more seek', async () => {
    const world = new World({ loop: true });

    await world.load({ state: 'playing' });
    await world.settle();
    world.state.seek(10);
    await world.settle();
    const seek = world.commands.pop();
    world.accept([seek]);
    world.hear('seeked', { position: 9.96 });
    world.hear('looped');
    assert.strictEqual(world.state.seeking, true);
    world.answer([seek]);
    assert.deepStrictEqual((await world.settle()).filter((name) => name.startsWith('seek')), ['seeked', 'seeking', 'seeked']);
    assert.strictEqual(world.state.currentTime, 0);
});

test('autoplay plays when there is enough, unless the page paused before', async () => {
    const world = new World({ autoplay: true });

    assert.deepStrictEqual((await world.load()).slice(-3), ['canplaythrough', 'play', 'playing']);
    assert.deepStrictEqual(world.said(), [{ command: 'play' }]);
    world.state.unload();
    world.state.pause();
    world.state.begin();
    world.open();
    world.hear('picture');
    await world.settle();
    assert.strictEqual(world.state.paused, true);
});

test('rate 0 stands still without a pause, and the player is paused', async () => {
    const world = new World();

    await world.load({ state: 'playing', position: 2 });
    world.time += 500;
    assert.strictEqual(world.state.currentTime, 2.5);
    world.state.setRate(0);
    assert.deepStrictEqual(await world.settle(), ['ratechange']);
    assert.deepStrictEqual(world.commands.map(({ command }) => command), ['pause']);
    world.answer(world.commands.splice(0));
    world.hear('state', { state: 'paused' });
    world.time += 500;
    assert.deepStrictEqual([world.state.currentTime, world.state.paused, await world.settle()], [2.5, false, []]);
    world.state.setRate(2);
    await world.settle();
    assert.deepStrictEqual(world.said(), [{ command: 'rate', rate: 2 }, { command: 'play' }]);
    world.hear('rate', { rate: 2 });
    world.hear('state', { state: 'playing' });
    world.time += 500;
    assert.strictEqual(world.state.currentTime, 3.5);
});

test('time goes on between two words of the player, and what was played is known', async () => {
    const world = new World();

    await world.load({ state: 'playing' });
    world.time += 300;
    assert.strictEqual(world.state.currentTime, 0.3);
    world.hear('position', { position: 0.25 });
    world.time += 250;
    assert.strictEqual(world.state.currentTime, 0.5);
    world.state.pause();
    world.time += 1000;
    assert.strictEqual(world.state.currentTime, 0.5);
    const { played } = world.state;
    assert.deepStrictEqual([played.length, played.start(0), played.end(0)], [1, 0, 0.5]);
    assert.throws(() => played.start(1), { name: 'IndexSizeError' });
});

test('buffering that runs dry waits, and plays on', async () => {
    const world = new World();

    await world.load({ state: 'playing' });
    world.hear('buffering', { percent: 10 });
    assert.strictEqual(world.state.readyState, 2);
    world.hear('buffering', { percent: 100 });
    assert.deepStrictEqual(await world.settle(), ['timeupdate', 'waiting', 'canplay', 'playing', 'canplaythrough']);
});

test('a player that crashes and comes back is waited for', async () => {
    const world = new World();

    await world.load({ state: 'playing' });
    world.hear('recovering', { position: 1, attempt: 1 });
    assert.deepStrictEqual([world.state.readyState, world.state.paused, await world.settle()], [2, false, ['timeupdate', 'waiting']]);
    world.hear('state', { state: 'playing' });
    assert.deepStrictEqual([world.state.readyState, await world.settle()], [4, ['canplay', 'playing', 'canplaythrough']]);
    assert.deepStrictEqual(world.said(), []);
});

test('settings of the page go to each player, others are taken from it', async () => {
    const world = new World();

    world.state.settings.setVolume(0.25);
    world.state.settings.setDefaultRate(2);
    await world.load({ mute: true });
    assert.deepStrictEqual(world.said(), [{ command: 'volume', volume: 0.25 }, { command: 'rate', rate: 2 }]);
    assert.deepStrictEqual([world.state.settings.muted, world.state.settings.rate], [true, 2]);
    const other = new World();
    await other.load({ volume: 0.5, rate: 2 });
    assert.deepStrictEqual([other.said(), other.state.settings.volume, other.state.settings.rate], [[], 0.5, 2]);
});

test('the pitch is kept until the page says otherwise, then each player is told', async () => {
    const world = new World();
    const { settings } = world.state;

    await world.load();
    assert.deepStrictEqual([settings.preservesPitch, world.said()], [true, []]);
    settings.setPreservesPitch(false);
    settings.setPreservesPitch(false);
    assert.deepStrictEqual([settings.preservesPitch, world.said()], [false, [{ command: 'pitch', preserve: false }]]);
    await world.load();
    assert.deepStrictEqual(world.said(), [{ command: 'pitch', preserve: false }]);
});

test('what the player says of volume and rate before it took the last word on them fires nothing', async () => {
    const world = new World();

    await world.load();
    world.state.settings.setMuted(true);
    world.state.settings.setVolume(0.25);
    world.state.setRate(2);
    world.state.setRate(1);
    const commands = world.commands.splice(0);
    assert.deepStrictEqual(commands.map(({ rate }) => rate), [undefined, undefined, 2, 1]);
    assert.deepStrictEqual(await world.settle(), ['volumechange', 'volumechange', 'ratechange', 'ratechange']);
    world.hear('volume', { volume: 1, mute: true });
    world.hear('rate', { rate: 2 });
    world.answer(commands.slice(0, 3));
    world.hear('volume', { volume: 0.25, mute: true });
    world.hear('rate', { rate: 1 });
    world.answer(commands.slice(3));
    assert.deepStrictEqual([world.state.settings.volume, world.state.settings.rate, await world.settle()], [0.25, 1, []]);
});

test('a rate that the player refuses is as it was', async () => {
    const world = new World();

    await world.load();
    world.state.setRate(2);
    world.hear('answered', { number: world.commands[0].number, code: 'not-seekable' });
    assert.deepStrictEqual([world.state.settings.rate, await world.settle()], [1, ['ratechange', 'ratechange']]);
});

test('settings out of range are refused as HTML says, and change nothing', async () => {
    const world = new World();

    assert.throws(() => world.state.settings.setVolume(1.1), { name: 'IndexSizeError' });
    assert.throws(() => world.state.settings.setVolume(NaN), TypeError);
    assert.throws(() => world.state.setRate(9), { name: 'NotSupportedError' });
    assert.throws(() => world.state.setRate(Infinity), TypeError);
    assert.throws(() => world.state.seek('soon'), TypeError);
    assert.deepStrictEqual([world.state.settings.volume, world.state.settings.rate, await world.settle()], [1, 1, []]);
});

test('words of a player before it is opened are not about this source', async () => {
    const world = new World();

    world.state.unload();
    world.state.begin();
    world.hear('state', { state: 'playing' });
    world.hear('video', { width: 1, height: 1 });
    world.hear('error', { code: 'decode', message: 'old' });
    assert.deepStrictEqual(await world.settle(), ['loadstart']);
    assert.deepStrictEqual([world.state.error, world.state.video, world.state.paused], [null, null, true]);
});

/** What a player says when what was next begins. */
function advance(world, uri) {
    world.hear('source', { uri });
    world.hear('video', { width: 320, height: 240, pixelAspect: 1 });
    world.hear('duration', { duration: 7, seekable: true, live: false });
    world.hear('position', { position: 0 });
    world.hear('tracks', { video: [], audio: [], text: [] });
}

test('what is next is announced by metadata, while it plays, and by no end', async () => {
    const world = new World();

    await world.load({ position: 9.5, state: 'playing' });
    await world.settle();
    world.hear('about-to-finish');
    assert.deepStrictEqual(await world.settle(), ['about-to-finish']);
    advance(world, 'file:///b');
    const { state } = world;
    assert.deepStrictEqual([world.src, state.duration, state.currentTime, state.video.width, state.readyState, state.paused, state.ended, state.seeking],
        ['file:///b', 7, 0, 320, 4, false, false, false]);
    assert.deepStrictEqual(await world.settle(), ['durationchange', 'resize', 'loadedmetadata', 'timeupdate']);
    world.hear('position', { position: 0.25 });
    assert.deepStrictEqual([state.currentTime, await world.settle()], [0.25, ['timeupdate']]);
});

test('the picture before it, still on the screen, does not say where what was next is', async () => {
    const world = new World();

    await world.load({ position: 0.5, duration: 0.6, state: 'playing' });
    world.picture = { begin: 0.5, end: 0.54 };
    assert.ok(world.state.currentTime >= 0.5);
    advance(world, 'file:///b');
    assert.strictEqual(world.state.currentTime, 0);
    world.picture = { begin: 0.04, end: 0.08 };
    assert.strictEqual(world.state.currentTime, 0.04);
});

test('a promise says whether something will be next', async () => {
    const world = new World();

    assert.strictEqual(await world.state.setNext({ src: 'a' }).catch((error) => error.name), 'InvalidStateError');
    await world.load();
    const ends = ['b', 'c', 'd'].map((src) => follow(world.state.setNext({ src })));
    const [first, second] = world.commands.slice(-3);
    assert.deepStrictEqual(world.said().slice(-3), ['b', 'c', 'd'].map((src) => ({ command: 'next', src })));
    world.answer([first]);
    world.hear('answered', { number: second.number, code: 'refused', message: 'no' });
    await world.settle();
    assert.deepStrictEqual(ends.map(({ how }) => how), ['resolved', 'NotAllowedError', 'pending']);
    // Where a page may not know what plays it knows what it has said.
    world.hear('source', { uri: null });
    assert.strictEqual(world.src, 'b');
    world.state.unload();
    await world.settle();
    assert.strictEqual(ends[2].how, 'AbortError');
});

test('what was next and cannot be played is error 4, as after a load', async () => {
    const world = new World();

    await world.load({ state: 'playing' });
    world.hear('source', { uri: 'file:///b' });
    world.hear('error', { code: 'format', message: 'no' });
    assert.strictEqual(world.state.error.code, 4);
    assert.strictEqual((await world.settle()).pop(), 'error');
});

test('what pauses in the script of a seek pauses the player before it seeks', async () => {
    const world = new World();

    await world.load({ state: 'playing' });
    await world.settle();
    world.said();
    world.state.seek(1);
    world.state.pause();
    await world.settle();
    assert.deepStrictEqual(world.said(), [{ command: 'pause' }, { command: 'seek', position: 1, accurate: true }]);
});
