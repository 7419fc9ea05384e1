// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeClip, temporaryFolder } = require('./support/clips');

const clip = makeClip({ frames: 60 });

function write(name, data) {
    const file = path.join(temporaryFolder(), name);

    fs.writeFileSync(file, data);
    return file;
}

const text = write('letter.mp4', 'Dear reader,\nthis is no video.\n'.repeat(100));
const truncated = write('short.mp4', fs.readFileSync(clip).subarray(0, 3000));

/** [what, source, words of the message] */
const INPUTS = [
    ['a missing file', path.join(temporaryFolder(), 'nothing.mp4'), /nothing\.mp4/],
    ['a text file', text, /letter\.mp4|text|type|format/i],
    ['a truncated MP4', truncated, /short\.mp4|moov|incomplete|damaged|truncated|cut|header|corrupt/i],
    ['a URI with an unknown scheme', 'gopher-9://example/a', /gopher-9/],
    ['a pipeline with a typo', { pipeline: 'videotestsrcc ! framesharesink' }, /videotestsrcc/],
    ['a pipeline without a framesharesink', { pipeline: 'videotestsrc ! fakesink' }, /framesharesink/],
    ['a picture of 32768x32768', { pipeline: 'videotestsrc ! video/x-raw,format=I420,width=32768,height=32768 ! framesharesink' },
        /32768x32768: at most 16384x16384/],
    ['a picture of 0x0', { pipeline: 'fakesrc ! capsfilter caps=video/x-raw,format=I420,width=0,height=0,framerate=1/1 ! framesharesink' },
        /0x0 has no pixels/],
    ['a picture larger than the memory limit',
        { pipeline: 'videotestsrc ! video/x-raw,format=RGBA,width=4096,height=4096 ! framesharesink max-memory=1000000' },
        /4096x4096 RGBA takes 64.*max-memory/],
    ['a format that cannot be published',
        { pipeline: 'filesrc location=/dev/zero ! rawvideoparse format=v210 width=64 height=48 ! framesharesink' }, /v210/],
    ['a source without a video stream', { pipeline: 'audiotestsrc num-buffers=5 ! framesharesink' }, /./],
];

