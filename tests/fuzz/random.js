// SPDX-License-Identifier: MIT
'use strict';

// random.h in JavaScript: numbers that a seed repeats.

/** SplitMix32: 0 to 2^32 - 1. */
class Random {
    /** @param {number} seed */
    constructor(seed) {
        this._state = seed | 0;
    }

    next() {
        let z = (this._state = (this._state + 0x9e3779b9) | 0);
        z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
        z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
        return (z ^ (z >>> 15)) >>> 0;
    }

    /** 0 to n - 1. @param {number} n */
    below(n) {
        return this.next() % n;
    }

    /** Once in `n` times. @param {number} n */
    onceIn(n) {
        return this.below(n) === 0;
    }
}

/** Messages on each side of the link. @param {number} otherwise */
function messages(otherwise) {
    return Number(process.env.FRAMESHARE_FUZZ) || otherwise;
}

const seed = Number(process.env.FRAMESHARE_SEED) || 1;

module.exports = { Random, messages, seed };
