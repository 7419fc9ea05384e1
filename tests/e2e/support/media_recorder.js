// SPDX-License-Identifier: MIT
'use strict';

/**
 * Runs in the page: makes an element, lets a script drive it, and gives what was seen.
 * @param {string} tag
 * @param {Function} script
 * @param {object} uris
 */
async function record(tag, script, uris) {
    const NAMES = ['abort', 'emptied', 'loadstart', 'durationchange', 'loadedmetadata', 'resize', 'loadeddata', 'canplay',
        'canplaythrough', 'play', 'playing', 'waiting', 'pause', 'seeking', 'seeked', 'ended', 'ratechange', 'volumechange',
        'error'];
    const video = document.createElement(tag);
    const log = [];
    const round = (value) => (isFinite(value) ? Math.round(value * 10) / 10 : String(value));
    let next = 0;

    NAMES.forEach((name) => video.addEventListener(name, () => log.push(name)));
    const page = {
        log,
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        /** An event that was not waited for yet. */
        until: async (name) => {
            const end = Date.now() + 20000;

            while (!log.slice(next).includes(name)) {
                if (Date.now() > end) {
                    throw new Error(`<${tag}>: no ${name} after ${log}`);
                }
                await page.wait(5);
            }
            next = log.indexOf(name, next) + 1;
        },
        /** All that comes of what was done so far. */
        quiet: async () => {
            const end = Date.now() + 20000;
            let count = -1;

            while ((count !== log.length || video.seeking || video.networkState === 2) && Date.now() < end) {
                count = log.length;
                await page.wait(400);
            }
        },
        play: () => {
            const write = (text) => log.push(`play() ${text}`);

            video.play().then(() => write('resolved'), (error) => write(error.name));
        },
        /** The whole of a source. */
        load: (src) => {
            video.src = src;
            return page.until('canplaythrough');
        },
        loadAndPlay: async (src) => {
            video.src = src;
            page.play();
            await page.until('playing');
            await page.until('canplaythrough');
        },
        /** Back to where the values at the end do not depend on how long it played. */
        rewind: async () => {
            video.pause();
            await page.until('pause');
            video.currentTime = 0;
        },
        /** A word of the script's own. */
        note: (text) => log.push(text),
        child: (src, type) => {
            const source = document.createElement('source');

            source.src = src;
            if (type) {
                source.type = type;
            }
            source.addEventListener('error', (event) => {
                event.stopPropagation();
                log.push(`error of ${src.split('/').pop()}`);
            });
            video.append(source);
        },
    };
    document.body.append(video);
    await script(video, uris, page);
    await page.quiet();
    const { paused, ended, seeking, readyState, networkState, volume, muted, defaultMuted, playbackRate,
        defaultPlaybackRate, videoWidth, videoHeight, loop, autoplay, preload } = video;
    const values = {
        paused, ended, seeking, readyState, networkState, volume, muted, defaultMuted, playbackRate, defaultPlaybackRate,
        videoWidth, videoHeight, loop, autoplay, preload, duration: round(video.duration),
        currentTime: round(video.currentTime), currentSrc: video.currentSrc.split('/').pop(), src: video.src.split('/').pop(),
        error: video.error && video.error.code, seekable: video.seekable.length && round(video.seekable.end(0)),
    };

    video.remove();
    return { log, values };
}

module.exports = { record };
