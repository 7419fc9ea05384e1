// SPDX-License-Identifier: MIT
'use strict';

const { READY } = require('./constants');

/**
 * @typedef {object} Facts what the player has told, and what the page wants
 * @property {boolean} metadata duration, size and tracks of the source are known
 * @property {boolean} picture its first picture is on the screen
 * @property {boolean} buffering the player has too little data to play on, or its process is being replaced
 * @property {boolean} recovering its process is being replaced: until it tells its state, it buffers
 * @property {boolean} failed there is an error: nothing more will be ready
 * @property {boolean} wanted it is to play: the page, autoplay or another window said so
 * @property {boolean} seeking a seek or a step runs
 * @property {number} seeks how many of them have begun; each has its event, also where another one runs
 * @property {boolean} atEnd it is at the end of the source
 * @property {number} ends how often it came there by playing or by a seek; another way to be there has no event
 */

/**
 * @typedef {object} State what HTMLMediaElement tells of the facts
 * @property {number} readyState
 * @property {boolean} picture there is a picture of this source on the screen
 * @property {boolean} poster the poster is shown, where there is one: nothing was played or sought yet
 * @property {boolean} loaded there has been enough to show a picture
 * @property {boolean} failed
 * @property {boolean} paused
 * @property {boolean} seeking
 * @property {number} seeks
 * @property {boolean} ended
 * @property {number} ends
 */

/** @returns {Facts} of an element without a source */
function noFacts() {
    return {
        metadata: false, picture: false, buffering: false, recovering: false, failed: false,
        wanted: false, seeking: false, seeks: 0, atEnd: false, ends: 0,
    };
}

/**
 * While the player buffers, readyState can only fall: it stays at HAVE_METADATA after a seek, until the player can play on.
 * After an error it does not rise either.
 * @param {number} before the last readyState
 * @param {Facts} facts
 * @returns {number}
 */
function readyState(before, { metadata, picture, buffering, failed, seeking }) {
    if (!metadata) {
        return READY.HAVE_NOTHING;
    }
    const most = !picture || seeking ? READY.HAVE_METADATA : (buffering ? READY.HAVE_CURRENT_DATA : READY.HAVE_ENOUGH_DATA);

    return buffering || failed ? Math.min(Math.max(before, READY.HAVE_METADATA), most) : most;
}

/**
 * @param {State | null} before null: a source begins, or there is none
 * @param {Facts} facts
 * @returns {State}
 */
function derive(before, facts) {
    const ready = readyState(before ? before.readyState : READY.HAVE_NOTHING, facts);

    return {
        readyState: ready,
        picture: facts.picture,
        poster: !before || (before.poster && (!before.paused || !facts.wanted) && before.seeks === facts.seeks),
        loaded: Boolean(before && before.loaded) || ready >= READY.HAVE_CURRENT_DATA,
        failed: facts.failed,
        paused: !facts.wanted,
        seeking: facts.seeking,
        seeks: facts.seeks,
        ended: facts.atEnd,
        ends: facts.ends,
    };
}

/** @typedef {(before: State, after: State) => boolean} Change */

/** @param {number} state of READY @returns {Change} */
const reaches = (state) => (before, after) => before.readyState < state && after.readyState >= state;

/** @param {State} state */
const canPlay = (state) => state.readyState >= READY.HAVE_FUTURE_DATA;

/** @type {Change} */
const begins = (before, after) => before.paused && !after.paused;

/** @type {Change} */
const stops = (before, after) => !before.paused && after.paused;

/** @type {Change} */
const runsDry = (before, after) => canPlay(before) && !canPlay(after) && !before.paused && !after.paused && !after.ended;

/** An error that comes while a seek runs ends it without an event. @type {Change} */
const arrives = (before, after) => before.seeking && !after.seeking && before.failed === after.failed;

/** @type {Change} */
const ends = (before, after) => after.ends > before.ends;

/** The events of each change, in HTML's order where one step makes several. @type {[Change, string[]][]} */
const EVENTS = [
    [reaches(READY.HAVE_METADATA), ['durationchange', 'resize', 'loadedmetadata']],
    [(before, after) => after.seeks > before.seeks, ['seeking']],
    [arrives, ['timeupdate', 'seeked']],
    [begins, ['play']],
    // Nothing more is loaded by the page then: the player reads by itself.
    [(before, after) => !before.loaded && after.loaded, ['progress', 'suspend', 'loadeddata']],
    [reaches(READY.HAVE_FUTURE_DATA), ['canplay']],
    [(before, after) => !after.paused && canPlay(after) && (before.paused || !canPlay(before)), ['playing']],
    [reaches(READY.HAVE_ENOUGH_DATA), ['canplaythrough']],
    [(before, after) => begins(before, after) && !canPlay(after), ['waiting']],
    [runsDry, ['timeupdate', 'waiting']],
    [(before, after) => stops(before, after) || (ends(before, after) && !arrives(before, after)), ['timeupdate']],
    [stops, ['pause']],
    [ends, ['ended']],
];

/** @param {State} before @param {State} after @returns {string[]} the events that tell of the change, in their order */
function eventsOf(before, after) {
    return EVENTS.reduce((names, [changes, more]) => (changes(before, after) ? names.concat(more) : names), /** @type {string[]} */ ([]));
}

/**
 * Has it ended, as HTML defines it, without having played: paused, and sent to the end? Then play() begins anew.
 * @param {State} state
 * @param {{rate: number, loop: boolean, duration: number, position: number}} where seconds
 */
function standsAtEnd({ paused, seeking, readyState: ready }, { rate, loop, duration, position }) {
    return paused && !seeking && ready >= READY.HAVE_METADATA && rate >= 0 && !loop && isFinite(duration) && position >= duration;
}

module.exports = { derive, eventsOf, noFacts, readyState, standsAtEnd };
