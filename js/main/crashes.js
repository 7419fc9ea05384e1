// SPDX-License-Identifier: MIT
'use strict';

const { PlayerError } = require('./error');

/** More crashes than this within that many ms are too many. */
const MOST = 3;
const WITHIN = 60000;

/** Counts the crashes of a source: whether to restart the host, and the error when not. */
class Crashes {
    constructor() {
        /** @type {number[]} when, ms */
        this._times = [];
        /** The GStreamer element in which the host crashed last. @type {string | null} */
        this._element = null;
        /**
         * The GStreamer element that posted the last warning before a crash. @type {string | null}
         */
        this._complainer = null;
    }

    /** Start counting anew: another source, or another load by the app. */
    forget() {
        this._times = [];
        this._element = null;
        this._complainer = null;
    }

    /**
     * @param {PlayerError} crash
     * @param {string | null} complainer the GStreamer element that posted the last warning before
     * it
     * @param {number} [now] ms of a monotonic clock
     * @returns {number} recent crashes
     */
    count(crash, complainer, now = Number(process.hrtime.bigint() / BigInt(1000000))) {
        this._times = this._times.filter((time) => now - time < WITHIN).concat(now);
        this._element = crash.element || this._element;
        this._complainer = complainer || this._complainer;
        return this._times.length;
    }

    /** Were there too many recent crashes? */
    get enough() {
        return this._times.length >= MOST;
    }

    /**
     * @param {string} source for people
     * @param {PlayerError} last crash
     * @returns {PlayerError}
     */
    verdict(source, last) {
        return new PlayerError('crashed',
            `the player crashed ${this._times.length} times while it played ${source}${this._accuse(last)}; load() tries again`,
            { element: this._element || this._complainer, debug: last.message });
    }

    /** @param {PlayerError} last */
    _accuse(last) {
        if (this._element) {
            return `, ${/ probably in /.test(last.message) ? 'probably ' : ''}in the GStreamer element ${this._element}`;
        }
        return this._complainer ? `; the GStreamer element ${this._complainer} had complained last` : '';
    }
}

module.exports = { Crashes };
