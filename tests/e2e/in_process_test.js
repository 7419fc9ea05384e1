// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { Application } = require('./support/electron');
const { makeClip, makeWebm } = require('./support/clips');

const clip = makeClip({ frames: 90, more: ['--codec=openh264'] });

test('a player in the main process shows its frames in a window', async () => {
    const application = await Application.launch();

    try {
        // A pipeline without FFmpeg's decoders: those are refused where Electron brings another FFmpeg.
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

/** The major versions of libavcodec on this machine. */
function systemVersions() {
    const folders = fs.readdirSync('/usr/lib', { withFileTypes: true }).filter((each) => each.isDirectory()).map(({ name }) => name);

    return ['', ...folders].flatMap((folder) => fs.readdirSync(path.join('/usr/lib', folder)))
        .map((name) => /^libavcodec\.so\.(\d+)$/.exec(name)).filter(Boolean).map(([, version]) => Number(version));
}

/** That of each Electron's libffmpeg.so, by Electron's own. @type {{[major: number]: number}} */
const BROUGHT = { 9: 58, 22: 59, 33: 61 };

/** In the main process: load, and play for a while; the error if there is one. */
async function attempt(world, name, file) {
    const player = world.player(name, { inProcess: true });

    try {
        await player.load(file);
        await player.play();
        await world.until(() => player.position > 0.5, 'it plays');
        return null;
    } catch (error) {
        return { code: error.code, message: error.message };
    }
}

test('a player in the main process decodes by FFmpeg where the versions match, and else refuses to', async () => {
    const application = await Application.launch();

    try {
        const match = systemVersions().includes(BROUGHT[application.major]);
        const error = await application.main(attempt, 'one', clip);

        if (match) {
            assert.strictEqual(error, null);
        } else {
            assert.strictEqual(error.code, 'host');
            assert.match(error.message, new RegExp(`libavcodec ${BROUGHT[application.major]} .*inProcess`));
        }
        // Either way the process lives, and what needs no FFmpeg plays.
        assert.strictEqual(await application.main(attempt, 'two', makeWebm({ name: 'in_process.webm' })), null);
    } finally {
        const { status } = await application.stop();
        assert.strictEqual(status, 0);
    }
});
