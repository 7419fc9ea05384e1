// SPDX-License-Identifier: MIT
'use strict';

// <gst-video> beside <video>: the same scripts, the same file. docs/media-element.md lists what differs, and so does
// differencesOf() here: a difference that is not in it fails, and so does one that is no more.

const assert = require('assert');
const path = require('path');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeOther, makeWebm, temporaryFolder } = require('./support/clips');
const { OF_SOUND, differencesOf, undecidedOf } = require('./support/media_differences');
const { record } = require('./support/media_recorder');
const { SCRIPTS } = require('./support/media_scripts');

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
        const differences = differencesOf(application.major);
        const undecided = undecidedOf(application.major);

        for (const [what, script] of Object.entries(SCRIPTS)) {
            await t.test(what, async () => {
                const [expected, seen] = await drive(application, script);
                const found = compare(expected, seen);

                if (undecided[what]) {
                    for (const [name, [, ours]] of Object.entries(found)) {
                        assert.deepStrictEqual({ [name]: ours }, { [name]: undecided[what][name] && undecided[what][name][1] });
                    }
                } else {
                    assert.deepStrictEqual(found, differences[what] || {});
                }
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

/** Runs in the page: what an element answers to what makes little sense, and what scripts see of its classes. */
async function probe(tag, clip) {
    const video = document.createElement(tag);
    const answers = {};
    const ask = (what, run) => {
        try {
            answers[what] = String(run());
        } catch (error) {
            answers[what] = error.name;
        }
    };
    const next = (name) => new Promise((resolve) => video.addEventListener(name, resolve, { once: true }));

    document.body.append(video);
    video.src = clip;
    await next('canplaythrough');
    for (const name of ['currentTime', 'volume', 'playbackRate', 'defaultPlaybackRate']) {
        for (const value of [NaN, Infinity, undefined, 'fast', {}, Symbol('a'), BigInt(1)]) {
            ask(`${name} ${String(value)}`, () => (video[name] = value));
        }
    }
    [-0.1, 1.1].forEach((value) => ask(`volume ${value}`, () => (video.volume = value)));
    ask('defaultPlaybackRate 100', () => (video.defaultPlaybackRate = 100, video.defaultPlaybackRate));
    for (const name of ['buffered', 'seekable', 'played']) {
        const length = video[name].length;

        [length, -1, NaN, 0.5, 'a', 2 ** 32].forEach((index) => ask(`${name} ${index}`, () => Math.round(video[name].start(index))));
        ask(`${name} none`, () => video[name].end());
        ask(`${name} is`, () => video[name] instanceof window.TimeRanges && video[name]);
    }
    for (const type of ['audio/mpeg', 'audio/ogg', 'audio/wav; codecs=1', 'audio/mp4; codecs="mp4a.40.2"', 'video/webm; codecs=""',
        'video/webm; codecs="vp8, vorbis"', 'audio/ogg; codecs=opus', 'image/png', 'video/', undefined]) {
        ask(type, () => video.canPlayType(type));
    }
    ask('canPlayType', () => video.canPlayType());
    ask('requestVideoFrameCallback', () => video.requestVideoFrameCallback());
    ask('cancelVideoFrameCallback', () => video.cancelVideoFrameCallback());
    ask('quality', () => {
        const quality = video.getVideoPlaybackQuality();

        return [quality, quality instanceof window.VideoPlaybackQuality, typeof quality.totalVideoFrames, quality.creationTime > 0];
    });
    ask('getTrackById', () => video.textTracks.getTrackById());
    ask('addTextTrack', () => video.addTextTrack('words'));
    for (const name in video) {
        answers[`has ${name}`] = 'yes';
    }
    video.setAttribute('onenterpictureinpicture', 'this.entered = 1');
    video.dispatchEvent(new Event('enterpictureinpicture'));
    video.onenterpictureinpicture = 5;
    ask('handlers', () => [video.entered, video.onenterpictureinpicture]);

    const targets = [];
    const list = video.textTracks;

    list.onaddtrack = (event) => targets.push([event.type, event.target === list, event.track.label, event instanceof window.TrackEvent, event]);
    list.onchange = (event) => targets.push([event.type, event.target === list]);
    const track = video.addTextTrack('metadata', 'marks', 'en');
    await new Promise((resolve) => setTimeout(resolve, 200));
    list.dispatchEvent(new Event('change'));
    track.oncuechange = (event) => targets.push([event.type, event.target === track]);
    track.dispatchEvent(new Event('cuechange'));
    track.oncuechange = null;
    answers.targets = targets.join(' ');
    const heard = [];
    const cues = [[0.1, 0.5, 'one'], [2, 3, 'three'], [1, 2, 'two']].map((words) => new window.VTTCue(...words));
    cues.forEach((cue) => ['enter', 'exit'].forEach((name) => cue.addEventListener(name, () => heard.push(name + cue.text))));
    track.addEventListener('cuechange', () => heard.push(Array.from(track.activeCues, ({ text }) => text).join()));
    cues.forEach((cue) => track.addCue(cue));
    ask('cue', () => [cues[0].track === track, Array.from(track.cues, ({ text }) => text), track.addCue(cues[0]), track.cues.length]);
    ask('no cue', () => track.addCue({}));
    for (const time of [1.5, 0.2]) {
        video.currentTime = time;
        await next('seeked');
        await new Promise((resolve) => setTimeout(resolve, 500));
    }
    answers.heard = heard.join(' ');
    track.removeCue(cues[0]);
    ask('removed', () => [track.cues.length, cues[0].track]);
    ask('cues of two', () => {
        const other = video.addTextTrack('captions');

        other.addCue(cues[1]);
        return [track.cues.length, other.cues.length, cues[1].track === other];
    });
    video.src = 'nonsense:';
    await next('error');
    ask('error', () => [video.error instanceof window.MediaError, video.error, video.error.code, video.error.MEDIA_ERR_DECODE]);
    video.remove();
    return answers;
}

/** What <video> has and <gst-video> has not, as docs/media-element.md says. */
const LEFT_OUT = /^has (webkit|controlsList|setSinkId|sinkId|mediaKeys|setMediaKeys|onencrypted|onwaitingforkey|remote|disableRemotePlayback)/;

test('it answers what makes no sense as <video> does, and its objects look as those of <video>', async () => {
    const application = await Application.launch();

    try {
        await application.main((world, folder) => world.open({ allow: [folder] }),
            pathToFileURL(temporaryFolder() + path.sep).href);
        const [expected, seen] = await Promise.all(['video', 'gst-video'].map((tag) => {
            return application.page(0, `(tag, clip) => (${probe})(tag, clip)`, tag, uris.clip);
        }));
        const names = Object.keys(expected).filter((name) => !LEFT_OUT.test(name));

        assert.deepStrictEqual(names.map((name) => [name, seen[name]]), names.map((name) => [name, expected[name]]));
        assert.ok(names.length > 200, `${names.length} answers`);
    } finally {
        await application.stop();
    }
});
