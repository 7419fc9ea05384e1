// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const path = require('path');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');
const { hostsOf, until } = require('./support/processes');

const clip = makeClip({ frames: 300 });
const uri = pathToFileURL(clip).href;
const folder = path.dirname(clip);

/** Windows with one element each, that show a picture. */
async function prepare(elements) {
    const application = await Application.launch();

    for (const html of elements) {
        await application.main(async (world, text, allow) => {
            const index = await world.open({ allow });
            await world.page(index, (markup) => (document.body.innerHTML = markup), text);
            await world.shown(index);
        }, html, [folder]);
    }
    return application;
}

const pausedIn = (application, window) => application.page(window, () => document.querySelector('gst-video').paused);

test('elements with share show one player in all windows, until the last one is gone', async () => {
    const shared = `<gst-video share src="${uri}"></gst-video>`;
    const application = await prepare([shared, shared, shared]);
    const hosts = () => hostsOf(application.child.pid).length;

    try {
        assert.strictEqual(hosts(), 1);
        await application.page(1, () => document.querySelector('gst-video').play());
        for (const window of [0, 1, 2]) {
            await until(async () => !await pausedIn(application, window), 'it plays in every window');
        }
        await application.page(2, () => document.querySelector('gst-video').pause());
        await until(() => pausedIn(application, 0), 'any window pauses all');
        await application.page(0, () => (document.querySelector('gst-video').currentTime = 5));
        await until(() => application.page(1, () => document.querySelector('gst-video').currentTime === 5), 'any seeks for all');
        const streams = await Promise.all([0, 1, 2].map((window) => application.page(window, () => document.querySelector('gst-video').stream)));
        assert.strictEqual(new Set(streams).size, 1);

        await application.main((world) => world.windows[0].destroy());
        await application.page(1, () => document.querySelector('gst-video').remove());
        await application.page(2, () => document.querySelector('gst-video').play());
        await application.main((world) => world.until(() => world.page(2, () => document.querySelector('gst-video').currentTime > 5.2),
            'it plays on in the last'));
        assert.strictEqual(hosts(), 1);
        await application.page(2, () => document.querySelector('gst-video').remove());
        await until(() => hosts() === 0, 'the last one out ends it');
    } finally {
        await application.stop();
    }
});

test('a window that comes later sees at once what the others made of the shared player', async () => {
    const shared = `<gst-video share src="${uri}"></gst-video>`;
    const application = await prepare([shared, shared]);
    const look = (window) => application.page(window, () => {
        const video = document.querySelector('gst-video');
        const { currentTime, duration, volume, muted, playbackRate, paused, videoTracks } = video;
        return { currentTime, duration, volume, muted, playbackRate, paused, tracks: videoTracks.length };
    });
    const expected = { currentTime: 4, duration: 10, volume: 0.25, muted: true, playbackRate: 2, paused: true, tracks: 1 };

    try {
        await application.page(0, () => {
            Object.assign(document.querySelector('gst-video'), { currentTime: 4, volume: 0.25, muted: true });
        });
        await application.page(1, () => (document.querySelector('gst-video').playbackRate = 2));
        for (const window of [0, 1]) {
            await until(async () => JSON.stringify(await look(window)) === JSON.stringify(expected), 'each window sees what the other did');
        }
        // When it tells of its metadata, all of it is there.
        await application.main(async (world, allow) => world.open({ allow }), [folder]);
        const late = await application.page(2, (markup) => new Promise((resolve, reject) => {
            document.body.innerHTML = markup;
            const video = document.querySelector('gst-video');
            video.addEventListener('error', () => reject(new Error(video.error.message)));
            video.addEventListener('loadedmetadata', () => {
                const { currentTime, duration, volume, muted, playbackRate, paused, videoTracks } = video;
                resolve({ currentTime, duration, volume, muted, playbackRate, paused, tracks: videoTracks.length });
            });
        }), shared);
        assert.deepStrictEqual(late, expected);
        assert.strictEqual(hostsOf(application.child.pid).length, 1);
    } finally {
        await application.stop();
    }
});

test('elements that show it in another way, or do not share, have players of their own', async () => {
    const application = await prepare([`<gst-video share src="${uri}"></gst-video>`, `<gst-video share format="rgba" src="${uri}"></gst-video>`,
        `<gst-video src="${uri}"></gst-video>`, `<gst-video share src="${folder}/../${path.basename(folder)}/${path.basename(clip)}"></gst-video>`]);

    try {
        assert.strictEqual(hostsOf(application.child.pid).length, 3, 'the first and the last are the same');
    } finally {
        await application.stop();
    }
});
