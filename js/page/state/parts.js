// SPDX-License-Identifier: MIT
'use strict';

const { Clock } = require('./clock');
const { READY } = require('./constants');
const { Next } = require('../player/next');
const { Playback } = require('./playback');
const { Playhead } = require('./playhead');
const { Readiness } = require('./readiness');
const { Settings } = require('../player/settings');
const { Source } = require('./source');
const { Tasks } = require('./tasks');
const { TrackList } = require('../tracks/track-list');

/** @typedef {import('./ready-state').State} State */

/**
 * @typedef {object} Listener what the element does for its state
 * @property {() => void} wake play() or pause() want a source that is not being loaded
 * @property {() => void} started it is not paused any more
 * @property {(failure: import('./media-error').MediaFailure) => void} failed what was being loaded cannot be
 * @property {() => {begin: number, end: number} | null} shown when the picture that is shown begins and ends, s
 * @property {(src: string) => void} source something else plays, without having been loaded
 * @property {(chapters: {start: number, end: number, title: string}[]) => void} chapters of the source
 * @property {() => void} arrange the size of the picture may have changed, or whether it or the poster is to be seen
 */

/** @param {State} before @param {State} after @returns {boolean} something else is to be seen */
function looksOther(before, after) {
    return before.poster !== after.poster || before.picture !== after.picture ||
        (before.readyState === READY.HAVE_NOTHING) !== (after.readyState === READY.HAVE_NOTHING);
}

/** The parts of an element's state: each knows those that it needs, and here is what the others do for it. */
class Parts {
    /**
     * @param {HTMLElement} element events are dispatched there
     * @param {(command: object) => void} send to the player
     * @param {Listener} listener
     * @param {() => void} loaded the player has all that it needs to play
     * @param {{later?: (run: () => void) => void, now?: () => number}} time for tests
     */
    constructor(element, send, listener, loaded, { later, now }) {
        let last = 0;

        this.element = /** @type {any} */ (element);
        this.loaded = loaded;
        this._listener = listener;
        this.send = (/** @type {object} */ command) => {
            send(Object.assign({ number: ++last }, command));
            return last;
        };
        this.tasks = new Tasks(later);
        this.fire = (/** @type {string} */ name) => this.tasks.post(() => element.dispatchEvent(new Event(name)));
        this.settings = new Settings(this.send, this.fire);
        this.tracks = this._makeTracks(new Tasks(later));
        this.next = new Next(this.send);
        this.clock = new Clock(now);
        this.ready = new Readiness(this.fire, {
            changed: (before, after) => this._changed(before, after),
            fired: (name, before, after) => AFTER[name] && AFTER[name](this, before, after),
        });
        this.source = new Source(this.ready, this.clock, this.fire, () => listener.arrange());
        this.playhead = new Playhead(this, this.send, {
            shown: () => listener.shown(),
            fire: this.fire,
            sending: () => this.playback.transport.stop(),
            arrived: () => this.playback.drive(),
        });
        this.playback = new Playback(this, this.send, () => listener.wake());
    }

    /** @param {Tasks} texts text tracks of the page stay over sources, and so do their events */
    _makeTracks(texts) {
        /** @type {{[kind: string]: TrackList}} */
        const tracks = {};

        for (const kind of /** @type {import('../tracks/track-list').Kind[]} */ (['video', 'audio', 'text'])) {
            tracks[kind] = new TrackList(kind, this.send, (run) => (kind === 'text' ? texts : this.tasks).post(run));
        }
        return tracks;
    }

    /** The values of an element that has nothing loaded. @param {boolean} wanted it is to play when something is */
    reset(wanted) {
        this.ready.reset(wanted);
        this.playhead.reset();
        this.playback.reset();
        Object.values(this.tracks).forEach((list) => list.forget());
        this._listener.chapters([]);
        this.next.reset();
        this.source.reset();
    }

    /** @param {State} before @param {State} after */
    _changed(before, after) {
        this.playback.run();
        if (before.paused && !after.paused) {
            this._listener.started();
        }
        if (looksOther(before, after)) {
            this._listener.arrange();
        }
    }
}

/**
 * What else is done when one of these events has been fired, before the next.
 * @type {{[event: string]: (parts: Parts, before: State, after: State) => void}}
 */
const AFTER = {
    durationchange: (parts) => parts.source.tellLive(),
    seeked: (parts) => parts.playhead.settle(),
    loadeddata: (parts) => parts.loaded(),
    playing: (parts) => parts.playback.resolve(),
    canplaythrough: (parts) => parts.playback.autoplay(),
    pause: (parts, before, after) => parts.playback.reject(before.ends < after.ends ? 'it has ended' : 'it was paused'),
};

module.exports = { Parts };
