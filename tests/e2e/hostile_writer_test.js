// SPDX-License-Identifier: MIT
'use strict';

// Elements of a live page show the stream of a writer that means ill (tests/fuzz/hostile.c): the renderer lives, the page's
// animation goes on, and an honest stream is shown as ever. FRAMESHARE_FUZZ says how many messages, FRAMESHARE_SEED which.

const assert = require('assert');
const test = require('node:test');
const { Application } = require('./support/electron');
const { until } = require('./support/processes');
const { host } = require('../main/support/fake');
const { Program, killAll, newName, startWriter } = require('../node/programs');
const { messages, seed } = require('../fuzz/random');

/** One element in thirty meets a writer that is good for as long as it lives: so many that some do. */
const MESSAGES = messages(8000);
const ELEMENTS = 6;
/** What the host says of its source; it publishes nothing itself. */
const VIDEO = { event: 'video', width: 64, height: 48, fps: 30, format: 'RGBA', pixelAspect: 1, orientation: 'identity' };
/** The page's animation stands still for a writer that is silent: twice 5 s. More is a hang. */
const STILL_MS = 30000;

/** Runs in the page: elements come and go as long as `world.fuzz.goes`. */
function showAll(elements) {
    const fuzz = { goes: true, ticks: 0, still: 0, made: 0, shown: 0, snapshots: 0, slowest: 0, errors: {}, others: [] };
    const animate = async (frames) => {
        for (; frames > 0; frames--) {
            await new Promise((resolve) => requestAnimationFrame(resolve));
        }
    };
    const hasShown = ({ stats }) => stats !== null && stats.shown > 0;
    let last = performance.now();
    const tick = () => {
        const now = performance.now();
        fuzz.still = Math.max(fuzz.still, now - last);
        last = now;
        fuzz.ticks++;
        requestAnimationFrame(tick);
    };
    const live = async () => {
        while (fuzz.goes) {
            const video = document.createElement('gst-video');
            video.style.cssText = 'width: 64px; height: 36px; display: inline-block';
            video.addEventListener('error', () => {
                const { reason, message } = video.error || { reason: 'none' };
                fuzz.errors[reason] = (fuzz.errors[reason] || 0) + 1;
                if (!reason.startsWith('FRS_')) {
                    fuzz.others.push(message);
                }
            });
            video.src = 'frameshare:hostile';
            document.body.append(video);
            fuzz.made++;
            await animate(2 + Math.random() * 8);
            if (Math.random() < 0.2) {
                const begin = performance.now();
                await video.snapshot().then(() => fuzz.snapshots++, () => {});
                fuzz.slowest = Math.max(fuzz.slowest, performance.now() - begin);
            }
            fuzz.shown += hasShown(video) ? 1 : 0;
            video.remove();
        }
    };

    window.fuzz = fuzz;
    requestAnimationFrame(tick);
    document.body.innerHTML = '';
    for (let i = 0; i < elements; i++) {
        live();
    }
}

test(`${MESSAGES} messages of a hostile writer (seed ${seed}) neither end nor stop a page`, async (t) => {
    const [hostile, honest] = [newName(), newName()];
    const application = await Application.launch({ env: { FRAMESHARE_TEST_JOURNAL: '/dev/null' } });
    const writer = new Program('tests/fuzz/hostile-writer', [hostile, String(seed), String(MESSAGES)]);
    let over = false;
    writer.exited.then(() => (over = true));

    try {
        assert.strictEqual(await writer.read(), 'ready');
        const other = await startWriter(honest);
        await other.ask('frame 1');
        await application.main(async (world, program, names, video) => {
            world.keep.gone = [];
            for (const [name, stream] of Object.entries(names)) {
                const player = world.player(name, { host: program, stream });
                await player.load(`file:///a.mp4?say=${encodeURIComponent(JSON.stringify(video))}`);
            }
            await world.open();
            world.windows[0].webContents.on('render-process-gone', (event, details) => world.keep.gone.push(details));
            world.windows[0].webContents.on('unresponsive', () => world.keep.gone.push('unresponsive'));
        }, host, { hostile, honest }, VIDEO);
        await application.page(0, showAll, ELEMENTS);
        let last = { ticks: 0 };
        await until(async () => {
            const now = await application.page(0, () => window.fuzz);
            assert.deepStrictEqual(await application.main((world) => world.keep.gone), []);
            await until(async () => (await application.page(0, () => window.fuzz.ticks)) > now.ticks, 'the page\'s animation goes on', STILL_MS);
            last = now;
            return over;
        }, 'the writer has sent all', 24 * 3600 * 1000);
        const taken = Number(await writer.read());
        t.diagnostic(JSON.stringify(Object.assign({ taken }, last)));
        assert.ok(taken >= MESSAGES && await writer.exited === 0);
        assert.ok(last.still < STILL_MS, `the page stood still for ${last.still} ms`);
        assert.deepStrictEqual(last.others, [], 'errors are those of the stream');
        assert.ok(last.shown > 0, 'some pictures were shown');
        await application.page(0, () => (window.fuzz.goes = false));
        await application.main(async (world) => {
            await world.page(0, () => {
                document.body.innerHTML = '<gst-video src="frameshare:honest"></gst-video>';
            });
            await world.shown(0);
        });
    } finally {
        await application.stop();
        await killAll();
    }
});
