// SPDX-License-Identifier: MIT
'use strict';

// Damaged files of every codec and container, in the real host, with readers in JavaScript and in C.
//
//     FRAMESHARE_FUZZ_FILES=1000 FRAMESHARE_FUZZ_SEED=7 ./test --only fuzz
//
// What every file became is in build/test/fuzz.json; the damaged files that crashed or stopped a host lie beside it.

const assert = require('assert');
const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { build } = require('../node/programs');
const { temporaryFolder } = require('../support/folder');

const { makeClips } = require('./clips');
const { damage } = require('./damage');
const { Lane, wrapHost } = require('./lane');

const FILES = Number(process.env.FRAMESHARE_FUZZ_FILES) || (process.env.FRAMESHARE_QUICK ? 60 : 200);
const SEED = Number(process.env.FRAMESHARE_FUZZ_SEED) || 1;
const LANES = 4;
/** Every second lane leaves libav's decoders out, so that those of the other libraries get their share. */
const OTHERS = ['avdec_h264', 'avdec_h265', 'avdec_mpeg2video', 'avdec_mpegvideo', 'avdec_vp8', 'avdec_vp9', 'jpegdec', 'pngdec', 'avdec_dvvideo']
    .map((name) => `${name}:NONE`).join(',');
/** More than this a host must not keep when it has played many files. */
const RESIDENT_MAX = 700 * 2 ** 20;

const results = path.join(build, 'test');
const folder = temporaryFolder();

/** The reader in C: how many frames it saw, or the end that it came to. */
function startWatcher(streams) {
    const child = spawn(path.join(build, 'tests', 'fuzz', 'test-watcher'), streams, { stdio: ['pipe', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (data) => (text += data));
    const ended = new Promise((resolve) => child.on('exit', (status, signal) => resolve({ status, signal, frames: Number(text) })));
    return { end: () => (child.stdin.end(), ended) };
}

async function playLane(index, lane, clips, report) {
    for (let number = index; number < FILES; number += LANES) {
        const clip = clips[Math.floor(number / LANES) % clips.length];
        const seed = SEED * 1000003 + number;
        const file = path.join(folder, `${number}-${path.basename(clip)}`);
        fs.writeFileSync(file, damage(fs.readFileSync(clip), seed));
        const outcome = await lane.play(file);
        report.push({ number, clip: path.basename(clip), seed, others: index % 2 === 1, outcome });
        if (outcome === 'crashed' || outcome.endsWith('hangs')) {
            fs.copyFileSync(file, path.join(results, `fuzz-${path.basename(file)}`));
            // It works again, and with the same object.
            await lane.player.load(path.join(folder, 'good.mp4'));
        }
        fs.unlinkSync(file);
    }
}

function count(report) {
    const counts = {};
    for (const { outcome } of report) {
        counts[outcome] = (counts[outcome] || 0) + 1;
    }
    return counts;
}

test(`${FILES} damaged files (seed ${SEED}) hurt no reader, and the host lives or is started again`, async (t) => {
    const streams = Array.from({ length: LANES }, (_, index) => `fuzz-${process.pid}-${index}`);
    const watcher = startWatcher(streams);
    const clips = makeClips(folder);
    const report = [];

    fs.mkdirSync(results, { recursive: true });
    fs.copyFileSync(path.join(folder, 'h264.mp4'), path.join(folder, 'good.mp4'));
    const lanes = [];
    t.after(async () => {
        await Promise.all(lanes.map((lane) => lane.close()));
        await watcher.end();
    });
    for (const [index, stream] of streams.entries()) {
        const host = wrapHost(path.join(build, 'frameshare-player'), path.join(folder, `host-${index}`), index % 2 ? OTHERS : '');
        const lane = new Lane(host, stream);
        lanes.push(lane);
        await lane.player.load(clips[0]);
    }
    await Promise.all(lanes.map((lane, index) => playLane(index, lane, clips, report)));
    await Promise.all(lanes.map((lane) => lane.close()));
    const watched = await watcher.end();

    const resident = lanes.map((lane) => lane.resident);
    fs.writeFileSync(path.join(results, 'fuzz.json'), JSON.stringify({ seed: SEED, counts: count(report), clips: clips.length,
        frames: { javascript: lanes.reduce((sum, lane) => sum + lane.frames, 0), c: watched.frames }, resident, report }, null, 1));
    t.diagnostic(`${clips.length} clips; ${JSON.stringify(count(report))}; frames seen in C: ${watched.frames}`);
    for (const { outcome, clip, number, seed } of report.filter((one) => one.outcome === 'crashed')) {
        t.diagnostic(`${outcome}: ${clip}, file ${number}, seed ${seed}`);
    }
    assert.deepStrictEqual(report.filter((one) => one.outcome.endsWith('hangs')), []);
    assert.strictEqual(watched.status, 0, `the reader in C ended with ${watched.signal || watched.status}`);
    assert.ok(watched.frames > 0 && lanes.every((lane) => lane.frames > 0));
    assert.strictEqual(report.length, FILES);
    for (const [index, series] of resident.entries()) {
        assert.ok(series[series.length - 1] < RESIDENT_MAX, `host ${index} keeps ${Math.round(series[series.length - 1] / 2 ** 20)} MiB`);
    }
});
