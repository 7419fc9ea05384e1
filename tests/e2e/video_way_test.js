// SPDX-License-Identifier: MIT
'use strict';

// present="video": pictures go through Chromium's own path for video, and look as they do through WebGL.

const assert = require('assert');
const test = require('node:test');
const { Publisher } = require('../colour/publisher');
const { codesChart, isInside } = require('../colour/charts');
const { Application } = require('./support/electron');
const { captureCorner, captureStill } = require('./support/window_picture');
const { until } = require('./support/processes');
const { colorimetryOf, farthest, formats, render, tell } = require('./support/projector');

/** Pages are put together in software where nothing is said; the other way is what a graphics card does, by Mesa. */
const COMPOSITING = { software: [], gpu: ['--ignore-gpu-blocklist', '--use-gl=angle', '--use-angle=gl'] };
/** Formats that go as they are on a graphics card, and those that only the addon converts. */
const FORMATS = { software: ['I420', 'NV12', 'BGRx', 'GRAY8', 'I420_10LE', 'UYVY'], gpu: ['I420', 'YV12', 'NV12', 'Y42B', 'Y444'] };
/** Chromium 108 rounds twice. */
const MOST = { software: 1, gpu: 2 };
/** Compared with WebGL, dB: on a graphics card Chromium scales, and takes chroma as centred. */
const LEAST = 45;

/** A window with one picture in it, that a publisher sends. */
class Stage {
    static async start(compositing, present = 'video', flags = []) {
        const stage = new Stage();

        stage.publisher = new Publisher(`video-way-${process.pid}`);
        stage.application = await Application.launch({ flags: COMPOSITING[compositing].concat(flags) });
        await stage.application.main((world) => world.open({ width: 900, height: 700 }));
        await stage.application.preload(0, ({ Screen, keep }, stream, way) => {
            document.body.style.background = 'rgb(0, 64, 0)';
            keep.screen = new Screen(stream, way);
        }, stage.publisher.stream, present);
        return stage;
    }

    resize(width, height) {
        return this.application.preload(0, ({ keep }, w, h) => keep.screen.resize(w, h), width, height);
    }

    alter(attributes, style) {
        return this.application.preload(0, ({ keep }, a, s) => keep.screen.alter(a, s), attributes, style);
    }

    /** Until it is on the screen. @returns {Promise<string>} the way it went */
    show(picture) {
        const pts = this.publisher.publish(picture);

        return this.application.preload(0, ({ keep }, at) => keep.screen.shown(at), pts);
    }

    /** What the window shows there, RGBA. @returns {Promise<Buffer>} */
    capture(width, height) {
        return captureCorner(this.application, width, height);
    }

    /** Until it stands still. */
    settled(width, height) {
        return captureStill(this.application, width, height);
    }

    async stop() {
        await this.publisher.stop();
        await this.application.stop();
    }
}

const formatOf = (name) => formats().find((format) => format.name === name);

/** A picture of one colour. */
function flat(name, space, width, height, code) {
    const codes = new Uint16Array(width * height * 4);

    for (let i = 0; i < codes.length; i += 4) {
        codes.set(code, i);
    }
    return { width, height, codes, format: name, colorimetry: colorimetryOf(space) };
}

