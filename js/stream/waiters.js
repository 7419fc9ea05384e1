// SPDX-License-Identifier: MIT
'use strict';

/** @typedef {import('./frame').Frame} Frame */

/**
 * A pending waitFrame().
 *
 * @typedef {object} Waiter
 * @property {(frame: Frame | null) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {ReturnType<typeof setTimeout> | null} timer
 */

/**
 * The pending waits for frames of a stream: each gets one frame, in the order in which they began.
 */
class Waiters {
    /**
     * @param {() => Frame | null} take - the next frame, null when there is none; may throw
     * @param {(waiting: boolean) => void} tell - called when waits begin and end
     */
    constructor(take, tell) {
        this._take = take;
        this._tell = tell;
        /** @type {Waiter[]} */
        this._waiters = [];
    }

    /**
     * @param {number} timeout - ms; below 0 waits without a limit
     * @returns {Promise<Frame | null>} null after the time-out, or when the stream has ended
     */
    add(timeout) {
        return new Promise((resolve, reject) => {
            /** @type {Waiter} */
            const waiter = { resolve, reject, timer: null };
            if (timeout >= 0) {
                waiter.timer = setTimeout(() => this._giveUp(waiter), timeout);
            }
            this._waiters.push(waiter);
            this.serve();
        });
    }

    /** Resolve waits with the frames that there are. */
    serve() {
        while (this._waiters.length > 0) {
            let frame = null;
            let failure = null;
            try {
                frame = this._take();
            } catch (error) {
                failure = error;
            }
            if (!frame && !failure) {
                break;
            }
            const waiter = /** @type {Waiter} */ (this._waiters.shift());
            if (waiter.timer) {
                clearTimeout(waiter.timer);
            }
            if (frame) {
                waiter.resolve(frame);
            } else {
                waiter.reject(failure);
            }
        }
        this._tell(this._waiters.length > 0);
    }

    /** No more frames will come: resolve all waits with null. */
    finish() {
        for (const waiter of this._waiters) {
            if (waiter.timer) {
                clearTimeout(waiter.timer);
            }
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
