// SPDX-License-Identifier: MIT
'use strict';

/** @typedef {{resolve: () => void, reject: (error: Error) => void}} Pending a promise of play() or step() */

/**
 * The promises of play(), or those of step(). They are settled by tasks, after the events that were caused before; those of the promises that
 * a task is to settle are no longer pending, so that a pause() after it does not reject them.
 */
class Promises {
    /** @param {import('./tasks').Tasks} tasks */
    constructor(tasks) {
        this._tasks = tasks;
        /** @type {Pending[]} */
        this._pending = [];
    }

    /** @returns {Promise<void>} */
    create() {
        return new Promise((resolve, reject) => {
            this._pending.push({ resolve: () => resolve(undefined), reject });
        });
    }

    resolve() {
        this._settle((each) => each.resolve());
    }

    /** @param {string} message @param {string} name of the DOMException */
    reject(message, name) {
        const error = new DOMException(message, name);

        this._settle((each) => each.reject(error));
    }

    /** Reject them at once, before any event. @param {string} message */
    abort(message) {
        const pending = this._pending;

        this._pending = [];
        pending.forEach((each) => each.reject(new DOMException(message, 'AbortError')));
    }

    /** @param {(pending: Pending) => void} settle */
    _settle(settle) {
        const pending = this._pending;

        this._pending = [];
        if (pending.length > 0) {
            this._tasks.post(() => pending.forEach(settle), true);
        }
    }
}

module.exports = { Promises };
