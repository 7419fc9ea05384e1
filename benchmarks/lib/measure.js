// SPDX-License-Identifier: MIT
'use strict';

// What every benchmark reports alike: percentiles of its samples, and the machine they come from.

const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = path.join(__dirname, '..', '..');
const results = process.env.BENCH_RESULTS || path.join(root, 'build', 'bench');

/**
 * @typedef {{count: number, p50: number, p95: number, p99: number, max: number}} Percentiles
 */

/**
 * Percentiles by nearest rank, in the samples' own unit.
 *
 * @param {number[]} samples
 * @returns {Percentiles}
 */
function percentiles(samples) {
    const sorted = Float64Array.from(samples).sort();
    /** @type {(p: number) => number} */
    const at = (p) => sorted[Math.max(0, Math.ceil(p / 100 * sorted.length) - 1)];

    return { count: sorted.length, p50: at(50), p95: at(95), p99: at(99), max: sorted[sorted.length - 1] };
}

/** The machine, the kernel and the commit, so that a number can be judged later. */
function machine() {
    const commit = () => {
        try {
            return execFileSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
        } catch (error) {
            return null;
        }
    };

    return {
        cpu: os.cpus()[0].model,
        cores: os.cpus().length,
        memoryGiB: Math.round(os.totalmem() / 2 ** 30),
        kernel: `${os.type()} ${os.release()} ${os.arch()}`,
        node: process.version,
        commit: commit(),
        date: new Date().toISOString(),
    };
}

/**
 * Write a benchmark's result to build/bench/NAME.json and its picture, if it has one, to build/bench/NAME.svg ($BENCH_RESULTS is another folder).
 *
 * @param {string} name
 * @param {object} result
 * @param {string} [svg]
 */
function save(name, result, svg) {
    fs.mkdirSync(results, { recursive: true });
    fs.writeFileSync(path.join(results, `${name}.json`), JSON.stringify({ machine: machine(), ...result }, null, 4) + '\n');
    if (svg) {
        fs.writeFileSync(path.join(results, `${name}.svg`), svg);
    }
    const folder = path.relative(root, results);

    process.stdout.write(`\n${folder}/${name}.json ${svg ? `and ${folder}/${name}.svg are` : 'is'} written\n`);
}

/**
 * A table for the terminal: the first column to the left, the others to the right.
 *
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 */
function printTable(head, rows) {
    const lines = [head, ...rows.map((row) => row.map(String))];
    const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));

    for (const line of lines) {
        const cells = line.map((cell, column) => column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]));
        process.stdout.write(cells.join('  ').trimEnd() + '\n');
    }
}

/** @type {(nanoseconds: number) => string} */
function microseconds(nanoseconds) {
    const us = nanoseconds / 1000;
    return us >= 100 ? us.toFixed(0) : us.toPrecision(3);
}

module.exports = { machine, microseconds, percentiles, printTable, results, root, save };
