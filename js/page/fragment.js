'use strict';

/** Seconds, minutes and seconds, or hours as well. */
const TIME = /^(?:(?:(\d+):)?([0-5]?\d):)?(\d+(?:\.\d*)?)$/;

/** @param {string} text @returns {number} seconds, NaN for what is no time */
function secondsOf(text) {
    const [, hours, minutes, seconds] = TIME.exec(text) || [];

    return Number(hours || 0) * 3600 + Number(minutes || 0) * 60 + Number(seconds);
}

/**
 * The part of a source that its URI speaks of, as in `film.webm#t=10,20`: Media Fragments URI 1.0, "4.2.1 Temporal Dimension".
 * @param {string} uri
 * @returns {{begin: number, end: number}} seconds; 0 and Infinity where nothing is said
 */
function fragmentOf(uri) {
    const hash = uri.indexOf('#');
    const whole = { begin: 0, end: Infinity };

    return (hash < 0 ? '' : uri.slice(hash + 1)).split('&').reduce((last, part) => {
        const [, first, second] = /^t=(?:npt:)?([^,]*)(?:,(.+))?$/.exec(part) || [];
        const begin = first === '' ? 0 : secondsOf(String(first));
        const end = second === undefined ? Infinity : secondsOf(second);

        return begin < end && (first !== '' || second !== undefined) ? { begin, end } : last;
    }, whole);
}

module.exports = { fragmentOf };
