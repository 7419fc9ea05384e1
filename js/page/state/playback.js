// SPDX-License-Identifier: MIT
'use strict';

const { Clock } = require('./clock');
const { NETWORK, READY } = require('./constants');
const { Promises } = require('./promises');
const { Seeker } = require('../player/seeker');
const { Settings, finite } = require('../player/settings');
const { Tasks } = require('./tasks');
const { TimeRanges } = require('./time-ranges');
const { TrackList } = require('../tracks/track-list');
const { Transport } = require('../player/transport');

/** @typedef {import('./media-error').MediaFailure} MediaFailure */

/**
 * @typedef {object} Listener what the element does for its state
 * @property {() => void} wake play() or pause() want a source that is not being loaded
 * @property {() => void} started it is not paused any more
 * @property {(failure: MediaFailure) => void} failed what was being loaded cannot be
 * @property {() => {begin: number, end: number} | null} shown when the picture that is shown begins and ends, s
 * @property {(src: string) => void} source something else plays, without having been loaded
 * @property {(chapters: {start: number, end: number, title: string}[]) => void} chapters of the source
 * @property {() => void} arrange the size of the picture may have changed, or whether it or the poster is to be seen
 */

/** Times of pictures are not exact, s. */
const LITTLE = 0.001;
/** So long is the last picture at the most, where it does not say, s. */
const LAST = 0.25;

/**
 * What the page does with a source that is loaded: play, pause, seek; and how far it is ready for that. Names and order
 * of steps are HTML's ("4.8.11 Media elements"). Each event is fired in a task of its own, after the state has changed.
 */
class Playback {
    /**
     * @param {HTMLElement} element events are dispatched there
     * @param {(command: object) => void} send to the player
     * @param {Listener} listener
     * @param {{later?: (run: () => void) => void, now?: () => number}} [time] for tests
     */
    constructor(element, send, listener, { later, now } = {}) {
        let last = 0;
        const number = (/** @type {object} */ command) => {
            send(Object.assign({ number: ++last }, command));
            return last;
        };

        this._element = /** @type {any} */ (element);
        this._listener = listener;
        const texts = new Tasks(later);

        this._tasks = new Tasks(later);
        this._send = number;
        this._clock = new Clock(now);
        this._promises = new Promises(this._tasks);
        this._steps = new Promises(this._tasks);
        this._transport = new Transport(number, (playing) => this._followed(playing));
        this._seeker = new Seeker(number, (position, failed, asked) => {
            this._arrived(failed ? position : this._placeOf(position, asked), failed);
        }, () => this._transport.stop());
        this.settings = new Settings(number, (name) => this._fire(name));
        /** By kind. @type {{[kind: string]: TrackList}} */
        this.tracks = {};
        for (const kind of /** @type {import('../tracks/track-list').Kind[]} */ (['video', 'audio', 'text'])) {
            // Text tracks of the page stay over sources, and so do their events.
            this.tracks[kind] = new TrackList(kind, number, (run) => (kind === 'text' ? texts : this._tasks).post(run));
        }
        this.paused = true;
        this.networkState = NETWORK.NETWORK_EMPTY;
        /** Where to start: `currentTime` as the page set it before there was anything to seek in. */
        this._start = 0;
        /** What its URI says of where it begins and ends, s. */
        this._part = { begin: 0, end: Infinity };
        /** @type {number} */
        this.readyState = READY.HAVE_NOTHING;
        /** @type {boolean} */
        this.ended = false;
        /** @type {boolean} */
        this.seeking = false;
        /** Seconds; NaN while unknown, Infinity when it never ends. @type {number} */
        this.duration = NaN;
        /** @type {MediaFailure | null} */
        this.error = null;
        /** Is the poster shown, where there is one? @type {boolean} */
        this.poster = true;
        /** Is there a picture of this source on the screen? @type {boolean} */
        this.picture = false;
        /** @type {boolean} */
        this._dataLoaded = false;
        /** @type {boolean} */
        this._buffering = false;
        /** @type {boolean} */
        this._seekable = false;
        /** @type {number[][]} */
        this._buffered = [];
        /** @type {boolean} */
        this._mayAutoplay = true;
        /** The picture of the source before this one that is still shown. @type {{begin: number, end: number} | null} */
        this._passed = null;
    }

