// SPDX-License-Identifier: MIT
'use strict';

// What is painted of an element: its picture or its poster, in the box that CSS leaves; <video> beside <gst-video>.

const assert = require('assert');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { makeWebm } = require('./support/clips');
const { Application } = require('./support/electron');
const { captureCorner } = require('./support/window_picture');

const clip = pathToFileURL(makeWebm()).href;
const [RED, CYAN, WHITE, BLUE] = [[255, 0, 0], [0, 255, 255], [255, 255, 255], [0, 0, 255]];
const [WIDTH, HEIGHT] = [400, 240];

/** The file of a white poster. */
function white(width, height) {
    return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
        <rect width="${width}" height="${height}" fill="white"/></svg>`)}`;
}

/** The bars of the clip at its left and right edge, in an element of its size; elements are blue. */
const CASES = [
    ['a poster of another shape hides the first picture', { poster: white(50, 100) }, { '160,90': WHITE, '20,150': BLUE, '300,160': BLUE }],
    ['CSS padding is the page\'s', { style: 'padding: 20px 30px' }, { '10,10': BLUE, '370,210': BLUE, '50,170': RED, '330,180': CYAN }],
    ['a poster is inside the padding', { style: 'padding: 20px 30px', poster: white(320, 180) },
        { '10,10': BLUE, '24,100': BLUE, '36,26': WHITE, '344,194': WHITE }],
];

/** Runs in the page: the one element of the page, with a picture. */
async function show(tag, src, { poster = '', style = '' }) {
    const video = document.createElement(tag);

    document.body.innerHTML = '';
    video.style.cssText = `display: block; width: 320px; height: 180px; background: rgb(0, 0, 255); ${style}`;
    if (poster) {
        video.poster = poster;
    }
    video.muted = true;
    document.body.append(video);
    window.video = video;
    video.src = src;
    await new Promise((resolve) => video.addEventListener('canplaythrough', resolve, { once: true }));
}

/** Look until the points have these colours, nearly: decoders and scalers round. @returns {Promise<object>} the last look */
async function look(application, points) {
    const end = Date.now() + 20000;
    let seen;

    do {
        const pixels = await captureCorner(application, WIDTH, HEIGHT);

        seen = {};
        for (const [point, colour] of Object.entries(points)) {
            const [x, y] = point.split(',').map(Number);
            const pixel = Array.from(pixels.subarray((y * WIDTH + x) * 4, (y * WIDTH + x) * 4 + 3));

            seen[point] = pixel.every((value, i) => Math.abs(value - colour[i]) < 60) ? colour : pixel;
        }
    } while (JSON.stringify(seen) !== JSON.stringify(points) && Date.now() < end);
    return seen;
}

test('an element paints its poster and its picture where <video> does', async (t) => {
    const application = await Application.launch();

    try {
        await application.main((world, allowed) => world.open({ allow: [allowed] }), clip);
        for (const [what, words, points] of CASES) {
            for (const tag of ['video', 'gst-video']) {
                await t.test(`${what} (${tag})`, async () => {
                    await application.page(0, show, tag, clip, words);
                    assert.deepStrictEqual(await look(application, points), points);
                });
            }
        }
        await t.test('one that cannot be loaded is none, as HTML says: the first picture is seen', async () => {
            const points = { '20,150': RED, '300,160': CYAN };

            await application.page(0, show, 'gst-video', clip, { poster: 'data:image/png,broken' });
            assert.deepStrictEqual(await look(application, points), points);
        });
        await t.test('the picture is seen when it plays', async () => {
            const points = { '20,150': RED, '300,160': CYAN };

            await application.page(0, show, 'gst-video', clip, { poster: white(50, 100) });
            await application.page(0, () => window.video.play());
            assert.deepStrictEqual(await look(application, points), points);
        });
    } finally {
        await application.stop();
    }
});
