// SPDX-License-Identifier: MIT
'use strict';

// js/page/tracks/page-tracks.js and cue-track.js: text tracks that a page brings, against HTML "4.8.11.11 Timed text tracks".

const assert = require('assert');
const test = require('node:test');
const { createElement, openDocument, settle } = require('../dom');

const RECORDS = [{ id: 't1', language: 'en', selected: false }];

/** An element with children in a document, and what its text tracks tell. */
async function element(...children) {
    const preload = openDocument();
    const video = createElement('gst-video', { src: 'a.ts' });
    const heard = [];

    for (const name of ['addtrack', 'removetrack', 'change']) {
        video.textTracks.addEventListener(name, (event) => heard.push(name + (event.track ? ` ${event.track.label}` : '')));
    }
    video.append(...children);
    document.body.append(video);
    await settle();
    return { preload, video, heard, tracks: video.textTracks };
}

/** As a browser makes it. */
function cue(startTime, endTime, id = '') {
    const said = Object.assign(new EventTarget(), { startTime, endTime, id, heard: [] });

    ['enter', 'exit'].forEach((name) => said.addEventListener(name, () => said.heard.push(name)));
    return said;
}

const child = (attributes) => createElement('track', attributes);

test('<track> children are text tracks before those of the source, and say what their attributes say', async () => {
    const german = child({ src: 'de.srt', srclang: 'de', label: 'Deutsch', kind: 'CAPTIONS', id: 'g' });
    const { preload, tracks, heard } = await element(german, child({ src: 'x.vtt', kind: 'nonsense', label: 'x' }));

    preload.open({ tracks: { text: RECORDS } });
    await settle();
    assert.deepStrictEqual(Array.from(tracks, ({ kind, language, label, mode, id }) => [kind, language, label, mode, id]), [
        ['captions', 'de', 'Deutsch', 'disabled', 'g'], ['metadata', '', 'x', 'disabled', ''], ['subtitles', 'en', '', 'disabled', 't1']]);
    assert.deepStrictEqual([german.track, heard], [tracks[0], ['addtrack Deutsch', 'addtrack x', 'addtrack ']]);
    german.remove();
    await settle();
    assert.deepStrictEqual([tracks.length, heard.pop()], [2, 'removetrack Deutsch']);
});

test('the player draws the child that is shown: at once by default, and another in its place', async () => {
    const { preload, video, tracks } = await element(child({ src: 'a.srt', default: '' }), child({ src: 'b.srt', default: '' }));

    preload.asked();
    preload.open({ tracks: { text: [] } });
    const [first] = preload.commands.splice(0);
    assert.deepStrictEqual([first.command, first.uri, tracks[0].mode, tracks[1].mode],
        ['subtitles', 'file:///films/a.srt', 'showing', 'disabled']);
    // The main process follows links, and tells what the player calls it.
    preload.tell({ event: 'answered', number: first.number, value: 'file:///else/a.srt' });
    assert.strictEqual(tracks[0].mode, 'showing');
    preload.tell({ event: 'tracks', video: [], audio: [], text: [{ id: 'file:///else/a.srt', label: 'a.srt', selected: true }] });
    assert.deepStrictEqual([tracks.length, tracks[0].mode], [2, 'showing']);
    tracks[1].mode = 'showing';
    tracks[1].mode = 'disabled';
    assert.deepStrictEqual(preload.commands.map(({ command, uri }) => [command, uri]),
        [['subtitles', 'file:///films/b.srt'], ['subtitles', null]]);
    preload.asked();
    tracks[0].mode = 'showing';
    video.children[0].remove();
    await settle();
    assert.deepStrictEqual(preload.commands.map(({ uri }) => uri), ['file:///else/a.srt', null]);
});

test('a child stays over sources, and one that is refused hears of it', async () => {
    const words = child({ src: 'a.srt', default: '' });
    const { preload, video, tracks } = await element(words);
    const errors = [];

    words.addEventListener('error', () => errors.push('error'));
    preload.open({ tracks: { text: [] } });
    preload.asked();
    video.src = 'b.ts';
    await settle();
    assert.deepStrictEqual([tracks.length, tracks[0].mode, preload.asked()], [1, 'showing', ['open']]);
    preload.open({ tracks: { text: [] } });
    preload.tell({ event: 'answered', number: preload.commands.pop().number, code: 'refused' });
    assert.deepStrictEqual([tracks[0].mode, errors, video.error], ['disabled', ['error'], null]);
});

