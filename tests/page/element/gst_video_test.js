// SPDX-License-Identifier: MIT
'use strict';

// js/page/element/gst-video.js and media-element.js, in a document that is none.

const assert = require('assert');
const test = require('node:test');
const { createElement, FakeElement, openDocument, settle, upgradeElement } = require('../dom');
const { follow } = require('../player');

let preload = openDocument();
const { GstVideo } = require('../../../js/page/element/gst-video');
const { PlayerHandle } = require('../../../js/page/element/player-handle');

/** An element in a document of its own, with the events that it fires. */
function element(attributes) {
    preload = openDocument();
    const video = createElement('gst-video', attributes);
    const events = [];

    for (const name of ['abort', 'emptied', 'loadstart', 'loadedmetadata', 'playing', 'pause', 'error', 'streamtypechange']) {
        video.addEventListener(name, () => events.push(name));
    }
    document.body.append(video);
    return { video, events };
}

test('properties set before the element is defined are kept, and those that make no sense are thrown by nobody', async (t) => {
    preload = openDocument();
    const video = Object.assign(new FakeElement(), {
        src: 'a.ts', volume: 0.5, muted: true, loop: true, playbackRate: 2, currentTime: 3, preload: 'auto', rotate: 90,
        defaultPlaybackRate: 'fast',
    });
    const thrown = [];
    t.mock.method(globalThis, 'setTimeout', (call) => thrown.push(call));
    document.body.append(video);
    upgradeElement(video, GstVideo);
    t.mock.restoreAll();
    assert.throws(thrown[0], TypeError);
    assert.strictEqual(thrown.length, 1);
    await settle();
    const { src, volume, muted, loop, playbackRate, currentTime } = video;
    assert.deepStrictEqual({ src, volume, muted, loop, playbackRate, currentTime, preload: video.preload, rotate: video.rotate },
        { src: 'file:///films/a.ts', volume: 0.5, muted: true, loop: true, playbackRate: 2, currentTime: 3, preload: 'auto', rotate: 90 });
    assert.deepStrictEqual(['src', 'volume'].map((name) => Object.getOwnPropertyDescriptor(video, name)), [undefined, undefined]);
    assert.strictEqual(preload.commands.find(({ command }) => command === 'open').src, 'file:///films/a.ts');
});

test('attributes of before the element is defined count, and muted is where it starts', async () => {
    preload = openDocument();
    const video = new FakeElement();
    video.setAttribute('muted', '');
    video.setAttribute('src', 'a.ts');
    document.body.append(video);
    upgradeElement(video, GstVideo);
    video.muted = false;
    video.setAttribute('muted', '');
    assert.deepStrictEqual([video.muted, video.defaultMuted], [false, true]);
    await settle();
    assert.deepStrictEqual(preload.asked(), ['open']);
});

test('srcObject is a player of the page\'s window, goes before src, and null takes it away', async () => {
    const { video, events } = element({ src: 'a.ts' });
    const handle = new PlayerHandle('door bell');

    await settle();
    assert.deepStrictEqual([video.srcObject, preload.asked()], [null, ['open']]);
    video.srcObject = handle;
    assert.deepStrictEqual([video.srcObject, video.currentSrc], [handle, 'file:///films/a.ts']);
    await settle();
    assert.deepStrictEqual([preload.commands.splice(0).map(({ src }) => src), video.currentSrc],
        [['frameshare:door%20bell'], '']);
    assert.throws(() => (video.srcObject = 'a.ts'), TypeError);
    assert.throws(() => (video.srcObject = {}), TypeError);
    video.srcObject = null;
    await settle();
    assert.deepStrictEqual([preload.commands.splice(0).map(({ src }) => src), video.currentSrc],
        [['file:///films/a.ts'], 'file:///films/a.ts']);
    assert.deepStrictEqual(events, ['loadstart', 'abort', 'emptied', 'loadstart', 'abort', 'emptied', 'loadstart']);
});

test('a live source is told as media-chrome reads it', async () => {
    const { video, events } = element({ src: 'rtsp://camera/1' });

    await settle();
    assert.deepStrictEqual([video.streamType, video.targetLiveWindow, video.liveEdgeStart], ['unknown', NaN, NaN]);
    preload.open({ live: true, duration: null, seekable: false });
    assert.deepStrictEqual([video.duration, video.streamType, video.targetLiveWindow, video.liveEdgeStart], [Infinity, 'live', 0, 0]);
    await settle();
    video.src = 'a.ts';
    assert.strictEqual(video.streamType, 'unknown');
    await settle();
    preload.open();
    await settle();
    assert.deepStrictEqual([video.streamType, video.targetLiveWindow, video.liveEdgeStart], ['on-demand', NaN, NaN]);
    assert.deepStrictEqual(events, ['loadstart', 'streamtypechange', 'loadedmetadata', 'abort', 'emptied', 'streamtypechange',
        'loadstart', 'streamtypechange', 'loadedmetadata']);
});

