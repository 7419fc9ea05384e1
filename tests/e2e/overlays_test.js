// SPDX-License-Identifier: MIT
'use strict';

// Text beside the frame: drawn by GStreamer at the window's resolution, put over the picture by the window.

const assert = require('assert');
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { Application } = require('./support/electron');
const { makeClip, temporaryFolder } = require('./support/clips');

const WIDTH = 320;
const HEIGHT = 180;
/** The windows are larger. */
const SMALL = `video/x-raw,format=I420,width=${WIDTH},height=${HEIGHT},framerate=30/1`;
const TEXT = 'textoverlay text="Sharp subtitle" font-desc="Sans 20"';

/** How often a window is looked at before what it shows counts. */
const PATIENCE = 20;

/** A player of `pipeline` under the name 'one', playing in window 0. */
function play(application, pipeline, width, height) {
    return application.main(async (world, description, ...size) => {
        const player = world.player('one');

        await player.load({ pipeline: description });
        await player.play();
        await world.open({ src: 'frameshare:one', width: size[0], height: size[1] });
        await world.shown(0);
    }, pipeline, width, height);
}

/**
 * Wait until the text is drawn `scale` times as large as its place on the picture. The overlay, what the window
 * shows (BGRA), and the player's counts.
 */
async function textAt(application, scale) {
    const { overlay, picture, ...rest } = await application.main(async (world, factor) => {
        const player = world.players.one;
        const stream = world.frameshare.open(player.stream);
        const found = await world.until(() => {
            const frame = stream.getFrame();
            const item = frame && frame.overlays.find(({ columns, width }) => Math.abs(columns - factor * width) <= factor);
            const copy = item && { ...item, data: Buffer.from(item.data).toString('base64') };
            if (frame) {
                frame.release();
            }
            return copy;
        }, `the text is drawn ${factor} times as large as its place`);
        await world.wait(300);
        const image = await world.windows[0].webContents.capturePage();
        stream.close();
        return { overlay: found, size: image.getSize(), picture: image.toBitmap().toString('base64'), stats: await player.stats() };
    }, scale);

    overlay.data = Buffer.from(overlay.data, 'base64');
    return { overlay, window: Buffer.from(picture, 'base64'), ...rest };
}

/** Mean difference of the overlay, over black, from the window's pixels with its corner at x, y. */
function differenceAt(overlay, window, width, x, y) {
    let sum = 0;

    for (let row = 0; row < overlay.rows; row++) {
        for (let column = 0; column < overlay.columns; column++) {
            for (let i = 0; i < 3; i++) {
                const drawn = overlay.data[row * overlay.stride + column * 4 + i];
                sum += Math.abs(drawn - window[((y + row) * width + x + column) * 4 + i]);
            }
        }
    }
    return sum / (overlay.rows * overlay.columns * 3);
}

/** The least of them where the text belongs, to the next pixel of the picture. */
function difference(overlay, window, width, scale) {
    let best = Infinity;

    for (let y = scale * (overlay.y - 1); y <= scale * (overlay.y + 1); y++) {
        for (let x = scale * (overlay.x - 1); x <= scale * (overlay.x + 1); x++) {
            best = Math.min(best, differenceAt(overlay, window, width, x, y));
        }
    }
    return best;
}

test('text is drawn at the resolution of the window and shown pixel for pixel, also when its size changes', async (t) => {
    const application = await Application.launch();

    try {
        await play(application, `videotestsrc pattern=black ! ${SMALL} ! ${TEXT} ! framesharesink`, 3 * WIDTH, 3 * HEIGHT);
        for (const scale of [3, 2, 4]) {
            await application.main((world, ...size) => world.windows[0].setContentSize(...size), scale * WIDTH, scale * HEIGHT);
            let seen = await textAt(application, scale);
            let mean = difference(seen.overlay, seen.window, seen.size.width, scale);

            // A busy machine takes its time to show what it was told.
            for (let i = 0; i < PATIENCE && mean >= 0.5; i++) {
                seen = await textAt(application, scale);
                mean = difference(seen.overlay, seen.window, seen.size.width, scale);
            }
            const { overlay, size, stats } = seen;

            t.diagnostic(`${overlay.columns} x ${overlay.rows} pixels of text on ${overlay.width} x ${overlay.height} ` +
                `of the picture: mean difference ${mean.toFixed(3)}`);
            assert.deepStrictEqual([size.width, size.height], [scale * WIDTH, scale * HEIGHT]);
            assert.ok(overlay.data.some((byte) => byte > 200), 'there is text in it');
            assert.ok(mean < 0.5, `mean difference ${mean}`);
            assert.strictEqual(stats.in_place, stats.published);
            assert.strictEqual(stats.copied, 0);
        }
    } finally {
        await application.stop();
    }
});

