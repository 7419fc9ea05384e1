// SPDX-License-Identifier: MIT
'use strict';

// How a picture lies in its element: beside an <img> of the same picture and style, which the browser lays out.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { Application } = require('./support/electron');
const { temporaryFolder } = require('./support/clips');

const WIDTH = 64;
const HEIGHT = 32;

/** Quarters: red and green above, blue and white below. */
function quarters(alpha = [255, 255, 255, 255]) {
    const colours = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]];

    return Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
        const quarter = (i % WIDTH < WIDTH / 2 ? 0 : 1) + (i < WIDTH * HEIGHT / 2 ? 0 : 2);
        return [...colours[quarter], alpha[quarter]];
    }).flat();
}

/** A pipeline that shows these pixels. */
function still(name, pixels) {
    const file = path.join(temporaryFolder(), `${name}.rgba`);

    fs.writeFileSync(file, Buffer.from(pixels));
    return { pipeline: `filesrc location="${file}" blocksize=${pixels.length} ! ` +
        `rawvideoparse format=rgba width=${WIDTH} height=${HEIGHT} framerate=10/1 ! framesharesink` };
}

/** A window with the pixels in an element above and in an <img> below, each in a part of half the height. */
async function open(name, pixels) {
    const application = await Application.launch();

    await application.main(async (world, source) => {
        await world.player('one').load(source);
        await world.open({ width: 400, height: 400 });
    }, still(name, pixels));
    await application.page(0, async (all, width, height) => {
        document.body.innerHTML = `<style id="sheet"></style><style>
            html, body { height: 100%; }
            body { background: repeating-linear-gradient(90deg, #304050 0 10px, #102030 10px 20px); }
            gst-video, img { position: absolute; box-sizing: border-box; left: 10px; width: 300px; height: 180px; }
            gst-video { top: 10px; } img { top: 210px; }</style><gst-video src="frameshare:one"></gst-video><img>`;
        const canvas = document.createElement('canvas');
        Object.assign(canvas, { width, height });
        canvas.getContext('2d').putImageData(new ImageData(Uint8ClampedArray.from(all), width, height), 0, 0);
        const image = document.querySelector('img');
        image.src = canvas.toDataURL();
        await image.decode();
    }, pixels, WIDTH, HEIGHT);
    await application.main((world) => world.shown(0));
    return application;
}

/** The window as {width, height, at(x, y): [r, g, b]}. */
async function screenshot(application) {
    const { width, height, base64 } = await application.main(async (world) => {
        const image = await world.windows[0].webContents.capturePage();
        return { ...image.getSize(), base64: image.toBitmap().toString('base64') };
    });
    const bitmap = Buffer.from(base64, 'base64');

    return { width, height, at: (x, y) => Array.from(bitmap.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)).reverse() };
}

/** How the upper half of a window differs from its lower half: pixels that do clearly, and the mean. */
function halves({ width, height, at }) {
    const half = height / 2;
    let clearly = 0;
    let sum = 0;

    for (let y = 0; y < half; y++) {
        for (let x = 0; x < width; x++) {
            const other = at(x, y + half);
            const most = Math.max(...at(x, y).map((value, c) => Math.abs(value - other[c])));
            sum += most;
            clearly += most > 100 ? 1 : 0;
        }
    }
    return { clearly, mean: sum / (width * half) };
}

