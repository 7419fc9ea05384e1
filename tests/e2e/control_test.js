// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');

const clip = makeClip({ frames: 150, more: ['--audio'] });

/** Put an element into the page and remember its events, each with what was so when it came. */
function installElement(src, attributes) {
    document.body.innerHTML = '';
    const video = document.createElement('gst-video');

    window.video = video;
    window.log = [];
    for (const name of ['emptied', 'loadstart', 'durationchange', 'loadedmetadata', 'loadeddata', 'canplay', 'play',
        'playing', 'pause', 'seeking', 'seeked', 'ended', 'error', 'volumechange', 'ratechange']) {
        video.addEventListener(name, () => {
            const { paused, ended, seeking, readyState, volume, muted, playbackRate } = video;
            window.log.push({ name, paused, ended, seeking, readyState, volume, muted, playbackRate });
        });
    }
    Object.keys(attributes || {}).forEach((name) => video.setAttribute(name, attributes[name]));
    document.body.append(video);
    video.src = src;
}

/** Wait in the page until an event has come so many times, give all so far. */
function eventually(name, times) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no ${name}: ${JSON.stringify(window.log.map((e) => e.name))}`)),
            20000);
        const look = () => {
            if (window.log.filter((event) => event.name === name).length >= (times || 1)) {
                clearTimeout(timer);
                resolve(window.log);
            } else {
                setTimeout(look, 20);
            }
        };
        look();
    });
}

const names = (log) => log.map((event) => event.name);

/** A window that shows player `one`, loaded and paused, with the element's events in `log`. */
async function prepare(attributes) {
    const application = await Application.launch();

    await application.main(async (world, file) => {
        await world.player('one').load(file);
        await world.open();
    }, clip);
    await application.page(0, installElement, 'frameshare:one', attributes);
    await application.page(0, eventually, 'canplay');
    return application;
}

test('loading fires its events in order, each after its state', async () => {
    const application = await prepare();

    try {
        const log = await application.page(0, () => window.log);
        const facts = await application.page(0, () => {
            const { videoWidth, videoHeight, duration, paused, currentTime, error } = window.video;
            return { videoWidth, videoHeight, duration, paused, currentTime, error };
        });

        assert.deepStrictEqual(names(log), ['loadstart', 'durationchange', 'loadedmetadata', 'loadeddata', 'canplay']);
        assert.ok(log[2].readyState >= 1);
        assert.ok(log[3].readyState >= 2);
        assert.deepStrictEqual([facts.videoWidth, facts.videoHeight, facts.paused, facts.error], [640, 360, true, null]);
        assert.ok(Math.abs(facts.duration - 5) < 0.2, `duration ${facts.duration}`);
        assert.strictEqual(facts.currentTime, 0);
    } finally {
        await application.stop();
    }
});

test('play() and pause() of the element drive the player', async () => {
    const application = await prepare();

    try {
        await application.page(0, () => window.video.play());
        const playing = await application.main(async (world) => {
            await world.until(() => world.players.one.position > 0.3, 'it moves');
            return world.players.one.state;
        });
        assert.strictEqual(playing, 'playing');
        await application.page(0, () => window.video.pause());
        const log = (await application.page(0, eventually, 'pause')).slice(5);
        assert.deepStrictEqual(names(log), ['play', 'playing', 'pause']);
        assert.deepStrictEqual(log.map((event) => event.paused), [false, false, true]);
        await application.main((world) => world.until(() => world.players.one.state === 'paused', 'it is paused'));
    } finally {
        await application.stop();
    }
});

test('setting currentTime shows the picture of that time', async () => {
    const application = await prepare();

    try {
        await application.page(0, () => (window.video.currentTime = 2));
        const log = await application.page(0, eventually, 'seeked');
        const [seeking, seeked] = log.slice(5);
        assert.deepStrictEqual([seeking.name, seeking.seeking, seeked.name, seeked.seeking], ['seeking', true, 'seeked', false]);
        const counter = await application.preload(0, async ({ frameshare, counterOf }) => {
            const frame = frameshare.getFrame(document.querySelector('gst-video'));
            const number = counterOf(frame);
            frame.release();
            return number;
        });
        assert.strictEqual(counter, 60);
        assert.ok(Math.abs(await application.page(0, () => window.video.currentTime) - 2) < 0.05);
    } finally {
        await application.stop();
    }
});

test('the end fires pause and ended, and play() starts again', async () => {
    const application = await prepare();

    try {
        await application.page(0, () => {
            window.video.currentTime = 4.5;
            return window.video.play();
        });
        const log = await application.page(0, eventually, 'ended');
        const end = log.slice(-2);
        assert.deepStrictEqual(names(end), ['pause', 'ended']);
        assert.deepStrictEqual([end[1].paused, end[1].ended], [true, true]);
        await application.page(0, () => window.video.play());
        const position = await application.main((world) => world.until(() => {
            const { state, position: at } = world.players.one;
            return state === 'playing' && at > 0.1 && at < 4 && at;
        }, 'it plays from the start'));
        assert.ok(position < 4);
    } finally {
        await application.stop();
    }
});

test('loop starts again without ended', async () => {
    const application = await prepare({ loop: '' });

    try {
        await application.page(0, () => {
            window.video.currentTime = 4.7;
            return window.video.play();
        });
        const log = await application.page(0, eventually, 'seeked', 2);
        assert.ok(!names(log).includes('ended'));
        await application.main((world) => world.until(() => world.players.one.position < 4 &&
            world.players.one.state === 'playing', 'it plays again'));
    } finally {
        await application.stop();
    }
});

test('autoplay, volume, muted and playbackRate reach the player', async () => {
    const application = await prepare({ autoplay: '' });

    try {
        await application.page(0, eventually, 'playing');
        await application.page(0, () => {
            window.video.volume = 0.5;
            window.video.muted = true;
            window.video.playbackRate = 2;
        });
        const player = await application.main((world) => world.until(() => {
            const { volume, mute, rate } = world.players.one.toRecord();
            return Math.abs(volume - 0.5) < 0.01 && mute && rate === 2;
        }, 'the player has them'));
        assert.ok(player);
        const log = await application.page(0, eventually, 'ratechange');
        assert.strictEqual(log.filter((event) => event.name === 'ratechange').length, 1);
        const refused = await application.page(0, () => {
            try {
                window.video.playbackRate = 9;
                return null;
            } catch (error) {
                return [error.name, window.video.playbackRate];
            }
        });
        assert.deepStrictEqual(refused, ['NotSupportedError', 2]);
    } finally {
        await application.stop();
    }
});

test('what one window does shows in the other', async () => {
    const application = await prepare();

    try {
        await application.main((world) => world.open());
        await application.page(1, installElement, 'frameshare:one');
        await application.page(1, eventually, 'canplay');
        await application.page(0, () => window.video.play());
        await application.page(1, eventually, 'playing');
        assert.strictEqual(await application.page(1, () => window.video.paused), false);
        await application.page(0, () => window.video.pause());
        await application.page(1, eventually, 'pause');
        assert.strictEqual(await application.page(1, () => window.video.paused), true);
    } finally {
        await application.stop();
    }
});

test('properties set before the element is defined are kept', async () => {
    const application = await Application.launch();

    try {
        await application.main(async (world, file) => {
            await world.player('one').load(file);
            await world.open();
        }, clip);
        const facts = await application.page(0, () => {
            // In a document without a window elements have no class; this one gets it when it comes into another.
            const video = document.implementation.createHTMLDocument('').createElement('gst-video');

            Object.assign(video, { volume: 0.25, src: 'frameshare:one' });
            document.body.append(video);
            return { attribute: video.getAttribute('src'), volume: video.volume,
                own: Object.keys(video).includes('volume') };
        });
        assert.deepStrictEqual(facts, { attribute: 'frameshare:one', volume: 0.25, own: false });
        await application.main((world) => world.until(() => Math.abs(world.players.one.toRecord().volume - 0.25) < 0.01,
            'the player has the volume'));
    } finally {
        await application.stop();
    }
});

test('an element that was taken out shows its picture when it is put back', async () => {
    const application = await prepare();

    try {
        await application.page(0, () => {
            window.video.remove();
            return new Promise((resolve) => setTimeout(resolve, 100));
        });
        await application.page(0, () => {
            window.log.length = 0;
            document.body.append(window.video);
        });
        await application.page(0, eventually, 'canplay');
        assert.strictEqual(await application.page(0, () => window.video.error), null);
    } finally {
        await application.stop();
    }
});

test('rapid play() and pause() fire one event each, in one script and over time', async () => {
    const application = await prepare();

    try {
        const [pairs, counts, paused] = await application.page(0, async () => {
            const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
            let pair = 0;

            window.log.length = 0;
            for (; pair < 80; pair++) {
                window.video.play().catch(() => {});
                if (pair >= 40) {
                    await wait(pair % 7 * 5);
                }
                window.video.pause();
                if (pair >= 40) {
                    await wait(pair % 5 * 5);
                }
            }
            await wait(1000);
            const count = (name) => window.log.filter((event) => event.name === name).length;
            return [pair, ['play', 'playing', 'pause'].map(count), window.video.paused];
        });
        assert.deepStrictEqual([counts, paused], [[pairs, pairs, pairs], true]);
        await application.main((world) => world.until(() => world.players.one.state === 'paused', 'it is paused'));
    } finally {
        await application.stop();
    }
});

test('playbackRate 0 stops the time of an element that is not paused', async () => {
    const application = await prepare();

    try {
        await application.page(0, () => window.video.play());
        await application.main((world) => world.until(() => world.players.one.position > 0.3, 'it moves'));
        await application.page(0, () => (window.video.playbackRate = 0));
        await application.main((world) => world.until(() => world.players.one.state === 'paused', 'it stands still'));
        const [before, after, paused, rate] = await application.page(0, async () => {
            const wait = () => new Promise((resolve) => setTimeout(resolve, 400));
            let currentTime = -1;

            // The player tells where it has come to a stop.
            for (let i = 0; i < 50 && currentTime !== window.video.currentTime; i++) {
                currentTime = window.video.currentTime;
                await wait();
            }
            await wait();
            return [currentTime, window.video.currentTime, window.video.paused, window.video.playbackRate];
        });
        assert.deepStrictEqual([after, paused, rate], [before, false, 0]);
        await application.page(0, () => (window.video.playbackRate = 2));
        await application.main((world) => world.until(() => world.players.one.state === 'playing' &&
            world.players.one.toRecord().rate === 2, 'it goes on at the new rate'));
        const log = await application.page(0, () => window.log);
        assert.deepStrictEqual(['pause', 'play', 'seeked'].map((name) => names(log).filter((each) => each === name).length),
            [0, 1, 0]);
    } finally {
        await application.stop();
    }
});

test('requestVideoFrameCallback() tells of each picture that is drawn, and getVideoPlaybackQuality() counts them', async () => {
    const application = await prepare();

    try {
        const { frames, cancelled, quality } = await application.page(0, async () => {
            const seen = [];
            let wasCancelled = true;
            const handle = window.video.requestVideoFrameCallback(() => (wasCancelled = false));

            window.video.cancelVideoFrameCallback(handle);
            const done = new Promise((resolve) => {
                const look = (now, metadata) => {
                    seen.push(Object.assign({ now }, metadata));
                    if (seen.length < 10) {
                        window.video.requestVideoFrameCallback(look);
                    } else {
                        resolve();
                    }
                };
                window.video.requestVideoFrameCallback(look);
            });
            await window.video.play();
            await done;
            return { frames: seen, cancelled: wasCancelled, quality: window.video.getVideoPlaybackQuality() };
        });
        assert.ok(cancelled);
        frames.forEach((frame, i) => {
            assert.deepStrictEqual([frame.width, frame.height], [640, 360]);
            assert.ok(frame.presentationTime > 0 && frame.expectedDisplayTime >= frame.presentationTime);
            // One animation frame or two: it is no time of another clock.
            assert.ok(Math.abs(frame.presentationTime - frame.now) < 1000, `${frame.presentationTime} beside ${frame.now}`);
            if (i > 0) {
                assert.ok(frame.mediaTime > frames[i - 1].mediaTime && frame.now > frames[i - 1].now);
                assert.ok(frame.presentedFrames > frames[i - 1].presentedFrames);
            }
        });
        assert.ok(quality.totalVideoFrames - quality.droppedVideoFrames >= frames.length, JSON.stringify(quality));
        assert.ok(quality.creationTime >= frames[9].now);
    } finally {
        await application.stop();
    }
});

test('<source> children are tried in order, and one that cannot be loaded hears of it', async () => {
    const application = await prepare();

    try {
        const facts = await application.page(0, () => new Promise((resolve, reject) => {
            const video = document.createElement('gst-video');
            const failed = [];

            video.innerHTML = '<source src="frameshare:none"><source src="a.txt" type="text/plain">' +
                '<source src="frameshare:one">';
            video.querySelectorAll('source').forEach((source, i) => source.addEventListener('error', () => failed.push(i)));
            video.addEventListener('loadeddata', () => resolve([failed, video.currentSrc, video.error, video.networkState]));
            video.addEventListener('error', () => reject(new Error(video.error.message)));
            document.body.append(video);
        }));
        assert.deepStrictEqual(facts, [[0, 1], 'frameshare:one', null, 1]);
    } finally {
        await application.stop();
    }
});

test('preload="none" loads nothing until play(), and the poster is seen until then', async () => {
    const application = await prepare();

    try {
        const facts = await application.page(0, async () => {
            const video = document.createElement('gst-video');
            const img = video._view._poster;
            const canvas = video._view.canvas;
            const seen = () => [video.readyState > 0, !img.hidden, getComputedStyle(canvas).visibility !== 'hidden'];

            video.preload = 'none';
            video.poster = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
            video.src = 'frameshare:one';
            document.body.append(video);
            await new Promise((resolve) => video.addEventListener('suspend', resolve));
            await new Promise((resolve) => setTimeout(resolve, 300));
            const before = [video.networkState, ...seen()];
            await video.play();
            return [before, seen()];
        });
        assert.deepStrictEqual(facts, [[1, false, true, false], [true, false, true]]);
    } finally {
        await application.stop();
    }
});

test('currentTime set before the metadata is where it starts', async () => {
    const application = await prepare();

    try {
        await application.page(0, () => {
            window.log.length = 0;
            window.video.load();
            window.video.currentTime = 2;
        });
        await application.page(0, eventually, 'seeked');
        assert.ok(Math.abs(await application.page(0, () => window.video.currentTime) - 2) < 0.05);
    } finally {
        await application.stop();
    }
});

test('an element of a player that was closed says so, also when asked again', async () => {
    const application = await prepare();

    try {
        await application.main((world) => world.players.one.close());
        await application.page(0, eventually, 'error');
        await application.page(0, () => window.video.load());
        await application.page(0, eventually, 'error', 2);
        assert.strictEqual(await application.page(0, () => window.video.error.reason), 'closed');
    } finally {
        await application.stop();
    }
});
