// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');

const clip = makeClip({ frames: 90 });

test('where memory cannot be mapped, frames are copied, shown, and said to be copied', async () => {
    const application = await Application.launch({ env: { FRAMESHARE_FORCE_COPY: '1' } });

    try {
        const seen = await application.main(async (world, file) => {
            const player = world.player('one');

            await player.load(file);
            await world.open({ src: 'frameshare:one' });
            await world.shown(0);
            const frame = player.getFrame();
            const counter = world.counterOf(frame);
            frame.release();
            await player.play();
            await world.until(() => player.position > 1, 'it plays');
            return { counter, mapping: world.frameshare.mapping, statistics: await world.page(0, () =>
                document.querySelector('gst-video').stats) };
        }, clip);

        assert.strictEqual(seen.counter, 0);
        assert.strictEqual(seen.mapping, 'copy');
        assert.strictEqual(seen.statistics.mapping, 'copy');
        assert.ok(seen.statistics.shown > 10, `shown ${seen.statistics.shown}`);
    } finally {
        await application.stop();
    }
});

test('a page of copied frames is told that there is no memory to share', async () => {
    const application = await Application.launch({
        env: { FRAMESHARE_FORCE_COPY: '1' }, flags: ['--enable-features=SharedArrayBuffer'],
    });

    try {
        await application.main(async (world, file) => {
            await world.player('one').load(file);
            await world.open({ src: 'frameshare:one' });
            await world.shown(0);
        }, clip);
        const message = await application.page(0, () => document.querySelector('gst-video').getHandles()
            .then(() => null, (error) => error.message));
        assert.match(message, /copied/);
    } finally {
        await application.stop();
    }
});
