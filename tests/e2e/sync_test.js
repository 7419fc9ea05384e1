// SPDX-License-Identifier: MIT
'use strict';

// Sound against picture, at the end of both: when a sound device plays the beeps of a clip, and when a window draws its flashes.
// FRAMESHARE_SYNC=60 plays for that many seconds.

const assert = require('assert');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');
const { Sound } = require('./support/sound');
const { watch, eventually } = require('./support/witness');

const SECONDS = Number(process.env.FRAMESHARE_SYNC) || 6;
const FPS = 30;
const FRAMES = (60 + SECONDS) * FPS;
const clip = pathToFileURL(makeClip({ size: '320x180', fps: FPS, frames: FRAMES, name: 'beep.mkv', more: ['--beep', '--container', 'mkv'] })).href;

/** From the clock of the page to that of the sound, ms. */
function offset(application) {
    return application.preload(0, () => {
        const [seconds, nanoseconds] = process.hrtime();
        return seconds * 1e3 + nanoseconds / 1e6 - performance.now();
    });
}

/** How much later than its beep each flash was drawn, ms, from a moment on. */
async function differences(application, sound) {
    const log = await application.page(0, () => window.witness.take());
    const shift = await offset(application);
    const flashes = log.filter(({ counter }) => counter >= 0 && counter % FPS === 0).map(({ at }) => at + shift);

    return flashes.map((time) => sound.beeps.map((beep) => time - beep)
        .reduce((best, each) => (Math.abs(each) < Math.abs(best) ? each : best), Infinity)).filter((each) => Math.abs(each) < 400);
}

const percentile = (values, part) => values.slice().sort((a, b) => a - b)[Math.floor((values.length - 1) * part)];

test('a beep is heard when its flash is seen: from the start, after a seek, after a pause', async (t) => {
    const sound = await Sound.start();

    if (!sound) {
        t.skip('there is no PulseAudio: apt-get install pulseaudio pulseaudio-utils');
        return;
    }
    const application = await Application.launch({ env: sound.env });
    const all = [];
    /** Play for so long and compare. */
    const play = async (seconds, what) => {
        await application.page(0, () => window.witness.take());
        await application.page(0, () => window.witness.play());
        await eventually(application, 0, (video, { log }, count, fps) => log.filter(({ counter }) => counter >= 0 &&
            counter % fps === 0).length >= count, `it plays ${what}`, Math.max(2, Math.round(seconds)), FPS);
        await application.page(0, () => window.video.pause());
        await application.main((world) => world.wait(300));
        const found = await differences(application, sound);

        all.push(...found);
        t.diagnostic(`${what}: flashes after their beeps, ms: ${found.map((each) => each.toFixed(1)).join(' ')}`);
        assert.ok(found.length >= 1, `${what}: beeps were heard`);
    };

    try {
        await application.main((world) => world.open({ allow: ['file:///'], width: 400, height: 300 }));
        await watch(application, 0, { src: clip });
        await eventually(application, 0, (video) => video.readyState === 4, 'it is loaded');
        await play(SECONDS / 3, 'from the start');
        await application.page(0, () => (window.video.currentTime = 50.5));
        await play(SECONDS / 3, 'after a seek');
        await application.main((world) => world.wait(1500));
        await play(SECONDS / 3, 'after a pause');
        await application.page(0, () => window.witness.play());
        await application.page(0, () => (window.video.currentTime = 20.5));
        await eventually(application, 0, (video) => !video.seeking, 'it is there');
        await play(SECONDS / 3, 'after a seek while it plays');

        const [early, median, late] = [0, 0.5, 1].map((part) => percentile(all, part));
        t.diagnostic(`${all.length} flashes: median ${median.toFixed(1)} ms after their beeps, ${early.toFixed(1)} to ${late.toFixed(1)}`);
        assert.ok(Math.abs(median) < 20, `the median flash is ${median} ms after its beep`);
    } finally {
        await application.stop();
        sound.stop();
    }
});
