// SPDX-License-Identifier: MIT
'use strict';

// A window that its writer has cut off, because it was stopped and did not read, shows the stream again when it goes on.

const assert = require('assert');
const test = require('node:test');
const { Application } = require('./support/electron');
const { until } = require('./support/processes');
const { host } = require('../main/support/fake');
const { killAll, newName, startWriter } = require('../node/programs');

/** What the host says of its source; the pictures are another program's. */
const VIDEO = { event: 'video', width: 64, height: 48, fps: 30, format: 'RGBA', pixelAspect: 1, orientation: 'identity' };

test('an element that its writer has cut off shows what is published then', async () => {
    const name = newName();
    const application = await Application.launch({ env: { FRAMESHARE_TEST_JOURNAL: '/dev/null' } });

    try {
        const writer = await startWriter(name);
        await writer.ask('frame 1');
        await application.main(async (world, program, stream, video) => {
            const player = world.player('film', { host: program, stream });
            await player.load(`file:///a.mp4?say=${encodeURIComponent(JSON.stringify(video))}`);
            await world.open();
        }, host, name, VIDEO);
        await application.page(0, () => {
            document.body.innerHTML = '<gst-video src="frameshare:film"></gst-video>';
        });
        const shown = () => application.page(0, () => {
            const frame = document.querySelector('gst-video').getVideoPlaybackQuality();
            return frame.totalVideoFrames;
        });
        await until(async () => await shown() > 0, 'the first picture');
        for (let i = 0; i < 3; i++) {
            const before = await shown();
            await writer.ask('cut');
            await until(async () => (await writer.ask('stats')).split(' ')[2] === '1', 'it connects again');
            await writer.ask('frame 1');
            await until(async () => await shown() > before, 'a picture after that');
        }
        assert.strictEqual(await application.page(0, () => document.querySelector('gst-video').error), null);
    } finally {
        await application.stop();
        await killAll();
    }
});
