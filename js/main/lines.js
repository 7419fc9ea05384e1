'use strict';

/**
 * Cut a byte stream into lines: one JSON object a line is what a player speaks.
 */
class LineSplitter {
    /** @param {(line: string) => void} callback called for each whole line, without its end */
    constructor(callback) {
        this._callback = callback;
        this._rest = '';
    }

    /** @param {string} text what arrived, cut anywhere between two characters */
    push(text) {
        const lines = (this._rest + text).split('\n');

        this._rest = /** @type {string} */ (lines.pop());
        for (const line of lines) {
            if (line !== '') {
                this._callback(line);
            }
        }
    }
}

module.exports = { LineSplitter };
