// SPDX-License-Identifier: MIT
'use strict';

// The lists of tracks of an element, and the player that has the tracks.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeTracks, temporaryFolder } = require('./support/clips');

const uri = pathToFileURL(makeTracks()).href;
const folder = pathToFileURL(temporaryFolder() + path.sep).href;

/** A file of subtitles for all of the clip. */
function words(name, text) {
    const file = path.join(temporaryFolder(), name);

    fs.writeFileSync(file, `1\n00:00:00,000 --> 00:00:10,000\n${text}\n`);
    return pathToFileURL(file).href;
}

/** Runs in the page: an element with its source loaded; `heard` has its events, and those of its lists. */
function install(src, children = '') {
    const video = document.createElement('gst-video');

    video.innerHTML = children;
    window.video = video;
    window.heard = [];
    for (const name of ['emptied', 'loadstart', 'pause', 'seeking', 'error']) {
        video.addEventListener(name, () => window.heard.push(name));
    }
    for (const kind of ['videoTracks', 'audioTracks', 'textTracks']) {
        for (const name of ['addtrack', 'removetrack', 'change']) {
            video[kind].addEventListener(name, () => window.heard.push(`${kind} ${name}`));
        }
    }
    /** How the tracks are. */
    window.used = () => [Array.from(video.audioTracks, ({ enabled }) => enabled), Array.from(video.textTracks, ({ mode }) => mode)];
    document.body.append(video);
    video.src = src;
    return new Promise((resolve, reject) => {
        video.addEventListener('canplaythrough', resolve, { once: true });
        video.addEventListener('error', () => reject(new Error(video.error.message)));
    }).then(() => undefined);
}

