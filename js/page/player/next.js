'use strict';

/** What an element has said is to be played next, and whether its player will. */
class Next {
    /** @param {(command: object) => number} send gives the command's number */
    constructor(send) {
        this._send = send;
        /** By the numbers of their commands. @type {Map<number, {src: string | null, resolve: () => void, reject: (error: Error) => void}>} */
        this._asked = new Map();
        /** What the player has taken. @type {string | null} */
        this._src = null;
    }

    /** @param {{src: string | null}} source and how it is to be shown @returns {Promise<void>} */
    set(source) {
        return new Promise((resolve, reject) => {
            const number = this._send(Object.assign({ command: 'next' }, source));

            this._asked.set(number, { src: source.src, resolve: () => resolve(undefined), reject });
        });
    }

    /**
     * @param {number} number of a command that was answered
     * @param {string | undefined} code why it was refused
     * @param {string} [message] for people
     */
    hearAnswer(number, code, message) {
        const asked = this._asked.get(number);

        if (!asked) {
            return;
        }
        this._asked.delete(number);
        if (code) {
            asked.reject(new DOMException(message || code, code === 'refused' ? 'NotAllowedError' : 'NotSupportedError'));
        } else {
            this._src = asked.src;
            asked.resolve();
        }
    }

    /**
     * It begins.
     * @param {string | null} uri if the player says it
     * @returns {string | null} what it is, if somebody knows
     */
    take(uri) {
        const src = this._src;

        this._src = null;
        return uri === null ? src : uri;
    }

    /** Something else is loaded. */
    reset() {
        const asked = Array.from(this._asked.values());

        this._asked.clear();
        this._src = null;
        asked.forEach(({ reject }) => reject(new DOMException('another source is loaded', 'AbortError')));
    }
}

module.exports = { Next };
