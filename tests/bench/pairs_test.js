// SPDX-License-Identifier: MIT
'use strict';

// When ./bench guard says that something has become slower.

const assert = require('assert');
const { test } = require('node:test');

const { judge, median } = require('../../benchmarks/lib/pairs');

/** Always the same numbers between 0 and 1. @param {number} seed */
function randomOf(seed) {
    let state = seed;
    return () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return (state >>> 8) / 2 ** 24;
    };
}

/** Rounds of a program and of one that is `factor` as slow, on a machine whose noise has this deviation. */
function rounds(random, n, factor, noise) {
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const take = (times) => 100 * times * Math.exp(noise * normal());
    return {
        before: Array.from({ length: n + 1 }, () => take(1)),
        now: Array.from({ length: n }, () => take(factor)),
    };
}

/** How often of 400 it is called slower. */
function share(factor, noise) {
    const random = randomOf(7);
    let slower = 0;
    for (let i = 0; i < 400; i++) {
        const { before, now } = rounds(random, 12, factor, noise);
        slower += Number(judge(before, now, 0.05).slower);
    }
    return slower / 400;
}

test('what is as fast as before is hardly ever called slower, however noisy the machine is', () => {
    for (const noise of [0, 0.02, 0.1, 0.4]) {
        assert.ok(share(1, noise) <= 0.02, `${share(1, noise)} at a noise of ${noise}`);
    }
});

test('what is slower by more than the noise is called so', () => {
    assert.strictEqual(share(1.06, 0), 1);
    assert.ok(share(1.2, 0.05) > 0.97, String(share(1.2, 0.05)));
    assert.ok(share(2, 0.2) > 0.9, String(share(2, 0.2)));
});

test('what is faster, or slower by less than is asked for, is not called slower', () => {
    assert.strictEqual(share(0.5, 0.1), 0);
    assert.strictEqual(share(1.04, 0), 0);
});

test('a drift of the whole machine is not taken for a difference', () => {
    const before = Array.from({ length: 13 }, (_, i) => 100 * 1.1 ** i);
    const now = before.slice(1).map((value, i) => Math.sqrt(value * before[i]));
    assert.ok(Math.abs(judge(before, now, 0.05).ratio - 1) < 1e-9);
    assert.strictEqual(median([3, 1, 2, 10]), 2.5);
});
