// SPDX-License-Identifier: MIT
'use strict';

const { READY } = require('./constants');
const { Promises } = require('./promises');
const { standsAtEnd } = require('./ready-state');
const { Seeker } = require('../player/seeker');
const { finite } = require('../player/settings');

/** Times of pictures are not exact, s. */
const LITTLE = 0.001;
/** So long is the last picture at the most, where it does not say, s. */
const LAST = 0.25;

/**
 * @typedef {object} Listener
 * @property {() => {begin: number, end: number} | null} shown when the picture that is shown begins and ends, s
 * @property {(event: string) => void} fire
 * @property {() => void} sending before a seek is sent
 * @property {() => void} arrived a seek or a step is done, and the state says so
 */

/** Where playback is, and how it gets elsewhere: seeks and steps of the page, seeks of other windows, loops of the player. */
class Playhead {
    /**
     * @param {import('./parts').Parts} parts
     * @param {(command: object) => number} send
     * @param {Listener} listener
     */
    constructor({ clock, ready, source, settings, tasks, element }, send, listener) {
        this._ready = ready;
        this._source = source;
        this._settings = settings;
        this._element = element;
        this._send = send;
        this._listener = listener;
        this._clock = clock;
        this._steps = new Promises(tasks);
        this._seeker = new Seeker(send, (position, failed, asked) => {
            this._arrived(failed ? position : this._placeOf(position, asked), failed);
        }, listener.sending);
        /** Where to start: `currentTime` as the page set it before there was anything to seek in. */
        this._start = 0;
        /** The picture of the source before this one that is still shown. @type {{begin: number, end: number} | null} */
        this._passed = null;
        /** The player refused the last seek or step. */
        this._refused = false;
        /** It looped between the end of a seek and the answer to it. @type {boolean} */
        this._turned = false;
        /** The next seek that the player tells of is one of its own, for a rate. */
        this._rateSeek = false;
    }

    /** There is no source. */
    reset() {
        this._passed = null;
        this._refused = false;
        this._turned = false;
        this._rateSeek = false;
        this._clock.reset();
        this._seeker.reset();
        this._steps.reject('another source is loaded', 'AbortError');
    }

    /** The source that was next plays: at 0, while the last picture of the one before may be shown yet. */
    restart() {
        this._passed = this._listener.shown();
        this._clock.reset();
    }

    /** Nothing more can be shown. @param {string} message */
    fail(message) {
        this._seeker.reset();
        this._steps.reject(message, 'AbortError');
    }

    // ---- where it is

    /** Seconds. */
    get currentTime() {
        const { state } = this._ready;

        if (state.readyState === READY.HAVE_NOTHING) {
            return this._start;
        }
        return state.picture && !state.seeking && !state.ended ? this._clock.beside(this._shown()) : this._clock.position;
    }

    /** When the picture that is shown begins and ends, if it is of this source. */
    _shown() {
        const shown = this._listener.shown();

        if (this._passed && (!shown || shown.begin !== this._passed.begin)) {
            this._passed = null;
        }
        return this._passed ? null : shown;
    }

    // ---- seeking

    /** Metadata are known: go to where it starts, before it can be ready to play where it is. */
    begin() {
        const start = this._start > 0 ? this._start : this._source.part.begin;

        this._start = 0;
        if (!(start > 0) || !this._go(start, true, { metadata: true })) {
            this._ready.change({ metadata: true });
        }
    }

    /**
     * @param {any} position seconds
     * @param {boolean} [accurate] false goes to a key frame near it
     */
    seek(position, accurate = true) {
        const wish = finite(position, 'currentTime');

        if (this._ready.state.readyState === READY.HAVE_NOTHING) {
            this._start = wish;
        } else {
            this._go(wish, accurate, {});
        }
    }

    /**
     * @param {number} wish
     * @param {boolean} accurate
     * @param {Partial<import('./ready-state').Facts>} facts that are new with it
     * @returns {boolean} it can be sought
     */
    _go(wish, accurate, facts) {
        const { canSeek, duration } = this._source;
        const { failed, ended } = this._ready.state;

        if (failed || !canSeek) {
            return false;
        }
        const target = Math.max(0, isFinite(duration) ? Math.min(wish, duration) : wish);

        this._leave(target, facts);
        this._ready.change({ atEnd: ended && target === duration });
        this._steps.reject('it went elsewhere', 'AbortError');
        this._seeker.seek(target, accurate);
        return true;
    }

