// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');

const clip = makeClip({ frames: 120 });

/** Play the whole clip in some windows and give what they say of it. */
async function playThrough(application, source, windows, format = 'native') {
    return application.main(async (world, file, count, as) => {
        const player = world.player('one');

        await player.load(file, { format: as });
        const indices = [];
        for (let i = 0; i < count; i++) {
            indices.push(await world.open({ src: 'frameshare:one' }));
        }
        await Promise.all(indices.map((index) => world.shown(index)));
        const ended = new Promise((resolve) => player.once('end', resolve));
        await player.play();
        await ended;
        await world.wait(200);
        const statistics = [];
        for (const index of indices) {
            statistics.push(await world.page(index, () => document.querySelector('gst-video').stats));
        }
        return { stats: await player.stats(), statistics, video: player.video };
    }, source, windows, format);
}

test('a file plays out of shared memory with no copy', async () => {
    const application = await Application.launch();

    try {
        const { stats, statistics, video } = await playThrough(application, clip, 1);

        assert.deepStrictEqual([video.width, video.height, video.format], [640, 360, 'I420']);
        assert.ok(stats.published >= 120, `published ${stats.published}`);
        assert.strictEqual(stats.in_place, stats.published);
        assert.strictEqual(stats.copied, 0);
        assert.strictEqual(statistics[0].mapping, 'shared');
        assert.strictEqual(statistics[0].shown + statistics[0].missed, stats.published);
        assert.ok(statistics[0].shown > stats.published / 2, `shown ${statistics[0].shown} of ${stats.published}`);
    } finally {
        await application.stop();
    }
});

test('three windows show one decode', async () => {
    const application = await Application.launch();

    try {
        const { stats, statistics } = await playThrough(application, clip, 3);

        assert.strictEqual(stats.in_place, stats.published);
        assert.strictEqual(stats.readers, 3);
        for (const window of statistics) {
            assert.strictEqual(window.shown + window.missed, stats.published);
            assert.ok(window.shown > 10, `shown ${window.shown}`);
        }
    } finally {
        await application.stop();
    }
});

test('the way of RGBA in the slot works as well', async () => {
    const application = await Application.launch();

    try {
        const { stats, statistics, video } = await playThrough(application, clip, 1, 'rgba');

        assert.strictEqual(video.format, 'RGBA');
        assert.strictEqual(stats.in_place, stats.published);
        assert.ok(statistics[0].shown > 10, `shown ${statistics[0].shown}`);
    } finally {
        await application.stop();
    }
});

test('a window that opens on a paused player shows its picture at once', async () => {
    const application = await Application.launch();

    try {
        const shown = await application.main(async (world, file) => {
            const player = world.player('one');

            await player.load(file);
            await player.play();
            await world.until(() => player.position > 0.3, 'it plays');
            await player.pause();
            const index = await world.open({ src: 'frameshare:one' });
            await world.shown(index);
            return world.page(index, () => document.querySelector('gst-video').stats);
        }, clip);

        assert.strictEqual(shown.shown, 1);
        assert.strictEqual(shown.missed, 0);
    } finally {
        await application.stop();
    }
});
