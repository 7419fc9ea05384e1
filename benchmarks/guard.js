// SPDX-License-Identifier: MIT
'use strict';

// ./bench guard [COMMIT]: is the working tree slower than COMMIT (HEAD where none is named)?
//
// Both libraries are built anew in a folder outside the tree, and one program, the working tree's benchmarks/core.c, measures
// them in turns: COMMIT, the working tree, COMMIT, and so on; BENCH_ROUNDS (12) such rounds. In each round the working tree is
// compared with the mean of the two beside it, and these two with each other. They are the same program: how far they are
// apart is the machine's noise. A number is slower when the median of its ratios is beyond 1 by more than three times the
// standard error that this noise gives such a median, and by 5 %, below which the layout of the code alone decides.

const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const { percentiles, printTable, root, save } = require('./lib/measure');
const { judge } = require('./lib/pairs');

const ROUNDS = Number(process.env.BENCH_ROUNDS) || 12;
const SAMPLES = 600;
const LEAST = 0.05;

/** What is measured: arguments of the program, and the numbers of what it prints. @type {[string, string[], string][]} */
const MEASURED = [
    ['publish, nobody reads, CPU', ['publish', '0', 'idle'], 'cpu'],
    ['publish, 8 readers, CPU', ['publish', '8', 'idle'], 'cpu'],
    ['publish, 2 readers sleep, CPU', ['publish', '2', 'waiting'], 'cpu'],
    ['publish to woken reader', ['wake'], 'latency'],
];

/** @param {string} command @param {string[]} args @param {object} [options] */
function call(command, args, options) {
    try {
        return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26, ...options });
    } catch (error) {
        process.stderr.write(`${error.stdout || ''}${error.stderr || ''}./bench guard: ${command} ${args.join(' ')} failed\n`);
        process.exit(2);
    }
}

/**
 * A program that measures the core of the tree at `tree`.
 * @param {string} tree
 * @param {string} folder
 */
function build(tree, folder) {
    call('meson', ['setup', folder, tree, '-Dgstreamer=false', '-Dnode=false', '-Dtests=false', '-Dbenchmarks=false', '-Dexamples=false']);
    call('ninja', ['-C', folder, 'src/core/libframeshare-core.a']);
    const program = path.join(folder, 'guard');
    call(process.env.CC || 'cc', ['-std=gnu11', '-D_GNU_SOURCE', '-O2', `-DBENCH_SAMPLES=${SAMPLES}`, `-I${path.join(tree, 'include')}`,
        path.join(root, 'benchmarks', 'core.c'), '-o', program, path.join(folder, 'src', 'core', 'libframeshare-core.a'), '-pthread']);
    return program;
}

/** @param {string} commit @param {string} folder */
function extract(commit, folder) {
    fs.mkdirSync(folder);
    call('git', ['-C', root, 'archive', '--format=tar', '-o', `${folder}.tar`, commit]);
    call('tar', ['-xf', `${folder}.tar`, '-C', folder]);
}

/** All numbers once. @param {string} program */
function measureAll(program) {
    return MEASURED.map(([, args, name]) => percentiles(JSON.parse(call(program, args))[name]).p50);
}

/** @param {string} before @param {string} now the programs */
function measure(before, now) {
    const values = MEASURED.map(() => /** @type {{before: number[], now: number[]}} */ ({ before: [], now: [] }));
    const take = (program, side) => measureAll(program).forEach((value, i) => values[i][side].push(value));
    take(before, 'before');
    for (let round = 0; round < ROUNDS; round++) {
        take(now, 'now');
        take(before, 'before');
    }
    return MEASURED.map(([label], i) => ({ label, ...values[i], ...judge(values[i].before, values[i].now, LEAST) }));
}

function main() {
    const commit = call('git', ['-C', root, 'rev-parse', '--verify', '--quiet', `${process.argv[2] || 'HEAD'}^{commit}`]).trim();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-guard-'));
    const load = [os.loadavg()[0]];
    try {
        const tree = path.join(folder, 'tree');
        extract(commit, tree);
        const before = build(tree, path.join(folder, 'before'));
        const now = build(root, path.join(folder, 'now'));
        const rows = measure(before, now);
        load.push(os.loadavg()[0]);
        process.stdout.write(`The working tree against ${commit.slice(0, 12)}, ${ROUNDS} rounds; ratios of the p50\n\n`);
        printTable(['', 'ratio', 'may be', 'noise', ''], rows.map((row) => [row.label, row.ratio.toFixed(3), row.limit.toFixed(3),
            row.noise.toFixed(3), row.slower ? 'SLOWER' : 'ok']));
        process.stdout.write(`\nload of the machine before and after: ${load.map((value) => value.toFixed(1)).join(', ')}\n`);
        save('guard', { commit, rounds: ROUNDS, load, rows });
        process.exitCode = rows.some((row) => row.slower) ? 1 : 0;
    } finally {
        fs.rmSync(folder, { recursive: true });
    }
}

main();
