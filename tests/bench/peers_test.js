// SPDX-License-Identifier: MIT
'use strict';

// ./bench peers: what it measures, what it says of what is not there, and how a frame's path is followed through a trace.

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { test } = require('node:test');

const { follow } = require('../../benchmarks/peers/profile');
const { Seen } = require('../../benchmarks/peers/reader');
const { temporaryFolder } = require('../support/folder');

const SCRIPT = path.join(__dirname, '..', '..', 'benchmarks', 'peers.js');

/** @param {object} env */
function runPeers(env) {
    const folder = fs.mkdtempSync(path.join(temporaryFolder(), 'peers-'));
    const programs = path.join(folder, 'bin');

    fs.mkdirSync(programs);
    fs.writeFileSync(path.join(programs, 'cargo'), '#!/bin/sh\necho "the crate could not be had" >&2\nexit 1\n', { mode: 0o755 });
    const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], {
        encoding: 'utf8', env: { ...process.env, PATH: `${programs}:${process.env.PATH}`, BENCH_RESULTS: folder, BENCH_ROUNDS: '1', BENCH_SIZES: '1080p', ...env } });
    const file = path.join(folder, 'peers.json');

    return { status, stdout, stderr, result: fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null };
}

test('rows are measured in C and in Node, and one whose peer is not there is named with the reason', () => {
    const { status, stdout, stderr, result } = runPeers({ BENCH_CORES: 'any', BENCH_ONLY: 'eventfd,frameshare,framesharesink to Node,iceoryx2' });

    assert.strictEqual(status, 0, stderr);
    assert.match(stdout, /not measured: iceoryx2 \(the crate could not be had\); it needs cargo/);
    assert.deepStrictEqual(result.absent.map(({ name, why }) => [name, why]), [['iceoryx2', 'the crate could not be had']], stdout);
    const rows = result.sizes[0].rows;

    assert.deepStrictEqual(rows.map(({ name }) => name), ['eventfd', 'frameshare', 'framesharesink to Node'], stdout);
    for (const row of rows) {
        assert.ok(row.p50Ns > 0 && row.seen > 0 && row.producerNs > 0 && row.consumerNs > 0, JSON.stringify(row));
        assert.strictEqual(row.overBaseline.median, row.p50Ns / rows[0].p50Ns);
        assert.strictEqual(row.overOurs.median, row.p50Ns / rows[1].p50Ns);
    }
});

test('a row that does not exist is refused, with those that do', () => {
    const { status, stderr } = runPeers({ BENCH_ONLY: 'eventfd,carrier pigeon' });

    assert.strictEqual(status, 1);
    assert.match(stderr, /BENCH_ONLY: there is no carrier pigeon; there are: eventfd, futex, frameshare/);
});

test('of a frame that is seen twice the first time counts', () => {
    const header = (number, posted) => new Uint8Array(Uint32Array.of(number, 0, posted % 2 ** 32, Math.floor(posted / 2 ** 32)).buffer);
    const seen = new Seen();
    const now = Number(process.hrtime.bigint());

    seen.add(header(7, now));
    const first = seen.frames.get(7);

    assert.ok(first[0] >= 0 && Math.abs(first[1] - first[0] - now) < 1, `posted at ${now}, seen ${first}`);
    seen.add(header(7, now - 5e9));
    assert.deepStrictEqual(seen.frames.get(7), first);
    assert.strictEqual(seen.lines(), `seen 7 ${first[0]} ${first[1]}\n`);
});

test('a frame\'s path is followed from the consumer back to the producer, over a daemon, and through a preempted thread', () => {
    // Producer 10, daemon 20, consumer 30 whose thread 31 sees the frame. Thread 31 is preempted at 155, and goes on at 170.
    const trace = {
        process: new Map([[10, 10], [20, 20], [30, 30], [31, 30], [99, 99]]),
        wakes: new Map([[20, [{ at: 20, by: 10 }, { at: 110, by: 10 }]], [31, [{ at: 50, by: 20 }, { at: 130, by: 20 }]]]),
        starts: new Map([[10, [5, 95]], [20, [25, 118]], [30, [7]], [31, [60, 150, 170]], [99, [155]]]),
        calls: new Map(),
    };

    assert.deepStrictEqual(follow(trace, [10, 30, 20], 100, 180), { wakes: 2, wakingNs: 8 + 20, ranNs: [10, 30, 12], otherNs: 0 });
});

test('what woke a thread from outside is not counted as a process of ours', () => {
    const trace = { process: new Map([[10, 10], [30, 30], [99, 99]]), wakes: new Map([[30, [{ at: 110, by: 99 }]]]), starts: new Map([[30, [115]], [10, [90]]]), calls: new Map() };

    assert.deepStrictEqual(follow(trace, [10, 30, 0], 100, 120), { wakes: 1, wakingNs: 5, ranNs: [0, 5, 0], otherNs: 10 });
});
