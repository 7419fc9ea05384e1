// SPDX-License-Identifier: MIT
'use strict';

const { demandArguments, passFor } = require('../element/native');

/** Spans that end where the next begins are one, s. */
const TOUCHING = 1e-3;

/** What HTML calls a TimeRanges: spans of seconds, in order, none touching another. It does not change. @hideconstructor */
class TimeRanges {
    /** @param {number[][]} spans [start, end] each, in any order */
    constructor(spans) {
        this._spans = normalize(spans);
    }

    /** How many spans there are. */
    get length() {
        return this._spans.length;
    }

    /** @param {number} index @returns {number} seconds */
    start(index) {
        return this._at(index)[0];
    }

    /** @param {number} index @returns {number} seconds */
    end(index) {
        return this._at(index)[1];
    }

    /** @param {number} index */
    _at(index) {
        // Web IDL's `unsigned long`.
        const span = this._spans[index >>> 0];

        if (!span) {
            throw new DOMException(`there is no range ${index}, of ${this._spans.length}`, 'IndexSizeError');
        }
        return span;
    }
}

/**
 * @param {number[][]} spans
 * @returns {number[][]} the same time, in order, with no two spans that touch
 */
function normalize(spans) {
    /** @type {number[][]} */
    const joined = [];

    for (const [start, end] of spans.filter((span) => span[1] > span[0]).sort((a, b) => a[0] - b[0])) {
        const last = joined[joined.length - 1];

        if (last && start - last[1] <= TOUCHING) {
            last[1] = Math.max(last[1], end);
        } else {
            joined.push([start, end]);
        }
    }
    return joined;
}

passFor(TimeRanges, 'TimeRanges');
demandArguments(TimeRanges, ['start', 'end']);

module.exports = { TimeRanges, normalize };
