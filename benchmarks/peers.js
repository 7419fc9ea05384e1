// SPDX-License-Identifier: MIT
'use strict';

// Hands frames of 1080p and 4K RGBA to another process, 60 a second, by frameshare and by what else there is. Of a frame the
// producer writes a header with the time; from then to the consumer's thread, awake and with that header before it, is what is
// measured, and what both processes (and a daemon) compute for a frame. Both run where the scheduler puts them ("any"), and then on a core
// of their own each ("own"). Ways take turns; ratios are of the same round. What this machine has not is left out, and named.
// BENCH_ROUNDS (3), BENCH_SIZES=1080p,4K, BENCH_CORES=any,own, BENCH_ONLY=eventfd,frameshare,... make it shorter.

const os = require('os');

const { microseconds, percentiles, printTable, save } = require('./lib/measure');
const { median, spread } = require('./lib/pairs');
const { plotPercentiles } = require('./lib/plot');
const { WAYS, Workshop, reason } = require('./peers/ways');

const ROUNDS = Number(process.env.BENCH_ROUNDS) || 3;
const FRAMES = 150;
/** @type {{[name: string]: [number, number]}} */
const SIZES = { '1080p': [1920, 1080], '4K': [3840, 2160] };
const CORES = /** @type {{[name: string]: string}} */ ({ any: 'where the scheduler puts them', own: 'on a core of its own each' });
const BASELINE = 'eventfd';
const OURS = 'frameshare';

/** @param {string} variable @param {string[]} all @returns {string[]} those that the environment names, or all */
function chosen(variable, all) {
    const names = (process.env[variable] || '').split(',').filter((name) => name);
    const unknown = names.find((name) => !all.includes(name));

    if (unknown) {
        throw new Error(`${variable}: there is no ${unknown}; there are: ${all.join(', ')}`);
    }
    return names.length > 0 ? names : all;
}

/**
 * @typedef {import('./peers/ways').Way} Way
 * @typedef {import('./peers/ways').Run} Run
 * @typedef {{way: Way, cores: 'any' | 'own', runs: Run[], problem: string | null}} Series
 */

/** All in turns, each round begun by another. @param {Workshop} workshop @param {Series[]} all @param {[number, number]} size */
async function measure(workshop, all, [width, height]) {
    for (let round = 0; round < ROUNDS; round++) {
        const turn = round * Math.ceil(all.length / ROUNDS) % all.length;

        for (const series of [...all.slice(turn), ...all.slice(0, turn)].filter(({ problem }) => problem === null)) {
            try {
                const run = await workshop.run(series.way, width, height, FRAMES, series.cores);

                if (run.latency.length === 0) {
                    throw new Error('no frame arrived');
                }
                series.runs.push(run);
            } catch (error) {
                series.problem = reason(error);
            }
        }
    }
}

/** @param {Run} run */
const middle = (run) => percentiles(run.latency).p50;

/** Of the same round. @param {Series} series @param {Series | undefined} base */
function ratio({ runs }, base) {
    return base && base.problem === null ? spread(runs.map((run, i) => middle(run) / middle(base.runs[i]))) : null;
}

/** @param {Series} series @param {Series[]} all */
function summarise(series, all) {
    const { way, cores, runs } = series;
    const find = (/** @type {string} */ name) => all.find((other) => other.cores === cores && other.way.name === name);
    const cpu = (/** @type {'producerNs' | 'consumerNs' | 'daemonNs'} */ name) => median(runs.map((each) => each[name]));
    const same = runs.map(({ sameCore }) => sameCore).filter((each) => typeof each === 'number');

    return {
        name: way.name, cores, copies: way.copies, p50Ns: median(runs.map(middle)), p50OfRunsNs: runs.map(middle),
        overBaseline: ratio(series, find(BASELINE)), overOurs: ratio(series, find(way.ratioTo || OURS)), ours: way.ratioTo || OURS,
        producerNs: cpu('producerNs'), consumerNs: cpu('consumerNs'), daemonNs: cpu('daemonNs'),
        seen: median(runs.map((each) => each.latency.length / each.frames)), sameCore: same.length > 0 ? median(/** @type {number[]} */ (same)) : null,
        latencyNs: percentiles(runs.reduce((samples, each) => samples.concat(each.latency), /** @type {number[]} */ ([]))),
    };
}

