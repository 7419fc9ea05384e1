// SPDX-License-Identifier: MIT
'use strict';

/** What an element has said is to be played next, and whether its player will. */
class Next {
    /** @param {(command: object) => number} send gives the command's number */
    constructor(send) {
        this._send = send;
        /** Those that the player has not refused, in the order of their numbers. @type {{number: number, src: string | null}[]} */
        this._sources = [];
        /** What waits for an answer, by the numbers of the commands. @type {Map<number, {resolve: () => void, reject: (error: Error) => void}>} */
        this._unanswered = new Map();
    }

    /** @param {{src: string | null}} source and how it is to be shown @returns {Promise<void>} */
    set(source) {
        return new Promise((resolve, reject) => {
            const number = this._send(Object.assign({ command: 'next' }, source));

            this._sources.push({ number, src: source.src });
            this._unanswered.set(number, { resolve: () => resolve(undefined), reject });
        });
    }

    /**
     * @param {number} number of a command that was answered
     * @param {string | undefined} code why it was refused
     * @param {string} [message] for people
     */
    onAnswer(number, code, message) {
        const promise = this._unanswered.get(number);

        if (!promise) {
            return;
        }
        this._unanswered.delete(number);
        if (code) {
            this._sources = this._sources.filter((source) => source.number !== number);
            promise.reject(new DOMException(message || code, code === 'refused' ? 'NotAllowedError' : 'NotSupportedError'));
        } else {
            promise.resolve();
        }
    }

    /**
     * What is next begins: of the commands that the player had accepted until then, what the last one named.
     * @param {string | null} uri if the player says it
     * @param {number} after the number of the last command that it had accepted
     * @returns {string | null} what it is, if somebody knows
     */
    take(uri, after) {
        const last = this._sources.filter(({ number }) => number <= after).pop();

        this._sources = this._sources.filter(({ number }) => number > after);
        return uri === null && last ? last.src : uri;
    }

    /** Something else is loaded. */
    reset() {
        const unanswered = Array.from(this._unanswered.values());

        this._unanswered.clear();
        this._sources = [];
        unanswered.forEach(({ reject }) => reject(new DOMException('another source is loaded', 'AbortError')));
    }
}

module.exports = { Next };
