// SPDX-License-Identifier: MIT
'use strict';

// What is done to <track> children of a <video> and of a <gst-video> alike. Each script is called in the page with the element, which is
// in the document and has no source, `uris`, and `page`: {log, note(), wait(), until(), child()}.

/** @type {{[what: string]: (video: any, uris: any, page: any) => Promise<void>}} */
const SCRIPTS = {
    'a child is there in the script that adds it, and stays the same object': async (video, { words }, page) => {
        const child = page.child({ kind: 'metadata', src: words, label: 'marks', srclang: 'en', id: 'm' });
        const before = child.track;

        video.append(child);
        page.note(video.textTracks.length, video.textTracks[0] === before, child.track === before);
        page.note(before.kind, before.label, before.language, before.id, before.mode, before.cues, child.readyState);
        await page.wait(100);
        page.note(video.textTracks[0] === before, child.track === before, before.mode, child.readyState);
        child.remove();
        page.note(video.textTracks.length, child.track === before);
        video.append(child);
        page.note(video.textTracks.length, video.textTracks[0] === before);
    },
    'mode, listeners and cues of the script that adds a child survive': async (video, { words }, page) => {
        const child = page.child({ kind: 'metadata', src: words });
        const own = new window.VTTCue(50, 51, 'own');

        video.append(child);
        child.track.mode = 'hidden';
        child.track.addCue(own);
        child.track.oncuechange = (event) => page.note('cuechange', event.target === child.track);
        page.note(child.track.mode, child.track.cues.length, own.track === child.track);
        await page.until('load of m');
        page.note(child.track.mode, child.track.cues.length, own.track === child.track, child.readyState,
            Array.from(child.track.cues, ({ text }) => text));
        child.track.dispatchEvent(new Event('cuechange'));
    },
    'cues of a child without a source': async (video, uris, page) => {
        const child = page.child({ kind: 'chapters' });

        video.append(child);
        child.track.addCue(new window.VTTCue(0, 1, 'one'));
        page.note(child.track.mode, child.track.cues);
        child.track.mode = 'hidden';
        page.note(child.track.cues.length);
        await page.wait(100);
        page.note(child.track.cues && child.track.cues.length, child.readyState);
    },
    'a mode before it is a child': async (video, { words }, page) => {
        const child = page.child({ kind: 'metadata', src: words });

        child.track.mode = 'hidden';
        await page.wait(100);
        page.note(child.readyState);
        video.append(child);
        await page.until('load of m');
        page.note(child.readyState, child.track.mode, child.track.cues.length);
    },
    'an empty src': async (video, uris, page) => {
        const child = page.child({ kind: 'metadata', src: '' });

        video.append(child);
        await page.wait(100);
        page.note(child.readyState);
        child.track.mode = 'hidden';
        page.note(child.readyState);
        await page.until('error of m');
        page.note(child.readyState);
    },
    'a file that is not there, then one': async (video, { missing, words }, page) => {
        const child = page.child({ kind: 'metadata', src: missing });

        video.append(child);
        child.track.mode = 'hidden';
        await page.until('error of m');
        page.note(child.readyState, child.track.cues.length);
        child.src = words;
        await page.until('load of m');
        page.note(child.readyState, child.track.cues.length);
    },
    'another file': async (video, { words, others }, page) => {
        const child = page.child({ kind: 'metadata', src: words, default: '' });

        video.append(child);
        const { track } = child;
        await page.until('load of m');
        page.note(track.mode, Array.from(track.cues, ({ text }) => text));
        child.src = others;
        await page.until('load of m');
        page.note(Array.from(track.cues, ({ text }) => text), child.track === track);
    },
    'what it says changes': async (video, { words }, page) => {
        const child = page.child({ kind: 'metadata', src: words });

        video.append(child);
        const { track } = child;
        child.label = 'other';
        child.srclang = 'de';
        child.id = 'later';
        page.note(track.label, track.language, track.id, video.textTracks.getTrackById('later') === track);
        child.kind = 'chapters';
        page.note(track.kind, child.track === track);
        await page.wait(100);
        page.note(track.kind, child.track === track, video.textTracks[0] === track);
    },
    'load, and cuechange at the child too': async (video, { clip, words }, page) => {
        const child = page.child({ kind: 'metadata', src: words, default: '' });

        video.append(child);
        await page.until('load of m');
        child.addEventListener('cuechange', (event) => page.note('cuechange of child', event.target === child));
        child.oncuechange = () => page.note('oncuechange of child');
        child.track.addEventListener('cuechange', () => {
            page.note('cuechange of track', Array.from(child.track.activeCues, ({ text }) => text));
        });
        video.src = clip;
        await page.until('canplaythrough');
        video.currentTime = 1.5;
        await page.until('oncuechange of child');
        video.currentTime = 2.5;
        await page.until('oncuechange of child');
    },
    'default, and what the lists tell': async (video, { words }, page) => {
        for (const name of ['addtrack', 'removetrack', 'change']) {
            video.textTracks.addEventListener(name, (event) => page.note(name, event.target === video.textTracks, event.track && event.track.label));
        }
        const [one, two] = ['one', 'two'].map((label) => page.child({ kind: 'metadata', src: words, label, default: '' }));

        video.append(one, two);
        page.note(one.track.mode, two.track.mode);
        await page.wait(300);
        page.note(one.track.mode, two.track.mode, one.readyState, two.readyState);
        one.remove();
        await page.wait(100);
    },
    'one by markup, one by addTextTrack()': async (video, { words }, page) => {
        const added = video.addTextTrack('metadata', 'added', 'en');

        video.innerHTML = `<track kind="metadata" label="markup" src="${words}" default>`;
        page.note(Array.from(video.textTracks, ({ label }) => label));
        await page.wait(300);
        page.note(Array.from(video.textTracks, ({ label }) => label), added.mode);
        page.note(video.querySelector('track').readyState, video.textTracks[0].mode);
        video.innerHTML = '';
        page.note(Array.from(video.textTracks, ({ label }) => label));
    },
    'a source after a child, in one script': async (video, { clip, words }, page) => {
        video.textTracks.onaddtrack = ({ track }) => page.note('addtrack', track.label);
        video.append(page.child({ kind: 'metadata', src: words, label: 'marks', default: '' }));
        video.src = clip;
        await page.until('canplaythrough');
        page.note(video.textTracks.length, video.textTracks[0].mode, video.textTracks[0].cues.length);
    },
    'cues that are short, and one at the end of which it pauses': async (video, { clip }, page) => {
        const track = video.addTextTrack('metadata');

        for (const [start, end, text] of [[0.2, 0.201, 'short'], [0.3, 0.7, 'long'], [0.4, 0.402, 'inside'], [0.45, 0.46, 'another'],
            [0.7, 0.9, 'last'], [2.5, 2.6, 'never']]) {
            const cue = new window.VTTCue(start, end, text);

            cue.pauseOnExit = text === 'last';
            ['enter', 'exit'].forEach((name) => cue.addEventListener(name, (event) => page.note(event.type, event.target.text)));
            track.addCue(cue);
        }
        video.src = clip;
        await page.until('canplaythrough');
        video.play();
        await page.until('exit last');
        await page.wait(300);
        page.note(video.paused, video.currentTime >= 0.9 && video.currentTime < 2.5);
    },
    'no cue is missed by a seek': async (video, { clip }, page) => {
        const track = video.addTextTrack('metadata');

        for (const [start, end, text] of [[0.5, 0.6, 'passed'], [1, 2, 'there'], [2.2, 2.3, 'behind']]) {
            const cue = new window.VTTCue(start, end, text);

            ['enter', 'exit'].forEach((name) => cue.addEventListener(name, (event) => page.note(event.type, event.target.text)));
            track.addCue(cue);
        }
        video.src = clip;
        await page.until('canplaythrough');
        video.play();
        video.currentTime = 1.5;
        await page.until('enter there');
        video.currentTime = 2.5;
        await page.until('exit there');
        page.note(video.paused);
        video.pause();
    },
    'track and list are of the browser\'s classes': async (video, { words }, page) => {
        const child = page.child({ kind: 'metadata', src: words });

        video.append(child);
        const added = video.addTextTrack('captions', 'added', 'en');
        const { TextTrack } = window;

        for (const track of [added, child.track]) {
            track.id = 'mine';
            page.note(track instanceof TextTrack, String(track), JSON.stringify(track), track.id);
        }
    },
};

module.exports = { SCRIPTS };
