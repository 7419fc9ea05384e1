'use strict';

// <gst-video> beside <video>: the same scripts, the same file. docs/media-element.md lists what differs, and so does
// DIFFERENCES here: a difference that is not in it fails, and so does one that is no more.

const assert = require('assert');
const path = require('path');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeOther, makeWebm, temporaryFolder } = require('./support/clips');
const { DIFFERENCES, OF_SOUND } = require('./support/media_differences');
const { record, SCRIPTS } = require('./support/media_scripts');

const uris = {
    clip: pathToFileURL(makeWebm()).href,
    other: pathToFileURL(makeWebm({ seconds: 2, name: 'other.webm' })).href,
    missing: pathToFileURL(path.join(temporaryFolder(), 'missing.webm')).href,
};

/** What differs between two records: {log: [[of <video>], [of <gst-video>]], NAME: [value, value]}. */
function compare(expected, seen) {
    const differences = {};

    if (expected.log.join() !== seen.log.join()) {
        differences.log = [expected.log, seen.log];
    }
    for (const [name, value] of Object.entries(expected.values)) {
        if (value !== seen.values[name]) {
            differences[name] = [value, seen.values[name]];
        }
    }
    return differences;
}

/** What both do under a script, side by side: [of <video>, of <gst-video>]. */
function drive(application, script, files = uris) {
    return Promise.all(['video', 'gst-video'].map((tag) => {
        return application.page(0, `(tag, uris) => (${record})(tag, ${script}, uris)`, tag, files);
    }));
}

/** Of these the scripts that follow; WebM has had all of them. */
const FILES = ['picture.mp4', 'turned.mp4', 'both.mkv', 'sound.webm'];
const OF_FILES = ['load', 'seek while playing', 'end and play again'];

test('<gst-video> does what <video> does, but for the differences that are listed', async (t) => {
    const application = await Application.launch();

    try {
        await application.main((world, folder) => world.open({ allow: [folder] }),
            pathToFileURL(temporaryFolder() + path.sep).href);
        for (const [what, script] of Object.entries(SCRIPTS)) {
            await t.test(what, async () => {
                const [expected, seen] = await drive(application, script);

                assert.deepStrictEqual(compare(expected, seen), DIFFERENCES[what] || {});
            });
        }
    } finally {
        await application.stop();
    }
});

test('so it does with other files', async (t) => {
    const application = await Application.launch();

    try {
        await application.main((world, folder) => world.open({ allow: [folder] }),
            pathToFileURL(temporaryFolder() + path.sep).href);
        for (const name of FILES) {
            const files = Object.assign({}, uris, { clip: pathToFileURL(makeOther(name)).href });

            for (const what of OF_FILES) {
                await t.test(`${what} of ${name}`, async () => {
                    const [expected, seen] = await drive(application, SCRIPTS[what], files);

                    assert.deepStrictEqual(compare(expected, seen), name === 'sound.webm' ? OF_SOUND : {});
                });
            }
        }
    } finally {
        await application.stop();
    }
});

test('constants, and the values of an element that nothing was done to, are those of <video>', async () => {
    const application = await Application.launch();

    try {
        const [expected, seen] = await application.main(async (world) => {
            await world.open();
            return world.page(0, () => ['video', 'gst-video'].map((tag) => {
                const video = document.createElement(tag);
                const constants = Object.keys(window.HTMLMediaElement).filter((name) => /^[A-Z_]+$/.test(name));

                return {
                    ofClass: constants.map((name) => [name, video.constructor[name]]),
                    ofElement: constants.map((name) => [name, video[name]]),
                    attributes: [video.src, video.currentSrc, video.poster, video.preload, video.autoplay, video.loop],
                    ranges: [video.buffered.length, video.played.length, video.seekable.length],
                    numbers: [video.currentTime, String(video.duration), video.videoWidth, video.videoHeight],
                    nothing: video.error,
                    unknown: video.canPlayType('text/plain'),
                };
            }));
        });
        assert.deepStrictEqual(seen, expected);
        assert.strictEqual(expected.ofClass.length, 9);
    } finally {
        await application.stop();
    }
});
