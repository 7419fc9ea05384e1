// SPDX-License-Identifier: MIT
'use strict';

/** Cuts a byte stream into lines: a player sends one JSON object per line. */
class LineSplitter {
    /**
     * @param {number} longest maximum characters of a line
     * @param {(line: string) => void} callback called for each line, without its newline
     * @param {(beginning: string) => void} [overlong] called once, for the first line that is too
     * long; no line comes after it
     */
    constructor(longest, callback, overlong = () => {}) {
        this._longest = longest;
        this._callback = callback;
        this._overlong = overlong;
        /** The parts of the current line that have arrived. @type {string[]} */
        this._parts = [];
        this._length = 0;
        this._over = false;
    }

    /** @param {string} text what arrived, which may end anywhere in a line */
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
