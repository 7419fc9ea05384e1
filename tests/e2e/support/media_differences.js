// SPDX-License-Identifier: MIT
'use strict';

const LOADED = ['loadstart', 'durationchange', 'resize', 'loadedmetadata', 'loadeddata', 'canplay', 'canplaythrough'];

/** @param {number} times @param {string[]} events */
function repeat(times, events) {
    return [].concat(...new Array(times).fill(events));
}

/**
 * What <gst-video> does otherwise than <video> of every Chromium: {script: {log or property: [of <video>, of <gst-video>]}}. The reasons
 * are in docs/media-element.md.
 */
const DIFFERENCES = {
    // Each promise after the events of its own play(), as HTML says; Chromium settles all of a script at once.
    'play and pause in one script': {
        log: [
            LOADED.concat('play', 'playing', repeat(5, ['play() resolved']), 'pause', repeat(4, ['play', 'playing', 'pause'])),
            LOADED.concat(repeat(5, ['play', 'playing', 'play() resolved', 'pause'])),
        ],
    },
    // HTML's order; Chromium fires canplaythrough last.
    'autoplay': {
        log: [
            ['loadstart', 'durationchange', 'resize', 'loadedmetadata', 'loadeddata', 'canplay', 'play', 'playing',
                'canplaythrough', 'pause', 'seeking', 'seeked', 'canplay', 'canplaythrough'],
            LOADED.concat('play', 'playing', 'pause', 'seeking', 'seeked', 'canplay', 'canplaythrough'),
        ],
    },
    // HTML goes on with it; Chromium forgets a child that comes after the last one that failed.
    'no child that can be loaded, then one': {
        log: [
            ['loadstart', 'error of missing.webm', 'networkState 3 error null'],
            ['loadstart', 'error of missing.webm', 'networkState 3 error null'].concat(LOADED.slice(1)),
        ],
        readyState: [0, 4],
        networkState: [3, 1],
        videoWidth: [0, 320],
        videoHeight: [0, 180],
        duration: ['NaN', 3],
        currentSrc: ['missing.webm', 'clip.webm'],
        seekable: [0, 3],
    },
};

const LOADED_PLAYING = ['play', 'waiting', ...LOADED.slice(0, -1), 'playing', 'play() resolved', 'canplaythrough'];
const SOUGHT = ['seeking', 'seeked', 'canplay', 'canplaythrough'];
const AT_ONCE = ['play', 'playing', 'play() resolved', 'pause', 'ended'];
const ANEW = ['seeking', 'play', 'waiting', 'seeked', 'canplay', 'playing', 'play() resolved', 'canplaythrough', 'pause', 'ended'];

/**
 * The same of a Chromium before 130 (seen: 83 and 108): an element that was sent to the end while it is paused has not ended there,
 * and play() ends at once. HTML says that it has, and begins anew.
 */
const OF_OLD = {
    'a seek past the end, then play': {
        log: [
            LOADED.concat('at the end true, ended false', SOUGHT, 'at the end true, ended false', AT_ONCE),
            LOADED.concat('at the end true, ended false', SOUGHT, 'at the end true, ended true', ANEW),
        ],
    },
    'paused at the end: again, then away': {
        log: [
            LOADED.concat(SOUGHT, 'ended false', SOUGHT, 'ended false', SOUGHT, 'ended false'),
            LOADED.concat(SOUGHT, 'ended true', SOUGHT, 'ended', 'ended true', SOUGHT, 'ended false'),
        ],
    },
    'another rate at the end': {
        log: [
            LOADED.concat(SOUGHT, 'ratechange', 'at the end true, ended false'),
            LOADED.concat(SOUGHT, 'ratechange', 'at the end true, ended true'),
        ],
        ended: [false, true],
    },
    'a seek to the end, and pause() in one script, then play': {
        log: [
            LOADED_PLAYING.concat('seeking', 'waiting', 'pause', SOUGHT.slice(1), 'at the end true, ended false', AT_ONCE),
            LOADED_PLAYING.concat('seeking', 'waiting', 'pause', SOUGHT.slice(1), 'at the end true, ended true', ANEW),
        ],
    },
    'paused at the end with a loop, which is taken away': {
        log: [LOADED.concat(SOUGHT, 'ended false', 'ended false'), LOADED.concat(SOUGHT, 'ended false', 'ended true')],
        ended: [false, true],
    },
    'a time before the metadata that is none of the source': { ended: [false, true] },
};

/** @param {number} electron its major version; 33 has Chromium 130 */
function differencesOf(electron) {
    return electron < 33 ? Object.assign({}, DIFFERENCES, OF_OLD) : DIFFERENCES;
}

/**
 * Scripts in which a newer Chromium does one or the other, as its decoder comes to the end before or after canplaythrough: what <gst-video>
 * does in them is always the same.
 * @param {number} electron its major version
 * @returns {{[script: string]: object}}
 */
function undecidedOf(electron) {
    return electron < 33 ? {} : OF_OLD;
}

/** Sound alone has a picture: its cover, or a plain one. */
const OF_SOUND = { videoWidth: [0, 640], videoHeight: [0, 360] };

module.exports = { OF_SOUND, differencesOf, undecidedOf };
