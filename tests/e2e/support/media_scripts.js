// SPDX-License-Identifier: MIT
'use strict';

// What is done to a <video> and to a <gst-video> alike. Each script is called in the page with the element, which is
// in the document and has no source, the URIs {clip, other, missing}, and `page`: see media_recorder.js.

/** @type {{[what: string]: (video: any, uris: any, page: any) => Promise<void>}} */
const SCRIPTS = {
    'an element without a source': async () => {},
    'load': async (video, { clip }, page) => {
        video.src = clip;
        page.note(`networkState ${video.networkState}`);
        await page.until('canplaythrough');
    },
    'load() without a source': async (video, uris, page) => {
        video.load();
        await page.quiet();
    },
    'play and pause': async (video, { clip }, page) => {
        await page.load(clip);
        page.play();
        page.note(`paused ${video.paused}`);
        await page.until('playing');
        await page.wait(300);
        video.pause();
        page.note(`paused ${video.paused}`);
        await page.until('pause');
        page.note(`played ${video.played.length} from ${video.played.start(0)}, more than nothing ${video.played.end(0) > 0}`);
        video.currentTime = 1;
    },
    'play before it is loaded': async (video, { clip }, page) => {
        await page.loadAndPlay(clip);
        await page.rewind();
    },
    'play without a source, then one': async (video, { clip }, page) => {
        page.play();
        await page.quiet();
        video.src = clip;
        await page.until('playing');
        await page.rewind();
    },
    'play and pause in one script': async (video, { clip }, page) => {
        await page.load(clip);
        for (let i = 0; i < 5; i++) {
            page.play();
            video.pause();
        }
    },
    'play and pause before it is loaded': async (video, { clip }, page) => {
        video.src = clip;
        page.play();
        video.pause();
        await page.until('canplaythrough');
    },
    'seek': async (video, { clip }, page) => {
        await page.load(clip);
        video.currentTime = 1.5;
        page.note(`seeking ${video.seeking} ${video.currentTime}`);
        await page.until('canplaythrough');
    },
    'seek before the metadata': async (video, { clip }, page) => {
        video.currentTime = 1.5;
        await page.load(clip);
    },
    'seek twice in one script': async (video, { clip }, page) => {
        await page.load(clip);
        video.currentTime = 1;
        video.currentTime = 2;
        await page.until('canplaythrough');
    },
    'seek outside': async (video, { clip }, page) => {
        await page.load(clip);
        video.currentTime = -5;
        page.note(video.currentTime);
        await page.until('canplaythrough');
    },
    'seek while playing': async (video, { clip }, page) => {
        await page.loadAndPlay(clip);
        await page.wait(200);
        video.currentTime = 1.5;
        await page.until('canplaythrough');
        video.pause();
        await page.until('pause');
        video.currentTime = 1.5;
        await page.until('canplaythrough');
    },
    'rate': async (video, { clip }, page) => {
        await page.load(clip);
        video.playbackRate = 2;
        video.playbackRate = 2;
        video.preservesPitch = false;
        page.note(`preservesPitch ${video.preservesPitch}`);
        page.play();
        await page.until('playing');
        await page.wait(300);
        video.playbackRate = 0;
        video.defaultPlaybackRate = 1.5;
        await page.quiet();
        const { currentTime } = video;
        await page.quiet();
        page.note(`moved ${video.currentTime !== currentTime}, paused ${video.paused}`);
        await page.rewind();
        await page.until('canplaythrough');
        video.load();
        await page.until('canplaythrough');
    },
    'end and play again': async (video, { clip }, page) => {
        await page.load(clip);
        video.currentTime = video.duration - 0.4;
        await page.until('canplaythrough');
        page.play();
        await page.until('ended');
        page.note(`paused ${video.paused} ended ${video.ended} at the end ${video.currentTime === video.duration}`);
        page.play();
        page.note(`ended ${video.ended}`);
        await page.until('canplaythrough');
        await page.rewind();
        await page.until('canplaythrough');
    },
    'seek at the end': async (video, { clip }, page) => {
        await page.load(clip);
        video.currentTime = video.duration - 0.4;
        page.play();
        await page.until('ended');
        video.currentTime = 1;
        page.note(`ended ${video.ended}`);
        await page.until('canplaythrough');
    },
    'loop': async (video, { clip }, page) => {
        video.loop = true;
        await page.load(clip);
        video.currentTime = video.duration - 0.4;
        await page.until('canplaythrough');
        page.play();
        await page.until('playing');
        await page.until('seeked');
        await page.until('canplaythrough');
        await page.rewind();
        await page.until('canplaythrough');
    },
    'a file that is not there': async (video, { missing }, page) => {
        video.src = missing;
        page.play();
        await page.until('error');
        await page.quiet();
        page.play();
    },
    'an empty src': async (video, uris, page) => {
        video.src = '';
        await page.until('error');
    },
    'a source after an error': async (video, { missing, clip }, page) => {
        video.src = missing;
        await page.until('error');
        video.src = clip;
        page.note(`error ${video.error}`);
        await page.until('canplaythrough');
    },
    'another source before the first is loaded': async (video, { clip, other }, page) => {
        video.src = clip;
        await new Promise((resolve) => video.addEventListener('loadstart', resolve, { once: true }));
        await page.load(other);
    },
    'another source in the same script': async (video, { clip, other }, page) => {
        video.src = clip;
        await page.load(other);
    },
    'another source while paused': async (video, { clip, other }, page) => {
        await page.load(clip);
        await page.quiet();
        video.src = other;
        page.note(`readyState ${video.readyState} duration ${video.duration}`);
        await page.until('canplaythrough');
    },
    'another source while playing': async (video, { clip, other }, page) => {
        await page.loadAndPlay(clip);
        await page.quiet();
        video.src = other;
        page.note(`paused ${video.paused} at ${video.currentTime}`);
        await page.until('canplaythrough');
    },
    'another source while seeking': async (video, { clip, other }, page) => {
        await page.load(clip);
        await page.quiet();
        video.currentTime = 2;
        video.src = other;
        page.note(`seeking ${video.seeking}`);
        await page.until('canplaythrough');
    },
    'another source at the end': async (video, { clip, other }, page) => {
        await page.load(clip);
        video.currentTime = video.duration - 0.4;
        page.play();
        await page.until('ended');
        video.src = other;
        page.note(`ended ${video.ended}`);
        await page.until('canplaythrough');
    },
    'load() while playing': async (video, { clip }, page) => {
        await page.loadAndPlay(clip);
        await page.quiet();
        page.play();
        video.load();
        await page.until('canplaythrough');
    },
    'src taken away, then load()': async (video, { clip }, page) => {
        await page.load(clip);
        video.removeAttribute('src');
        await page.quiet();
        video.load();
        await page.until('emptied');
    },
    'volume and muted': async (video, { clip }, page) => {
        video.volume = 0.5;
        await page.load(clip);
        video.muted = true;
        video.muted = true;
        video.volume = 0.25;
        await page.quiet();
        try {
            video.volume = 2;
        } catch (error) {
            page.note(error.name);
        }
    },
    'autoplay': async (video, { clip }, page) => {
        video.autoplay = true;
        video.src = clip;
        await page.until('playing');
        await page.quiet();
        await page.rewind();
        await page.until('canplaythrough');
    },
    'source children': async (video, { missing, clip }, page) => {
        page.child(missing);
        page.child('a.txt', 'text/plain');
        page.child(clip, 'video/webm');
        await page.until('canplaythrough');
    },
    'no child that can be loaded, then one': async (video, { missing, clip }, page) => {
        page.child(missing);
        await page.until('error of missing.webm');
        await page.quiet();
        page.note(`networkState ${video.networkState} error ${video.error}`);
        page.child(clip);
        // A <video> of Chromium never gets there.
        await page.wait(3000);
    },
    'preload none, then play': async (video, { clip }, page) => {
        video.preload = 'none';
        video.src = clip;
        await page.quiet();
        page.note(`networkState ${video.networkState}`);
        page.play();
        await page.until('playing');
        await page.until('canplaythrough');
        await page.rewind();
        await page.until('canplaythrough');
    },
    'a seek past the end, then play': async (video, { clip }, page) => {
        await page.load(clip);
        video.currentTime = 100;
        page.note(`at the end ${video.currentTime === video.duration}, ended ${video.ended}`);
        await page.until('canplaythrough');
        page.note(`at the end ${video.currentTime === video.duration}, ended ${video.ended}`);
        page.play();
        await page.until('ended');
    },
    'paused at the end: again, then away': async (video, { clip }, page) => {
        await page.load(clip);
        for (const time of [100, 100, 1]) {
            video.currentTime = time;
            await page.until('canplaythrough');
            page.note(`ended ${video.ended}`);
        }
    },
    'another rate at the end': async (video, { clip }, page) => {
        await page.load(clip);
        video.currentTime = 100;
        await page.until('canplaythrough');
        video.playbackRate = 2;
        await page.quiet();
        page.note(`at the end ${video.currentTime === video.duration}, ended ${video.ended}`);
    },
    'a seek to the end, and pause() in one script, then play': async (video, { clip }, page) => {
        await page.loadAndPlay(clip);
        video.currentTime = 100;
        video.pause();
        await page.quiet();
        page.note(`at the end ${video.currentTime === video.duration}, ended ${video.ended}`);
        page.play();
        await page.until('ended');
    },
    'paused at the end with a loop, which is taken away': async (video, { clip }, page) => {
        video.loop = true;
        await page.load(clip);
        video.currentTime = 100;
        await page.quiet();
        page.note(`ended ${video.ended}`);
        video.loop = false;
        page.note(`ended ${video.ended}`);
    },
    'a time before the metadata that is none of the source': async (video, { clip }, page) => {
        video.currentTime = -4;
        page.note(video.currentTime);
        video.currentTime = 100;
        page.note(video.currentTime);
        await page.load(clip);
        await page.quiet();
        page.note(`at the end ${video.currentTime === video.duration}`);
    },
    'times are what was asked for': async (video, { clip }, page) => {
        await page.load(clip);
        page.note(video.currentTime);
        for (const time of [1, 1.23, 2.9]) {
            video.currentTime = time;
            await page.until('canplaythrough');
            page.note(video.currentTime);
        }
    },
    'a part of the source': async (video, { clip }, page) => {
        await page.load(`${clip}#t=1`);
        await page.quiet();
        video.src = `${clip}#t=1,1.5`;
        page.play();
        await page.until('pause');
        page.note(`beyond its end ${video.currentTime >= 1.5}, ended ${video.ended}`);
        video.currentTime = 0;
    },
    'progress and suspend while it loads': async (video, { clip }, page) => {
        const heard = [];

        ['progress', 'suspend', 'loadeddata'].forEach((name) => video.addEventListener(name, () => heard.push(name)));
        await page.load(clip);
        await page.quiet();
        page.note(['progress', 'suspend', 'loadeddata'].map((name) => heard.includes(name)));
    },
    'parts that are percent-encoded': async (video, { clip }, page) => {
        for (const part of ['#t=%31', '#%74=0.5', '#t=0.5%2C1', '#t=%FF1', '#t%3D1']) {
            await page.load(clip + part);
            await page.quiet();
            page.note(`${part} ${Math.round(video.currentTime * 10) / 10}`);
        }
    },
    'a source that is no URL': async (video, { clip }, page) => {
        await page.load(clip);
        video.src = 'http://[';
        await page.until('error');
        page.note(video.currentSrc === clip);
        // An old Chromium says '' of it.
        video.removeAttribute('src');
    },
    'a <source> of SVG, and one of HTML': async (video, { clip, other }, page) => {
        const stranger = document.createElementNS('http://www.w3.org/2000/svg', 'source');

        stranger.setAttribute('src', other);
        video.append(stranger);
        await page.wait(100);
        page.note(video.networkState);
        page.child(clip);
        await page.until('canplaythrough');
    },
    'loop taken away, set at the end': async (video, { clip }, page) => {
        video.loop = true;
        await page.load(clip);
        video.currentTime = video.duration - 0.5;
        page.play();
        await page.until('playing');
        video.loop = false;
        await page.until('ended');
        video.loop = true;
        page.note(`ended ${video.ended}`);
        page.play();
        await page.until('canplaythrough');
        await page.rewind();
    },
    'preload none, pause(), then another preload': async (video, { clip }, page) => {
        video.preload = 'none';
        video.src = clip;
        await page.quiet();
        video.pause();
        await page.quiet();
        page.note(`networkState ${video.networkState}, ${video.currentSrc.split('/').pop()}`);
        video.preload = 'auto';
        await page.until('canplaythrough');
    },
    'preload none, load()': async (video, { clip }, page) => {
        video.preload = 'none';
        video.src = clip;
        await page.quiet();
        video.load();
        await page.until('canplaythrough');
    },
    'autoplay set when it is loaded': async (video, { clip }, page) => {
        await page.load(clip);
        video.autoplay = true;
        await page.quiet();
        page.note(`paused ${video.paused}`);
    },
    'another source in the script of play()': async (video, { clip, other }, page) => {
        video.src = clip;
        page.play();
        video.src = other;
        page.play();
        await page.until('playing');
        await page.until('canplaythrough');
        await page.rewind();
    },
    'an empty src while playing': async (video, { clip }, page) => {
        await page.loadAndPlay(clip);
        video.src = '';
        await page.until('error');
        await page.quiet();
        page.note(`paused ${video.paused}, ${video.error.code}, ${video.currentSrc.split('/').pop()}`);
    },
    'src and a child in one script': async (video, { clip, other }, page) => {
        page.child(other);
        page.note(`networkState ${video.networkState}`);
        video.src = clip;
        await page.until('canplaythrough');
    },
    'a child with an empty src first': async (video, { clip }, page) => {
        page.child('');
        page.child(clip);
        await page.until('canplaythrough');
    },
    'rate 0 and a seek while playing': async (video, { clip }, page) => {
        await page.loadAndPlay(clip);
        video.playbackRate = 0;
        video.currentTime = 1;
        await page.until('canplaythrough');
        page.note(`paused ${video.paused} at ${video.currentTime}`);
    },
    'a seek and pause() in one script': async (video, { clip }, page) => {
        await page.loadAndPlay(clip);
        video.currentTime = 1;
        video.pause();
        await page.until('canplaythrough');
        page.note(video.currentTime);
    },
    'rates that are not supported': async (video, { clip }, page) => {
        await page.load(clip);
        video.defaultPlaybackRate = 1000;
        for (const rate of [1000, NaN, Infinity]) {
            try {
                video.playbackRate = rate;
            } catch (error) {
                page.note(error.name);
            }
        }
    },
    'load() from the event of each state': async (video, { clip }, page) => {
        for (const name of ['loadstart', 'loadedmetadata', 'seeking', 'seeked', 'playing', 'pause', 'ended']) {
            video.addEventListener(name, () => video.load(), { once: true });
        }
        await page.load(clip);
        await page.quiet();
        video.currentTime = 1;
        await page.until('canplaythrough');
        await page.quiet();
        video.currentTime = 1;
        await page.until('seeked');
        await page.until('canplaythrough');
        page.play();
        await page.until('playing');
        await page.until('canplaythrough');
        page.play();
        await page.until('playing');
        video.pause();
        await page.until('pause');
        await page.until('canplaythrough');
        video.currentTime = video.duration - 0.3;
        page.play();
        await page.until('ended');
        await page.until('canplaythrough');
    },
};

module.exports = { SCRIPTS };
