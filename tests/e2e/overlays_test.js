'use strict';

// Text beside the frame: drawn by GStreamer at the window's resolution, put over the picture by the window.

const assert = require('assert');
const test = require('node:test');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');

const WIDTH = 960;
const HEIGHT = 540;
/** The window is three times as large in each direction. */
const SMALL = 'video/x-raw,format=I420,width=320,height=180,framerate=30/1';
const TEXT = 'textoverlay text="Sharp subtitle" font-desc="Sans 20"';

/**
 * Play in a window until the text has been drawn at the window's resolution. The overlay, what the window shows
 * (BGRA), and the player's counts.
 */
function showText(application, pipeline) {
    return application.main(async (world, description, width, height) => {
        const player = world.player('one');

        await player.load({ pipeline: description });
        await player.play();
        const window = await world.open({ src: 'frameshare:one', width, height });
        await world.shown(window);
        const stream = world.frameshare.open(player.stream);
        const overlay = await world.until(() => {
            const frame = stream.getFrame();
            const found = frame && frame.overlays.find(({ columns, width: shown }) => columns > shown);
            const copy = found && { ...found, data: Buffer.from(found.data).toString('base64') };
            if (frame) {
                frame.release();
            }
            return copy;
        }, 'the text is drawn at the resolution of the window');
        await world.wait(300);
        const image = await world.windows[window].webContents.capturePage();
        stream.close();
        return { overlay, size: image.getSize(), picture: image.toBitmap().toString('base64'), stats: await player.stats() };
    }, pipeline, WIDTH, HEIGHT);
}

/** Mean difference of the overlay, over black, from the window's pixels with its corner at x, y. */
function differenceAt(overlay, window, x, y) {
    let sum = 0;

    for (let row = 0; row < overlay.rows; row++) {
        for (let column = 0; column < overlay.columns; column++) {
            for (let i = 0; i < 3; i++) {
                const drawn = overlay.data[row * overlay.stride + column * 4 + i];
                sum += Math.abs(drawn - window[((y + row) * WIDTH + x + column) * 4 + i]);
            }
        }
    }
    return sum / (overlay.rows * overlay.columns * 3);
}

test('text is drawn at the resolution of the window and shown pixel for pixel', async (t) => {
    const application = await Application.launch();

    try {
        const { overlay, size, picture, stats } =
            await showText(application, `videotestsrc pattern=black ! ${SMALL} ! ${TEXT} ! framesharesink`);
        const window = Buffer.from(picture, 'base64');
        let best = Infinity;

        overlay.data = Buffer.from(overlay.data, 'base64');
        assert.deepStrictEqual([size.width, size.height], [WIDTH, HEIGHT]);
        t.diagnostic(`${overlay.columns} x ${overlay.rows} pixels of text on ${overlay.width} x ${overlay.height} of the picture`);
        assert.ok(overlay.columns >= 3 * overlay.width - 3 && overlay.rows >= 3 * overlay.height - 3);
        assert.ok(overlay.data.some((byte) => byte > 200), 'there is text in it');
        // Where it belongs, to the next pixel of the picture.
        for (let y = 3 * overlay.y - 3; y <= 3 * overlay.y + 3; y++) {
            for (let x = 3 * overlay.x - 3; x <= 3 * overlay.x + 3; x++) {
                best = Math.min(best, differenceAt(overlay, window, x, y));
            }
        }
        t.diagnostic(`mean difference ${best.toFixed(3)}`);
        assert.ok(best < 0.5, `mean difference ${best}`);
        assert.strictEqual(stats.in_place, stats.published);
        assert.strictEqual(stats.copied, 0);
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
                pipeline: `filesrc location="${file}" ! qtdemux ! h264parse ! avdec_h264 ! timeoverlay ! framesharesink`,
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
                    return { error: video.error && video.error.message, ...video.getStatistics() };
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
