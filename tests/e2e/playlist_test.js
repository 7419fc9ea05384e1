// SPDX-License-Identifier: MIT
'use strict';

// What is next begins without a gap, in every window, and the events of a page say what begins.

const assert = require('assert');
const path = require('path');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');

const FRAMES = 45;
/** One after the other, of other sizes and codecs; their frames are numbered through. */
const clips = [
    makeClip({ frames: FRAMES, size: '320x240', more: ['--audio'], name: 'first.mp4' }),
    makeClip({ frames: FRAMES, size: '480x270', more: ['--audio', '--first', String(FRAMES), '-c', 'vp8', '--container', 'webm'], name: 'second.webm' }),
    makeClip({ frames: FRAMES, size: '320x240', more: ['--audio', '--first', String(2 * FRAMES)], name: 'third.mp4' }),
];
const uris = clips.map((clip) => pathToFileURL(clip).href);
const folder = path.dirname(clips[0]);

const NAMES = ['about-to-finish', 'emptied', 'loadstart', 'durationchange', 'resize', 'loadedmetadata', 'pause', 'seeking', 'ended', 'error'];

/** In a page: write down events; where there are more sources, say each when it is time. */
function follow(names, more) {
    const video = document.querySelector('gst-video');
    const log = window.log = [];

    names.forEach((name) => video.addEventListener(name, () => log.push(name)));
    video.addEventListener('loadedmetadata', () => {
        log.push([video.currentSrc, video.videoWidth, Math.round(video.duration * 10) / 10, video.currentTime < 1]);
    });
    if (more.length > 0) {
        video.addEventListener('about-to-finish', () => more.length > 0 && video.setNext(more.shift()));
    }
}

/** What a page hears of the sources after the first one. */
function heard(sources) {
    const begins = (src, width) => ['durationchange', 'resize', 'loadedmetadata', [src, width, 1.5, true], 'about-to-finish'];

    return ['about-to-finish', ...begins(sources[0], 480), ...begins(sources[1], 320), 'pause', 'ended'];
}

test('what a page says is next begins without a gap in every window, with the events of its metadata', async () => {
    const application = await Application.launch();

    try {
        await application.main(async (world, src, allow) => {
            await world.player('one').load(src);
            for (const index of [0, 1]) {
                await world.open({ src: 'frameshare:one', allow });
                await world.shown(index);
            }
        }, uris[0], [folder]);
        await application.page(0, follow, NAMES, uris.slice(1));
        await application.page(1, follow, NAMES, []);
        const read = await application.main(async (world) => {
            const player = world.players.one;
            const numbers = [];
            let ended = false;

            player.once('end', () => (ended = true));
            await player.play();
            await world.until(() => {
                const frame = player.getFrame();
                if (frame) {
                    numbers.push(world.counterOf(frame));
                    frame.release();
                }
                return ended;
            }, 'it has ended');
            return numbers;
        });
        for (let i = 1; i < read.length; i++) {
            assert.ok(read[i] >= read[i - 1], `${read[i]} after ${read[i - 1]}`);
        }
        [0, 1, 2].forEach((i) => assert.ok(read.some((number) => Math.floor(number / FRAMES) === i), `no picture of clip ${i}: ${read}`));
        assert.strictEqual(read[read.length - 1], 3 * FRAMES - 1);
        for (const [window, sources] of [[0, uris.slice(1)], [1, ['frameshare:one', 'frameshare:one']]]) {
            const log = () => application.page(window, () => window.log);
            await application.main((world, index) => world.until(() => world.page(index, () => window.log.includes('ended')), 'it has ended'), window);
            // A container may find out later how long it is to the millisecond.
            const told = (await log()).filter((each, i, all) => each !== 'durationchange' || all[i + 1] === 'resize');
            assert.deepStrictEqual(told, heard(sources));
        }
    } finally {
        await application.stop();
    }
});

test('a page cannot say that something is next which it may not open, and goes on playing', async () => {
    const application = await Application.launch();

    try {
        await application.main(async (world, src, allow) => {
            await world.open({ src, allow });
            await world.shown(0);
        }, uris[0], [folder]);
        const answers = await application.page(0, async () => {
            const video = document.querySelector('gst-video');
            const names = [];

            for (const src of ['file:///etc/passwd', 'preset:none', 'frameshare:one', 'videotestsrc ! framesharesink']) {
                names.push(await video.setNext(src).catch((error) => error.name));
            }
            await video.setNext(video.src);
            await video.setNext(null);
            return names.concat([video.error]);
        });
        assert.deepStrictEqual(answers, ['NotAllowedError', 'NotAllowedError', 'NotAllowedError', 'NotAllowedError', null]);
    } finally {
        await application.stop();
    }
});
