// SPDX-License-Identifier: MIT
'use strict';

/**
 * frameshare in plain Node and in Electron's main process: streams of video frames in shared memory.
 *
 *     const frameshare = require('frameshare');
 *     const stream = frameshare.open('cam0');
 *     const frame = stream.getFrame();
 *     if (frame) {
 *         console.log(frame.width, frame.height, frame.format, frame.data[0]);
 *         frame.release();
 *     }
 */

const addon = require('./stream/addon');
const { FrameReader } = require('./stream/reader');
const { Stream, mapping } = require('./stream/stream');

module.exports = {
    /** Open a stream: see Stream.open(). Throws when there is none; `error.code` is 'FRS_ENOENT' then. */
    open: Stream.open,
    /** As open(), without blocking; returns a promise. */
    openAsync: Stream.openAsync,
    /** The streams that are published now: [{name, pid}]. */
    list: () => addon.list(),
    /**
     * Who holds how much of a stream's memory: `frs_accounts` of frameshare/accounts.h. Asks its writer.
     * @param {string} name
     * @param {number} [timeout] - ms, for a writer that is stopped
     * @returns {Promise<import('./stream/types').Accounts>}
     */
    accounts: (name, timeout = 1000) => addon.accounts(name, timeout),
    /** Nanoseconds of the monotonic clock, as frames' decodedAt and publishedAt. */
    now: () => addon.now(),
    /** 'shared', or 'copy' where memory cannot be mapped into JavaScript. */
    get mapping() {
        return mapping();
    },
    Stream,
    FrameReader,
};
