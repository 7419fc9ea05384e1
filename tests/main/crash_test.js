// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { GstPlayer } = require('../../js/main');
const { makeClip } = require('../e2e/support/clips');
const { withCrasher, withSaboteur } = require('./support/crasher');

Object.assign(process.env, withCrasher());

const SOURCE = 'videotestsrc ! video/x-raw,width=64,height=48';
const FILE = `filesrc location=${makeClip({ frames: 60 })} ! qtdemux ! h264parse ! avdec_h264 name=decoder`;

/** How it crashes, the pipeline, the signal, whether it is certain, and the element that is named. */
const CRASHES = [
    ['while a buffer is pushed into it', `${SOURCE} ! frscrasher name=culprit at=1 ! framesharesink`, 'SIGSEGV', true, 'culprit'],
    ['in a thread of a queue', `${SOURCE} ! queue ! identity ! frscrasher name=culprit at=1 ! videoconvert ! framesharesink`, 'SIGSEGV', true, 'culprit'],
    ['in a bin', `${SOURCE} ! ( identity ! frscrasher name=culprit at=1 ) ! framesharesink`, 'SIGSEGV', true, 'culprit'],
    ['because it gives up itself', `${SOURCE} ! frscrasher name=culprit at=1 signal=6 ! framesharesink`, 'SIGABRT', true, 'culprit'],
    ['by wrong arithmetic', `${SOURCE} ! frscrasher name=culprit at=1 signal=8 ! framesharesink`, 'SIGFPE', true, 'culprit'],
    ['when it starts', `${SOURCE} ! frscrasher name=culprit opening=true ! framesharesink`, 'SIGSEGV', true, 'culprit'],
    ['behind a decoder, after some pictures', `${FILE} ! frscrasher name=culprit at=5 ! framesharesink`, 'SIGSEGV', true, 'culprit'],
    ['in a thread that GStreamer does not know', `${FILE} ! frscrasher at=1 aside=true ! framesharesink`, 'SIGSEGV', false, 'decoder'],
];

test('three crashes end in an error that names the element that crashed', async (t) => {
    for (const [how, pipeline, signal, certain, element] of CRASHES) {
        await t.test(how, async () => {
            const player = new GstPlayer();
            const attempts = [];

            player.on('recovering', ({ attempt }) => attempts.push(attempt));
            try {
                const error = await player.load({ pipeline }).then(() => player.play()).then(() => new Promise((resolve) => player.once('error', resolve)),
                    (reason) => reason);
                assert.strictEqual(error.code, 'crashed', error.message);
                assert.strictEqual(error.element, element);
                assert.match(error.message, new RegExp(`3 times.*, ${certain ? '' : 'probably '}in the GStreamer element ${element};`));
                assert.match(error.debug, new RegExp(`was ended by ${signal}`));
                assert.deepStrictEqual(attempts, [1, 2]);
            } finally {
                await player.close();
            }
        });
    }
});

test('three crashes of a real decoder name it, in its own threads, too', async (t) => {
    for (const [sabotage, where] of [
        ['packet', /, in the GStreamer element avdec_h264-0;/],
        ['thread', /, probably in the GStreamer element avdec_h264-0;/],
    ]) {
        await t.test(sabotage, async () => {
            Object.assign(process.env, withSaboteur(sabotage));
            const player = new GstPlayer();

            try {
                const error = await player.load(makeClip({ frames: 60, more: ['-a'] })).then(() => player.play())
                    .then(() => new Promise((resolve) => player.once('error', resolve)), (reason) => reason);
                assert.strictEqual(error.code, 'crashed', error.message);
                assert.strictEqual(error.element, 'avdec_h264-0');
                assert.match(error.message, where);
                assert.match(error.debug, sabotage === 'thread' ? /SIGSEGV in libsaboteur\S*, probably in/ : /SIGSEGV in the/);
            } finally {
                await player.close();
                Object.keys(withSaboteur(sabotage)).forEach((name) => delete process.env[name]);
            }
        });
    }
});
