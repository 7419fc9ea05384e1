// SPDX-License-Identifier: MIT
'use strict';

// How what a frame costs grows: with readers (1 to 64, asleep or waiting for each frame), with streams of one process (1 to
// 256), and with the size of the picture, beside a copy of it. Each curve is measured BENCH_ROUNDS (3) times, the points in
// turns; medians are drawn.

const { execFileSync } = require('child_process');
const os = require('os');
const path = require('path');

const { percentiles, printTable, root, save } = require('./lib/measure');
const { plotCurves } = require('./lib/curves');
const { median } = require('./lib/pairs');

const ROUNDS = Number(process.env.BENCH_ROUNDS) || 3;
const READERS = [1, 2, 4, 8, 16, 32, 64];
const STREAMS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const SIZES = /** @type {[number, number][]} */ ([[320, 180], [640, 360], [1280, 720], [1920, 1080], [3840, 2160], [7680, 4320]]);
const COPIES = 20;

const programs = path.join(root, 'build', 'benchmarks');

/** @type {(program: string, ...args: (string | number)[]) => any} */
function measure(program, ...args) {
    return JSON.parse(execFileSync(path.join(programs, program), args.map(String), { encoding: 'utf8', maxBuffer: 1 << 26 }));
}

/** What copying a picture takes this thread, ns: memcpy() of what lies in memory. @param {number} bytes */
function copyNs(bytes) {
    const from = Buffer.alloc(bytes, 1);
    const to = Buffer.alloc(bytes, 2);
    return percentiles(Array.from({ length: COPIES }, () => {
        const start = process.hrtime.bigint();
        from.copy(to);
        return Number(process.hrtime.bigint() - start);
    })).p50;
}

function measureReaders(readers) {
    const idle = measure('frameshare-bench-growth', 'publish', readers, 'idle');
    const waiting = measure('frameshare-bench-growth', 'publish', readers, 'waiting');
    return {
        idleNs: percentiles(idle.cpu).p50,
        waitingNs: percentiles(waiting.cpu).p50,
        writerGrowsKib: Math.max(0, idle.rss_after_kib - idle.rss_before_kib),
    };
}

function measureSize([width, height]) {
    return {
        publishNs: percentiles(measure('frameshare-bench-growth', 'publish', 1, 'idle', width, height).cpu).p50,
        copyNs: copyNs(width * height * 4),
    };
}

/**
 * A curve: at each point the median of every number.
 * @template T
 * @param {T[]} points
 * @param {(point: T) => {[name: string]: number}} take
 * @returns {{[name: string]: number}[]}
 */
function curve(points, take) {
    const runs = points.map(() => /** @type {{[name: string]: number}[]} */ ([]));
    for (let round = 0; round < ROUNDS; round++) {
        points.forEach((point, i) => runs[i].push(take(point)));
    }
    return runs.map((each) => {
        const names = Object.keys(each[0]);
        return Object.assign({}, ...names.map((name) => ({ [name]: median(each.map((run) => run[name])) })));
    });
}

function main() {
    const load = [os.loadavg()[0]];
    const readers = curve(READERS, measureReaders).map((row, i) => ({ readers: READERS[i], ...row }));
    const streams = curve(STREAMS, (n) => measure('frameshare-bench-streams', n));
    const sizes = curve(SIZES, measureSize).map((row, i) => ({ megapixels: SIZES[i][0] * SIZES[i][1] / 1e6, ...row }));
    load.push(os.loadavg()[0]);
    const us = (ns) => (ns / 1000).toFixed(2);

    process.stdout.write("Publishing a frame, the writer's CPU, microseconds\n\n");
    printTable(['readers', 'that sleep', 'that wait for it', 'writer grows KiB'],
        readers.map((row) => [row.readers, us(row.idleNs), us(row.waitingNs), row.writerGrowsKib]));
    process.stdout.write('\n');
    printTable(['streams', 'publish', 'make one', 'open one', 'KiB each'],
        streams.map((row) => [row.streams, us(row.publishNs), us(row.createNs), us(row.openNs), row.kib]));
    process.stdout.write('\n');
    printTable(['megapixels RGBA', 'publish', 'copying it'],
        sizes.map((row) => [row.megapixels.toFixed(2), us(row.publishNs), us(row.copyNs)]));
    process.stdout.write(`\nload of the machine before and after: ${load.map((value) => value.toFixed(1)).join(', ')}\n`);

    /** @type {(rows: any[], x: string, y: string) => [number, number][]} */
    const points = (rows, x, y) => rows.map((row) => [row[x], row[y] / 1000]);
    save('growth', { rounds: ROUNDS, load, readers, streams, sizes }, plotCurves('What a frame costs', `core library; medians of ${ROUNDS} runs`, [
        { title: "Readers of a stream: publishing, the writer's CPU", unit: 'µs', lines: [
            { label: 'readers that wait for it', points: points(readers, 'readers', 'waitingNs') },
            { label: 'readers that do not', points: points(readers, 'readers', 'idleNs') }] },
        { title: 'Readers that do not wait, by themselves', unit: 'µs', lines: [
            { label: 'readers that do not', points: points(readers, 'readers', 'idleNs') }] },
        { title: 'Streams of one process, each with a reader: publishing to one of them', unit: 'µs', lines: [
            { label: 'publish', points: points(streams, 'streams', 'publishNs') }] },
        { title: 'Streams of one process: to make one, and to open one', unit: 'µs', lines: [
            { label: 'make one', points: points(streams, 'streams', 'createNs') },
            { label: 'open one', points: points(streams, 'streams', 'openNs') }] },
        { title: 'Megapixels of an RGBA picture: publishing, and what a copy would take', unit: 'µs', lines: [
            { label: 'a copy', points: points(sizes, 'megapixels', 'copyNs') },
            { label: 'publish', points: points(sizes, 'megapixels', 'publishNs') }] },
    ]));
}

main();
