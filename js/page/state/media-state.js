// SPDX-License-Identifier: MIT
'use strict';

const { Loading } = require('./loading');
const { Parts } = require('./parts');
const { PlayerEvents } = require('./player-events');
const { TimeRanges } = require('./time-ranges');

/** @typedef {import('./media-error').MediaFailure} MediaFailure */

/**
 * The state of a media element, for the element: what it tells, what a page does with it, and what selects its source. Names and
 * order of steps are HTML's ("4.8.11 Media elements"). Each event is fired in a task of its own, after the state has changed.
 */
class MediaState {
    /**
     * @param {HTMLElement} element events are dispatched there
     * @param {(command: object) => void} send to the player
     * @param {import('./parts').Listener} listener
     * @param {{later?: (run: () => void) => void, now?: () => number}} [time] for tests
     */
    constructor(element, send, listener, time = {}) {
        this._parts = new Parts(element, send, listener, () => this._loading.idle(), time);
        this._loading = new Loading(this._parts, listener);
        this._events = new PlayerEvents(this._parts, this._loading, listener);
    }

    /** After the script that caused it, in order; not at all when something else is loaded before. @param {() => void} run */
    post(run) {
        this._parts.tasks.post(run);
    }

    /** @param {any} event of the preload or the player */
    onEvent(event) {
        this._events.hear(event);
    }

    // ---- what an element tells of it

    get readyState() {
        return this._parts.ready.state.readyState;
    }

    get paused() {
        return this._parts.ready.state.paused;
    }

    get seeking() {
        return this._parts.ready.state.seeking;
    }

    get ended() {
        return this._parts.ready.state.ended;
    }

    /** Is there a picture of this source on the screen? */
    get picture() {
        return this._parts.ready.state.picture;
    }

    /** Is the poster shown, where there is one? */
    get poster() {
        return this._parts.ready.state.poster;
    }

    get networkState() {
        return this._loading.networkState;
    }

    get error() {
        return this._loading.error;
    }

    get settings() {
        return this._parts.settings;
    }

    /** By kind. */
    get tracks() {
        return this._parts.tracks;
    }

    /** Seconds. */
    get currentTime() {
        return this._parts.playhead.currentTime;
    }

    get played() {
        return new TimeRanges(this._parts.clock.played);
    }

    /** Seconds; NaN while unknown, Infinity when it never ends. */
    get duration() {
        return this._parts.source.duration;
    }

    /** The size of the picture as it is displayed. */
    get video() {
        return this._parts.source.video;
    }

    get live() {
        return this._parts.source.live;
    }

    get buffered() {
        return this._parts.source.buffered;
    }

    get seekable() {
        return this._parts.source.seekable;
    }

    // ---- what a page does

    /** @returns {Promise<void>} */
    play() {
        return this.error ? Promise.reject(new DOMException(this.error.message, 'NotSupportedError')) : this._parts.playback.play();
    }

    pause() {
        this._parts.playback.pause();
    }

    /** @param {any} position seconds @param {boolean} [accurate] false goes to a key frame near it */
    seek(position, accurate = true) {
        this._parts.playhead.seek(position, accurate);
    }

    /** @param {any} frames forward, or back when it is negative @returns {Promise<void>} */
    step(frames) {
        return this._parts.playhead.step(frames, () => this.pause());
    }

    /** @param {any} value */
    setRate(value) {
        this._parts.playback.setRate(value);
    }

    /** The page set the attribute, or took it away. */
    loop() {
        if (this._loading.opened) {
            this._parts.playhead.loop();
        }
    }

    /**
     * Say what is next.
     * @param {{src: string | null}} source absolute, and how it is to be shown
     * @returns {Promise<void>}
     */
    setNext(source) {
        return this._loading.opened ? this._parts.next.set(source)
            : Promise.reject(new DOMException('there is no source yet after which something could be next', 'InvalidStateError'));
    }

    // ---- what selects a source

    /** What the media element load algorithm does before it selects a resource. */
    unload() {
        this._loading.unload();
    }

    /** The element is taken out of its document. */
    abandon() {
        this._loading.abandon();
    }

    /** There is nothing to select. */
    empty() {
        this._loading.empty();
    }

    /** There is something to select: an attribute, or children. */
    begin() {
        this._loading.begin();
    }

    /** What is loaded, or will be. @param {string} uri */
    name(uri) {
        this._parts.source.name(uri);
    }

    /** Loading waits until the page wants to play. */
    defer() {
        this._loading.defer();
    }

    /** Loading goes on, with the next of several sources, or after it was deferred. */
    resume() {
        this._loading.resume();
    }

    /** None of the children can be loaded; another one may come. */
    wait() {
        this._loading.wait();
    }

    /** The source of the `src` attribute cannot be loaded. @param {MediaFailure} failure */
    refuse(failure) {
        this._loading.refuse(failure);
    }
}

module.exports = { MediaState };