/** Wait until the window is as it should be; what it was last is told otherwise. */
async function becomes(application, look, isRight, what) {
    const end = Date.now() + 15000;

    for (;;) {
        const found = look(await screenshot(application));
        if (isRight(found)) {
            return;
        }
        assert.ok(Date.now() < end, `${what}: ${JSON.stringify(found)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

/** Browsers put images on fractions of pixels: a line of them may differ along an edge. */
function isAlike({ clearly, mean }) {
    return clearly < 150 && mean < 2;
}

/** [style of both, style of the <img> alone] */
const STYLES = [
    ['', 'object-fit: contain'],
    ...['contain', 'cover', 'fill', 'none', 'scale-down'].map((fit) => [`object-fit: ${fit}`]),
    ['object-fit: none; object-position: 0 0'],
    ['object-fit: none; object-position: right 10px bottom 5px'],
    ['object-fit: none; object-position: calc(25% + 7px) 2em'],
    ['object-fit: contain; object-position: 0 100%'],
    ['object-fit: none; object-position: -20px 120%'],
    ['object-fit: none; width: 40px; height: 20px'],
    ['object-fit: none; width: 40px; height: 20px; object-position: 100% 0'],
    ['object-fit: cover; width: 50px; height: 150px; object-position: 10% 90%'],
    ['object-fit: scale-down; width: 40px; height: 90px'],
    ['object-fit: contain; width: 47px; height: 91px; writing-mode: vertical-rl'],
];

test('object-fit and object-position do what they do to an <img>', async (t) => {
    const application = await open('layout', quarters());

    try {
        for (const [style, more = ''] of STYLES) {
            await t.test(`${style || 'nothing said'}`, async () => {
                await application.page(0, (both, image) => {
                    document.querySelector('gst-video').style.cssText = both;
                    document.querySelector('img').style.cssText = `${both}; ${image}`;
                }, style, more);
                await becomes(application, halves, isAlike, style);
            });
        }
        await t.test('a rule of a style sheet that comes later', async () => {
            await application.page(0, () => {
                document.querySelector('gst-video').style.cssText = document.querySelector('img').style.cssText = '';
                document.getElementById('sheet').textContent = 'gst-video, img { object-fit: none; object-position: 30% 0; }';
            });
            await becomes(application, halves, isAlike, 'style sheet');
        });
    } finally {
        await application.stop();
    }
});

function zoomTo(application, factor) {
    return application.main((world, zoom) => world.windows[0].webContents.setZoomFactor(zoom), factor);
}

test('zoom changes the device pixel ratio, and the canvas with it', async () => {
    const application = await open('zoom', quarters());

    try {
        await application.page(0, () => {
            document.getElementById('sheet').textContent = `gst-video, img { object-fit: none; object-position: 10px 15px; }
                gst-video, img { width: 100px !important; height: 60px !important; left: 0 !important; }
                gst-video { top: 0 !important; } img { top: 50vh !important; }`;
        });
        for (const factor of [2, 1.5, 0.5, 1]) {
            await zoomTo(application, factor);
            await becomes(application, halves, isAlike, `zoom ${factor}`);
            assert.deepStrictEqual(await application.page(0, () => {
                const { width, height } = document.querySelector('gst-video')._view.canvas;
                return [devicePixelRatio, width, height];
            }), [factor, 100 * factor, 60 * factor]);
        }
    } finally {
        // Chromium remembers it for the next page from the same place.
        await zoomTo(application, 1);
        await application.stop();
    }
});

test('alpha shows the page behind the picture', async () => {
    const application = await open('alpha', quarters([255, 128, 0, 40]));

    try {
        await application.page(0, () => {
            document.querySelector('img').style.objectFit = 'contain';
        });
        await becomes(application, halves, isAlike, 'alpha');
        // The comparison is worth something: three quarters are not what they are without alpha.
        const { at } = await screenshot(application);
        assert.ok(at(60, 130)[2] < 100, 'blue of no opacity is not seen');
        assert.ok(at(60, 50)[0] > 200, 'red is');
    } finally {
        await application.stop();
    }
});

/** What is in the middles of the quarters of the element. */
function middles({ at }) {
    const names = { '255,0,0': 'red', '0,255,0': 'green', '0,0,255': 'blue', '255,255,255': 'white' };

    return [[85, 55], [235, 55], [85, 145], [235, 145]].map(([x, y]) => names[at(x, y)] || String(at(x, y))).join(' ');
}

test('rotate and flip turn the picture in its element', async () => {
    const application = await open('turn', quarters());
    const cases = [
        [{}, 'red green blue white'],
        [{ rotate: '90' }, 'blue red white green'],
        [{ rotate: '180' }, 'white blue green red'],
        [{ rotate: '270' }, 'green white red blue'],
        [{ flip: 'horizontal' }, 'green red white blue'],
        [{ flip: 'vertical' }, 'blue white red green'],
        [{ flip: 'horizontal', rotate: '90' }, 'white green blue red'],
        [{ flip: 'sideways', rotate: '45' }, 'red green blue white'],
    ];

    try {
        await application.page(0, () => (document.querySelector('gst-video').style.objectFit = 'fill'));
        for (const [attributes, expected] of cases) {
            await application.page(0, (all) => {
                const video = document.querySelector('gst-video');
                ['rotate', 'flip'].forEach((name) => video.removeAttribute(name));
                Object.assign(video, all);
            }, attributes);
            await becomes(application, middles, (found) => found === expected, JSON.stringify(attributes));
        }
    } finally {
        await application.stop();
    }
});

test('an element of no size of its own is as large as its picture, turned too', async () => {
    const application = await open('size', quarters());

    try {
        const sizes = await application.page(0, () => {
            const video = document.querySelector('gst-video');
            video.style.cssText = 'width: auto; height: auto';
            return ['', '90', '180'].map((rotate) => {
                video.rotate = rotate;
                const { width, height } = video.getBoundingClientRect();
                return [video.rotate, width, height];
            });
        });
        assert.deepStrictEqual(sizes, [[0, WIDTH, HEIGHT], [90, HEIGHT, WIDTH], [180, WIDTH, HEIGHT]]);
    } finally {
        await application.stop();
    }
});
