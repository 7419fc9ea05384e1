// SPDX-License-Identifier: MIT
'use strict';

// What the element says of its time, beside the number in the picture that is on the screen. FRAMESHARE_CLOCK=60 makes the
// pause as many seconds long, and plays each rate for a third of that.

const assert = require('assert');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');
const { until } = require('./support/processes');
const { watch, eventually } = require('./support/witness');

const SECONDS = Number(process.env.FRAMESHARE_CLOCK) || 3;
const SEEKS = 200;
const FPS = 30;
const clip = pathToFileURL(makeClip({ size: '320x180', fps: FPS, frames: 1800, more: ['--audio'] })).href;

/** How far, in frames, the time was from that of the picture: of all pictures drawn, and of all animation frames. */
function distances(log) {
    const drawn = log.filter(({ counter }) => counter >= 0);
    const seen = log.filter(({ shown }) => shown >= 0);

    return {
        drawn: drawn.map(({ counter, currentTime }) => currentTime * FPS - counter),
        media: drawn.map(({ counter, mediaTime }) => mediaTime * FPS - counter),
        seen: seen.map(({ shown, currentTime }) => currentTime * FPS - shown),
    };
}

/** The time is that of the picture, from its beginning to its end; a number of seconds is not exact. */
function assertTimes(t, log, what) {
    const { drawn, media, seen } = distances(log);
    const range = (values) => `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;

    t.diagnostic(`${what}: ${drawn.length} pictures, the time ${range(drawn)} frames after theirs; ${seen.length} looks, ${range(seen)}`);
    assert.ok(drawn.length > 5, `${what}: only ${drawn.length} pictures were drawn`);
    assert.ok(media.every((value) => Math.abs(value) < 0.01), `${what}: mediaTime is ${range(media)} frames off`);
    assert.ok(drawn.concat(seen).every((value) => value > -0.01 && value < 1.01), `${what}: ${range(drawn)}, ${range(seen)}`);
}

/** The time once the player has paused too: it plays on for a moment. */
async function standStill(application) {
    let time = -1;

    await until(async () => {
        const before = time;

        time = await application.page(0, () => window.video.currentTime);
        await application.main((world) => world.wait(300));
        return time === before;
    }, 'the time stands still');
    return time;
}

test('currentTime is within the frame that is shown: at each rate, after 200 seeks, after a pause', async (t) => {
    const application = await Application.launch();
    /** What is noted while it plays for so long. */
    const play = async (seconds, what) => {
        await application.page(0, () => window.witness.play());
        await eventually(application, 0, (video, { log }) => log.some(({ event }) => event === 'playing'), `it plays ${what}`);
        await application.page(0, (duration) => new Promise((resolve) => {
            const from = window.video.currentTime;
            const look = () => {
                const { currentTime, ended } = window.video;
                return ended || Math.abs(currentTime - from) >= duration ? resolve() : setTimeout(look, 50);
            };
            look();
        }), seconds);
        await application.page(0, () => window.video.pause());
        assertTimes(t, await application.page(0, () => window.witness.take()), what);
    };

    try {
        await application.main((world) => world.open({ allow: ['file:///'], width: 400, height: 300 }));
        await watch(application, 0, { src: clip });
        await eventually(application, 0, (video) => video.readyState === 4, 'it is loaded');
        for (const rate of [1, 0.5, 2]) {
            await application.page(0, (value) => void Object.assign(window.video, { playbackRate: value, currentTime: 0 }), rate);
            await eventually(application, 0, (video) => !video.seeking, 'it is at the beginning');
            await application.page(0, () => void window.witness.take());
            await play(SECONDS * rate / 3, `at rate ${rate}`);
        }
        await application.page(0, () => (window.video.playbackRate = 1));

        await application.page(0, async (seeks) => {
            const { video } = window;
            for (let i = 0; i < seeks; i++) {
                video.currentTime = (i * 7919 % 5500) / 100;
                await new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
                window.witness.log.push({ event: 'arrived', shown: window.witness.counter, currentTime: video.currentTime });
            }
        }, SEEKS);
        const log = await application.page(0, () => window.witness.take());
        const arrived = log.filter(({ event }) => event === 'arrived');
        assert.strictEqual(arrived.length, SEEKS);
        arrived.forEach(({ shown, currentTime }, i) => {
            assert.ok(Math.abs(currentTime - (i * 7919 % 5500) / 100) < 0.01, `seek ${i} went to ${currentTime}`);
            assert.strictEqual(shown, Math.floor(currentTime * FPS + 0.01), `the picture when seek ${i} to ${currentTime} is done`);
        });
        await play(1, `after ${SEEKS} seeks`);

        const before = await standStill(application);
        await application.main((world, seconds) => world.wait(seconds * 1000), SECONDS);
        assert.strictEqual(await application.page(0, () => window.video.currentTime), before);
        await play(1, `after a pause of ${SECONDS} s`);
    } finally {
        await application.stop();
    }
});
