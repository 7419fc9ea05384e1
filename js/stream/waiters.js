// SPDX-License-Identifier: MIT
'use strict';

/** @typedef {import('./frame').Frame} Frame */

/**
 * One who waits for a frame.
 * @typedef {object} Waiter
 * @property {(frame: Frame | null) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {ReturnType<typeof setTimeout> | null} timer
 */

/** Those who wait for a stream's frames, each for one, in the order they came. */
class Waiters {
    /**
     * @param {() => Frame | null} take - the next frame, null when there is none; may throw
     * @param {(waiting: boolean) => void} tell - whether anybody waits now
     */
    constructor(take, tell) {
        this._take = take;
        this._tell = tell;
        /** @type {Waiter[]} */
        this._waiters = [];
    }

    /**
     * @param {number} timeout - ms; below 0 is for ever
     * @returns {Promise<Frame | null>} null when the time is over, or all is
     */
    add(timeout) {
        return new Promise((resolve, reject) => {
            /** @type {Waiter} */
            const waiter = { resolve, reject, timer: null };
            if (timeout >= 0)
                waiter.timer = setTimeout(() => this._giveUp(waiter), timeout);
            this._waiters.push(waiter);
            this.serve();
        });
    }

    /** Give them what is there. */
    serve() {
        while (this._waiters.length > 0) {
            let frame = null;
            let failure = null;
            try {
                frame = this._take();
            } catch (error) {
                failure = error;
            }
            if (!frame && !failure)
                break;
            const waiter = /** @type {Waiter} */ (this._waiters.shift());
            if (waiter.timer)
                clearTimeout(waiter.timer);
            if (frame)
                waiter.resolve(frame);
            else
                waiter.reject(failure);
        }
        this._tell(this._waiters.length > 0);
    }

    /** No more frames will come. */
    finish() {
        for (const waiter of this._waiters) {
            if (waiter.timer)
                clearTimeout(waiter.timer);
            waiter.resolve(null);
        }
        this._waiters = [];
        this._tell(false);
    }

    /** @param {Waiter} waiter */
    _giveUp(waiter) {
        this._waiters = this._waiters.filter((other) => other !== waiter);
        this._tell(this._waiters.length > 0);
        waiter.resolve(null);
    }
}

module.exports = { Waiters };
