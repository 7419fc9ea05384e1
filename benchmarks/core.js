// SPDX-License-Identifier: MIT
'use strict';

// What publishing costs the writer with 0 to 8 readers, in time, memory and system calls, and how fast a reader that
// waits is woken, beside a bare eventfd over shared memory measured in turns in the same run.

const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const { microseconds, percentiles, printTable, root, save } = require('./lib/measure');
const { plotPercentiles } = require('./lib/plot');

const program = path.join(root, 'build', 'benchmarks', 'frameshare-bench-core');
const READERS = [0, 1, 2, 4, 8];
const ROUNDS = 3;

/** @type {(...args: (string | number)[]) => any} */
function measure(...args) {
    return JSON.parse(execFileSync(program, args.map(String), { encoding: 'utf8', maxBuffer: 1 << 26 }));
}

/** The system calls that the publishing thread made for each frame, counted by strace. */
function countCalls(readers, mode) {
    const log = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-bench-')), 'strace');
    execFileSync('strace', ['-o', log, program, 'calls', String(readers), mode], { stdio: ['ignore', 'ignore', 'inherit'] });
    const perFrame = [];
    const names = new Set();
    let count = -1;

    for (const line of fs.readFileSync(log, 'utf8').split('\n')) {
        if (line.startsWith('write(-1, "begin"')) {
            count = 0;
        } else if (line.startsWith('write(-1, "end"')) {
            perFrame.push(count);
            count = -1;
        } else if (count >= 0 && /^\w+\(/.test(line)) {
            count++;
            names.add(/^\w+/.exec(line)[0]);
        }
    }
    fs.rmSync(path.dirname(log), { recursive: true });
    return { ...percentiles(perFrame), names: [...names] };
}

function measurePublish(readers, mode) {
    const runs = Array.from({ length: ROUNDS }, () => measure('publish', readers, mode));
    const grown = runs.map((run) => run.rss_after_kib - run.rss_before_kib).sort((a, b) => a - b);

    return {
        readers,
        mode,
        publishNs: percentiles([].concat(...runs.map((run) => run.publish))),
        cycleNs: percentiles([].concat(...runs.map((run) => run.cycle))),
        cpuNs: percentiles([].concat(...runs.map((run) => run.cpu))),
        writerGrowsKib: grown[Math.floor(ROUNDS / 2)],
        systemCalls: countCalls(readers, mode),
    };
}

/** What one reader more adds, by least squares over all numbers of readers. */
function slope(points) {
    const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
    const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
    const above = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
    return above / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

function main() {
    const publish = [];
    for (const mode of ['idle', 'waiting']) {
        for (const readers of READERS) {
            if (readers || mode === 'idle') {
                publish.push(measurePublish(readers, mode));
            }
        }
    }
    const wake = [];
    const eventfd = [];
    for (let round = 0; round < ROUNDS; round++) {
        wake.push(...measure('wake').latency);
        eventfd.push(...measure('eventfd').latency);
    }
    const idle = publish.filter((row) => row.mode === 'idle');
    const waiting = publish.filter((row) => row.mode === 'waiting');
    const furtherReader = {
        idleNs: slope(idle.map((row) => [row.readers, row.publishNs.p50])),
        waitingNs: slope(waiting.map((row) => [row.readers, row.publishNs.p50])),
        waitingCpuNs: slope(waiting.map((row) => [row.readers, row.cpuNs.p50])),
        writerKib: slope(idle.map((row) => [row.readers, row.writerGrowsKib])),
        waitingSystemCalls: slope(waiting.map((row) => [row.readers, row.systemCalls.p50])),
    };
    const wakeNs = percentiles(wake);
    const eventfdNs = percentiles(eventfd);

    process.stdout.write('Publishing a 1080p RGBA frame (its pixels not counted), microseconds\n\n');
    printTable(['readers', 'p50', 'p95', 'p99', 'max', 'CPU p50', 'system calls', 'writer grows KiB'], publish.map((row) => [
        `${row.readers} ${row.mode}`, ...['p50', 'p95', 'p99', 'max'].map((p) => microseconds(row.publishNs[p])),
        microseconds(row.cpuNs.p50), `${row.systemCalls.p50}`, row.writerGrowsKib,
    ]));
    process.stdout.write(`\nA further reader: ${microseconds(furtherReader.idleNs)} µs idle, ` +
        `${microseconds(furtherReader.waitingNs)} µs (${microseconds(furtherReader.waitingCpuNs)} of the writer's own CPU time; the rest is ` +
        `the woken reader that takes its core) and ${furtherReader.waitingSystemCalls.toFixed(2)} system calls waiting, ` +
        `${furtherReader.writerKib.toFixed(1)} KiB\n\nFrom publish to a woken reader's view, microseconds\n\n`);
    printTable(['', 'p50', 'p95', 'p99', 'max'], [['frameshare', wakeNs], ['bare eventfd over a memfd', eventfdNs]].map(
        ([name, p]) => [name, microseconds(p.p50), microseconds(p.p95), microseconds(p.p99), microseconds(p.max)]));

    save('core', { publish, furtherReader, wakeNs, baseline: { eventfdNs } }, plotPercentiles(
        'Publishing and waking', 'core library, 1080p RGBA', [
            ...publish.map((row) => ({ label: `publish, ${row.readers} readers ${row.mode}`, percentiles: row.publishNs })),
            { label: 'publish to woken reader', percentiles: wakeNs },
            { label: 'baseline: bare eventfd', percentiles: eventfdNs },
        ]));
}

main();
