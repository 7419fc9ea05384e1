// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { counterSource } = require('../support/counter');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');

const clip = makeClip({ frames: 150 });
const WANTED = 40;

/** Real time, but no frame is left out for being late: then frame n of the stream is frame n - 1 of the clip. */
const PIPELINE = `filesrc location="${clip}" ! qtdemux ! h264parse ! avdec_h264 ! ` +
    'framesharesink qos=false max-lateness=-1';

/** What was read is a whole picture each, later ones are later, and their numbers fit with the sequence. */
function check(read) {
    assert.ok(read.length >= WANTED, `only ${read.length} frames were read`);
    for (let i = 0; i < read.length; i++) {
        assert.ok(read[i].counter >= 0, `frame ${read[i].sequence} is ${read[i].counter === -2 ? 'torn' : 'unreadable'}`);
        assert.strictEqual(read[i].counter, read[i].sequence - 1);
        if (i > 0) {
            assert.ok(read[i].sequence > read[i - 1].sequence, 'sequence numbers go up');
        }
    }
}

/**
 * Runs in a page, a preload or a Worker: takes frames until so many of them were read.
 * @param {() => any} getFrame null when there is none
 * @param {(frame: any) => number} counterOf
 * @param {number} wanted
 */
function collectCounters(getFrame, counterOf, wanted) {
    return new Promise((resolve, reject) => {
        const read = [];
        const look = () => {
            try {
                const frame = getFrame();
                if (frame) {
                    read.push({ counter: counterOf(frame), sequence: frame.sequence });
                    frame.release();
                }
            } catch (error) {
                reject(error);
                return;
            }
            if (read.length >= wanted) {
                resolve(read);
            } else {
                setTimeout(look, 5);
            }
        };
        look();
    });
}

/** Launch with a player that is ready to play in one window. */
async function prepare(flags) {
    const application = await Application.launch({ flags });

    await application.main(async (world, pipeline) => {
        await world.player('one').load({ pipeline });
        await world.open({ src: 'frameshare:one' });
        await world.shown(0);
    }, PIPELINE);
    return application;
}

test('the counter read in the main process is that of the frame\'s sequence', async () => {
    const application = await prepare([]);

    try {
        check(await application.main(async (world, wanted) => {
            const read = [];

            await world.players.one.play();
            await world.until(() => {
                const frame = world.players.one.getFrame();
                if (frame) {
                    read.push({ counter: world.counterOf(frame), sequence: frame.sequence });
                    frame.release();
                }
                return read.length >= wanted;
            }, 'frames were read');
            return read;
        }, WANTED));
    } finally {
        await application.stop();
    }
});

test('the counter read in the preload is that of the frame\'s sequence', async () => {
    const application = await prepare([]);

    try {
        const reading = application.preload(0, ({ frameshare, counterOf }, collector, wanted) => {
            const video = document.querySelector('gst-video');
            const collect = new Function(`return ${collector}`)();

            return collect(() => frameshare.getFrame(video), counterOf, wanted);
        }, String(collectCounters), WANTED);

        await application.main((world) => world.players.one.play());
        check(await reading);
    } finally {
        await application.stop();
    }
});

test('the counter read in the page is that of the frame\'s sequence', async () => {
    const application = await prepare(['--enable-features=SharedArrayBuffer']);

    try {
        const reading = application.page(0, (collector, reader, wanted) => {
            const video = document.querySelector('gst-video');
            const collect = new Function(`return ${collector}`)();
            const counterOf = new Function(`return ${reader}`)();

            return collect(() => {
                const frame = video.getFrame();

                if (frame && !(frame.data.buffer instanceof SharedArrayBuffer)) {
                    throw new Error('data is no view of a SharedArrayBuffer');
                }
                return frame;
            }, counterOf, wanted);
        }, String(collectCounters), counterSource(), WANTED);

        await application.main((world) => world.players.one.play());
        check(await reading);
    } finally {
        await application.stop();
    }
});

test('the counter read in a Worker of the page is that of the frame\'s sequence', async () => {
    const application = await prepare(['--enable-features=SharedArrayBuffer']);

    try {
        const reading = application.page(0, async (collector, reader, wanted) => {
            const video = document.querySelector('gst-video');
            const handles = await video.getHandles();
            const source = `
                onmessage = (event) => {
                    if (event.data.slot) {
                        self.reader.addSlot(event.data.slot);
                        return;
                    }
                    const { script, handles, wanted } = event.data;
                    importScripts(script);
                    self.reader = new frameshare.FrameReader(handles);
                    (${collector})(() => self.reader.getFrame(), ${reader}, wanted).then(postMessage);
                };`;
            const worker = new Worker(URL.createObjectURL(new Blob([source])));

            video.addEventListener('slot', (event) => worker.postMessage({ slot: event.detail }));
            worker.postMessage({ script: window.frameshare.workerScript, handles, wanted });
            return new Promise((resolve, reject) => {
                worker.onmessage = (event) => resolve(event.data);
                worker.onerror = (event) => reject(new Error(event.message));
            });
        }, String(collectCounters), counterSource(), WANTED);

        await application.main((world) => world.players.one.play());
        check(await reading);
    } finally {
        await application.stop();
    }
});

test('a page that may not have shared memory gets an error that names the switch', async (t) => {
    const application = await prepare([]);

    try {
        if (application.major < 10) {
            // Chromium 83 gives every page shared memory: the switch is on by itself.
            t.diagnostic(`Electron ${application.version} shares memory with every page`);
            const name = await application.page(0, () => document.querySelector('gst-video').getHandles()
                .then((handles) => handles.control.buffer[Symbol.toStringTag]));
            assert.strictEqual(name, 'SharedArrayBuffer');
            return;
        }
        const message = await application.page(0, () => {
            try {
                document.querySelector('gst-video').getFrame();
                return null;
            } catch (error) {
                return error.message;
            }
        });
        assert.match(message, /--enable-features=SharedArrayBuffer/);
    } finally {
        await application.stop();
    }
});

test('a frame that was not released is let go with the next, and that is said once', async () => {
    const application = await prepare([]);

    try {
        const warnings = await application.main(async (world) => {
            const said = [];
            const warn = console.warn;
            let taken = 0;

            console.warn = (text) => said.push(String(text));
            await world.players.one.play();
            await world.until(() => {
                taken += world.players.one.getFrame() ? 1 : 0;
                return taken >= 40;
            }, '40 frames were taken');
            console.warn = warn;
            return said;
        });

        assert.strictEqual(warnings.length, 1);
        assert.match(warnings[0], /release/);
    } finally {
        await application.stop();
    }
});