    /** The values of an element that has nothing loaded. */
    _forget() {
        this.readyState = READY.HAVE_NOTHING;
        this.ended = false;
        this.seeking = false;
        this.duration = NaN;
        this.error = null;
        this.poster = true;
        this.picture = false;
        this._dataLoaded = false;
        this._buffering = false;
        this._seekable = false;
        this._buffered = [];
        this._mayAutoplay = true;
        this._passed = null;
        this._clock.reset();
        this._seeker.reset();
        this._steps.reject('another source is loaded', 'AbortError');
        this._transport.reset();
        Object.values(this.tracks).forEach((list) => list.forget());
        this._listener.chapters([]);
    }

    /** After the script that caused it, in order; not at all when something else is loaded before. @param {() => void} run */
    post(run) {
        this._tasks.post(run);
    }

    /** @param {string} name */
    _fire(name) {
        this.post(() => this._element.dispatchEvent(new Event(name)));
    }

    // ---- how far it is ready

    /** To the highest ready state, if everything is there for it. */
    _raise() {
        const { readyState } = this;

        if (this.error || readyState === READY.HAVE_NOTHING || readyState === READY.HAVE_ENOUGH_DATA || !this.picture ||
            this.seeking || this._buffering) {
            return;
        }
        this.readyState = READY.HAVE_ENOUGH_DATA;
        if (!this._dataLoaded) {
            this._dataLoaded = true;
            this.networkState = NETWORK.NETWORK_IDLE;
            this._fire('progress');
            this._fire('suspend');
            this._fire('loadeddata');
        }
        this._fire('canplay');
        if (!this.paused) {
            this._notifyPlaying();
        }
        this._fire('canplaythrough');
        this.autoplay();
        this._run();
    }

    /** @param {number} readyState a lower one: what is needed to play on is not there */
    _lower(readyState) {
        if (this.readyState <= readyState) {
            return;
        }
        const played = this.readyState >= READY.HAVE_FUTURE_DATA && !this.paused && !this.ended;

        this.readyState = readyState;
        this._run();
        if (played) {
            this._fire('timeupdate');
            this._fire('waiting');
        }
    }

    /** @param {number} percent of what the player wants to have before it plays on */
    _buffer(percent) {
        this._buffering = percent < 100;
        if (this._buffering) {
            this._lower(READY.HAVE_CURRENT_DATA);
        } else {
            this._raise();
        }
    }

    // ---- playing

    /** @returns {Promise<void>} */
    play() {
        if (this.error) {
            return Promise.reject(new DOMException(this.error.message, 'NotSupportedError'));
        }
        const promise = this._promises.create();

        this._play();
        return promise;
    }

    _play() {
        this._listener.wake();
        if (this.ended && this.settings.rate >= 0) {
            this.seek(0);
        }
        this._mayAutoplay = false;
        if (this.paused) {
            this._begin();
        } else if (this.readyState >= READY.HAVE_FUTURE_DATA) {
            this._promises.resolve();
        }
        this._drive();
    }

    /** From paused to playing. */
    _begin() {
        this.paused = false;
        this._listener.started();
        this._hidePoster();
        this._fire('play');
        if (this.readyState >= READY.HAVE_FUTURE_DATA) {
            this._notifyPlaying();
        } else {
            this._fire('waiting');
        }
    }

    _notifyPlaying() {
        this._fire('playing');
        this._promises.resolve();
    }

    /** There is enough to begin: all of a live source comes while it plays. */
    autoplay() {
        const enough = this.readyState === READY.HAVE_ENOUGH_DATA || this.duration === Infinity;

        if (this._mayAutoplay && this.paused && this._element.autoplay && enough) {
            this._mayAutoplay = false;
            this._begin();
            this._drive();
        }
    }

    pause() {
        this._listener.wake();
        this._mayAutoplay = false;
        this._stop();
        this._drive();
    }

    /** From playing to paused. */
    _stop() {
        if (!this.paused) {
            this.paused = true;
            this._fire('timeupdate');
            this._fire('pause');
            this._promises.reject('it was paused', 'AbortError');
        }
    }

    /** Another window plays or pauses the player. @param {boolean} playing */
    _followed(playing) {
        if (!playing) {
            this._stop();
        } else {
            this.settings.moveOn();
            this.ended = false;
            this._mayAutoplay = false;
            if (this.paused) {
                this._begin();
            }
        }
        this._drive();
    }

    /** Tell the player what this element wants. */
    _drive() {
        this._transport.want(!this.paused && this.settings.rate !== 0);
        this._run();
    }

