'use strict';

const { PlayerError } = require('./error');

/** So many crashes within so many ms are enough. */
const MOST = 3;
const WITHIN = 60000;

/** The crashes of a source: whether to try once more, and what to say when not. */
class Crashes {
    constructor() {
        /** @type {number[]} when, ms */
        this._times = [];
        /** The GStreamer element that complained last, before the last crash of which one did. @type {string | null} */
        this._element = null;
    }

    /** Another source, or another try of the app. */
    forget() {
        this._times = [];
        this._element = null;
    }

    /**
     * @param {string | null} element that complained last before it
     * @param {number} [now] ms of a clock that only goes forward
     * @returns {number} how many there were lately
     */
    count(element, now = Number(process.hrtime.bigint() / BigInt(1000000))) {
        this._times = this._times.filter((time) => now - time < WITHIN).concat(now);
        this._element = element || this._element;
        return this._times.length;
    }

    /** Were there too many? */
    get enough() {
        return this._times.length >= MOST;
    }

    /**
     * @param {string} source for people
     * @param {PlayerError} last
     * @returns {PlayerError}
     */
    verdict(source, last) {
        const who = this._element ? `; the GStreamer element ${this._element} had complained last` : '';

        return new PlayerError('crashed', `the player crashed ${this._times.length} times while it played ${source}${who}; load() tries again`,
            { element: this._element, debug: last.message });
    }
}

module.exports = { Crashes };
