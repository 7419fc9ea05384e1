// SPDX-License-Identifier: MIT
'use strict';

// <track> in <gst-video> beside <track> in <video>: the same scripts. The browser reads these files in both.

const assert = require('assert');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { makeWebm } = require('./support/clips');
const { Application } = require('./support/electron');
const { SCRIPTS } = require('./support/track_scripts');

const file = (words) => `data:text/vtt,${encodeURIComponent(`WEBVTT\n\n${words}`)}`;
const uris = {
    clip: pathToFileURL(makeWebm()).href,
    words: file('00:00.500 --> 00:01.000\none\n\n00:01.000 --> 00:02.000\ntwo\n'),
    others: file('00:00.000 --> 00:01.000\nother\n'),
    missing: 'data:text/plain,nothing',
};

/** Runs in the page: lets a script drive an element, and gives what it noted and what its children heard. */
async function record(tag, script, given) {
    const video = document.createElement(tag);
    const log = [];
    let next = 0;
    const page = {
        log,
        note: (...words) => log.push(words.map(String).join(' ')),
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        /** A word that was not waited for yet, or an event of the element. */
        until: async (word) => {
            const end = Date.now() + 20000;

            while (!log.slice(next).includes(word)) {
                if (Date.now() > end) {
                    throw new Error(`<${tag}>: no ${word} after ${log}`);
                }
                await page.wait(5);
            }
            next = log.indexOf(word, next) + 1;
        },
        child: (attributes) => {
            const child = document.createElement('track');

            Object.keys(attributes).forEach((name) => child.setAttribute(name, attributes[name]));
            ['load', 'error'].forEach((name) => child.addEventListener(name, () => log.push(`${name} of ${child.kind[0]}`)));
            return child;
        },
    };

    // Once: that of a seek comes when it comes.
    video.addEventListener('canplaythrough', () => log.push('canplaythrough'), { once: true });
    document.body.append(video);
    try {
        await script(video, given, page);
    } catch (error) {
        log.push(String(error));
    }
    video.remove();
    return log;
}

test('<track> in <gst-video> does what it does in <video>', async (t) => {
    const application = await Application.launch();

    try {
        await application.main((world, clip) => world.open({ allow: [clip] }), uris.clip);
        for (const [what, script] of Object.entries(SCRIPTS)) {
            await t.test(what, async () => {
                const [expected, seen] = await Promise.all(['video', 'gst-video'].map((tag) => {
                    return application.page(0, `(tag, uris) => (${record})(tag, ${script}, uris)`, tag, uris);
                }));

                assert.deepStrictEqual(seen, expected);
            });
        }
    } finally {
        await application.stop();
    }
});
