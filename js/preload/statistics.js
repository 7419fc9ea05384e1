'use strict';

/** Samples kept of each measure; a power of two. */
const SAMPLES = 8192;
/** Of these the last so many are what is so now. */
const RECENT = 15;

/** @param {number} value ms @returns {number} in whole microseconds */
function round(value) {
    return Math.round(value * 1000) / 1000;
}

/** The last so many values of a measure. Adding allocates nothing. */
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

    /** The middle one of the last few; null when nothing was measured. @returns {number | null} */
    recent() {
        const count = Math.min(this._count, RECENT);
        const last = Array.from({ length: count }, (_, i) => this._values[(this._count - 1 - i) & (SAMPLES - 1)]);

        return count > 0 ? round(last.sort((a, b) => a - b)[count >> 1]) : null;
    }

    /**
     * @param {number[]} percents
     * @returns {{[name: string]: number | null}} {p50: ..., p95: ...}, null when nothing was measured
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
 * Frames from one sequence number to a later one. Numbers wrap past 2^32 - 1 to 1: 0 is none.
 * @param {number} from
 * @param {number} to
 */
function distance(from, to) {
    const difference = (to - from) | 0;

    return difference > 0 && to < from ? difference - 1 : difference;
}

/**
 * What a window did with the frames of its stream: how many it drew, how many were published that it never
 * drew, how long an upload took and how old a picture was when it was drawn.
 */
class Statistics {
    constructor() {
        this.shown = 0;
        this.missed = 0;
        this._upload = new Samples();
        this._latency = new Samples();
        this._last = 0;
    }

    /** Another stream: its numbers start anew, and what was before this window came is nobody's loss. */
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
     * @param {number} newest the newest sequence published: what came after the last one drawn is missed too
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
