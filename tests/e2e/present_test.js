// SPDX-License-Identifier: MIT
'use strict';

// js/preload/present: without WebGL the same pictures are drawn, by the CPU.

const assert = require('assert');
const test = require('node:test');
const { layout } = require('../../js/stream/addon');
const { Application } = require('./support/electron');
const { makeClip, makeFilm, makeWebm } = require('./support/clips');
const { noise, noisyPicture, paint } = require('./support/pictures');

/** No GPU, and none in software. */
const WITHOUT = ['--disable-gpu', '--disable-software-rasterizer'];
/** What a way may differ from another, of 255. */
const CODES = 2;

const shapeOf = (name) => layout.formats.find((shape) => shape && shape.name === name);

/** Straight alpha, as a 2D canvas gives it, as it is stored. */
function premultiply(pixels) {
    return pixels.map((value, i) => ((i & 3) === 3 ? value : value * pixels[i | 3] / 255));
}

/** Draw pictures both ways and compare. */
async function compare(application, pictures, most = CODES) {
    const expected = await paint(application, pictures);
    const seen = await paint(application, pictures, 'painter2d');

    pictures.forEach(({ what }, i) => {
        const pixels = premultiply(seen[i]);
        const off = pixels.reduce((sum, value, at) => Math.max(sum, Math.abs(value - expected[i][at])), 0);

        assert.strictEqual(pixels.length, expected[i].length, what);
        assert.ok(new Set(expected[i]).size > 4, `${what}: there is nothing to compare`);
        assert.ok(off <= most, `${what}: ${off.toFixed(2)} codes off`);
    });
}

let application;

test.before(async () => {
    application = await Application.launch();
    await application.main((world) => world.open());
});
test.after(() => application.stop());

test('every format is drawn as with WebGL, whole, cut and scaled', async () => {
    const all = layout.formats.filter(Boolean).flatMap((shape) => {
        const whole = noisyPicture(shape, 33, 31, 7, { matrix: 6, chromaSite: 1 });
        const cut = { ...whole, cropX: 3, cropY: 5, cropWidth: 17, cropHeight: 9 };

        return [
            { what: `${shape.name}`, picture: whole },
            { what: `${shape.name}, cut`, picture: cut },
            { what: `${shape.name}, scaled`, picture: cut, canvas: { width: 51, height: 41, fit: { mode: 'fill' } } },
        ];
    });

    await compare(application, all);
});

test('so is what is turned, of another shape of pixels, larger than the canvas, or of another range of colours', async () => {
    const plain = noisyPicture(shapeOf('I420'), 24, 16, 3, { matrix: 1, cropX: 5, cropY: 3, cropWidth: 14, cropHeight: 9 });
    const alpha = noisyPicture(shapeOf('BGRA'), 24, 16, 0);
    const deep = noisyPicture(shapeOf('P010_10LE'), 24, 16, 0, { matrix: 9, primaries: 9 });
    const canvas = { width: 37, height: 29 };
    const pictures = [];

    for (let orientation = 0; orientation < 8; orientation++) {
        pictures.push({ what: `orientation ${orientation}`, picture: { ...plain, orientation }, canvas });
        pictures.push({ what: `turned to ${orientation}`, picture: alpha, canvas: { ...canvas, fit: { orientation } } });
    }
    for (const mode of ['contain', 'cover', 'fill', 'none', 'scale-down']) {
        for (const [width, height] of [[11, 30], [50, 7], [64, 64]]) {
            pictures.push({ what: `${mode} in ${width}x${height}`, picture: { ...plain, parN: 4, parD: 3 },
                canvas: { width, height, ratio: 2, fit: { mode, x: 0.3, y: 0.9 } } });
        }
    }
    for (const transfer of [1, 14, 16, 18]) {
        pictures.push({ what: `transfer ${transfer}`, picture: { ...deep, transfer }, canvas });
    }
    await compare(application, pictures);
});

/** An overlay of premultiplied noise in pixels of the picture. */
function noisyOverlay(x, y, width, height, columns = width, rows = height) {
    const data = noise(columns * rows * 4, width + height);

    for (let i = 0; i + 3 < data.length; i += 4) {
        for (let c = 0; c < 3; c++) {
            data[i + c] = Math.floor(data[i + c] * data[i + 3] / 255);
        }
    }
    return { x, y, width, height, columns, rows, stride: columns * 4, data };
}

