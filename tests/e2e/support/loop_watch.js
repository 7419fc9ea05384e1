// SPDX-License-Identifier: MIT
'use strict';

const { performance } = require('perf_hooks');

/** The longest time, ms, that this process's own event loop stands still while something is done that it only waits for: what the machine does. */
async function whileIdle(run) {
    let last = performance.now();
    let longest = 0;
    const look = () => {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
    };
    const timer = setInterval(look, 1);

    try {
        return { value: await run(), longest: (look(), longest) };
    } finally {
        clearInterval(timer);
    }
}

/**
 * Runs in a main process: watches its event loop. `world.keep.loop.take()` gives the longest time that it stood still since the last
 * time it was asked, ms, and every one of more than 25 ms.
 */
function watchLoop(world) {
    const clock = world.require('perf_hooks').performance;
    let last = clock.now();
    let gaps = [];
    const look = () => {
        const now = clock.now();

        gaps.push(now - last);
        last = now;
    };

    // A timer of 1 ms is late by what the loop does besides.
    const timer = setInterval(look, 1);
    world.keep.loop = {
        take: () => {
            look();
            const all = gaps;
            gaps = [];
            return { longest: Math.max(...all), long: all.filter((gap) => gap > 25).map(Math.round) };
        },
        stop: () => clearInterval(timer),
    };
    return 0;
}

module.exports = { watchLoop, whileIdle };
