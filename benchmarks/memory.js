// SPDX-License-Identifier: MIT
'use strict';

// What a 4K NV12 stream takes while readers come, hold frames, and go: slots and bytes over time, the peak, the floor,
// and how long it takes to be back there. The writer is a real pipeline at 30 frames a second; the baseline is what it
// takes alone, what a pool of fixed size would take all the time, and GStreamer's own shmsink with as many readers.

const { spawn, execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const { printTable, root, save } = require('./lib/measure');
const { plotTimeline } = require('./lib/timeline');
const { GstPlayer } = require('../js/main/player');

const program = path.join(root, 'build', 'benchmarks', 'frameshare-bench-memory');
const RAW = 'videotestsrc pattern=black is-live=true ! video/x-raw,format=NV12,width=3840,height=2160,framerate=30/1';
// A decoder has some pictures in work and some on the way; here a queue has them.
const SOURCE = `${RAW} ! queue max-size-buffers=4 max-size-bytes=0 max-size-time=0`;
const PICTURE = 3840 * 2160 * 3 / 2;
const READERS = ['newest', 'history', 'every'];
const PHASE_MS = 5000;
const LEAVE_MS = 8000;
const LOOK_MS = 100;
// A moment after readers came or went, a phase's own numbers are there.
const SETTLE_MS = 1000;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const now = () => Number(process.hrtime.bigint() / 1000000n);
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** @type {Set<import('child_process').ChildProcess>} */
const children = new Set();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

/** @type {(file: string, args: string[], stdio?: any) => import('child_process').ChildProcess} */
function start(file, args, stdio = ['ignore', 'ignore', 'inherit']) {
    const child = spawn(file, args, { stdio });

    children.add(child);
    child.on('exit', () => children.delete(child));
    return child;
}

/** What the processes have mapped of the stream's slots, each segment once: nothing else keeps memory from going back. */
function mappedBytes(pids) {
    const segments = new Map();

    for (const pid of pids) {
        let maps = '';
        try {
            maps = fs.readFileSync(`/proc/${pid}/maps`, 'utf8');
        } catch (error) {
            continue; // it has ended
        }
        for (const line of maps.split('\n')) {
            const found = /^([0-9a-f]+)-([0-9a-f]+) \S+ \S+ \S+ (\d+) +\S*frameshare-slot/.exec(line);
            if (found) {
                segments.set(found[3], parseInt(found[2], 16) - parseInt(found[1], 16));
            }
        }
    }
    return Array.from(segments.values()).reduce((sum, bytes) => sum + bytes, 0);
}

/** Runs the phases; {samples, events}: seconds since the start. */
async function run() {
    const name = `bench-memory-${process.pid}`;
    const player = new GstPlayer({ stream: name });
    const samples = [];
    const mapped = [];
    const events = [];
    const readers = [];

    await player.load({ pipeline: `${SOURCE} ! framesharesink` });
    const watcher = start(program, ['watch', name], ['ignore', 'pipe', 'inherit']);
    let rest = '';
    watcher.stdout.setEncoding('utf8').on('data', (text) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop();
        samples.push(...lines.map((line) => JSON.parse(line)));
    });
    const timer = setInterval(() => {
        const pids = [player.pid, watcher.pid, ...readers.map((reader) => reader.pid)];
        mapped.push({ at: now(), bytes: mappedBytes(pids) });
    }, LOOK_MS);
    const phase = async (label, ms, begin) => {
        events.push({ at: now(), label });
        await begin();
        await sleep(ms);
    };

    await phase('no reader', PHASE_MS, () => player.play());
    for (const kind of READERS) {
        await phase(`+ ${kind}`, PHASE_MS, () => readers.push(start(program, [kind, name])));
    }
    await phase('readers leave', LEAVE_MS, () => readers.forEach((reader) => reader.kill()));
    await phase('pause', LEAVE_MS, () => player.pause());
    await phase('stop', LEAVE_MS, () => player.stop());
    clearInterval(timer);
    watcher.kill();
    await player.close();

    const first = events[0].at;
    const since = (list) => list.map((entry) => ({ ...entry, at: (entry.at - first) / 1000 })).filter(({ at }) => at >= 0);
    return { samples: since(samples), mapped: since(mapped), events: since(events) };
}

/** The numbers of one phase: its peak, and where it was at its end. */
function summarize({ samples, mapped, events }) {
    return events.map(({ at, label }, i) => {
        const end = i + 1 < events.length ? events[i + 1].at : Infinity;
        const inside = samples.filter((sample) => sample.at >= at && sample.at < end);
        const last = inside.filter((sample) => sample.at >= at + SETTLE_MS / 1000).slice(-10);
        const lastMapped = mapped.filter((sample) => sample.at >= at && sample.at < end).slice(-5);
        const most = (list, key) => Math.max(0, ...list.map((sample) => sample[key]));

        return {
            label,
            readers: most(last, 'readers'),
            peakSlots: most(inside, 'slots'),
            peakBytes: most(inside, 'used'),
            slots: most(last, 'slots'),
            bytes: most(last, 'used'),
            held: most(last, 'held'),
            referred: most(last, 'referred'),
            mappedBytes: most(lastMapped, 'bytes'),
        };
    });
}

