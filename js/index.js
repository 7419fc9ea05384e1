// SPDX-License-Identifier: MIT
'use strict';

/**
 * frameshare in plain Node and in Electron's main process: streams of video frames in shared
 * memory.
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
const { Stream, mapping: testMapping } = require('./stream/stream');

const { open, openAsync } = Stream;

/** 'shared', or 'copy' where memory cannot be mapped into JavaScript. */
const mapping = testMapping();

/**
 * The streams of this user that are published now.
 * @returns {{name: string, pid: number}[]} each with the process that writes it
 */
function list() {
    return addon.list();
}

/**
 * Who holds how much of a stream's memory: `frs_accounts` of frameshare/accounts.h. Asks its
 * writer.
 * @param {string} name of the stream
 * @param {number} [timeout] - ms, for a writer that is stopped; 1000
 * @returns {Promise<import('./stream/types').Accounts>}
 */
function accounts(name, timeout = 1000) {
    return addon.accounts(name, timeout);
}

/** Nanoseconds of the monotonic clock, as frames' decodedAt and publishedAt. @returns {number} */
function now() {
    return addon.now();
}

// Names alone: what reads CommonJS for named imports knows neither values nor getters.
module.exports = { open, openAsync, list, accounts, now, mapping, Stream, FrameReader };
