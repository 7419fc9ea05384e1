// SPDX-License-Identifier: MIT
'use strict';

/** Samples kept for each measure; a power of two. */
const SAMPLES = 8192;
/** The number of latest samples whose median counts as the current value. */
const RECENT = 15;

/** @param {number} value ms @returns {number} rounded to microseconds */
function round(value) {
    return Math.round(value * 1000) / 1000;
}

/** The latest values of a measure. Adding one allocates nothing. */
class Samples {
    constructor() {
        this._values = new Float64Array(SAMPLES);
        this._count = 0;
    }

    /** @param {number} value */
    add(value) {
        this._values[this._count & (SAMPLES - 1)] = value;
        this._count++;
    }

    /** The median of the last few values; null when there are none. @returns {number | null} */
    recent() {
        const count = Math.min(this._count, RECENT);
        const last = Array.from({ length: count }, (_, i) => this._values[(this._count - 1 - i) & (SAMPLES - 1)]);

        return count > 0 ? round(last.sort((a, b) => a - b)[count >> 1]) : null;
    }

    /**
     * @param {number[]} percents
     * @returns {{[name: string]: number | null}} {p50: ..., p95: ...}, null when there are no
     * values
     */
    percentiles(percents) {
        const sorted = this._values.slice(0, Math.min(this._count, SAMPLES)).sort();
        /** @type {{[name: string]: number | null}} */
        const result = {};

        for (const percent of percents) {
            const index = Math.min(sorted.length - 1, Math.ceil(sorted.length * percent / 100) - 1);

            result[`p${percent}`] = sorted.length ? round(sorted[Math.max(0, index)]) : null;
        }
        return result;
    }
}

/**
 * The number of frames from one sequence number to a later one. 2^32 - 1 is followed by 1: 0 means
 * none.
 * @param {number} from
 * @param {number} to
 */
function distance(from, to) {
    const difference = (to - from) | 0;

    return difference > 0 && to < from ? difference - 1 : difference;
}

/**
 * Statistics of a window about its stream: frames drawn, frames published that it never drew, the
 * duration of uploads, and the age of pictures when they were drawn.
 */
class Statistics {
    constructor() {
        this.shown = 0;
        this.missed = 0;
        this._upload = new Samples();
        this._latency = new Samples();
        this._last = 0;
    }

    /**
     * Another stream: its numbers start anew, and frames from before this window opened it do not
     * count as missed.
     */
    restart() {
        this._last = 0;
    }

    /**
     * @param {number} sequence of the frame drawn
     * @param {number} upload ms
     * @param {number} latency ms from publish to draw
     */
    add(sequence, upload, latency) {
        if (this._last !== 0 && sequence !== this._last) {
            this.missed += distance(this._last, sequence) - 1;
        }
        if (sequence !== this._last) {
            this.shown++;
        }
        this._last = sequence;
        this._upload.add(upload);
        this._latency.add(latency);
    }

    /**
     * @param {number} newest the newest sequence published: frames after the last one drawn count
     * as missed
     */
    report(newest) {
        const pending = this._last !== 0 && newest !== 0 ? Math.max(0, distance(this._last, newest)) : 0;

        return {
            shown: this.shown,
            missed: this.missed + pending,
            upload_ms: this._upload.percentiles([50, 95]),
            latency_ms: this._latency.percentiles([50, 95, 99]),
            recent: { upload_ms: this._upload.recent(), latency_ms: this._latency.recent() },
        };
    }
}

module.exports = { Statistics, Samples };