/** Seconds from an event until no more than `bytes` are used, for good; null: never. */
function secondsUntil(samples, from, to, bytes) {
    const inside = samples.filter((sample) => sample.at >= from && sample.at < to);
    const above = inside.filter((sample) => sample.used > bytes).pop();

    if (above === undefined) {
        return 0;
    }
    return above === inside[inside.length - 1] ? null : above.at - from;
}

/**
 * shmsink with an area that is large enough, and three readers that then leave: what its area takes. It copies each
 * frame into the area, and its readers hold nothing back.
 */
async function measureShmsink(pictures) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-bench-'));
    const socket = path.join(folder, 'socket');
    const area = Math.ceil(pictures * PICTURE * 1.02);
    const sink = start('gst-launch-1.0', ['-q', ...SOURCE.split(' '), '!', 'shmsink', `socket-path=${socket}`,
        `shm-size=${area}`, 'wait-for-connection=false', 'sync=true'], 'ignore');
    const own = new RegExp(`^shmpipe\\. *${sink.pid}\\.`);
    const used = () => fs.readdirSync('/dev/shm').filter((file) => own.test(file))
        .reduce((sum, file) => sum + fs.statSync(path.join('/dev/shm', file)).blocks * 512, 0);

    try {
        await sleep(PHASE_MS);
        const alone = used();
        const readers = READERS.map(() => start('gst-launch-1.0', ['-q', 'shmsrc', `socket-path=${socket}`, '!',
            'queue', 'max-size-buffers=4', 'max-size-bytes=0', 'max-size-time=0', '!', 'fakesink']));
        await sleep(PHASE_MS);
        const withReaders = used();
        readers.forEach((reader) => reader.kill());
        await sleep(PHASE_MS);
        return { area, alone, withReaders, afterReadersLeft: used() };
    } finally {
        sink.kill('SIGINT');
        await new Promise((resolve) => sink.on('exit', resolve));
        fs.rmSync(folder, { recursive: true, force: true });
    }
}

function hasShmsink() {
    try {
        execFileSync('gst-inspect-1.0', ['--exists', 'shmsink']);
        return true;
    } catch (error) {
        return false;
    }
}

async function main() {
    const measured = await run();
    const { samples, mapped, events } = measured;
    const phases = summarize(measured);
    const [alone] = phases;
    const peak = { slots: Math.max(...phases.map((phase) => phase.peakSlots)), bytes: Math.max(...phases.map((phase) => phase.peakBytes)) };
    const floor = { slots: alone.slots, bytes: alone.bytes };
    const at = (label) => events.find((event) => event.label === label).at;
    const backAtFloorSeconds = secondsUntil(samples, at('readers leave'), at('pause'), floor.bytes);
    const shmsink = hasShmsink() ? await measureShmsink(peak.slots) : null;
    const result = {
        source: SOURCE, pictureBytes: PICTURE, readers: READERS, phases, peak, floor, backAtFloorSeconds,
        baseline: { alone: floor, fixedPoolBytes: peak.slots * (alone.bytes / alone.slots), shmsink },
        samples, mapped, events,
    };

    process.stdout.write(`A 4K NV12 stream (${megabytes(PICTURE)} MB a picture) at 30 frames a second out of\n  ${SOURCE}\n` +
        'newest: shows the newest frame; history: 16 kept for it, holds 8; every: takes every frame, 8 kept for it\n\n');
    printTable(['', 'readers', 'peak slots', 'peak MB', 'slots then', 'MB then', 'held', 'referred', 'mapped MB'], phases.map((phase) => [
        phase.label, phase.readers, phase.peakSlots, megabytes(phase.peakBytes), phase.slots, megabytes(phase.bytes), phase.held,
        phase.referred, megabytes(phase.mappedBytes),
    ]));
    process.stdout.write(`\npeak: ${peak.slots} slots, ${megabytes(peak.bytes)} MB; floor (the pipeline alone): ${floor.slots} slots, ` +
        `${megabytes(floor.bytes)} MB\nback at the floor after the readers left: ` +
        `${backAtFloorSeconds === null ? 'never' : `${backAtFloorSeconds.toFixed(1)} s`}\n` +
        `baseline: a pool of fixed size: ${megabytes(result.baseline.fixedPoolBytes)} MB all the time` +
        (shmsink ? `; shmsink: ${megabytes(shmsink.alone)} MB alone (and a copy of each frame), ${megabytes(shmsink.withReaders)} MB with three readers, ` +
            `${megabytes(shmsink.afterReadersLeft)} MB after they left\n` : '\n'));

    save('memory', result, plotTimeline('A 4K NV12 stream and its readers', 'memory of all slots, as the kernel counts it', [
        { label: 'used', colour: '#069', points: samples.map((sample) => [sample.at, sample.used / 1e6]) },
        { label: 'of it held by readers', colour: '#e80', points: samples.map((sample) => [sample.at, sample.held * PICTURE / 1e6]) },
    ], events, 'MB'));
    if (backAtFloorSeconds === null) {
        process.stderr.write('the stream did not come back to its floor\n');
        process.exitCode = 1;
    }
}

main();
