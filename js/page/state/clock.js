// SPDX-License-Identifier: MIT
'use strict';

const { normalize } = require('./time-ranges');

/**
 * How far the clock may be from the picture that is shown, s at normal speed: so late is it drawn on a busy machine. Beyond
 * that the pictures do not follow the clock, as those of a track that ends before the sound does.
 */
const APART = 1;

/** What is in the picture is before its end, s. */
const INSIDE = 0.001;

/**
 * Where playback is. The player tells it some times a second; between two tellings it goes on at the player's rate.
 * It also knows what was played.
 */
class Clock {
    /** @param {() => number} [now] ms */
    constructor(now = () => performance.now()) {
        this._now = now;
        /** @type {number[][]} */
        this._spans = [];
        this._from = 0;
        this._position = 0;
        this._at = 0;
        this._rate = 0;
        /** It has not moved since it was set. */
        this._still = true;
        this.limit = NaN;
    }

    /** A new source: at 0, nothing played. */
    reset() {
        this._spans = [];
        this._rate = 0;
        this._from = this._position = 0;
        this._still = true;
        this.limit = NaN;
    }

    /** Seconds. */
    get position() {
        const gone = this._rate === 0 ? 0 : this._rate * (this._now() - this._at) / 1000;
        const position = Math.max(0, this._position + gone);

        return this.limit >= 0 ? Math.min(position, this.limit) : position;
    }

    /**
     * Seconds, as the picture that is shown has them: it may be drawn a little later than its time, and is what people see. Where
     * playback was sent, it is just there.
     * @param {{begin: number, end: number} | null} picture seconds
     */
    beside(picture) {
        const { position } = this;
        const apart = APART * Math.max(1, Math.abs(this._rate));

        if (this._still || !picture || !(picture.end > picture.begin) || position < picture.begin - apart || position > picture.end + apart) {
            return position;
        }
        const { begin, end } = picture;

        return Math.max(begin, Math.min(position, end - Math.min(INSIDE, (end - begin) / 2)));
    }

    /** The player is there, having played on from where it was. @param {number} position seconds */
    tell(position) {
        this._position = position;
        this._at = this._now();
    }

    /** Playback is somewhere else now. @param {number} position seconds */
    jump(position) {
        this._note();
        this.tell(position);
        this._from = position;
        this._still = this._rate === 0;
    }

    /** @param {number} rate seconds a second from now on, 0 stands still */
    run(rate) {
        if (rate !== this._rate) {
            this.tell(this.position);
            this._note();
            this._rate = rate;
            this._from = this._position;
            this._still = this._still && rate === 0;
        }
    }

    /** Spans of seconds that were played. @returns {number[][]} */
    get played() {
        this._note();
        return this._spans;
    }

    _note() {
        if (this._rate !== 0) {
            const here = this.position;

            this._spans = normalize(this._spans.concat([[Math.min(this._from, here), Math.max(this._from, here)]]));
            this._from = here;
        }
    }
}

module.exports = { Clock };