/** Runs in the page: is text in the picture? Until it is, or is not. */
async function untilText(drawn) {
    const { video } = window;
    const end = Date.now() + 30000;

    for (;;) {
        const [all, plain] = [await video.snapshot(), await video.snapshot({ subtitles: false })];
        if (all.data.some((value, i) => Math.abs(value - plain.data[i]) > 60) === drawn) {
            return;
        }
        if (Date.now() > end) {
            throw new Error(`waited in vain until text is ${drawn ? '' : 'not '}drawn; ${JSON.stringify(window.used())}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

/** What the player has selected: [indices of audio, of text]. */
function playersChoice(application) {
    return application.main((world) => ['audio', 'text'].map((kind) => world.players.one.tracks[kind]
        .findIndex(({ selected }) => selected)));
}

/** Until the player has these selected. */
async function untilChosen(application, audio, text) {
    await application.main((world, wish) => world.until(() => ['audio', 'text'].every((kind, i) => world.players.one.tracks[kind]
        .findIndex(({ selected }) => selected) === wish[i]), `the player plays ${wish}`), [audio, text]);
}

test('tracks of an element are those of its source, and what it chooses is played', async (t) => {
    const application = await Application.launch();

    try {
        await application.main(async (world, source, allowed) => {
            await world.player('one').load(source);
            await world.open({ allow: [allowed] });
        }, uri, folder);
        await application.page(0, install, 'frameshare:one');
        await t.test('they are told with the source', async () => {
            const told = await application.page(0, () => {
                const { videoTracks, audioTracks, textTracks } = window.video;

                return {
                    heard: window.heard.splice(0),
                    video: Array.from(videoTracks, ({ selected }) => selected),
                    audio: Array.from(audioTracks, ({ language, enabled }) => [language, enabled]),
                    text: Array.from(textTracks, ({ language, kind, mode }) => [language, kind, mode]),
                };
            });
            assert.deepStrictEqual(told, {
                heard: ['loadstart', 'videoTracks addtrack', 'audioTracks addtrack', 'audioTracks addtrack', 'textTracks addtrack',
                    'textTracks addtrack'],
                video: [true],
                audio: [['en', true], ['de', false]],
                text: [['en', 'subtitles', 'disabled'], ['de', 'subtitles', 'disabled']],
            });
        });
        await t.test('two choices in one script are both played', async () => {
            await application.page(0, () => {
                window.video.audioTracks[1].enabled = true;
                window.video.textTracks[0].mode = 'showing';
            });
            await untilChosen(application, 1, 0);
            await application.page(0, untilText, true);
            assert.deepStrictEqual(await application.page(0, () => window.used()), [[false, true], ['showing', 'disabled']]);
        });
        await t.test('a choice while it plays pauses nothing, and fires nothing but change', async () => {
            await application.page(0, () => window.video.play());
            await application.page(0, () => {
                window.heard.length = 0;
                window.video.audioTracks[0].enabled = true;
                window.video.textTracks[0].mode = 'disabled';
            });
            await untilChosen(application, 0, -1);
            const after = await application.page(0, () => [Array.from(new Set(window.heard)), window.used(), window.video.paused]);
            assert.deepStrictEqual(after, [['audioTracks change', 'textTracks change'], [[true, false], ['disabled', 'disabled']], false]);
        });
        await t.test('a choice of another window shows', async () => {
            await application.main((world) => world.open());
            await application.page(1, install, 'frameshare:one');
            await application.page(1, () => {
                window.video.audioTracks[1].enabled = true;
            });
            await application.page(0, () => new Promise((resolve) => {
                const look = () => (window.video.audioTracks[1].enabled ? resolve() : setTimeout(look, 20));
                look();
            }));
            assert.deepStrictEqual(await playersChoice(application), [1, -1]);
        });
    } finally {
        await application.stop();
    }
});

test('text tracks of a source are of the browser\'s class, and say what they are for good', async () => {
    const application = await Application.launch();

    try {
        await application.main((world, allowed) => world.open({ allow: [allowed] }), folder);
        await application.page(0, install, uri);
        const seen = await application.page(0, async () => {
            const { video } = window;
            const end = Date.now() + 20000;

            while (video.textTracks.length < 2 && Date.now() < end) {
                await new Promise((resolve) => setTimeout(resolve, 20));
            }
            const [track] = video.textTracks;
            const changes = [];

            track.id = track.label = track.kind = 'mine';
            track.oncuechange = (event) => changes.push(event.target === track);
            track.dispatchEvent(new Event('cuechange'));
            track.mode = 'showing';
            return [track instanceof window.TextTrack, String(track), track.label, track.language, track.kind, track.id === 'mine', track.mode, changes];
        });
        assert.deepStrictEqual(seen, [true, '[object TextTrack]', 'English', 'en', 'subtitles', false, 'showing', [true]]);
    } finally {
        await application.stop();
    }
});

test('<track> children are drawn by the player, and cues of the page by the element', async (t) => {
    const application = await Application.launch();
    const [first, other] = [words('first.srt', 'FIRST'), words('other.vtt', 'OTHER')];

    try {
        await application.main((world, allowed) => world.open({ allow: [allowed] }), folder);
        await application.page(0, install, uri, `<track src="${first}" srclang="en" label="First" default>
            <track kind="captions" src="${other}" label="Other"><track src="file:///etc/passwd" label="Refused">
            <track kind="metadata" label="thumbnails" default
                src="data:text/vtt,WEBVTT%0A%0A00:00.000%20--%3E%2000:05.000%0Asprite.jpg%0A">`);
        await t.test('the default one at once', async () => {
            await application.page(0, untilText, true);
            assert.deepStrictEqual(await application.page(0, () => window.used()[1]),
                ['showing', 'disabled', 'disabled', 'hidden', 'disabled', 'disabled']);
        });
        await t.test('another one in its place, and none', async () => {
            await application.page(0, () => {
                window.video.textTracks[1].mode = 'showing';
            });
            await application.page(0, untilText, true);
            assert.deepStrictEqual(await application.page(0, () => window.used()[1].slice(0, 2)), ['disabled', 'showing']);
            await application.page(0, () => {
                window.video.textTracks[1].mode = 'disabled';
            });
            await application.page(0, untilText, false);
        });
        await t.test('one that the main process refuses hears of it, and the film goes on', async () => {
            const seen = await application.page(0, async () => {
                const child = window.video.children[2];
                const refused = new Promise((resolve) => child.addEventListener('error', resolve));

                window.video.textTracks[2].mode = 'showing';
                await refused;
                return [window.video.error, window.video.readyState, window.used()[1][2]];
            });
            assert.deepStrictEqual(seen, [null, 4, 'disabled']);
        });
        await t.test('children hear that they are loaded, and that they cannot be', async () => {
            const seen = await application.page(0, async (loaded, missing) => {
                const { video } = window;
                const heard = [];

                for (const src of [loaded, missing]) {
                    const child = document.createElement('track');
                    const answer = new Promise((resolve) => ['load', 'error'].forEach((name) => child.addEventListener(name, () => resolve(name))));

                    child.src = src;
                    video.append(child);
                    child.track.mode = 'showing';
                    heard.push(video.textTracks[4] === child.track, child.track.mode, child.readyState, await answer, child.readyState, child.track.mode);
                    child.remove();
                }
                return heard.concat(video.error, video.readyState);
            }, other, `${folder}missing.srt`);
            assert.deepStrictEqual(seen, [true, 'showing', 1, 'load', 2, 'showing', true, 'showing', 1, 'error', 3, 'disabled', null, 4]);
        });
        await t.test('metadata are for the page to read', async () => {
            const text = await application.page(0, async () => {
                const [thumbnails] = Array.from(window.video.textTracks).filter(({ label }) => label === 'thumbnails');
                const end = Date.now() + 20000;

                while (thumbnails.cues.length === 0 && Date.now() < end) {
                    await new Promise((resolve) => setTimeout(resolve, 20));
                }
                return Array.from(thumbnails.cues, (cue) => cue.text);
            });
            assert.deepStrictEqual(text, ['sprite.jpg']);
        });
        await t.test('cues that the page adds are over the picture while they are said', async () => {
            const seen = await application.page(0, async () => {
                const { video } = window;
                const track = video.addTextTrack('captions', 'mine', 'en');
                const said = () => video._view.root.querySelector('p').textContent;
                const at = (time) => new Promise((resolve) => {
                    video.addEventListener('seeked', () => resolve(said()), { once: true });
                    video.currentTime = time;
                });

                track.addCue(new window.VTTCue(1, 2, '<b>one</b>'));
                track.addCue(new window.VTTCue(1.5, 2, 'two'));
                const hidden = await at(1.2);
                track.mode = 'showing';
                return [hidden, await at(1.2), await at(1.7), await at(2.5)];
            });
            assert.deepStrictEqual(seen, ['', 'one', 'one\ntwo', '']);
        });
    } finally {
        await application.stop();
    }
});
