// SPDX-License-Identifier: MIT
'use strict';

// Bits flipped at random, the same ones for the same seed.

/** How much of a file is its head, where containers and codecs keep what everything else hangs on. */
const HEAD = 1024;
/** Bytes with a flipped bit, at most: one in so many. */
const SPARSE = 200;

/** Mulberry32: numbers from 0 to 1, by a seed of 32 bits. @type {(seed: number) => () => number} */
function random(seed) {
    let state = seed >>> 0;

    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let word = Math.imul(state ^ (state >>> 15), state | 1);
        word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
        return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
    };
}

/**
 * A copy of `bytes` with some bits flipped: a third of the seeds in the head, a third anywhere, a third anywhere but in the
 * head, so that the decoder gets to see it.
 *
 * @param {Buffer} bytes
 * @param {number} seed
 * @returns {Buffer}
 */
function damage(bytes, seed) {
    const damaged = Buffer.from(bytes);
    const next = random(seed);
    const where = Math.floor(next() * 3);
    const from = where === 2 ? Math.min(HEAD, bytes.length - 1) : 0;
    const to = where === 0 ? Math.min(HEAD, bytes.length) : bytes.length;
    const flips = 1 + Math.floor(next() * next() * Math.max(1, (to - from) / SPARSE));

    for (let i = 0; i < flips; i++) {
        damaged[from + Math.floor(next() * (to - from))] ^= 1 << Math.floor(next() * 8);
    }
    return damaged;
}

module.exports = { damage };
