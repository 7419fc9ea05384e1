// SPDX-License-Identifier: MIT
'use strict';

const { Clock } = require('./clock');
const { NETWORK, READY } = require('./constants');
const { Live } = require('./live');
const { Promises } = require('./promises');
const { derive, eventsOf, noFacts, standsAtEnd } = require('./ready-state');
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
        this.live = new Live((name) => this._fire(name));
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
        this._facts = noFacts();
        this._now = derive(null, this._facts);
        this.networkState = NETWORK.NETWORK_EMPTY;
        /** Where to start: `currentTime` as the page set it before there was anything to seek in. */
        this._start = 0;
        /** What its URI says of where it begins and ends, s. */
        this._part = { begin: 0, end: Infinity };
        /** Seconds; NaN while unknown, Infinity when it never ends. @type {number} */
        this.duration = NaN;
        /** @type {MediaFailure | null} */
        this.error = null;
        /** Is the poster shown, where there is one? @type {boolean} */
        this.poster = true;
        /** The player refused the last seek or step. */
        this._refused = false;
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
        this._reset(this._facts.wanted);
        this.duration = NaN;
        this.error = null;
        this.poster = true;
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

    // ---- what the facts say

    /** Is there a picture of this source on the screen? */
    get picture() {
        return this._facts.picture;
    }

    get readyState() {
        return this._now.readyState;
    }

    get paused() {
        return this._now.paused;
    }

    get seeking() {
        return this._now.seeking;
    }

    get ended() {
        return this._now.ended;
    }

    /** Nothing is known of a source; no event says so. @param {boolean} wanted it is to play */
    _reset(wanted) {
        this._facts = Object.assign(noFacts(), { wanted });
        this._now = derive(null, this._facts);
    }

    /** A fact has changed: derive the state, and fire the events of what is different. */
    _update() {
        const before = this._now;
        const after = derive(before, this._facts);

        this._now = after;
        this._run();
        if (before.paused && !after.paused) {
            this._listener.started();
            this._hidePoster();
        }
        eventsOf(before, after).forEach((name) => {
            this._fire(name);
            if (AFTER[name]) {
                AFTER[name](this, before.ends < after.ends);
            }
        });
    }

    /** @param {number} percent of what the player wants to have before it plays on */
    _buffer(percent) {
        this._facts.buffering = percent < 100;
        this._update();
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
        this._facts.wanted = true;
        this._update();
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
        this._facts.wanted = false;
        this._update();
    }

    /** Another window plays or pauses the player. @param {boolean} playing */
    _followed(playing) {
        if (!playing) {
            this._stop();
        } else {
            this.settings.moveOn();
            this._mayAutoplay = false;
            this._facts.atEnd = false;
            this._begin();
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

        if (!this._facts.metadata) {
            this._start = wish;
            return;
        }
        if (this.error || !this._seekable) {
            return;
        }
        const target = Math.max(0, isFinite(this.duration) ? Math.min(wish, this.duration) : wish);
        const stays = this.ended && target === this.duration;

        this._leave(target);
        this._facts.atEnd = stays;
        this._update();
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
        this._facts.seeking = true;
        this._facts.seeks++;
        this._facts.atEnd = false;
        this._update();
        this._clock.jump(target);
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
        this._refused = failed;
        this._clock.jump(position);
        this._facts.seeking = false;
        // Was it at the end, and sent there again?
        this._facts.ends += this.ended ? 1 : 0;
        this._update();
        this.noteEnd();
        this._drive();
    }

    noteEnd() {
        const { duration } = this;

        if (standsAtEnd(this._now, { rate: this.settings.rate, loop: this._element.loop, duration, position: this._clock.position })) {
            this._facts.atEnd = true;
            this._update();
        }
    }

    _hidePoster() {
        if (this.poster) {
            this.poster = false;
            this._listener.arrange();
        }
    }

    _tellLive() {
        this.live.set(this.duration === Infinity ? 'live' : 'on-demand');
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

/** What else is done when one of these events has been fired, before the next. @type {{[event: string]: (state: Playback, atEnd: boolean) => void}} */
const AFTER = {
    durationchange: (state) => state._tellLive(),
    seeked: (state) => {
        if (state._refused) {
            state._steps.reject('the player cannot step here', 'NotSupportedError');
        } else {
            state._steps.resolve();
        }
    },
    loadeddata: (state) => {
        state.networkState = NETWORK.NETWORK_IDLE;
    },
    playing: (state) => state._promises.resolve(),
    canplaythrough: (state) => state.autoplay(),
    pause: (state, atEnd) => state._promises.reject(atEnd ? 'it has ended' : 'it was paused', 'AbortError'),
};

module.exports = { Playback };
