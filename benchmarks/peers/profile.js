// SPDX-License-Identifier: MIT
'use strict';

// Where the microseconds of ./bench peers go: node benchmarks/peers/profile.js [WAY]... (after ./bench peers has built; as root, with perf).
// From the trace of the scheduler, for each frame the path is followed back from the consumer that has it to the producer that stamped it: who woke
// whom, how long each then ran, and how long it took from each wake until that thread ran. Tracing itself makes all of it slower.

const { execFileSync } = require('child_process');
const path = require('path');

const { microseconds, printTable } = require('../lib/measure');
const { median } = require('../lib/pairs');
const { WAYS, Workshop } = require('./ways');

const SIZE = /** @type {[number, number]} */ ([1920, 1080]);
const FRAMES = 150;
const EVENTS = ['sched:sched_waking', 'sched:sched_switch', 'raw_syscalls:sys_enter'];
const LINE = /^\s*(-?\d+)\/(-?\d+)\s+(\d+)\.(\d{9}):\s+\S+:(\w+):\s+(.*)$/;

/**
 * What the scheduler did: threads that were woken and by whom, threads that began to run; and which process they are of. Times in ns.
 * @typedef {{wakes: Map<number, {at: number, by: number}[]>, starts: Map<number, number[]>, process: Map<number, number>, calls: Map<number, number[]>}} Trace
 */

/** @template T @param {Map<number, T[]>} map @param {number} key @param {T} value */
function append(map, key, value) {
    const list = map.get(key);

    if (list) {
        list.push(value);
    } else {
        map.set(key, [value]);
    }
}

/** @param {string} file @returns {Trace} */
function readTrace(file) {
    const text = execFileSync('perf', ['script', '-i', file, '--ns', '-F', 'pid,tid,time,event,trace'], {
        encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] });
    const trace = { wakes: new Map(), starts: new Map(), process: new Map(), calls: new Map() };

    for (const line of text.split('\n')) {
        const match = LINE.exec(line);

        if (!match) {
            continue;
        }
        const [, pid, tid, seconds, fraction, event, rest] = match;
        const at = Number(seconds) * 1e9 + Number(fraction);

        trace.process.set(Number(tid), Number(pid));
        if (event === 'sched_waking') {
            append(trace.wakes, Number((/ pid=(\d+)/.exec(rest) || [])[1]), { at, by: Number(tid) });
        } else if (event === 'sched_switch') {
            append(trace.starts, Number((/next_pid=(\d+)/.exec(rest) || [])[1]), at);
        } else {
            append(trace.calls, Number(pid), at);
        }
    }
    return trace;
}

/** The last of `list` that is not after `at`. @template T @param {T[]} list @param {number} at @param {(value: T) => number} when */
function lastBefore(list, at, when) {
    let low = 0;

    for (let high = list.length; low < high;) {
        const middle = (low + high) >> 1;

        if (when(list[middle]) <= at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low > 0 ? list[low - 1] : null;
}

/** @param {Trace} trace @param {number} thread @param {number} at */
const lastStart = (trace, thread, at) => lastBefore(trace.starts.get(thread) || [], at, (value) => value);

/** The thread of a process that began to run last. @param {Trace} trace @param {number} pid @param {number} at */
function runningThread(trace, pid, at) {
    const threads = Array.from(trace.process).filter(([, owner]) => owner === pid).map(([thread]) => thread);
    const start = (/** @type {number} */ thread) => lastStart(trace, thread, at) || 0;

    return threads.reduce((best, thread) => (start(thread) > start(best) ? thread : best), threads[0]);
}

/**
 * Back along who woke whom.
 * @param {Trace} trace
 * @param {number[]} pids producer, consumer, daemon
 * @param {number} posted
 * @param {number} seen
 */
function follow(trace, pids, posted, seen) {
    const found = { wakes: 0, wakingNs: 0, ranNs: [0, 0, 0], otherNs: 0 };
    let thread = runningThread(trace, pids[1], seen);

    for (let end = seen; end > posted;) {
        const owner = pids.indexOf(trace.process.get(thread) || -1);
        const wake = lastBefore(trace.wakes.get(thread) || [], end, ({ at }) => at);

        if (owner < 0 || !wake || wake.at < posted) {
            if (owner < 0) {
                found.otherNs += end - posted;
            } else {
                found.ranNs[owner] += end - posted;
            }
            break;
        }
        const start = (trace.starts.get(thread) || []).find((at) => at > wake.at) || end;

        found.wakes++;
        found.wakingNs += start - wake.at;
        found.ranNs[owner] += end - start;
        end = wake.at;
        thread = wake.by;
    }
    return found;
}

/** @param {Workshop} workshop @param {import('./ways').Way} way @param {'any' | 'own'} cores */
async function profile(workshop, way, cores) {
    const file = path.join(workshop.folder, 'perf.data');

    workshop.tracer = ['perf', 'record', '-q', '-a', '-k', 'CLOCK_MONOTONIC', '-o', file, ...EVENTS.flatMap((event) => ['-e', event]), '--'];
    const { pids = [], latency, seen = [] } = await workshop.run(way, SIZE[0], SIZE[1], FRAMES, cores);
    const trace = readTrace(file);
    const paths = seen.map((at, i) => follow(trace, pids, at - latency[i], at));
    const calls = pids.map((pid) => (trace.calls.get(pid) || []).filter((at) => at >= seen[0] && at < seen[seen.length - 1]).length / (seen.length - 1));
    const middle = (/** @type {(path: ReturnType<typeof follow>) => number} */ value) => median(paths.map(value));

    return [way.name, cores, microseconds(median(latency)), middle(({ wakes }) => wakes), microseconds(middle(({ wakingNs }) => wakingNs)),
        ...[0, 2, 1].map((i) => microseconds(middle(({ ranNs }) => ranNs[i]))), microseconds(middle(({ otherNs }) => otherNs)),
        ...calls.map((value) => value.toFixed(1))];
}

async function main() {
    const workshop = new Workshop();
    const names = process.argv.slice(2);
    const ways = WAYS.filter(({ name, program }) => program && (names.length === 0 || names.includes(name)));
    const rows = [];

    process.on('exit', () => workshop.close());
    workshop.prepare(ways);
    for (const way of ways) {
        for (const cores of /** @type {('any' | 'own')[]} */ (['any', 'own'])) {
            const why = workshop.problem(way);

            if (why) {
                process.stdout.write(`not profiled: ${way.name} (${why})\n`);
            } else {
                rows.push(await profile(workshop, way, cores));
            }
        }
    }
    printTable(['1080p, traced; us', 'cores', 'p50', 'wakes', 'wake to running', 'producer ran', 'daemon ran', 'consumer ran', 'others',
        'calls: producer', 'consumer', 'daemon'], rows);
}

if (require.main === module) {
    main();
}

module.exports = { follow };