test('each bad input shows its error in the window, and the next good one plays', async (t) => {
    const application = await Application.launch();

    try {
        await application.main(async (world, file) => {
            await world.player('one').load(file);
            await world.open({ src: 'frameshare:one' });
            await world.shown(0);
        }, clip);
        for (const [what, source, words] of INPUTS) {
            await t.test(what, async () => {
                const rejected = await application.main((world, input) => world.players.one.load(input)
                    .then(() => null, (error) => ({ message: error.message, code: error.code })), source);
                assert.ok(rejected, 'load() is rejected');
                assert.match(rejected.message, words);
                const shown = await application.page(0, () => new Promise((resolve) => {
                    const video = document.querySelector('gst-video');
                    const look = () => (video.error ? resolve(video.error) : setTimeout(look, 10));
                    look();
                }));
                assert.strictEqual(shown.reason, rejected.code);
                assert.match(shown.message, /this source|this pipeline/, 'it says what is wrong, and not where the source is');
                assert.doesNotMatch(shown.message, /\/|mp4|no element "/);
                await application.main((world, file) => world.players.one.load(file), clip);
                await application.main((world) => world.shown(0));
                assert.strictEqual(await application.page(0, () => document.querySelector('gst-video').error), null);
            });
        }
    } finally {
        await application.stop();
    }
});

test('a picture that becomes impossible on the way is an error, and the next good one plays', async () => {
    const application = await Application.launch();
    const pipeline = 'concat name=both ! framesharesink ' +
        'videotestsrc num-buffers=10 ! video/x-raw,format=I420,width=64,height=48 ! both. ' +
        'videotestsrc ! video/x-raw,format=I420,width=20000,height=16 ! both.';

    try {
        const rejected = await application.main(async (world, what) => {
            const player = world.player('one');
            await player.load(what);
            await world.open({ src: 'frameshare:one' });
            await world.shown(0);
            const failed = new Promise((resolve) => player.once('error', resolve));
            await player.play();
            const { code, message } = await failed;
            return { code, message };
        }, { pipeline });
        assert.strictEqual(rejected.code, 'format');
        assert.match(rejected.message, /20000x16: at most/);
        const shown = await application.page(0, () => document.querySelector('gst-video').error);
        assert.strictEqual(shown.reason, rejected.code);
        await application.main((world, file) => world.players.one.load(file), clip);
        assert.strictEqual(await application.page(0, () => document.querySelector('gst-video').error), null);
    } finally {
        await application.stop();
    }
});

/** What an element of a source says, in a window with some policy. */
function errorOf(application, src, allow) {
    return application.main(async (world, uri, prefixes) => {
        const index = await world.open({ src: uri, allow: prefixes });
        return world.page(index, () => new Promise((resolve) => {
            const video = document.querySelector('gst-video');
            const look = () => {
                if (video.error || video.readyState >= 2) {
                    resolve(video.error);
                } else {
                    setTimeout(look, 10);
                }
            };
            look();
        }));
    }, src, allow);
}

test('a page opens what the main process allows, and nothing else', async () => {
    const application = await Application.launch();
    const uri = pathToFileURL(clip).href;
    const folder = pathToFileURL(path.dirname(clip) + path.sep).href;

    try {
        const refused = await errorOf(application, uri);
        assert.strictEqual(refused.reason, 'refused');
        assert.match(refused.message, /allow/);
        assert.strictEqual(await errorOf(application, uri, [folder]), null);
        assert.strictEqual((await errorOf(application, `${folder}../etc/passwd`, [folder])).reason, 'refused');
        assert.strictEqual((await errorOf(application, 'frameshare:two', [folder])).reason, 'refused');
        const crooked = await errorOf(application, 'frameshare:%E0%A4%A', [folder]);
        assert.strictEqual(crooked.reason, 'refused');
        assert.match(crooked.message, /no player "%E0%A4%A"/);
    } finally {
        await application.stop();
    }
});

test('a page gets subtitles of sources it may open, and of no others', async () => {
    const application = await Application.launch();
    const folder = pathToFileURL(path.dirname(clip) + path.sep).href;
    const cues = [0, 1, 2, 3].map((second) => `${second + 1}\n00:00:0${second},000 --> 00:00:0${second},999\nWords, ${second}\n`);
    const subtitles = pathToFileURL(write('words.srt', cues.join('\n'))).href;
    // What the element says to one source of subtitles after the other.
    const say = (uri) => application.page(0, (src, words) => new Promise((resolve) => {
        document.body.innerHTML = '<gst-video></gst-video>';
        const video = document.querySelector('gst-video');
        const look = () => (video.error || video.readyState >= 2 ? resolve(video.error) : setTimeout(look, 10));
        video.setAttribute('subtitles', words);
        video.src = src;
        look();
    }), pathToFileURL(clip).href, uri);

    try {
        await application.main((world, prefixes) => world.open({ allow: prefixes }), [folder]);
        assert.strictEqual(await say(subtitles), null);
        assert.strictEqual(await say(''), null);
        const refused = await say('file:///etc/passwd');
        assert.strictEqual(refused.reason, 'refused');
        assert.match(refused.message, /passwd/);
    } finally {
        await application.stop();
    }
});

test('load() of nothing says what it takes', async () => {
    const application = await Application.launch();

    try {
        const said = await application.main(async (world) => {
            const player = world.player('nothing');
            const messages = [];
            for (const source of [{}, null, '', 7, { uri: '' }, { pipeline: 7 }, undefined]) {
                messages.push(await player.load(source).then(() => 'loaded', ({ code, message }) => `${code}: ${message}`));
            }
            return messages;
        });
        for (const message of said.slice(0, -1)) {
            assert.match(message, /^not-found: load\(\) takes a path, a URI, or/);
        }
        assert.match(said[said.length - 1], /^closed: nothing was loaded yet/);
    } finally {
        await application.stop();
    }
});

test('an element\'s own player ends with the element', async () => {
    const application = await Application.launch();
    const folder = pathToFileURL(path.dirname(clip) + path.sep).href;

    try {
        assert.strictEqual(await errorOf(application, pathToFileURL(clip).href, [folder]), null);
        const streams = await application.main((world) => world.frameshare.list().filter(({ name }) =>
            name.startsWith('gst_player_')).map(({ pid }) => pid));
        assert.strictEqual(streams.length, 1);
        await application.page(0, () => document.querySelector('gst-video').remove());
        await application.main((world, pid) => world.until(() => {
            try {
                process.kill(pid, 0);
                return false;
            } catch (error) {
                return true;
            }
        }, 'the host is gone'), streams[0]);
    } finally {
        await application.stop();
    }
});

test('a window that was not attached says what to do, the first one and one beside others', async () => {
    const application = await Application.launch();

    try {
        const messages = await application.main(async (world) => {
            const complaint = async () => {
                const index = await world.open({ attached: false, src: 'frameshare:one' });

                return world.page(index, () => new Promise((resolve) => {
                    const video = document.querySelector('gst-video');
                    const end = Date.now() + 60000;
                    const look = () => (video.error || Date.now() > end
                        ? resolve(video.error ? video.error.message : `no error: ${customElements.get('gst-video')}`)
                        : setTimeout(look, 10));
                    look();
                }));
            };
            const first = await complaint();

            await world.open();
            return [first, await complaint()];
        });
        messages.forEach((message) => assert.match(message, /attach\(/));
    } finally {
        await application.stop();
    }
});

test('a name that cannot be a stream\'s, or is another\'s, is told in load()\'s error', async () => {
    const application = await Application.launch();

    try {
        const [slash, second, started] = await application.main(async (world, file) => {
            const failure = (promise) => promise.then(() => null, ({ code, message }) => ({ code, message }));

            await world.player('first', { stream: 'one-only' }).load(file);
            return [
                await failure(world.player('slash', { stream: 'a/b' }).load(file)),
                await failure(world.player('second', { stream: 'one-only' }).load(file)),
                // Nobody listens to this one: its promise tells.
                await failure(new world.GstPlayer({ stream: 'a/b' }).start()),
            ];
        }, clip);
        assert.strictEqual(slash.code, 'name');
        assert.match(slash.message, /a\/b/);
        assert.strictEqual(second.code, 'exists');
        assert.match(second.message, /one-only/);
        assert.deepStrictEqual(started, slash);
    } finally {
        await application.stop();
    }
});

test('a load that another one interrupts is no error of the player', async () => {
    const application = await Application.launch();

    try {
        const facts = await application.main(async (world, file) => {
            const player = world.player('one');
            const first = player.load(file).then(() => null, ({ code }) => code);

            await player.load(file);
            return [await first, player.state, player.error, player.errors.length];
        }, clip);
        assert.deepStrictEqual(facts, ['interrupted', 'paused', null, 0]);
    } finally {
        await application.stop();
    }
});
