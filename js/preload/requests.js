'use strict';

const { nowMs } = require('../stream/clock');

/** @typedef {{message: any, resolve: (value: any) => void, reject: (error: Error) => void}} Waiting */

/** What a message to the main process may have in it. */
const FIELDS = ['command', 'number', 'element', 'src', 'share', 'format', 'deinterlace', 'subtitles', 'position', 'again', 'accurate', 'rate', 'loop',
    'preserve', 'frames', 'kind', 'id', 'uri', 'direction', 'volume', 'mute'];

/** The longest text, as the main process has it. */
const LONGEST = 65536;

/** So many questions of an element, and of a page, may wait for their answers. */
const MOST_OF_ELEMENT = 200;
const MOST_OF_PAGE = 4000;

/** So many go to the main process at once, and so many ms later as many more: it takes some 100 us for each. */
const BURST = 25;
const TURN = 20;

/** @param {any} value @returns {boolean} */
function isSmall(value) {
    return value === null || typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= LONGEST);
}

/** @param {any} message of a page @returns {any} what of it may go on */
function trim(message) {
    return Object.assign({}, ...FIELDS.filter((name) => isSmall(message[name])).map((name) => ({ [name]: message[name] })));
}

/** @param {string} message @returns {Error} */
function refusal(message) {
    return Object.assign(new Error(message), { code: 'refused' });
}

/**
 * What the elements of a page ask the main process. A page can ask for anything and as often as it likes: what is too much is refused
 * here, and the rest is sent as fast as the main process can take it beside its other work.
 */
class Requests {
    /** @param {(message: any) => Promise<any>} invoke asks the main process */
    constructor(invoke) {
        this._invoke = invoke;
        /** @type {Waiting[]} */
        this._waiting = [];
        /** Unanswered ones, by element. @type {Map<number, number>} */
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
            // It always gets through, once: as many as there are sources.
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
