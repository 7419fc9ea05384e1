// SPDX-License-Identifier: MIT
'use strict';

// Elements that are in no document: they load and play as <video> does, and those that a page drops leave nothing.

const assert = require('assert');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeClip, makeWebm } = require('./support/clips');
const { hostsOf, mappings, sockets, until } = require('./support/processes');

const clip = pathToFileURL(makeWebm()).href;
const counted = pathToFileURL(makeClip({ size: '320x180', fps: 30, frames: 90 })).href;
const QUICK = Boolean(process.env.FRAMESHARE_QUICK);
const DROPPED = QUICK ? 40 : 200;
/** So many are there at once: each is a process. */
const AT_ONCE = 8;
/** What comes and goes by chance in a living process. */
const NOISE = 150;

/** Chromium has WeakRef since 84: before, elements need a document. */
const isOld = (application) => application.major < 10;

async function launch(flags = []) {
    const application = await Application.launch({ flags });

    await application.main((world) => world.open({ allow: ['file:///'], width: 640, height: 480 }));
    return application;
}

/** Runs in the page: an element that is in no document, taken out, and put back. What it does is what <video> does. */
async function live(tag, src) {
    const video = tag === 'new' ? new (window.customElements.get('gst-video'))() : document.createElement(tag);
    const log = [];
    const next = (name) => new Promise((resolve) => video.addEventListener(name, resolve, { once: true }));
    const facts = (what) => log.push([what, video.paused, video.readyState, video.currentSrc === src, video.videoWidth, video.error, video.currentTime > 0.1].join());
    const listen = () => ['loadstart', 'loadeddata', 'play', 'playing', 'pause', 'seeking', 'seeked', 'abort', 'emptied', 'error']
        .forEach((name) => video.addEventListener(name, () => log.push(name)));

    video.muted = true;
    listen();
    video.src = src;
    await next('canplaythrough');
    facts('loaded');
    video.currentTime = 0.5;
    await next('seeked');
    facts('sought');
    await video.play();
    facts('plays');
    await new Promise((resolve) => {
        const look = () => (video.currentTime > 0.7 ? resolve() : setTimeout(look, 10));
        look();
    });
    document.body.append(video);
    await new Promise((resolve) => setTimeout(resolve, 50));
    facts('put into the document');
    const removed = next('pause');
    video.remove();
    log.push(`in the script that takes it out ${video.paused}`);
    await removed;
    facts('taken out');
    const { currentTime } = video;
    await new Promise((resolve) => setTimeout(resolve, 200));
    log.push(`it stands ${Math.abs(video.currentTime - currentTime) < 0.1}`);
    document.body.append(video);
    await new Promise((resolve) => setTimeout(resolve, 50));
    facts('put back');
    await video.play();
    facts('plays on');
    log.push(`from there ${video.currentTime >= currentTime && video.currentTime < currentTime + 1}`);
    // Moved within one script.
    const box = document.createElement('div');
    document.body.append(box);
    video.remove();
    box.append(video);
    await new Promise((resolve) => setTimeout(resolve, 50));
    facts('moved');
    video.pause();
    await next('pause');
    box.remove();
    video.removeAttribute('src');
    video.load();
    return log;
}

test('an element that is in no document loads and plays, pauses when it is taken out, and plays on when it is put back, as <video> does', async (t) => {
    const application = await launch();

    try {
        if (isOld(application)) {
            t.skip('there is no WeakRef');
            return;
        }
        const expected = await application.page(0, live, 'video', clip);

        for (const tag of ['gst-video', 'new']) {
            assert.deepStrictEqual(await application.page(0, live, tag, clip), expected, tag);
        }
        assert.ok(expected.includes('plays on,false,4,true,320,,true'), expected.join(' '));
    } finally {
        await application.stop();
    }
});

test('an element in a shadow tree that is in no document plays, and its pictures come to canvases and callbacks', async (t) => {
    const application = await launch();

    try {
        if (isOld(application)) {
            t.skip('there is no WeakRef');
            return;
        }
        const seen = await application.page(0, async (src) => {
            const box = document.createElement('div');

            box.attachShadow({ mode: 'closed' }).innerHTML = '<p></p>';
            const video = document.createElement('gst-video');
            const tree = document.createElement('div');
            tree.attachShadow({ mode: 'open' }).append(video);
            const frames = [];
            const done = new Promise((resolve) => {
                const hear = (now, { width, mediaTime }) => (frames.push([width, mediaTime, video.canvas.width]) < 5 ? video.requestVideoFrameCallback(hear) : resolve());
                video.requestVideoFrameCallback(hear);
            });
            video.src = src;
            video.autoplay = true;
            await done;
            video.pause();
            return { frames, sizes: frames.every(([width, , copy]) => width === 320 && copy === 320), times: frames.every(([, time], i) => i === 0 || time > frames[i - 1][1]) };
        }, counted);

        assert.deepStrictEqual([seen.sizes, seen.times], [true, true], JSON.stringify(seen.frames));
    } finally {
        await application.stop();
    }
});