test('a film with text that changes with each frame plays in place in two windows', async () => {
    const application = await Application.launch();
    const clip = makeClip({ frames: 120 });

    try {
        const { stats, windows, slots } = await application.main(async (world, file) => {
            const player = world.player('one');

            await player.load({
                pipeline: `filesrc location="${file}" ! qtdemux ! h264parse ! avdec_h264 ! timeoverlay ! ` +
                    'framesharesink max-lateness=-1 qos=false',
            });
            const indices = [await world.open({ src: 'frameshare:one' }),
                await world.open({ src: 'frameshare:one', width: 1280, height: 720 })];
            await Promise.all(indices.map((index) => world.shown(index)));
            const stream = world.frameshare.open(player.stream);
            const ended = new Promise((resolve) => player.once('end', resolve));
            await player.play();
            await ended;
            const found = [];
            for (const index of indices) {
                found.push(await world.page(index, () => {
                    const video = document.querySelector('gst-video');
                    return { error: video.error && video.error.message, ...video.stats };
                }));
            }
            const { slots: list } = stream.handles();
            stream.close();
            return { stats: await player.stats(), windows: found, slots: list.length };
        }, clip);

        assert.ok(stats.published > 60, `published ${stats.published}`);
        assert.strictEqual(stats.in_place, stats.published);
        assert.strictEqual(stats.copied, 0);
        for (const window of windows) {
            assert.strictEqual(window.error, null);
            assert.ok(window.shown > 10, `shown ${window.shown}`);
        }
        assert.ok(slots < 40, `${slots} slots`);
    } finally {
        await application.stop();
    }
});

const CUES = `1
00:00:00,500 --> 00:00:01,500
A subtitle in the window's own resolution,
<i>of two lines</i>

2
00:00:02,500 --> 00:00:03,500
And another one, which is longer than the first
`;

/** The films: with subtitles in another file, and with the same in itself. */
function subtitled(kind) {
    const clip = makeClip({ frames: 150 });
    const cues = path.join(temporaryFolder(), 'cues.srt');

    fs.writeFileSync(cues, CUES);
    if (kind === 'another file') {
        return [clip, { subtitles: cues }];
    }
    const file = path.join(temporaryFolder(), 'subtitled.mkv');
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', clip, '-i', cues, '-map', '0:v', '-map', '1', '-c:v', 'copy', '-c:s', 'srt', file]);
    return [file, { subtitles: true }];
}

for (const kind of ['another file', 'the file itself']) {
    test(`subtitles of ${kind} are seen when they are due, sharp, and every frame stays in place`, async () => {
        const application = await Application.launch();

        try {
            const { frames, stats, errors } = await application.main(async (world, source, options) => {
                const player = world.player('one');
                const found = [];

                await player.load(source, options);
                await world.open({ src: 'frameshare:one', width: 1280, height: 720 });
                await world.shown(0);
                const stream = world.frameshare.open(player.stream, { everyFrame: true });
                const ended = new Promise((resolve) => player.once('end', resolve));
                const look = setInterval(() => {
                    for (let frame = stream.nextFrame(); frame; frame = stream.nextFrame()) {
                        found.push({
                            time: frame.pts / 1e9,
                            items: frame.overlays.map(({ data, ...rest }) => ({ ...rest, drawn: data.some((byte) => byte > 200) })),
                        });
                        frame.release();
                    }
                }, 5);
                await player.play();
                await ended;
                clearInterval(look);
                stream.close();
                return { frames: found, stats: await player.stats(), errors: player.errors };
            }, ...subtitled(kind));

            assert.deepStrictEqual(errors, []);
            assert.ok(stats.published > 20, `published ${stats.published}`);
            assert.strictEqual(stats.in_place, stats.published);
            assert.strictEqual(stats.copied, 0);
            // A frame more or less at the edges.
            const inside = (time, margin) => [0.5, 2.5].some((start) => time >= start + margin && time < start + 1 - margin);
            const due = frames.filter(({ time }) => inside(time, 0.05));
            const bare = frames.filter(({ time }) => !inside(time, -0.05));
            assert.ok(due.some(({ time }) => time < 2) && due.some(({ time }) => time > 2) && bare.length > 5, `${due.length} with, ${bare.length} without`);
            due.forEach(({ time, items }) => assert.ok(items.length === 1 && items[0].drawn, `at ${time}: ${JSON.stringify(items)}`));
            bare.forEach(({ time, items }) => assert.strictEqual(items.length, 0, `at ${time}`));
            // 640 pixels of the film on 1280 of the window.
            due.filter(({ time }) => time > 2).forEach(({ items: [item] }) => assert.ok(item.columns >= 2 * item.width - 2));
        } finally {
            await application.stop();
        }
    });
}
