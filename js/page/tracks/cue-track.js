// SPDX-License-Identifier: MIT
'use strict';

const { handlerOf, setHandler } = require('../element/handlers');

/** @internal @typedef {{id: string, startTime: number, endTime: number, pauseOnExit: boolean, dispatchEvent: (event: Event) => void}} Cue */

/**
 * What HTML calls a TextTrackCueList: cues that are said now, by their times.
 * @internal
 * @extends {Array<any>}
 */
class CueList extends Array {
    /** @param {string} id */
    getCueById(id) {
        return (id !== '' && this.find((/** @type {Cue} */ cue) => cue.id === id)) || null;
    }
}

/**
 * A text track of the browser's own, in no `<video>` that anybody sees.
 * @param {string} kind
 * @param {string} label
 * @param {string} language
 * @returns {any} a TextTrack
 */
function createTrack(kind, label, language) {
    return /** @type {any} */ (document.createElement('video')).addTextTrack(kind, label, language);
}

/**
 * Give a track of the browser properties of its own, in place of those of its class.
 * @param {any} track
 * @param {{[name: string]: PropertyDescriptor}} properties
 */
function cover(track, properties) {
    for (const [name, property] of Object.entries(properties)) {
        Object.defineProperty(track, name, Object.assign({ configurable: true }, property));
    }
}

/** What its class says of a property that cover() has covered. @param {any} track @param {string} name @returns {any} */
function classOf(track, name) {
    return Object.getOwnPropertyDescriptor(Object.getPrototypeOf(track), name);
}

/**
 * A text track the cues of which are in the page: of addTextTrack(), of a <track> of metadata or chapters, or the chapters of a source. It
 * is one of the browser's own, which keeps its cues, its mode and its listeners; only the time is this element's.
 */
class CueTrack {
    /**
     * @param {any} track
     * @param {(what: 'mode' | 'cues') => void} changed
     * @param {Element | null} [child] its <track>
     */
    constructor(track, changed, child = null) {
        const mode = classOf(track, 'mode');
        const { addCue, removeCue } = Object.getPrototypeOf(track);
        const active = () => this.active;

        this.track = track;
        this.child = child;
        this.active = new CueList();
        cover(track, {
            mode: {
                get: mode.get,
                set(value) {
                    const before = mode.get.call(track);

                    mode.set.call(track, value);
                    if (mode.get.call(track) !== before) {
                        changed('mode');
                    }
                },
            },
            activeCues: { get: () => (mode.get.call(track) === 'disabled' ? null : active()) },
            addCue: {
                value(/** @type {any} */ cue) {
                    addCue.call(track, cue);
                    changed('cues');
                },
            },
            removeCue: {
                value(/** @type {any} */ cue) {
                    removeCue.call(track, cue);
                    changed('cues');
                },
            },
        });
    }

    /** The browser's alone again. */
    release() {
        ['mode', 'activeCues', 'addCue', 'removeCue'].forEach((name) => delete this.track[name]);
    }

    /** @returns {Cue[]} by their times; none while it is disabled */
    get cues() {
        return this.track.mode === 'disabled' ? [] : Array.from(this.track.cues);
    }

    /** @param {any[]} cues all it has from now on */
    setCues(cues) {
        const { track } = this;
        const { addCue, removeCue } = Object.getPrototypeOf(track);
        const { get, set } = classOf(track, 'mode');
        const mode = get.call(track);

        // One that is disabled shows no cues.
        set.call(track, 'hidden');
        Array.from(track.cues).forEach((cue) => removeCue.call(track, cue));
        cues.forEach((cue) => addCue.call(track, cue));
        set.call(track, mode);
    }

    /** When the next cue begins or ends. @param {number} time seconds @returns {number} seconds, Infinity for never */
    next(time) {
        return Math.min(...this.cues.map(({ startTime, endTime }) => (startTime > time ? startTime : endTime > time ? endTime : Infinity)),
            Infinity);
    }
}

/** @param {any} track @returns {boolean} whether listeners of it are called */
function hears(track) {
    let heard = false;
    const listen = () => (heard = true);

    track.addEventListener('frameshare', listen);
    track.dispatchEvent(new Event('frameshare'));
    track.removeEventListener('frameshare', listen);
    return heard;
}

/**
 * Chromium 83 calls no listener of a track whose <track> is in no `<video>` (108 does). There listeners go to an event target beside it; those that
 * were added before are not called.
 * @param {any} track
 */
function giveEars(track) {
    if (hears(track)) {
        return;
    }
    const ears = new EventTarget();
    const { oncuechange } = track;

    cover(track, {
        addEventListener: { value: ears.addEventListener.bind(ears) },
        removeEventListener: { value: ears.removeEventListener.bind(ears) },
        dispatchEvent: {
            value: (/** @type {Event} */ event) => {
                ['target', 'currentTarget'].forEach((name) => Object.defineProperty(event, name, { value: track, configurable: true }));
                return ears.dispatchEvent(event);
            },
        },
        oncuechange: { get: () => handlerOf(track, 'cuechange'), set: (value) => setHandler(track, 'cuechange', value) },
    });
    track.oncuechange = oncuechange;
}

module.exports = { CueList, CueTrack, classOf, cover, createTrack, giveEars };
