// SPDX-License-Identifier: MIT
'use strict';

/** @type {(() => void)[]} */
const waiting = [];
/** @type {MessageChannel | null} */
let channel = null;

/** A task of the browser's event loop, soon and in order; timers are slowed down in pages that nobody sees. @param {() => void} run */
function schedule(run) {
    if (channel === null) {
        channel = new MessageChannel();
        channel.port1.onmessage = () => {
            const next = waiting.shift();

            if (next) {
                next();
            }
        };
    }
    waiting.push(run);
    channel.port2.postMessage(null);
}

/**
 * What HTML calls the media element event task source: steps that happen after the script that caused them, one task
 * each, in order. Loading something else removes those that are left.
 */
class Tasks {
    /** @param {(run: () => void) => void} [later] runs each function once, in order, in a task of its own */
    constructor(later = schedule) {
        this._later = later;
        /** @type {{run: () => void, kept: boolean}[]} */
        this._queue = [];
        this._next = () => {
            const task = this._queue.shift();

            if (task) {
                task.run();
            }
        };
    }

    /**
     * @param {() => void} run
     * @param {boolean} [kept] happens also when the tasks are cleared, and then at once
     */
    post(run, kept = false) {
        this._queue.push({ run, kept });
        this._later(this._next);
    }

    clear() {
        const queue = this._queue;

        this._queue = [];
        queue.forEach((task) => task.kept && task.run());
    }
}

module.exports = { Tasks };