    /** Time passes only while the player plays. */
    _run() {
        const { readyState, settings } = this;
        const moving = this._transport.state === 'playing' && !this.paused && !this.ended && !this.seeking &&
            readyState >= READY.HAVE_FUTURE_DATA;

        this._clock.run(moving ? settings.rate : 0);
    }

    /** @param {any} value */
    setRate(value) {
        this.settings.setRate(value);
        this._drive();
    }

    // ---- seeking

    /** Seconds. */
    get currentTime() {
        if (this.readyState === READY.HAVE_NOTHING) {
            return this._start;
        }
        return this.picture && !this.seeking && !this.ended ? this._clock.beside(this._shown()) : this._clock.position;
    }

    /** When the picture that is shown begins and ends, if it is of this source. */
    _shown() {
        const shown = this._listener.shown();

        if (this._passed && (!shown || shown.begin !== this._passed.begin)) {
            this._passed = null;
        }
        return this._passed ? null : shown;
    }

    /**
     * @param {any} position seconds
     * @param {boolean} [accurate] false goes to a key frame near it
     */
    seek(position, accurate = true) {
        const wish = finite(position, 'currentTime');

        if (this.readyState === READY.HAVE_NOTHING) {
            this._start = wish;
            return;
        }
        if (this.error || !this._seekable) {
            return;
        }
        const target = Math.max(0, isFinite(this.duration) ? Math.min(wish, this.duration) : wish);
        const stays = this.ended && target === this.duration;

        this._leave(target);
        this.ended = stays;
        this._steps.reject('it went elsewhere', 'AbortError');
        this._seeker.seek(target, accurate);
    }

    /**
     * @param {any} frames forward, or back when it is negative
     * @returns {Promise<void>}
     */
    step(frames) {
        const count = Math.trunc(finite(frames, 'frames'));

        if (this.error || this.readyState === READY.HAVE_NOTHING) {
            return Promise.reject(new DOMException('there is no picture to step from', 'InvalidStateError'));
        }
        if (!this._seekable) {
            return Promise.reject(new DOMException('a source that cannot be sought cannot be stepped', 'NotSupportedError'));
        }
        this.pause();
        if (count === 0) {
            return Promise.resolve();
        }
        const promise = this._steps.create();

        this._leave(this._clock.position);
        this._seeker.step(count, this._clock.position);
        return promise;
    }

    /** Another picture is asked for. @param {number} target where that is, as far as it is known */
    _leave(target) {
        this._hidePoster();
        this.seeking = true;
        this.ended = false;
        this._run();
        this._clock.jump(target);
        this._fire('seeking');
        this._lower(READY.HAVE_METADATA);
    }

    /**
     * A page is where it wanted to go, in a picture that begins before. No seek of a player goes beyond where the last one begins.
     * @param {number} told by the player
     * @param {number} asked by the page, NaN when it did not say
     */
    _placeOf(told, asked) {
        const picture = this._listener.shown();
        const inside = picture && picture.begin <= asked && asked <= picture.end + LITTLE;
        const atEnd = told < asked && asked - told <= LAST && asked >= this.duration - LAST;

        return inside || atEnd ? asked : told;
    }

    /** The last seek or step is done. @param {number} position @param {boolean} failed */
    _arrived(position, failed) {
        this.seeking = false;
        this._clock.jump(position);
        this._fire('timeupdate');
        this._fire('seeked');
        if (failed) {
            this._steps.reject('the player cannot step here', 'NotSupportedError');
        } else {
            this._steps.resolve();
        }
        this._raise();
        if (this.ended) {
            // It was at the end, and was sent there again.
            this._fire('ended');
        }
        this.noteEnd();
        this._drive();
    }

    /** Has it ended, as HTML defines it: paused, and sent to the end? Then play() begins anew. There is no event: nothing was played. */
    noteEnd() {
        if (this.paused && !this.seeking && this.readyState >= READY.HAVE_METADATA && this.settings.rate >= 0 &&
            !this._element.loop && isFinite(this.duration) && this._clock.position >= this.duration) {
            this.ended = true;
        }
    }

    _hidePoster() {
        if (this.poster) {
            this.poster = false;
            this._listener.arrange();
        }
    }

    // ---- ranges

    get buffered() {
        return new TimeRanges(this._buffered);
    }

    get played() {
        return new TimeRanges(this._clock.played);
    }

    get seekable() {
        return new TimeRanges(this._seekable && isFinite(this.duration) ? [[0, this.duration]] : []);
    }
}

module.exports = { Playback };
