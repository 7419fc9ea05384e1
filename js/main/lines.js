'use strict';

/**
 * Cut a byte stream into lines: one JSON object a line is what a player speaks.
 */
class LineSplitter {
    /**
     * @param {number} longest characters of a line; the rest of a longer one is not kept
     * @param {(line: string) => void} callback called for each whole line, without its end
     * @param {(beginning: string) => void} [overlong] called once, when a line is too long; no line comes after it
     */
    constructor(longest, callback, overlong = () => {}) {
        this._longest = longest;
        this._callback = callback;
        this._overlong = overlong;
        /** What has come of a line. @type {string[]} */
        this._parts = [];
        this._length = 0;
        this._over = false;
    }

    /** @param {string} text what arrived, cut anywhere between two characters */
    push(text) {
        let start = 0;

        for (let end = text.indexOf('\n'); end >= 0 && !this._over; end = text.indexOf('\n', start)) {
            this._add(text.slice(start, end));
            this._finish();
            start = end + 1;
        }
        if (!this._over) {
            this._add(text.slice(start));
        }
    }

    /** @param {string} part of a line */
    _add(part) {
        this._length += part.length;
        if (this._length > this._longest) {
            const [beginning] = this._parts.concat(part);

            this._over = true;
            this._parts = [];
            this._overlong(beginning);
        } else if (part !== '') {
            this._parts.push(part);
        }
    }

    _finish() {
        const line = this._parts.join('');

        this._parts = [];
        this._length = 0;
        if (line !== '' && !this._over) {
            this._callback(line);
        }
    }
}

module.exports = { LineSplitter };
