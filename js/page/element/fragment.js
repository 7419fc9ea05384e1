// SPDX-License-Identifier: MIT
'use strict';

/** Seconds, minutes and seconds, or hours as well. */
const TIME = /^(?:(?:(\d+):)?([0-5]?\d):)?(\d+(?:\.\d*)?)$/;

/** @param {string} text @returns {number} seconds, NaN for what is no time */
function secondsOf(text) {
    const [, hours, minutes, seconds] = TIME.exec(text) || [];

    return Number(hours || 0) * 3600 + Number(minutes || 0) * 60 + Number(seconds);
}

/** @param {string} text @returns {string | null} without its percent-encoding; null for what is no UTF-8 */
function decode(text) {
    try {
        return decodeURIComponent(text);
    } catch (error) {
        return null;
    }
}

/** @param {string} pair @returns {{begin: number, end: number} | null} null for what is no part */
function partOf(pair) {
    const equals = pair.indexOf('=');
    const value = equals >= 0 && decode(pair.slice(0, equals)) === 't' ? decode(pair.slice(equals + 1)) : null;
    const [, first, second] = /^(?:npt:)?([^,]*)(?:,(.+))?$/.exec(value === null ? '' : value) || [];
    const begin = first === '' ? 0 : secondsOf(String(first));
    const end = second === undefined ? Infinity : secondsOf(second);

    return begin < end && (first !== '' || second !== undefined) ? { begin, end } : null;
}

/**
 * The part of a source that its URI speaks of, as in `film.webm#t=10,20`: Media Fragments URI 1.0, "4.2.1 Temporal Dimension"; the last that
 * makes sense counts.
 * @param {string} uri
 * @returns {{begin: number, end: number}} seconds; 0 and Infinity where nothing is said
 */
function fragmentOf(uri) {
    const hash = uri.indexOf('#');

    return (hash < 0 ? '' : uri.slice(hash + 1)).split('&').reduce((last, pair) => partOf(pair) || last, { begin: 0, end: Infinity });
}

module.exports = { fragmentOf };
