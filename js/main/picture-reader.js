'use strict';

const { Stream } = require('../stream/stream');
const { PlayerError } = require('./error');

/**
 * How long the event loop may wait for a stream that is asked for a frame before it is open, ms. A host that runs answers within one or two; one that is
 * stopped is not waited for.
 */
const PATIENCE = 20;

/** What getFrame() and snapshot() of a player read with: its stream, opened when it is first asked for. */
class PictureReader {
    constructor() {
        /** @type {Stream | null} */
        this._stream = null;
        /** @type {Promise<Stream> | null} */
        this._opening = null;
        /** Counts streams: what comes after close() is closed. */
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

        // Who waits hears of it.
        opening.catch(() => {});
        // What comes at once is thrown, or taken below; only then is there nothing to wait for.
        const stream = Stream.openSoon(name, patience, (error, opened) => later(error, opened));

        if (stream) {
            this._keep(name, stream);
        } else {
            this._opening = opening;
        }
    }

    /**
     * A process that did not read for long, because it was stopped, is cut off by the writer: then open the stream anew. Until it is
     * open, and if its writer has died, the last frame is there.
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