/** @param {string} size @param {string} cores @param {ReturnType<typeof summarise>[]} rows */
function print(size, cores, rows) {
    const share = (/** @type {number | null} */ value) => (value === null ? '' : `${Math.round(value * 100)} %`);

    process.stdout.write(`\n${size} RGBA, 60 a second, processes ${CORES[cores]}; medians of ${ROUNDS} runs of ${FRAMES} frames; microseconds\n\n`);
    printTable(['', 'p50', `of ${BASELINE}'s`, `of ${OURS}'s`, 'from', 'to', 'CPU producer', 'consumer', 'daemon', 'same core', 'seen', 'copies'], rows.map((row) => [
        row.name, microseconds(row.p50Ns), row.overBaseline ? row.overBaseline.median.toFixed(2) : '',
        ...(row.overOurs ? [row.overOurs.median, row.overOurs.min, row.overOurs.max].map((value) => value.toFixed(2)) : ['', '', '']),
        microseconds(row.producerNs), microseconds(row.consumerNs), row.daemonNs ? microseconds(row.daemonNs) : '', share(row.sameCore), share(row.seen),
        row.copies,
    ]));
}

/** @param {Workshop} workshop */
async function main(workshop) {
    const chosenSizes = chosen('BENCH_SIZES', Object.keys(SIZES));
    const chosenCores = /** @type {('any' | 'own')[]} */ (chosen('BENCH_CORES', Object.keys(CORES)));
    const names = chosen('BENCH_ONLY', WAYS.map(({ name }) => name));
    const load = [os.loadavg()[0]];
    const absent = [];
    const sizes = [];

    const wanted = WAYS.filter(({ name }) => names.includes(name));

    workshop.prepare(wanted);
    const ways = wanted.filter((way) => {
        const why = workshop.problem(way);

        return why === null || !absent.push({ name: way.name, why, needs: way.needs });
    });
    for (const size of chosenSizes) {
        const all = ways.flatMap((way) => chosenCores.map((cores) => /** @type {Series} */ ({ way, cores, runs: [], problem: null })));

        await measure(workshop, all, SIZES[size]);
        const rows = all.filter(({ problem }) => problem === null).map((series) => summarise(series, all));

        chosenCores.forEach((cores) => print(size, cores, rows.filter((row) => row.cores === cores)));
        absent.push(...all.filter(({ problem }) => problem !== null).map(({ way, cores, problem }) => ({ name: `${way.name}, ${size}, ${cores}`, why: problem, needs: way.needs })));
        sizes.push({ size, rows });
        load.push(os.loadavg()[0]);
    }
    for (const { name, why, needs } of absent) {
        process.stdout.write(`\nnot measured: ${name} (${why}); it needs ${needs}\n`);
    }
    const { version } = workshop.electron;

    process.stdout.write(`\nElectron ${version || '-'}; unixfdsink of GStreamer ${workshop.gstreamer || '-'}\n` +
        `load of the machine before, and after each size: ${load.map((value) => value.toFixed(1)).join(', ')}\n`);
    save('peers', { rounds: ROUNDS, frames: FRAMES, electron: version, unixfdsinkOf: workshop.gstreamer, load, sizes, absent },
        plotPercentiles('A frame to another process', 'from its header written to the reader awake with it, 60 a second',
            sizes.flatMap(({ size, rows }) => rows.map((row) => ({ label: `${size}, ${row.cores} cores: ${row.name}`, percentiles: row.latencyNs })))));
}

const workshop = new Workshop();

process.on('exit', () => workshop.close());
['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.on(signal, () => process.exit(1)));
main(workshop).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
});
