'use strict';

/**
 * What a player says when something fails.
 *
 * `code` is a word for programs: `not-found`, `format`, `decode`, `missing-plugin`, `no-video`, `pipeline`,
 * `name`, `exists`, `host`, `closed`, `refused`, `internal`. `message` is for people. `element` is the
 * GStreamer element that failed and `debug` its own words, both may be null.
 */
class PlayerError extends Error {
    /**
     * @param {string} code
     * @param {string} message
     * @param {{element?: string | null, debug?: string | null}} [details]
     */
    constructor(code, message, details) {
        super(message);
        this.name = 'PlayerError';
        this.code = code;
        /** @type {string | null} */
        this.element = (details && details.element) || null;
        /** @type {string | null} */
        this.debug = (details && details.debug) || null;
    }

    /** @returns {ErrorRecord} the same as plain data, to send to another process */
    toRecord() {
        return { code: this.code, message: this.message, element: this.element, debug: this.debug };
    }

    /**
     * @param {any} record what came over a line or IPC
     * @returns {PlayerError}
     */
    static from(record) {
        if (record instanceof PlayerError) {
            return record;
        }
        if (record instanceof Error) {
            return new PlayerError('internal', record.message, { debug: record.stack });
        }
        return new PlayerError(String(record.code || 'internal'), String(record.message || record), record);
    }
}

/** @typedef {{code: string, message: string, element: string | null, debug: string | null}} ErrorRecord */

module.exports = { PlayerError };
