'use strict';

/**
 * What a player says when something fails.
 *
 * `code` is a word for programs: `not-found`, `format`, `decode`, `missing-plugin`, `no-video`, `pipeline`,
 * `name`, `exists`, `host`, `crashed`, `closed`, `refused`, `internal`. `message` is for people. `element` is the
 * GStreamer element that failed and `debug` its own words, both may be null. `missing` tells, of a `missing-plugin`,
 * what GStreamer lacks and who has it.
 */
class PlayerError extends Error {
    /**
     * @param {string} code
     * @param {string} message
     * @param {{element?: string | null, debug?: string | null, missing?: Missing[]}} [details]
     */
    constructor(code, message, details) {
        super(message);
        this.name = 'PlayerError';
        this.code = code;
        /** @type {string | null} */
        this.element = (details && details.element) || null;
        /** @type {string | null} */
        this.debug = (details && details.debug) || null;
        /** @type {Missing[]} */
        this.missing = (details && details.missing) || [];
    }

    /** @returns {ErrorRecord} the same as plain data, to send to another process */
    toRecord() {
        return {
            code: this.code, message: this.message, element: this.element, debug: this.debug, missing: this.missing,
        };
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

/**
 * @typedef {{description: string, detail: string, package: string | null}} Missing what people call it; the caps (or
 *     the element, or the URI's scheme); the Debian package that has it
 * @typedef {{code: string, message: string, element: string | null, debug: string | null, missing: Missing[]}} ErrorRecord
 */

module.exports = { PlayerError };
