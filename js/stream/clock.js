// SPDX-License-Identifier: MIT
'use strict';

/** Node 12 exports performance only from a module, which pages and Workers do not have. */
const clock = typeof performance === 'object' ? performance : null;

/**
 * Milliseconds of the monotonic clock, which setting the date does not change. All waits use it; so
 * does setTimeout(). In Node, Electron's processes, pages and Workers.
 * @returns {number}
 */
function nowMs() {
    if (clock) {
        return clock.now();
    }
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1e3 + nanoseconds / 1e6;
}

module.exports = { nowMs };
