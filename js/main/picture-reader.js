// SPDX-License-Identifier: MIT
'use strict';

const { Stream } = require('../stream/stream');
const { PlayerError } = require('./error');

/**
 * How long getFrame() may block the event loop while the stream is opened, ms. A running host
 * answers within one or two ms; a stopped one is not waited for.
 */
const PATIENCE = 20;

/**
 * Reads pictures for a player's getFrame() and snapshot(): opens its stream when it is first
 * needed.
 */
class PictureReader {
    constructor() {
        /** @type {Stream | null} */
        this._stream = null;
        /** @type {Promise<Stream> | null} */
        this._opening = null;
        /** Increased by close(): a stream whose opening ends after that is closed. */
        this._turn = 0;
    }

    /**
     * @param {string} name of the player's stream
     * @returns {Stream | null} null while it is being opened
     */
    soon(name) {
        if (!this._stream && !this._opening) {
            this._open(name, PATIENCE);
        }
        return this._stream;
    }

    /**
     * @param {string} name
     * @returns {Promise<Stream>}
     */
    async whenOpen(name) {
        if (!this._stream && !this._opening) {
            this._open(name, 0);
        }
        return this._stream || /** @type {Promise<Stream>} */ (this._opening);
    }

    /** @param {string} name @param {number} patience ms */
    _open(name, patience) {
        const turn = ++this._turn;
        /** @type {(error: Error | null, stream?: Stream) => void} */
        let later = () => {};
        const opening = new Promise((resolve, reject) => {
            later = (error, stream) => (stream ? this._take(turn, stream, resolve, reject) : this._fail(turn, error, reject));
        });

        // Callers handle the rejection.
        opening.catch(() => {});
        // If opening finishes at once, its error is thrown here, or its stream used below; only
        // else there is a promise.
        const stream = Stream.openSoon(name, patience, (error, opened) => later(error, opened));

        if (stream) {
            this._keep(name, stream);
        } else {
            this._opening = opening;
        }
    }

    /**
     * The writer disconnects a process that has not read for a long time, because it was stopped:
     * then open the stream again. Until it is open, or if the writer has died, the last frame stays
     * available.
     * @param {string} name
     * @param {Stream} stream
     */
    _keep(name, stream) {
        this._stream = stream;
        stream.once('close', (how) => {
            if (how === 'died' && this._stream === stream) {
                Stream.openAsync(name).then((again) => this._replace(stream, again), () => {});
            }
        });
    }

    /** @param {Stream} stream @param {Stream} again */
    _replace(stream, again) {
        if (this._stream !== stream) {
            again.close();
            return;
        }
        stream.close();
        this._keep(stream.name, again);
    }

    /**
     * @param {number} turn
     * @param {Stream} stream
     * @param {(stream: any) => void} resolve
     * @param {(error: Error) => void} reject
     */
    _take(turn, stream, resolve, reject) {
        if (turn !== this._turn) {
            stream.close();
            reject(new PlayerError('closed', 'the player has another stream now, or none'));
            return;
        }
        this._opening = null;
        this._keep(stream.name, stream);
        resolve(stream);
    }

    /** @param {number} turn @param {Error | null} error @param {(error: any) => void} reject */
    _fail(turn, error, reject) {
        if (turn === this._turn) {
            this._opening = null;
        }
        reject(error);
    }

    close() {
        this._turn++;
        this._opening = null;
        if (this._stream) {
            this._stream.close();
            this._stream = null;
        }
    }
}

module.exports = { PictureReader };
