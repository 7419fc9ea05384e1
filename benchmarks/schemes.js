// SPDX-License-Identifier: MIT
'use strict';

// The table at the head of the design, measured: four ways of getting a 1080p RGBA frame from GStreamer into Electron,
// in one run, on an Electron before V8's memory cage (9) and on those with it (22, 33). Electron's own IPC is the baseline.

const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const { ELECTRONS } = require('../tests/support/electrons');
const { microseconds, percentiles, printTable, save } = require('./lib/measure');
const { plotPercentiles } = require('./lib/plot');

const SECONDS = Number(process.env.BENCH_SECONDS) || 10;
/** At 30 frames a second a frame may take so long, and no more than one in a hundred may be missing. */
const BUDGET_NS = 1e9 / 30;
const LEAST_FPS = 29.7;

const TITLES = {
    external: 'external ArrayBuffer over the GStreamer buffer',
    ipc: 'heap + memcpy, sent by IPC',
    copied: 'shared memory, sink copies once',
    inPlace: 'shared memory, decoder writes into it',
};

function runElectron({ version, file }) {
    const result = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-bench-')), 'result.json');
    const flags = process.getuid() === 0 ? ['--no-sandbox'] : [];
    const { status } = spawnSync(file, [...flags, path.join(__dirname, 'schemes-app'),
        `--bench=${JSON.stringify({ seconds: SECONDS, result })}`], { stdio: ['ignore', 'inherit', 'ignore'] });

    if (status !== 0) {
        throw new Error(`Electron ${version} ended with ${status} in the middle of the benchmark`);
    }
    const measured = JSON.parse(fs.readFileSync(result, 'utf8'));
    fs.rmSync(path.dirname(result), { recursive: true });
    return measured;
}

/** Samples become percentiles; what is missing stays away. */
function summarise(row) {
    const summary = { ...row };

    for (const key of ['viewNs', 'ipcNs', 'holdNs']) {
        if (row[key] && row[key].length) {
            summary[key] = percentiles(row[key]);
        } else {
            delete summary[key];
        }
    }
    summary.usable = Boolean(row.crossesProcesses && summary.viewNs && summary.viewNs.p95 < BUDGET_NS &&
        row.fps >= LEAST_FPS);
    return summary;
}

function times(baseline, value) {
    return value ? Math.round(baseline / value) : null;
}

function printElectron(version, rows) {
    const number = (value, digits) => (value === undefined ? '-' : value.toFixed(digits));
    const cells = (p) => (p ? [p.p50, p.p95, p.p99, p.max].map(microseconds) : ['-', '-', '-', '-']);

    process.stdout.write(`\nElectron ${version}: publish to view, microseconds\n\n`);
    printTable(['scheme', 'crosses', 'copies', 'fps', 'p50', 'p95', 'p99', 'max', 'hold p50', 'usable at 1080p30'],
        Object.entries(rows).map(([key, row]) => [
            TITLES[key], row.crossesProcesses ? 'yes' : 'no', number(row.copiesPerFrame, 2), number(row.fps, 1),
            ...cells(row.viewNs), row.holdNs ? microseconds(row.holdNs.p50) : '-',
            row.problem ? `no: ${row.problem}` : row.crossesProcesses ? (row.usable ? 'yes' : 'no') : 'no: wrong process',
        ]));
}

function main() {
    const electrons = {};
    const series = [];

    for (const each of ELECTRONS.slice().reverse()) {
        const version = each.major;
        const measured = runElectron(each);
        const rows = {};
        for (const [key, row] of Object.entries(measured.rows)) {
            rows[key] = summarise(row);
            if (rows[key].viewNs) {
                series.push({ label: `Electron ${version}: ${TITLES[key].replace(' over the GStreamer buffer', '')}`, percentiles: rows[key].viewNs });
            }
        }
        const ipc = rows.ipc.ipcNs.p50;
        const ratios = { hold: times(ipc, rows.inPlace.holdNs.p50), wake: times(ipc, rows.inPlace.viewNs.p50) };
        electrons[version] = { electron: measured.electron, chrome: measured.chrome, rows, fasterThanIpc: ratios };
        printElectron(measured.electron, rows);
        process.stdout.write(`\nElectron's own IPC needs ${microseconds(ipc)} µs for the frame: ` +
            `holding a new one takes ${ratios.hold} times less, waking and viewing ${ratios.wake} times less.\n`);
    }
    save('schemes', { seconds: SECONDS, source: '1920x1080 RGBA, 30 frames a second', electrons },
        plotPercentiles('From GStreamer to a view in JavaScript', '1080p RGBA, publish to view, per Electron version', series));
}

main();