test('so are overlays, cut at the picture\'s edge and turned with it', async () => {
    const overlays = [noisyOverlay(3, 2, 7, 5), noisyOverlay(-2, 6, 9, 6), noisyOverlay(18, -1, 6, 4)];
    const picture = noisyPicture(shapeOf('I420'), 24, 12, 0, { matrix: 1, cropX: 2, cropY: 1, cropWidth: 20, cropHeight: 10 });

    await compare(application, [0, 1, 2, 3, 4, 5, 6, 7].map((orientation) => ({
        what: `orientation ${orientation}`, picture: { ...picture, orientation }, overlays,
        canvas: orientation & 1 ? { width: 10, height: 20 } : { width: 20, height: 10 },
    })));
    // Drawn for the screen: pixel for pixel.
    await compare(application, [{ what: 'of the screen', picture: noisyPicture(shapeOf('GRAY8'), 20, 10, 0),
        canvas: { width: 60, height: 30 }, overlays: [noisyOverlay(3, 2, 14, 5, 41, 14)] }]);
});

/** What a window shows: its bitmap, once it stands still. */
function look(world, window) {
    let last = Buffer.alloc(0);
    let image;

    return world.until(async () => {
        image = await world.windows[window].webContents.capturePage();
        const bitmap = image.toBitmap();
        const settled = bitmap.equals(last) && bitmap.some((value, i) => (i & 3) !== 3 && value > 0);

        last = bitmap;
        return settled;
    }, 'the window shows a picture that stands still').then(() => ({ ...image.getSize(), pixels: last.toString('base64') }));
}

/** Without what the better ways need. @param {'webgl' | '2d' | undefined} way */
function launch(way) {
    return Application.launch({ flags: way === '2d' ? WITHOUT : [], env: way ? { FRAMESHARE_WAY: way } : {} });
}

/** What `auto` takes. VideoFrame came with Chromium 94. */
function bestOf(app) {
    return process.env.FRAMESHARE_WAY || (app.major >= 15 ? 'video' : 'webgl');
}

/**
 * The first picture of a film in a window of some size, and how it was drawn; then that of the window made larger, and turned.
 * @param {string} file
 * @param {'webgl' | '2d' | undefined} way the best that there is; all are there where nothing is said
 */
async function showIn(file, way) {
    const app = await launch(way);

    try {
        await app.main(async (world, source) => {
            await world.player('one').load(source);
            await world.open({ src: 'frameshare:one', width: 500, height: 300 });
            await world.shown(0);
        }, file);
        const small = await app.main(`(world) => (${look})(world, 0)`);
        await app.main(async (world) => {
            world.windows[0].setContentSize(733, 411);
            await world.until(() => world.page(0, () => window.innerWidth === 733 && window.innerHeight === 411), 'it is larger');
            // Until then the picture of the size before is stretched.
            await world.until(() => world.page(0, () => {
                const { video } = document.querySelector('gst-video');

                return !video || Math.abs(video.videoWidth - Math.min(733, 411 * 16 / 9)) <= 1;
            }), 'the picture of this size is shown');
        });
        const large = await app.main(`(world) => (${look})(world, 0)`);
        await app.page(0, () => document.querySelector('gst-video').setAttribute('rotate', '90'));
        await app.main((world) => world.until(() => world.page(0, () => new Promise((resolve) =>
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))))), 'it is drawn'));
        const turned = await app.main(`(world) => (${look})(world, 0)`);
        const stats = await app.page(0, () => document.querySelector('gst-video').stats);

        return { pictures: { small, large, turned }, stats, best: bestOf(app) };
    } finally {
        await app.stop();
    }
}

/** Of two captures of one size, dB. */
function psnr(one, other) {
    const [a, b] = [one, other].map(({ pixels }) => Buffer.from(pixels, 'base64'));
    let sum = 0;

    assert.deepStrictEqual([one.width, one.height], [other.width, other.height]);
    for (let i = 0; i < a.length; i++) {
        sum += (i & 3) === 3 ? 0 : (a[i] - b[i]) ** 2;
    }
    return 10 * Math.log10(255 ** 2 / (sum / (a.length / 4 * 3)));
}

test('each way shows what the others show, and says how', async (t) => {
    const file = makeClip({ size: '640x360', frames: 30 });
    const expected = await showIn(file, 'webgl');
    const others = [await showIn(file, '2d'), await showIn(file)];

    assert.deepStrictEqual([expected.stats.presenter, expected.stats.converted], ['webgl', 0]);
    assert.deepStrictEqual(others.map(({ stats }) => stats.presenter), ['2d', others[1].best]);
    for (const { pictures, stats } of others) {
        assert.strictEqual(stats.shown, 1);
        assert.ok(stats.presenter === 'webgl' || stats.converted >= 3, `${stats.converted} pictures converted`);
        for (const [name, picture] of Object.entries(pictures)) {
            const db = psnr(expected.pictures[name], picture);

            t.diagnostic(`${stats.presenter} ${name}: ${db.toFixed(1)} dB`);
            assert.ok(db > 45, `${stats.presenter} ${name}: ${db.toFixed(1)} dB`);
        }
    }
});

