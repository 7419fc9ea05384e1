// SPDX-License-Identifier: MIT
'use strict';

/**
 * Validates what a host sends: it is another process, which may be broken.
 * @typedef {(value: any) => boolean} Check
 */

/** @type {Check} */
const text = (value) => typeof value === 'string';
/** @type {Check} */
const number = (value) => typeof value === 'number';
/** @type {Check} */
const truth = (value) => typeof value === 'boolean';
/** @type {Check} */
const object = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {Check} check @returns {Check} accepts what `check` accepts, null, and undefined */
function maybe(check) {
    return (value) => value === undefined || value === null || check(value);
}

/** @param {Check} check @returns {Check} */
function list(check) {
    return (value) => Array.isArray(value) && value.every(check);
}

/** @param {{[name: string]: Check}} members @returns {Check} */
function having(members) {
    return (value) => object(value) && Object.keys(members).every((name) => members[name](value[name]));
}

/** @type {Check} */
const range = (value) => list(number)(value) && value.length === 2;
const track = having({ id: maybe(text), label: maybe(text), language: maybe(text), codec: maybe(text), selected: maybe(truth) });
const missing = having({ description: text, detail: maybe(text), package: maybe(text) });
const problem = having({ code: text, message: text, element: maybe(text), debug: maybe(text), missing: maybe(list(missing)) });
const STATES = ['stopped', 'loading', 'paused', 'playing', 'ended', 'error'];

/** @type {{[event: string]: Check}} */
const EVENTS = {
    accepted: having({ of: (value) => text(value) || number(value) }),
    'about-to-finish': object,
    buffered: having({ ranges: list(range) }),
    buffering: having({ percent: number }),
    chapters: having({ chapters: list(having({ start: maybe(number), end: maybe(number), title: maybe(text) })) }),
    duration: having({ duration: maybe(number), seekable: maybe(truth), live: maybe(truth) }),
    end: object,
    error: problem,
    hello: having({ stream: text }),
    looped: object,
    position: having({ position: maybe(number) }),
    quit: object,
    rate: having({ rate: number }),
    seeked: having({ position: maybe(number) }),
    source: having({ uri: maybe(text) }),
    state: having({ state: (value) => STATES.includes(value) }),
    tags: (value) => Object.values(value).every(text),
    tracks: having({ video: list(track), audio: list(track), text: list(track) }),
    video: having({
        width: maybe(number), height: maybe(number), fps: maybe(number), format: maybe(text), pixelAspect: maybe(number), orientation: maybe(text),
        still: maybe(truth),
    }),
    volume: having({ volume: number, mute: maybe(truth) }),
    warning: problem,
};

const reply = having({ id: (value) => value === undefined || value === null || text(value) || number(value), error: maybe(problem) });

/**
 * @param {any} name
 * @returns {boolean} a known event of a player; another version may send others
 */
function isEvent(name) {
    return Object.prototype.hasOwnProperty.call(EVENTS, name);
}

/** @param {any} message @returns {boolean} */
function makesSense(message) {
    if (!object(message)) {
        return false;
    }
    if (message.event === undefined) {
        return reply(message);
    }
    return text(message.event) && (!isEvent(message.event) || EVENTS[message.event](message));
}

/** @param {string} line of a host @returns {any} the message; null when it is invalid */
function readMessage(line) {
    try {
        const message = JSON.parse(line);

        return makesSense(message) ? message : null;
    } catch (error) {
        return null;
    }
}

/**
 * @param {string} line
 * @returns {string} the beginning of the line, printable, for an error message
 */
function quote(line) {
    return JSON.stringify(line.slice(0, 100)) + (line.length > 100 ? ` and ${line.length - 100} characters more` : '');
}

module.exports = { isEvent, quote, readMessage };
