// SPDX-License-Identifier: MIT
'use strict';

// A window that is fed damaged files: it shows what can be decoded of each, and the good one after it.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { makeClips } = require('../fuzz/clips');
const { damage } = require('../fuzz/damage');
const { makeClip, temporaryFolder } = require('./support/clips');
const { Application } = require('./support/electron');

const SEEDS = [1, 2, 3, 4, 5];

test('a window shows what decodes of damaged files, and goes on', async () => {
    const good = makeClip({ frames: 60 });
    const clips = makeClips(temporaryFolder(), ['h264.mkv', 'mpeg4.avi', 'vp8.webm']);
    const application = await Application.launch();
    let loaded = 0;

    try {
        await application.main(async (world, file) => {
            await world.player('one').load(file);
            await world.open({ src: 'frameshare:one' });
            await world.shown(0);
        }, good);
        for (const clip of clips) {
            for (const seed of SEEDS) {
                const file = path.join(temporaryFolder(), `damaged-${seed}-${path.basename(clip)}`);
                fs.writeFileSync(file, damage(fs.readFileSync(clip), seed));
                loaded += await application.main((world, input) => world.players.one.load(input).then(() => 1, () => 0), file);
            }
            await application.main(async (world, input) => {
                await world.players.one.load(input);
                await world.shown(0);
            }, clip);
            // Ends when the window shows it.
            await application.page(0, () => new Promise((resolve) => {
                const video = document.querySelector('gst-video');
                const look = () => (video.error || video.videoWidth !== 160 ? setTimeout(look, 20) : resolve());
                look();
            }));
        }
        assert.ok(loaded > 0, 'some of the damaged files have pictures');
    } finally {
        await application.stop();
    }
});