/**
 * A picture in the middle of a film, of a player that stands still, in a window of its own for each way.
 * @param {string[]} ways
 * @param {'2d'} [best]
 */
async function showFilm(ways, best) {
    const app = await launch(best);

    try {
        return await app.main(`async (world, file, ways) => {
            const player = world.player('one');

            await player.load(file);
            await player.seek(1);
            return Promise.all(ways.map(async (way) => {
                const window = await world.open({ width: 640, height: 400 });

                await world.page(window, (present) => {
                    document.body.innerHTML = '<gst-video present="' + present + '" src="frameshare:one"></gst-video>';
                }, way);
                await world.shown(window);
                const picture = await (${look})(world, window);
                const { stats, currentTime } = await world.page(window, () => {
                    const { stats, currentTime } = document.querySelector('gst-video');

                    return { stats, currentTime };
                });
                return { picture, stats, currentTime };
            }));
        }`, makeFilm(), ways);
    } finally {
        await app.stop();
    }
}

test('a film that is paused in its middle looks the same each way, in one run and in one without a GPU', async (t) => {
    const [expected, ...others] = await showFilm(['webgl', '2d']);
    const all = others.concat(await showFilm(['auto'], '2d'));

    assert.strictEqual(expected.stats.presenter, 'webgl');
    assert.ok(new Set(Buffer.from(expected.picture.pixels, 'base64')).size > 200, 'shades of a film');
    all.forEach(({ picture, stats, currentTime }, i) => {
        const db = psnr(expected.picture, picture);

        t.diagnostic(`${i ? 'without a GPU' : 'in one run'}: ${db.toFixed(1)} dB`);
        assert.strictEqual(stats.presenter, '2d');
        assert.ok(stats.converted >= 1, `${stats.converted} converted`);
        assert.strictEqual(currentTime, expected.currentTime);
        assert.ok(db > 45, `${db.toFixed(1)} dB`);
    });
});

test('it plays, and each picture it shows was converted', async () => {
    const app = await launch('2d');

    try {
        const stats = await app.main(async (world, file) => {
            const player = world.player('one');

            await player.load(file);
            await world.open({ src: 'frameshare:one' });
            await world.shown(0);
            await player.play();
            await world.until(() => world.page(0, () => document.querySelector('gst-video').stats.shown > 10), 'ten pictures are shown');
            return world.page(0, () => document.querySelector('gst-video').stats);
        }, makeWebm({ name: 'present.webm' }));

        assert.ok(stats.converted >= stats.shown, JSON.stringify(stats));
        assert.ok(stats.upload_ms.p50 > 0, JSON.stringify(stats));
    } finally {
        await app.stop();
    }
});

test('the attribute says which way, and what cannot be had is an error that names the switches', async () => {
    const app = await launch('2d');
    const ways = (world, file) => world.player('one').load(file).then(() => world.open()).then(() =>
        world.page(0, () => Promise.all(['webgl', '2d', 'auto', 'nonsense'].map((present) => new Promise((resolve) => {
            const video = document.createElement('gst-video');

            video.setAttribute('present', present);
            video.addEventListener('error', () => resolve(video.error.message));
            video.addEventListener('loadeddata', () => resolve([video.present, video.stats.presenter]));
            video.src = 'frameshare:one';
            document.body.append(video);
        })))));
    const file = makeClip({ frames: 30 });

    try {
        const [refused, ...others] = await app.main(ways, file);

        assert.match(String(refused), /no WebGL 2.*--ignore-gpu-blocklist.*--enable-unsafe-swiftshader/);
        assert.doesNotMatch(String(refused), /use-gl=swiftshader/);
        assert.deepStrictEqual(others, [['2d', '2d'], ['auto', '2d'], ['auto', '2d']]);
    } finally {
        await app.stop();
    }
    const withAll = await launch();

    try {
        const best = bestOf(withAll);

        assert.deepStrictEqual(await withAll.main(ways, file), [['webgl', 'webgl'], ['2d', '2d'], ['auto', best], ['auto', best]]);
    } finally {
        await withAll.stop();
    }
});
