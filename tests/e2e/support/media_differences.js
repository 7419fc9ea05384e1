'use strict';

const LOADED = ['loadstart', 'durationchange', 'resize', 'loadedmetadata', 'loadeddata', 'canplay', 'canplaythrough'];

/** @param {number} times @param {string[]} events */
function repeat(times, events) {
    return [].concat(...new Array(times).fill(events));
}

/**
 * What <gst-video> does otherwise than <video>: {script: {log or property: [of <video>, of <gst-video>]}}. The reasons
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

/** Sound alone has a picture: its cover, or a plain one. */
const OF_SOUND = { videoWidth: [0, 640], videoHeight: [0, 360] };

module.exports = { DIFFERENCES, OF_SOUND };
