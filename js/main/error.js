// SPDX-License-Identifier: MIT
'use strict';

/**
 * What a player says when something fails.
 *
 * `code` is a word for programs, of those in docs/playback.md: `not-found`, `format`, `decode`,
 * `missing-plugin`, `no-video`, `pipeline`, `name`, `exists`, `host`, `crashed`, `closed`,
 * `refused`, `internal`. `message` is for people. `element` is the GStreamer element that failed
 * and `debug` its own words, both may be null. `missing` tells, of a `missing-plugin`, what
 * GStreamer lacks and who has it.
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
        /** The error code, a word for programs. */
        this.code = code;
        /** The GStreamer element that failed, null if unknown. @type {string | null} */
        this.element = (details && details.element) || null;
        /** GStreamer's debug text, if any. @type {string | null} */
        this.debug = (details && details.debug) || null;
        /**
         * For a `missing-plugin`: what GStreamer lacks, and which package has it. @type {Missing[]}
         */
        this.missing = (details && details.missing) || [];
    }

    /** @returns {ErrorRecord} the same as plain data, to send to another process */
    toRecord() {
        return {
            code: this.code, message: this.message, element: this.element, debug: this.debug, missing: this.missing,
        };
    }

    /**
     * Make an error from the result of toRecord(), or from anything that was thrown.
     * @param {any} record from a line or IPC
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
 * An error whose message was written for pages: it contains only what the page itself said, or what
 * the app wants its pages to know.
 */
class PageError extends PlayerError {}

/**
 * @typedef {object} Missing
 * @property {string} description what people call it
 * @property {string} detail the caps, the element, or the URI's scheme
 * @property {string | null} package the Debian package that has it, null where that is not known
 *
 * @typedef {object} ErrorRecord a PlayerError as plain data
 * @property {string} code a word for programs
 * @property {string} message for people
 * @property {string | null} element the GStreamer element that failed
 * @property {string | null} debug its own words
 * @property {Missing[]} missing what GStreamer lacks, of a `missing-plugin`
 */

module.exports = { PageError, PlayerError };
