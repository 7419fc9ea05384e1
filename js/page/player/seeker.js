// SPDX-License-Identifier: MIT
'use strict';

const { Echo } = require('./echo');

/** A player steps no further at once (FRS_STEP_MAX); it is more than any source has. */
const MOST_FRAMES = 1e6;

/** In place of the number of a command that is still to be sent. */
const SOON = -1;

/**
 * The seeks and steps of one element. One is with the player at a time; of the seeks that come meanwhile the last one follows
 * it, and then the steps after that, as one.
 */
class Seeker {
    /**
     * @param {(command: object) => number} send gives the command's number
     * @param {(position: number, failed: boolean, asked: number) => void} listener the last one asked for is done, or refused;
     *     asked: the position, NaN for a step or a key frame
     * @param {() => void} before a seek is sent
     */
    constructor(send, listener, before) {
        this._send = send;
        this._listener = listener;
        this._before = before;
        this._turn = 0;
        /** The number of what the player does, below 0 what it is soon to be told; 0 when there is none. @type {number} */
        this._running = 0;
        /** The picture of what runs is shown. */
        this._shown = false;
        /** Where that is, or where it is wanted. @type {number} */
        this._position = 0;
        /** Where the player has arrived. @type {Echo<number>} */
        this._player = new Echo(0, (position) => this._show(position));
        /** @type {number} */
        this._asked = NaN;
        /** @type {{position: number, accurate: boolean} | null} */
        this._next = null;
        /** To step when that seek is done. @type {number} */
        this._frames = 0;
    }

    /** There is no player, and nothing to wait for. */
    reset() {
        this._turn++;
        this._running = 0;
        this._shown = false;
        this._position = 0;
        this._player.reset(0);
        this._next = null;
        this._frames = 0;
    }

    get active() {
        return this._running !== 0;
    }

    /** The player shows its picture, and is to answer yet; nothing else is to follow. */
    get arriving() {
        return this._shown && this._next === null && this._frames === 0;
    }

    /**
     * @param {number} position seconds
     * @param {boolean} accurate false goes to a key frame near it
     */
    seek(position, accurate) {
        this._next = { position, accurate };
        this._frames = 0;
        this._begin();
    }

    /**
     * @param {number} frames forward, or back when it is negative
     * @param {number} here where the player is: where it stays if it refuses
     */
    step(frames, here) {
        this._frames = Math.max(-MOST_FRAMES, Math.min(MOST_FRAMES, this._frames + frames));
        if (!this.active) {
            this._position = here;
        }
        this._begin();
    }

    /** After the script: what it pauses stands still where it is sent, and does not play on from there for a while. */
    _begin() {
        const turn = ++this._turn;

        if (!this.active) {
            this._running = SOON;
        }
        queueMicrotask(() => {
            if (turn === this._turn && this._running === SOON) {
                this._before();
                this._start();
            }
        });
    }

    _start() {
        const next = this._next;

        this._shown = false;
        if (next) {
            this._next = null;
            this._position = next.position;
            this._asked = next.accurate ? next.position : NaN;
            this._running = this._send(Object.assign({ command: 'seek' }, next));
        } else {
            const frames = this._frames;

            this._frames = 0;
            this._asked = NaN;
            this._running = this._send({ command: 'step', frames });
        }
        this._player.sent(this._running);
    }

    /**
     * The player shows the picture of a seek. Of several that it has accepted it tells once, when the last one is done.
     * @param {number | undefined} position where that is
     * @param {number} after
     * @returns {boolean} false: nobody here asked for it
     */
    onSeeked(position, after) {
        if (!this.active) {
            return false;
        }
        this._player.told(typeof position === 'number' ? position : this._position, after);
        return true;
    }

    /** @param {number} position */
    _show(position) {
        if (this._running !== SOON) {
            this._shown = true;
            this._position = position;
        }
    }

    /**
     * @param {number} number of a command that the player has done, or refused
     * @param {boolean} failed
     */
    onAnswer(number, failed) {
        if (number === this._running && number !== 0) {
            this._finish(failed);
        }
    }

    /** @param {boolean} failed */
    _finish(failed) {
        this._running = 0;
        if (this._next || this._frames !== 0) {
            this._start();
        } else {
            this._listener(this._position, failed, this._asked);
        }
    }
}

module.exports = { Seeker };
