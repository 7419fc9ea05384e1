// SPDX-License-Identifier: MIT
'use strict';

const { nowMs } = require('../stream/clock');

/**
 * @typedef {{message: any, resolve: (value: any) => void, reject: (error: Error) => void}} Waiting
 */

/** Fields that a message to the main process may have. */
const FIELDS = ['command', 'number', 'element', 'src', 'share', 'format', 'deinterlace', 'subtitles', 'position', 'again', 'accurate', 'rate', 'loop',
    'preserve', 'frames', 'kind', 'id', 'uri', 'direction', 'volume', 'mute'];

/** Maximum characters of a text, as in the main process. */
const LONGEST = 65536;

/** Maximum unanswered requests of an element, and of a page. */
const MOST_OF_ELEMENT = 200;
const MOST_OF_PAGE = 4000;

/**
 * Requests that are sent at once, and the ms after which as many more are sent: the main process
 * needs some 100 us for each.
 */
const BURST = 25;
const TURN = 20;

/** @param {any} value @returns {boolean} */
function isSmall(value) {
    return value === null || typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= LONGEST);
}

/** @param {any} message of a page @returns {any} its valid fields */
function trim(message) {
    return Object.assign({}, ...FIELDS.filter((name) => isSmall(message[name])).map((name) => ({ [name]: message[name] })));
}

/** @param {string} message @returns {Error} */
function refusal(message) {
    return Object.assign(new Error(message), { code: 'refused' });
}

/**
 * Requests of a page's elements to the main process. A page may send any request any number of
 * times: too many are refused here, and the rest is sent at a rate that leaves the main process
 * time for other work.
 */
class Requests {
    /** @param {(message: any) => Promise<any>} invoke sends a request to the main process */
    constructor(invoke) {
        this._invoke = invoke;
        /** @type {Waiting[]} */
        this._waiting = [];
        /** Number of unanswered requests, by element. @type {Map<number, number>} */
        this._unanswered = new Map();
        this._total = 0;
        this._sent = 0;
        this._since = -Infinity;
        /** @type {ReturnType<typeof setTimeout> | null} */
        this._timer = null;
        /** Elements that have a source in the main process. @type {Set<number>} */
        this._open = new Set();
    }

    /**
     * @param {any} message {command, element, ...}
     * @returns {Promise<any>} the answer
     */
    send(message) {
        const trimmed = trim(message);
        const { command, element } = trimmed;
        const mine = this._unanswered.get(element) || 0;

        if (command === 'close') {
            // Never refused, and sent once for each source.
            return this._open.delete(element) ? this._queue(trimmed) : Promise.resolve();
        }
        if (mine >= MOST_OF_ELEMENT) {
            return Promise.reject(refusal(`${MOST_OF_ELEMENT} things that this element has asked for are not done yet`));
        }
        if (this._total >= MOST_OF_PAGE) {
            return Promise.reject(refusal(`${MOST_OF_PAGE} things that this page has asked for are not done yet`));
        }
        if (command === 'open') {
            this._open.add(element);
        }
        return this._queue(trimmed);
    }

    /** @param {any} message */
    async _queue(message) {
        this._count(message.element, 1);
        try {
            return await new Promise((resolve, reject) => {
                this._waiting.push({ message, resolve, reject });
                this._pump();
            });
        } finally {
            this._count(message.element, -1);
        }
    }

    /** @param {number} element @param {number} more */
    _count(element, more) {
        const count = (this._unanswered.get(element) || 0) + more;

        this._total += more;
        if (count > 0) {
            this._unanswered.set(element, count);
        } else {
            this._unanswered.delete(element);
        }
    }

    _pump() {
        const now = nowMs();

        if (now - this._since >= TURN) {
            this._since = now;
            this._sent = 0;
        }
        const next = this._waiting.splice(0, BURST - this._sent);

        this._sent += next.length;
        next.forEach(({ message, resolve, reject }) => this._invoke(message).then(resolve, reject));
        if (this._waiting.length > 0 && this._timer === null) {
            this._timer = setTimeout(() => {
                this._timer = null;
                this._pump();
            }, Math.ceil(TURN - (now - this._since)));
        }
    }
}

module.exports = { Requests };
