// SPDX-License-Identifier: MIT
'use strict';

const { PlayerError } = require('./error');

/**
 * @typedef {import('./player').PlayerRecord} PlayerRecord
 */

/** A player that has sent no position for this long does not play, s. It sends four a second. */
const LATE = 0.5;

/** @returns {PlayerRecord} of a player without a source */
function newRecord() {
    return {
        stream: null, state: 'stopped', seekable: false, live: false,
        rate: 1, loop: false, preservesPitch: true, volume: 1, mute: false, error: null, ...newSource(),
    };
}

/** Reset what depends on the source, before another one is loaded. */
function newSource() {
    return {
        video: null, tracks: { video: [], audio: [], text: [] }, buffered: [], tags: {}, chapters: [], position: 0, duration: null,
    };
}

/**
 * Extrapolate the position between two position events.
 * @param {PlayerRecord} now
 * @param {number} since the last one, seconds
 * @returns {number}
 */
function positionNow({ state, position, rate, duration }, since) {
    const moved = state === 'playing' ? position + rate * Math.min(since, LATE) : position;

    return Math.max(0, duration === null ? moved : Math.min(moved, duration));
}

/**
 * @type {{[event: string]: (now: PlayerRecord, event: any) => any}} apply an event to the record;
 * what the event's listeners get
 */
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
    video: (now, { width, height, fps, format, pixelAspect, orientation, still }) => {
        now.video = { width, height, fps, format, pixelAspect, orientation, still: Boolean(still) };
        return now.video;
    },
    tracks: (now, { video, audio, text }) => (now.tracks = { video, audio, text }),
    buffered: (now, { ranges }) => (now.buffered = ranges),
    tags: (now, event) => (now.tags = without(event)),
    chapters: (now, { chapters }) => (now.chapters = chapters),
    rate: (now, { rate }) => (now.rate = rate),
    volume: (now, { volume, mute }) => {
        now.volume = volume;
        now.mute = Boolean(mute);
        return volume;
    },
    buffering: (now, { percent }) => percent,
    source: (now, { uri }) => {
        Object.assign(now, newSource(), { loop: false });
        return uri;
    },
    error: (now, event) => {
        const error = PlayerError.from(event);

        now.state = 'error';
        now.error = error.toRecord();
        return error;
    },
    warning: (now, event) => PlayerError.from(event),
};

/** @param {any} event @returns {any} the event without its name */
function without(event) {
    const rest = Object.assign({}, event);

    delete rest.event;
    return rest;
}

/** @param {PlayerRecord} now @param {any} event */
function move(now, { position }) {
    if (typeof position === 'number') {
        now.position = position;
    }
    return now.position;
}

/**
 * Apply a player's event to its record.
 * @param {PlayerRecord} now
 * @param {any} event
 * @returns {any} what the listeners of that event get
 */
function applyEvent(now, event) {
    const apply = Object.prototype.hasOwnProperty.call(APPLY, event.event) ? APPLY[event.event] : null;

    return apply ? apply(now, event) : event;
}

module.exports = { applyEvent, newRecord, newSource, positionNow };
