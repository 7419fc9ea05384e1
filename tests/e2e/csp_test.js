// SPDX-License-Identifier: MIT
'use strict';

// Pages with a Content-Security-Policy: what is seen is what is seen without one, and the console has nothing to say.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { makeClip, temporaryFolder } = require('./support/clips');
const { Application } = require('./support/electron');
const { until } = require('./support/processes');

const APP = path.join(__dirname, 'support', 'app');

const POLICIES = { none: null, self: "default-src 'self'", strict: "default-src 'none'; script-src 'self'" };

/**
 * It says so of every webFrame.executeJavaScript(), unless the app sets that; later ones always have it. And each call of
 * webContents.executeJavaScript(), as the tests make, is a violation of script-src, which is let through.
 */
const OF_ELECTRON_9 = /^\(electron\) Security Warning: webFrame\.executeJavaScript was called without worldSafeExecuteJavaScript/;

/** Sizes by the picture, by attributes, by another shape, by nothing, and none at all; and text over the picture. */
const BODY = `<gst-video src="frameshare:film"></gst-video><gst-video src="frameshare:film" width="100"></gst-video>
    <gst-video src="frameshare:film" width="150" height="150"></gst-video><gst-video src="frameshare:film" rotate="90" width="60"></gst-video>
    <gst-video controls></gst-video><gst-video hidden src="frameshare:film"></gst-video><script src="csp.js"></script>`;

const SCRIPT = `window.violations = [];
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => violations.push(violatedDirective + ' ' + blockedURI));`;

/** @returns {string} the page, as world.open() wants it */
function writePage(name, policy) {
    const file = path.join(temporaryFolder(), `csp-${name}.html`);

    fs.writeFileSync(path.join(temporaryFolder(), 'csp.js'), SCRIPT);
    fs.writeFileSync(file, `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${name}</title>${policy ?
        `<meta http-equiv="Content-Security-Policy" content="${policy}">` : ''}</head><body>${BODY}</body></html>`);
    return path.relative(APP, file);
}

/** Open a page, wait until all its elements have a picture. @returns {Promise<{window: number, boxes: number[][]}>} */
async function open(application, name, policy) {
    const window = await application.main(async (world, page) => {
        world.keep.said = [];
        world.app.once('browser-window-created', (event, { webContents }) => webContents.on('console-message', (details, level, message) => {
            world.keep.said.push(message === undefined ? details.message : message);
        }));
        const index = await world.open({ page, width: 800, height: 600 });
        await world.shown(index);
        return index;
    }, writePage(name, policy));
    const boxes = await application.page(window, async () => {
        const all = Array.from(document.querySelectorAll('gst-video'));

        while (!all.every(({ src, readyState }) => !src || readyState >= 2)) {
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        const track = all[0].addTextTrack('subtitles');

        track.addCue(new window.VTTCue(0, 1000, 'words'));
        track.mode = 'showing';
        return all.map((each) => Object.values(each.getBoundingClientRect().toJSON()));
    });

    return { window, boxes };
}

/** The window's pixels once they are as they should be. */
async function capture(application, window, isRight) {
    let pixels = null;

    await until(async () => {
        pixels = Buffer.from(await application.main(async (world, index) =>
            (await world.windows[index].webContents.capturePage()).toBitmap().toString('base64'), window), 'base64');
        return isRight(pixels);
    }, 'the window shows what it should', 60000);
    return pixels;
}

/** What was said since the page was opened, and what it was refused. */
async function finish(application, window) {
    const said = await application.main((world) => world.keep.said);
    const violations = await application.page(window, () => window.violations);

    await application.main((world, index) => world.windows[index].destroy(), window);
    return { said: said.filter((message) => !OF_ELECTRON_9.test(message)),
        violations: violations.filter((each) => application.major > 9 || each !== 'script-src eval') };
}

test('a page with a strict Content-Security-Policy shows the same, and its console has no message', async () => {
    const application = await Application.launch();

    try {
        await application.main((world, clip) => world.player('film').load(clip), makeClip({ frames: 30 }));
        const free = await open(application, 'none', POLICIES.none);
        const sizes = free.boxes.map(([, , width, height]) => [Math.round(width), Math.round(height)]);
        // White is the page, and the number in the middle of the pictures. The text is on black.
        const sum = (pixels, x, y) => {
            const i = (Math.round(y) * 800 + Math.round(x)) * 4;

            return pixels[i] + pixels[i + 1] + pixels[i + 2];
        };
        const isPainted = (pixels) => sum(pixels, 298, 330) < 150 && free.boxes.slice(0, 4).every(([x, y, width, height]) =>
            sum(pixels, x + width * 0.8, y + height * 0.4) < 3 * 250);
        let before = Buffer.alloc(0);
        const pixels = await capture(application, free.window, (now) => {
            const same = now.equals(before);

            before = now;
            return same && isPainted(now);
        });

        assert.deepStrictEqual(sizes, [[640, 360], [100, 56], [150, 150], [60, 107], [300, 150], [0, 0]]);
        await finish(application, free.window);
        for (const name of ['self', 'strict']) {
            const bound = await open(application, name, POLICIES[name]);

            assert.deepStrictEqual(bound.boxes, free.boxes, name);
            await capture(application, bound.window, (now) => now.equals(pixels));
            assert.deepStrictEqual(await finish(application, bound.window), { said: [], violations: [] }, name);
        }
    } finally {
        await application.stop();
    }
});

test('an element that moves into the document of another window keeps its shape', async () => {
    const application = await Application.launch();

    try {
        await application.main((world, clip) => world.player('film').load(clip), makeClip({ frames: 30 }));
        await application.main((world) => world.open({ src: 'frameshare:film' }));
        await application.main((world) => world.shown(0));
        const styles = await application.page(0, () => {
            const frame = document.createElement('iframe');
            const video = document.querySelector('gst-video');
            const inside = () => {
                const { position, aspectRatio, objectFit } = video.ownerDocument.defaultView.getComputedStyle(video);

                return { position, aspectRatio, objectFit };
            };
            const before = inside();

            document.body.append(frame);
            frame.contentDocument.body.append(video);
            return [before, inside()];
        });

        assert.deepStrictEqual([styles[0].position, styles[0].objectFit], ['relative', 'contain']);
        assert.deepStrictEqual(styles[1], styles[0]);
    } finally {
        await application.stop();
    }
});