for (const compositing of Object.keys(COMPOSITING)) {
    test(`code values are shown in their colours where pages are put together by ${compositing}`, async (t) => {
        const stage = await Stage.start(compositing);

        try {
            for (const format of FORMATS[compositing].map(formatOf)) {
                for (const matrix of { yuv: ['bt601', 'bt709'], gray: ['bt601'], rgb: ['rgb'] }[format.model]) {
                    for (const range of ['limited', 'full']) {
                        const space = { matrix, range };
                        const chart = codesChart(format, space);

                        await stage.resize(chart.width, chart.height);
                        const way = await stage.show({ ...chart, format: format.name, colorimetry: colorimetryOf(space) });
                        const expected = render(chart, format, space);
                        const isOpaque = (x, y) => expected[4 * (y * chart.width + x) + 3] > 254.9;
                        const shown = await stage.settled(chart.width, chart.height);
                        const worst = farthest(shown, expected, chart.width, (x, y) => isInside(x, y) && isOpaque(x, y));

                        t.diagnostic(`${way} ${format.name} ${matrix} ${range}: ${worst.deviation.toFixed(2)} codes`);
                        assert.strictEqual(way, 'video');
                        assert.ok(worst.deviation <= MOST[compositing], `${format.name} ${matrix} ${range}: ${tell(worst)}`);
                    }
                }
            }
        } finally {
            await stage.stop();
        }
    });

    test(`what has alpha is drawn in another way, and back, and no picture is missing between (${compositing})`, async () => {
        const stage = await Stage.start(compositing);
        const space = { matrix: 'bt709', range: 'limited' };
        const white = flat('I420', space, 64, 64, [235, 128, 128, 255]);
        const half = flat('BGRA', { matrix: 'rgb', range: 'full' }, 64, 64, [255, 255, 255, 128]);
        const ground = [0, 64, 0];
        const near = (pixels, colour) => colour.every((value, c) => Math.abs(pixels[c] - value) <= 2);

        try {
            await stage.resize(64, 64);
            for (const [picture, ways, colour] of [
                [white, ['video'], [255, 255, 255]],
                [half, ['webgl', '2d'], [128, 160, 128]],
                [white, ['video'], [255, 255, 255]],
                [half, ['webgl', '2d'], [128, 160, 128]],
            ]) {
                const seen = [];
                let done = false;
                const look = (async () => {
                    while (!done) {
                        seen.push((await stage.capture(64, 64)).subarray(4 * (32 * 64 + 32)));
                    }
                })();
                const way = await stage.show(picture);
                const shown = await stage.settled(64, 64);

                done = true;
                await look;
                assert.ok(ways.includes(way), way);
                assert.ok(near(shown.subarray(4 * (32 * 64 + 32)), colour), `${way}: ${shown.subarray(0, 4).join(' ')}`);
                // Before the first picture there is none.
                const gaps = seen.filter((pixel) => near(pixel, ground));

                assert.ok(picture === white && stage.first === undefined ? true : gaps.length === 0, `${gaps.length} without a picture`);
                stage.first = true;
            }
        } finally {
            await stage.stop();
        }
    });

    test(`the last of many pictures stays (${compositing})`, async () => {
        const stage = await Stage.start(compositing);
        const space = { matrix: 'bt709', range: 'limited' };

        try {
            await stage.resize(64, 64);
            for (let round = 0; round < 5; round++) {
                for (let i = 0; i < 20; i++) {
                    stage.publisher.publish(flat('I420', space, 64, 64, [16 + 4 * i, 128, 128, 255]));
                }
                await stage.show(flat('I420', space, 64, 64, [235 - round, 128, 128, 255]));
                const [shown] = await stage.settled(64, 64);
                const expected = (235 - round - 16) * 255 / 219;

                assert.ok(Math.abs(shown - expected) <= 2, `${shown}, expected ${expected}`);
            }
        } finally {
            await stage.stop();
        }
    });

    test(`turned, flipped, cut and stretched it lies where WebGL draws it (${compositing})`, async (t) => {
        const space = { matrix: 'bt709', range: 'limited' };
        const picture = { ...codesChart(formatOf('I420'), space), format: 'I420', colorimetry: colorimetryOf(space) };
        const looks = [
            [{ rotate: '90' }, {}], [{ rotate: '180', flip: 'horizontal' }, {}], [{ rotate: '270', flip: 'vertical' }, {}],
            [{ rotate: '0', flip: '' }, { objectFit: 'cover' }], [{}, { objectFit: 'fill' }],
            [{}, { objectFit: 'none', objectPosition: '10% 80%' }], [{}, { objectFit: 'contain', objectPosition: 'right 7px top' }],
        ];
        const seen = {};

        for (const way of ['webgl', 'video']) {
            const stage = await Stage.start(compositing, way);

            try {
                await stage.resize(410, 300);
                assert.strictEqual(await stage.show(picture), way);
                seen[way] = [];
                for (const [attributes, style] of looks) {
                    await stage.alter(attributes, style);
                    // Once more, as every 15th animation frame looks at the style.
                    await stage.show(picture);
                    await stage.application.preload(0, ({ keep }) => keep.screen.drawn());
                    seen[way].push(await stage.settled(410, 300));
                }
            } finally {
                await stage.stop();
            }
        }
        looks.forEach((look, i) => {
            const off = seen.video[i].reduce((sum, value, at) => sum + (value - seen.webgl[i][at]) ** 2, 0) / seen.video[i].length;
            const db = 10 * Math.log10(255 ** 2 / Math.max(off, 1e-9));

            t.diagnostic(`${JSON.stringify(look)}: ${db.toFixed(1)} dB`);
            assert.ok(db > LEAST, `${JSON.stringify(look)}: ${db.toFixed(1)} dB`);
        });
    });
}

test('PQ goes to Chromium as it is where the screen has a high dynamic range, and is mapped in another way where not', async () => {
    // GStreamer's numbers of BT.2020's matrix, PQ and BT.2020's primaries.
    const white = { ...flat('I420_10LE', { matrix: 'bt2020', range: 'limited' }, 64, 64, [573, 512, 512, 1023]), colorimetry: '2:6:14:7' };

    for (const flags of [[], ['--force-color-profile=hdr10']]) {
        const stage = await Stage.start('gpu', 'auto', flags);

        try {
            await stage.resize(64, 64);
            const way = await stage.show(white);
            const pixels = await stage.settled(64, 64);

            // VideoFrame has 10 bits, and BT.2020 a name, since Chromium 113.
            assert.strictEqual(way, flags.length > 0 && stage.application.major >= 25 ? 'video' : 'webgl');
            assert.ok(pixels[0] > 100 && Math.abs(pixels[0] - pixels[2]) <= 3, `${pixels.subarray(0, 4).join(' ')}`);
        } finally {
            await stage.stop();
        }
    }
});

/** Chromium starts it again some times, and then goes on in software. */
function loseGraphics(application) {
    return application.main(async (world) => {
        const software = () => !/^enabled/.test(world.app.getGPUFeatureStatus().gpu_compositing);
        let killed = 0;

        await world.until(() => {
            const gpu = world.app.getAppMetrics().find(({ type, pid }) => type === 'GPU' && pid !== killed);

            if (gpu && !software()) {
                killed = gpu.pid;
                world.process.kill(killed, 'SIGKILL');
            }
            return software();
        }, 'pages are put together in software');
    });
}

test('a picture that stands keeps its colours when the GPU process is lost for good', async () => {
    const stage = await Stage.start('gpu');
    const space = { matrix: 'bt709', range: 'limited' };
    // Where Chromium's own conversion in software is far off.
    const blue = flat('I420', space, 64, 64, [32, 240, 118, 255]);
    const expected = render(blue, formatOf('I420'), space);

    try {
        await stage.resize(64, 64);
        assert.strictEqual(await stage.show(blue), 'video');
        const inside = (x, y) => x > 8 && y > 8 && x < 56 && y < 56;
        assert.ok(farthest(await stage.settled(64, 64), expected, 64, inside).deviation <= MOST.gpu);
        await loseGraphics(stage.application);
        await until(async () => farthest(await stage.settled(64, 64), expected, 64, inside).deviation <= MOST.software,
            'the picture is right in software');
    } finally {
        await stage.stop();
    }
});
