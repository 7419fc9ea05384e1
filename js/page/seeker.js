'use strict';

/**
 * The seeks of one element. One is with the player at a time; of those that come meanwhile the last one follows it.
 */
class Seeker {
    /**
     * @param {(command: object) => number} send gives the command's number
     * @param {(position: number) => void} listener the last one asked for is done
     */
    constructor(send, listener) {
        this._send = send;
        this._listener = listener;
        /** Its number; 0 when there is none. @type {number} */
        this._running = 0;
        /** @type {boolean} */
        this._answered = false;
        /** @type {boolean} */
        this._heard = false;
        /** @type {number} */
        this._position = 0;
        /** @type {{position: number, accurate: boolean} | null} */
        this._next = null;
    }

    /** There is no player, and nothing to wait for. */
    reset() {
        this._running = 0;
        this._answered = false;
        this._heard = false;
        this._position = 0;
        this._next = null;
    }

    get active() {
        return this._running !== 0;
    }

    /**
     * @param {number} position seconds
     * @param {boolean} accurate false goes to a key frame near it
     */
    seek(position, accurate) {
        this._next = { position, accurate };
        if (!this.active) {
            this._start();
        }
    }

    _start() {
        const { position, accurate } = /** @type {{position: number, accurate: boolean}} */ (this._next);

        this._next = null;
        this._answered = this._heard = false;
        this._position = position;
        this._running = this._send({ command: 'seek', position, accurate });
    }

    /**
     * The player shows the picture of a seek.
     * @param {number | undefined} position where that is
     * @returns {boolean} false: nobody here asked for it
     */
    hearSeeked(position) {
        if (!this.active) {
            return false;
        }
        this._heard = true;
        this._position = typeof position === 'number' ? position : this._position;
        if (this._answered) {
            this._finish();
        }
        return true;
    }

    /**
     * @param {number} number of a command that the player has taken, or refused
     * @param {boolean} failed
     */
    hearAnswer(number, failed) {
        if (number !== this._running || number === 0) {
            return;
        }
        this._answered = true;
        if (failed || this._heard) {
            this._finish();
        }
    }

    _finish() {
        this._running = 0;
        if (this._next) {
            this._start();
        } else {
            this._listener(this._position);
        }
    }
}

module.exports = { Seeker };