/** Runs in the page: elements that are used and dropped; `how` says what for. */
async function drop(src, count, how) {
    const use = async () => {
        const video = document.createElement('gst-video');
        const next = (name) => new Promise((resolve) => video.addEventListener(name, resolve, { once: true }));

        video.muted = video.loop = true;
        video.src = src;
        await next('loadeddata');
        if (how === 'used') {
            document.body.append(video);
            await video.play();
            video.captureStream().getTracks().forEach((track) => track.stop());
            await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
            video.currentTime = 1;
            await next('seeked');
            video.controls = true;
            const paused = next('pause');
            video.remove();
            await paused;
        }
    };

    await Promise.all(Array.from({ length: count }, use));
}

test(`${DROPPED} elements that are loaded and dropped leave no process, no stream and no mapping`, async (t) => {
    const application = await launch(['--js-flags=--expose-gc']);

    try {
        if (isOld(application)) {
            t.skip('there is no WeakRef');
            return;
        }
        const browser = application.child.pid;
        const before = sockets();
        const collect = () => application.page(0, async () => {
            for (let i = 0; i < 3; i++) {
                await window.gc({ type: 'major', execution: 'async' });
                await new Promise((resolve) => setTimeout(resolve, 20));
            }
        });
        const gone = () => until(async () => {
            await collect();
            return hostsOf(browser).length === 0 && sockets().every((each) => before.includes(each));
        }, 'the players are gone');
        const measure = async () => mappings(await application.main((world) => world.windows[0].webContents.getOSProcessId()));
        const run = async (count) => {
            for (let i = 0; i < count; i += AT_ONCE) {
                await application.page(0, drop, clip, AT_ONCE, i % (2 * AT_ONCE) === 0 ? 'loaded' : 'used');
                await gone();
            }
        };

        await run(2 * AT_ONCE);
        const early = await measure();
        await run(DROPPED);
        const late = await measure();

        t.diagnostic(`before ${JSON.stringify(early)}, after ${JSON.stringify(late)}`);
        assert.ok(late.shared <= early.shared + 8, 'no picture is mapped');
        assert.ok(late.named <= early.named + NOISE, 'no file is');
    } finally {
        await application.stop();
    }
});

test('an element that plays stays, though nobody has it, until it has ended', async (t) => {
    const application = await launch(['--js-flags=--expose-gc']);

    try {
        if (isOld(application)) {
            t.skip('there is no WeakRef');
            return;
        }
        await application.page(0, (src) => {
            const video = document.createElement('gst-video');

            window.heard = [];
            ['playing', 'ended'].forEach((name) => video.addEventListener(name, () => window.heard.push(name)));
            video.src = src;
            video.play();
        }, clip);
        await until(async () => {
            await application.page(0, () => window.gc({ type: 'major', execution: 'async' }));
            return application.page(0, () => window.heard.includes('ended'));
        }, 'it has ended');
        assert.deepStrictEqual(await application.page(0, () => window.heard), ['playing', 'ended']);
        await until(async () => {
            await application.page(0, () => window.gc({ type: 'major', execution: 'async' }));
            return hostsOf(application.child.pid).length === 0;
        }, 'its player is gone');
    } finally {
        await application.stop();
    }
});

test('an element that is taken out and left lets go of its player, one that is played or put back does not', async (t) => {
    const application = await launch();

    try {
        if (isOld(application)) {
            t.skip('there is no WeakRef');
            return;
        }
        await application.page(0, async (src) => {
            window.videos = [];
            for (const use of ['left', 'played', 'back']) {
                const video = document.createElement('gst-video');

                video.muted = video.loop = true;
                video.src = src;
                document.body.append(video);
                await new Promise((resolve) => video.addEventListener('canplaythrough', resolve, { once: true }));
                const paused = new Promise((resolve) => setTimeout(resolve, 50));
                video.remove();
                await paused;
                if (use === 'played') {
                    video.play();
                } else if (use === 'back') {
                    document.body.append(video);
                }
                window.videos.push(video);
            }
        }, clip);
        assert.strictEqual(hostsOf(application.child.pid).length, 3);
        await until(() => hostsOf(application.child.pid).length === 2, 'the first has let go');
        const facts = () => application.page(0, () => window.videos.map(({ readyState, networkState, paused }) => [readyState > 0, networkState > 0, paused]));

        assert.deepStrictEqual(await facts(), [[false, false, true], [true, true, false], [true, true, true]]);
        await application.page(0, () => new Promise((resolve) => {
            window.videos[0].addEventListener('canplaythrough', resolve, { once: true });
            document.body.append(window.videos[0]);
        }));
        assert.strictEqual(hostsOf(application.child.pid).length, 3);
    } finally {
        await application.stop();
    }
});
