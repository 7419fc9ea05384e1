'use strict';

const { PlayerError } = require('./error');

/**
 * @typedef {import('./player').PlayerRecord} PlayerRecord
 */

/** @returns {PlayerRecord} of a player that has nothing yet */
function newRecord() {
    return {
        stream: null, state: 'stopped', position: 0, duration: null, seekable: false, live: false,
        video: null, tracks: { video: [], audio: [], text: [] }, rate: 1, volume: 1, mute: false, error: null,
    };
}

/** @type {{[event: string]: (now: PlayerRecord, event: any) => any}} what listeners get, when it is in the record */
const APPLY = {
    hello: (now, { stream }) => (now.stream = stream),
    state: (now, { state }) => (now.state = state),
    position: move,
    seeked: move,
    duration: (now, { duration, seekable, live }) => {
        now.duration = typeof duration === 'number' ? duration : null;
        now.seekable = Boolean(seekable);
        now.live = Boolean(live);
        return now.duration;
    },
    video: (now, { width, height, fps, format, pixelAspect }) => (now.video = { width, height, fps, format, pixelAspect }),
    tracks: (now, { video, audio, text }) => (now.tracks = { video, audio, text }),
    rate: (now, { rate }) => (now.rate = rate),
    volume: (now, { volume, mute }) => {
        now.volume = volume;
        now.mute = Boolean(mute);
        return volume;
    },
    buffering: (now, { percent }) => percent,
    error: (now, event) => {
        const error = PlayerError.from(event);

        now.state = 'error';
        now.error = error.toRecord();
        return error;
    },
    warning: (now, event) => PlayerError.from(event),
};

/** @param {PlayerRecord} now @param {any} event */
function move(now, { position }) {
    if (typeof position === 'number') {
        now.position = position;
    }
    return now.position;
}

/**
 * Take an event of a player into what is known of it.
 * @param {PlayerRecord} now
 * @param {any} event
 * @returns {any} what the listeners of that event get
 */
function applyEvent(now, event) {
    const apply = Object.prototype.hasOwnProperty.call(APPLY, event.event) ? APPLY[event.event] : null;

    return apply ? apply(now, event) : event;
}

module.exports = { applyEvent, newRecord };
