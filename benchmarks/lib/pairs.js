// SPDX-License-Identifier: MIT
'use strict';

// What is measured in turns is compared in pairs: ratios of neighbours in time, which the machine's mood has hit alike.

/** @param {number[]} values */
function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {number[]} values */
function spread(values) {
    return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Of a normal distribution: its deviation from the median of absolute values, and a median's error from that. */
const DEVIATION = 1.4826;
const ERROR_OF_MEDIAN = 1.2533;

/**
 * Is `now` slower than `before`? Taken in turns: before[0], now[0], before[1], now[1], ..., before[n].
 *
 * `noise` is the deviation of the logarithm of neighbours' ratios within `before`, which is one program, so that these should
 * be 0. (Two of it differ by more than one differs from the mean of two: `noise` is on the safe side.)
 *
 * @param {number[]} before
 * @param {number[]} now
 * @param {number} least what is never said to be slower, 0.05: 5 %
 * @returns {{ratio: number, limit: number, noise: number, slower: boolean}}
 */
function judge(before, now, least) {
    const ratio = median(now.map((value, i) => value / Math.sqrt(before[i] * before[i + 1])));
    const noise = DEVIATION * median(now.map((_, i) => Math.abs(Math.log(before[i + 1] / before[i]))));
    const limit = Math.exp(Math.max(Math.log(1 + least), 3 * ERROR_OF_MEDIAN * noise / Math.sqrt(now.length)));

    return { ratio, limit, noise, slower: ratio > limit };
}

module.exports = { judge, median, spread };