test('addTextTrack() makes a track of cues, which come and go with the time', async () => {
    const { preload, video, tracks, heard } = await element();
    const track = video.addTextTrack('metadata', 'marks', 'en');
    const [one, two] = [cue(2, 4, 'b'), cue(1, 3, 'a')];
    const changes = [];

    preload.open({ state: 'playing' });
    track.addEventListener('cuechange', () => changes.push(Array.from(track.activeCues, ({ id }) => id).join()));
    track.addCue(one);
    track.addCue(two);
    assert.deepStrictEqual([tracks[0], track.mode, Array.from(track.cues), track.cues.getCueById('b'), one.track],
        [track, 'hidden', [two, one], one, track]);
    for (const position of [1.5, 2.5, 3.5, 5]) {
        preload.tell({ event: 'position', position });
        await settle();
    }
    assert.deepStrictEqual([changes, one.heard, two.heard], [['a', 'a,b', 'b', ''], ['enter', 'exit'], ['enter', 'exit']]);
    assert.throws(() => track.removeCue(cue(0, 1)), { name: 'NotFoundError' });
    track.removeCue(one);
    assert.deepStrictEqual([one.track, track.cues.length], [null, 1]);
    track.mode = 'disabled';
    assert.deepStrictEqual([track.cues, track.activeCues], [null, null]);
    assert.throws(() => video.addTextTrack('words'), TypeError);
    await settle();
    assert.deepStrictEqual(heard, ['addtrack marks', 'change', 'change']);
});

test('the chapters of a source are a track of cues until another source comes', async () => {
    const { preload, video, tracks } = await element();

    window.VTTCue = class extends EventTarget {
        constructor(startTime, endTime, text) {
            super();
            Object.assign(this, { startTime, endTime, text, id: '' });
        }
    };
    preload.open({ chapters: [{ start: 0, end: 5, title: 'One' }] });
    preload.tell({ event: 'chapters', chapters: [{ start: 0, end: 5, title: 'One' }, { start: 5, end: 10, title: 'Two' }] });
    assert.deepStrictEqual([tracks.length, tracks[0].kind, tracks[0].mode, Array.from(tracks[0].cues, ({ text }) => text)],
        [1, 'chapters', 'hidden', ['One', 'Two']]);
    video.load();
    assert.strictEqual(tracks.length, 0);
});

test('a child is in the list in the script that adds it, with the mode that the script gives it', async () => {
    const { preload, video, tracks } = await element();
    const words = child({ src: 'a.srt', label: 'a' });

    preload.open({ tracks: { text: [] } });
    preload.asked();
    video.append(words);
    words.track.mode = 'showing';
    assert.deepStrictEqual([video.textTracks.length, tracks[0] === words.track, words.track.mode], [1, true, 'showing']);
    assert.deepStrictEqual(preload.commands.map(({ command, uri }) => [command, uri]), [['subtitles', 'file:///films/a.srt']]);
});

test('a child that the player draws is loaded, or cannot be, when the player has said which text it shows', async () => {
    const words = child({ src: 'a.srt', default: '' });
    const { preload, video, tracks } = await element(words);
    const heard = [];

    ['load', 'error'].forEach((name) => words.addEventListener(name, () => heard.push(name)));
    preload.open({ tracks: { text: [] } });
    assert.strictEqual(words.readyState, 1);
    for (const [name, selected] of [['a', true], ['b', false]]) {
        words.setAttribute('src', `${name}.srt`);
        assert.strictEqual(video.textTracks[0], words.track);
        const { number, uri } = preload.commands.pop();

        preload.tell({ event: 'answered', number, value: uri });
        preload.tell({ event: 'tracks', text: [{ id: uri, selected }] });
        heard.push(words.readyState, tracks[0].mode);
    }
    assert.deepStrictEqual(heard, ['load', 2, 'showing', 'error', 3, 'disabled']);
});
