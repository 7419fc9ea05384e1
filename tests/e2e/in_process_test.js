'use strict';

const assert = require('assert');
const test = require('node:test');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');

const clip = makeClip({ frames: 90, more: ['--codec=openh264'] });

test('a player in the main process shows its frames in a window', async () => {
    const application = await Application.launch();

    try {
        // A pipeline without FFmpeg's decoders: those crash where Electron brings another FFmpeg.
        const seen = await application.main(async (world, file) => {
            const player = world.player('one', { inProcess: true });

            await player.load({ pipeline: `filesrc location="${file}" ! qtdemux ! h264parse ! openh264dec ! framesharesink` });
            await world.open({ src: 'frameshare:one' });
            await world.shown(0);
            await player.play();
            await world.until(() => player.position > 1, 'it plays');
            const stats = await player.stats();
            const statistics = await world.page(0, () => document.querySelector('gst-video').stats);
            return { stats, statistics, pid: player.pid, own: process.pid };
        }, clip);

        assert.strictEqual(seen.pid, seen.own);
        assert.strictEqual(seen.stats.copied, 0);
        assert.strictEqual(seen.stats.in_place, seen.stats.published);
        assert.strictEqual(seen.statistics.mapping, 'shared');
        assert.ok(seen.statistics.shown > 10, `shown ${seen.statistics.shown}`);
    } finally {
        const { status } = await application.stop();
        assert.strictEqual(status, 0);
    }
});

test('a player in the main process that is asked for FFmpeg works where the versions match', async (t) => {
    const application = await Application.launch();

    try {
        if (application.major < 22) {
            t.skip(`Electron ${application.version} brings an FFmpeg that is not the system's`);
            return;
        }
        const position = await application.main(async (world, file) => {
            const player = world.player('one', { inProcess: true });

            await player.load(file);
            await player.play();
            return world.until(() => player.position > 0.5 && player.position, 'it plays');
        }, clip);
        assert.ok(position > 0.5);
    } finally {
        await application.stop();
    }
});