    /**
     * @param {any} frames forward, or back when it is negative
     * @param {() => void} pause what can be stepped is paused first
     * @returns {Promise<void>}
     */
    step(frames, pause) {
        const count = Math.trunc(finite(frames, 'frames'));
        const { failed, readyState } = this._ready.state;

        if (failed || readyState === READY.HAVE_NOTHING) {
            return Promise.reject(new DOMException('there is no picture to step from', 'InvalidStateError'));
        }
        if (!this._source.canSeek) {
            return Promise.reject(new DOMException('a source that cannot be sought cannot be stepped', 'NotSupportedError'));
        }
        pause();
        if (count === 0) {
            return Promise.resolve();
        }
        const promise = this._steps.create();

        this._leave(this._clock.position);
        this._seeker.step(count, this._clock.position);
        return promise;
    }

    /**
     * Another picture is asked for.
     * @param {number} target where that is, as far as it is known
     * @param {Partial<import('./ready-state').Facts>} [facts] that are new with it
     */
    _leave(target, facts) {
        this._turned = false;
        this._ready.change(Object.assign({ seeking: true, seeks: this._ready.state.seeks + 1, atEnd: false }, facts));
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
        const atEnd = told < asked && asked - told <= LAST && asked >= this._source.duration - LAST;

        return inside || atEnd ? asked : told;
    }

    /** The last seek or step is done. @param {number} position @param {boolean} failed */
    _arrived(position, failed) {
        const { ended, ends } = this._ready.state;

        this._refused = failed;
        this._clock.jump(position);
        // Was it at the end, and sent there again?
        this._ready.change({ seeking: false, ends: ended ? ends + 1 : ends });
        this._noteEnd();
        this._listener.arrived();
        if (this._turned) {
            this._turned = false;
            this.onLooped();
        }
    }

    /** `seeked` was fired. */
    settle() {
        if (this._refused) {
            this._steps.reject('the player cannot step here', 'NotSupportedError');
        } else {
            this._steps.resolve();
        }
    }

    /** The page set the attribute `loop`, or took it away, or there is a player now. */
    loop() {
        this._send({ command: 'loop', loop: this._element.loop });
        this._noteEnd();
    }

    /** It may stand at the end without having played. */
    _noteEnd() {
        const where = {
            rate: this._settings.rate, loop: this._element.loop, duration: this._source.duration, position: this._clock.position,
        };

        if (standsAtEnd(this._ready.state, where)) {
            this._ready.change({ atEnd: true });
        }
    }

    // ---- what the player says

    /** @param {number} number of a command @param {boolean} failed */
    onAnswer(number, failed) {
        this._seeker.onAnswer(number, failed);
    }

    /** The rate is another. */
    onRate() {
        this._rateSeek = true;
    }

    /** @param {number | undefined} position @param {number} after */
    onSeeked(position, after) {
        const ofRate = this._rateSeek;

        this._rateSeek = false;
        if (this._seeker.onSeeked(position, after) || typeof position !== 'number') {
            return;
        }
        if (!ofRate) {
            this._follow(position);
        } else if (!this._ready.state.ended) {
            // A player changes its rate by a seek to where it is; at the end that is where its last picture begins.
            this._clock.tell(position);
        }
    }

    /** Another window went there. @param {number} position */
    _follow(position) {
        this._clock.jump(position);
        this._ready.change({ atEnd: false, seeks: this._ready.state.seeks + 1 });
        this._listener.fire('timeupdate');
        this._listener.fire('seeked');
    }

    /** The player goes on from its start, without an end: for a page that is a seek, done at once, as with <video>. */
    onLooped() {
        if (this._seeker.active) {
            this._turned = this._seeker.arriving;
        } else if (this._ready.state.readyState > READY.HAVE_NOTHING) {
            const start = this._settings.rate < 0 ? this._source.duration : 0;

            this._leave(start);
            this._arrived(start, false);
        }
    }
}

module.exports = { Playhead };