test('taken out of its document an element pauses and keeps its source, and plays on when it is told to', async () => {
    const { video, events } = element({ src: 'a.ts' });

    await settle();
    preload.open();
    const first = follow(video.play());
    video.remove();
    await settle();
    assert.deepStrictEqual([first.how, video.paused, video.readyState], ['resolved', true, 4]);
    assert.deepStrictEqual(events, ['loadstart', 'streamtypechange', 'loadedmetadata', 'playing', 'pause']);
    assert.deepStrictEqual(preload.asked().filter((name) => name !== 'shown'), ['open', 'play', 'rest', 'pause']);
    document.body.append(video);
    await settle();
    assert.deepStrictEqual([preload.asked(), video.paused, video.currentSrc], [['rest', 'draw'], true, 'file:///films/a.ts']);
    const second = follow(video.play());
    preload.tell({ event: 'state', state: 'playing', position: 0 });
    await settle();
    assert.strictEqual(second.how, 'resolved');
});

test('an element that is in no document loads and plays', async () => {
    const { video, events } = element();

    video.remove();
    await settle();
    preload.asked();
    const other = createElement('gst-video');
    const apart = follow(other.play());
    other.addEventListener('playing', () => events.push('playing'));
    other.src = 'a.ts';
    const late = follow(other.play());
    await settle();
    assert.deepStrictEqual(preload.commands.map(({ command, src }) => [command, src]), [['open', 'file:///films/a.ts']]);
    preload.open();
    preload.tell({ event: 'state', state: 'playing', position: 0 });
    await settle();
    assert.deepStrictEqual([apart.how, late.how, other.paused, other.readyState, events], ['AbortError', 'resolved', false, 4, ['playing']]);
    document.body.append(other);
    await settle();
    assert.deepStrictEqual([preload.linked, other.currentSrc, other.paused], [2, 'file:///films/a.ts', false]);
});

test('what says how a source is shown loads it again only when it says something else', async () => {
    preload = openDocument();
    const video = createElement('gst-video');

    video.setAttribute('format', 'rgba');
    video.setAttribute('src', 'a.ts');
    await settle();
    video.setAttribute('format', 'rgba');
    video.setAttribute('deinterlace', 'on');
    await settle();
    assert.deepStrictEqual(preload.asked(), ['open', 'rest']);
    video.setAttribute('deinterlace', 'off');
    await settle();
    assert.deepStrictEqual(preload.asked(), ['open']);
});

test('taken out of its document an element that shows a player of others pauses, lets go of it, and settles its promises', async () => {
    const { video, events } = element({ src: 'frameshare:film' });

    await settle();
    const first = follow(video.play());
    video.remove();
    await settle();
    assert.deepStrictEqual([first.how, video.paused, video.networkState, video.readyState], ['AbortError', true, 0, 0]);
    assert.deepStrictEqual(events, ['loadstart', 'abort', 'emptied', 'pause']);
    assert.deepStrictEqual(preload.asked(), ['open', 'disconnect']);
    document.body.append(video);
    await settle();
    assert.deepStrictEqual(preload.asked(), ['open']);
    preload.open();
    await settle();
    const second = follow(video.play());
    await settle();
    assert.strictEqual(second.how, 'resolved');
});

test('play() of an element that has nothing is rejected when the element is taken out', async () => {
    const { video } = element();
    const played = follow(video.play());

    await settle();
    assert.deepStrictEqual([played.how, video.paused], ['pending', false]);
    video.remove();
    await settle();
    assert.deepStrictEqual([played.how, video.paused], ['AbortError', true]);
});

test('moving an element is neither taking it out nor loading it again', async () => {
    const { video, events } = element({ src: 'a.ts' });
    const other = createElement('div');

    await settle();
    preload.open();
    document.body.append(other);
    other.append(video);
    await settle();
    assert.deepStrictEqual([preload.asked(), preload.linked, video.readyState], [['open'], 1, 4]);
    assert.ok(!events.includes('emptied'));
    video.remove();
    video.src = 'b.ts';
    document.body.append(video);
    await settle();
    assert.deepStrictEqual([preload.asked(), video.currentSrc], [['open'], 'file:///films/b.ts']);
});

test('an element that no preload answers says what to do', async () => {
    preload = openDocument();
    const video = createElement('gst-video');
    const events = [];

    video.addEventListener('error', () => events.push('error'));
    globalThis.window = new EventTarget();
    video.setAttribute('src', 'a.ts');
    document.body.append(video);
    await settle();
    assert.deepStrictEqual([video.error.code, video.error.reason, events.pop()], [4, 'preload', 'error']);
    assert.match(video.error.message, /require\("frameshare\/preload"\)/);
});

test('the size is that of the picture as it is displayed, turned as the element turns it, and the default without one', async () => {
    const { video } = element({ src: 'a.ts', width: '80%', height: ' 90px' });
    const [, sizes] = video.shadow.adoptedStyleSheets;
    const size = () => ['width', 'height'].map((name) => video.shadow.childNodes[0].getAttribute(name));

    assert.deepStrictEqual([size(), sizes.text], [['300', '150'],
        ':host { aspect-ratio: 300 / 150; width: 80%; height: 90px }']);
    await settle();
    preload.open({ video: { width: 720, height: 576, pixelAspect: 16 / 15 } });
    assert.deepStrictEqual([size(), video.videoWidth], [['768', '576'], 768]);
    video.rotate = 90;
    assert.deepStrictEqual(size(), ['576', '768']);
    video.load();
    assert.deepStrictEqual([size(), video.videoWidth], [['300', '150'], 0]);
});
