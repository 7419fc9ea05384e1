'use strict';

// Hands frames of 1080p and 4K RGBA to another process, 60 a second, by frameshare and by what else there is. Of a frame the
// producer writes a header with the time; from then to the consumer's thread, awake and with that header before it, is what is
// measured, and what both processes (and a daemon) compute for a frame. Each has a core of its own. Ways take turns;
// BENCH_ROUNDS (3) says how often. What this machine has not is left out, and named.

const { execFileSync, spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const { microseconds, percentiles, printTable, root, save } = require('./lib/measure');
const { median, spread } = require('./lib/pairs');
const { plotPercentiles } = require('./lib/plot');

const ROUNDS = Number(process.env.BENCH_ROUNDS) || 3;
const FRAMES = 240;
const SIZES = /** @type {[string, number, number][]} */ ([['1080p', 1920, 1080], ['4K', 3840, 2160]]);
const BASELINE = 'eventfd';

const sources = path.join(__dirname, 'peers');
const built = path.join(root, 'build', 'bench', 'peers');
const library = path.join(root, 'build', 'src', 'core');

/**
 * The ways, by the program that knows them, and what each copies of a picture.
 * @type {{program: string, libraries?: string[], cargo?: boolean, needs: string, ways: [string, string][]}[]}
 */
const PROGRAMS = [
    { program: 'plain', needs: 'a C compiler', ways: [
        [BASELINE, 'nothing; one buffer that is overwritten'], ['futex', 'nothing; one buffer that is overwritten'],
        ['frameshare', 'nothing'], ['memcpy', 'once, into shared memory (and an eventfd)'], ['socket', 'twice, through the kernel'],
    ] },
    { program: 'iceoryx2', cargo: true, needs: 'cargo, and the crate iceoryx2', ways: [['iceoryx2', 'nothing']] },
    { program: 'pipewire', libraries: ['libpipewire-0.3'], needs: 'pipewire, pipewire-bin, libpipewire-0.3-dev',
        ways: [['pipewire', 'nothing']] },
    { program: 'gst', libraries: ['gstreamer-app-1.0', 'gstreamer-1.0'], needs: 'GStreamer (shmsink: the bad plugins; unixfdsink: 1.24 or newer)', ways: [
        ['shmsink', 'nothing; pushed into the sink by hand'], ['shmsink-appsrc', 'nothing; from an appsrc'],
        ['shmsink-copy', 'once, in the sink'], ['unixfdsink', 'nothing'],
    ] },
];

/** The first line of what a failure says. @param {any} error */
function reason(error) {
    const text = String(error.stderr || error.message).trim().split('\n').filter((line) => line.trim());
    return error.code === 'ENOENT' ? `${error.path} is not there` : text[0] || 'it failed';
}

/** @param {{program: string, libraries?: string[], cargo?: boolean}} what */
function build({ program, libraries, cargo }) {
    const options = { encoding: /** @type {'utf8'} */ ('utf8'), stdio: /** @type {any} */ (['ignore', 'pipe', 'pipe']) };
    const flags = libraries ? execFileSync('pkg-config', ['--cflags', '--libs', ...libraries], options).trim().split(/\s+/) : [];

    if (cargo) {
        // A copy: cargo writes beside what it builds.
        const crate = path.join(built, 'crate');
        fs.mkdirSync(path.join(crate, 'src'), { recursive: true });
        for (const name of ['Cargo.toml', 'src/lib.rs']) {
            fs.copyFileSync(path.join(sources, 'iceoryx2', name), path.join(crate, name));
        }
        execFileSync('cargo', ['build', '--quiet', '--release', '--manifest-path', path.join(crate, 'Cargo.toml')], {
            ...options, env: { ...process.env, PATH: `${process.env.PATH}:${os.homedir()}/.cargo/bin` } });
        flags.push(path.join(crate, 'target', 'release', 'libpeer_iceoryx2.a'), '-lm', '-ldl');
    }
    execFileSync(process.env.CC || 'cc', ['-std=gnu11', '-D_GNU_SOURCE', '-O2', '-pthread', `-I${path.join(root, 'include')}`, path.join(sources, 'peer.c'),
        path.join(sources, `${program}.c`), '-o', path.join(built, program), `-L${library}`, '-lframeshare', `-Wl,-rpath,${library}`,
        ...flags], options);
}

/** A PipeWire daemon of our own. @param {string} folder its XDG_RUNTIME_DIR */
async function startDaemon(folder) {
    const daemon = spawn('pipewire', [], { stdio: 'ignore', env: { ...process.env, XDG_RUNTIME_DIR: folder } });
    /** @type {Error | null} */
    let failed = null;
    daemon.on('error', (error) => { failed = error; });
    for (let i = 0; i < 100 && !failed && !fs.existsSync(path.join(folder, 'pipewire-0')); i++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    if (failed) {
        throw failed;
    }
    return daemon;
}

/** One run. @param {any} way @param {number} width @param {number} height @param {string} folder */
async function run(way, width, height, folder) {
    const daemon = way.name === 'pipewire' ? await startDaemon(folder) : null;
    try {
        return JSON.parse(execFileSync(path.join(built, way.program), [way.name, width, height, FRAMES, daemon ? daemon.pid : 0].map(String), {
            encoding: 'utf8', cwd: folder, env: { ...process.env, XDG_RUNTIME_DIR: folder }, maxBuffer: 1 << 26,
            stdio: ['ignore', 'pipe', 'pipe'], timeout: 120000 }));
    } finally {
        if (daemon) {
            daemon.kill('SIGKILL');
            await new Promise((resolve) => (daemon.exitCode === null && daemon.signalCode === null ? daemon.once('exit', resolve) : resolve(null)));
            for (const name of fs.readdirSync(folder).filter((each) => each.startsWith('pipewire-0'))) {
                fs.unlinkSync(path.join(folder, name));
            }
        }
    }
}

/** Build what can be built. */
function prepare() {
    const ways = [];
    const absent = [];
    fs.mkdirSync(built, { recursive: true });
    for (const each of PROGRAMS) {
        try {
            build(each);
            ways.push(...each.ways.map(([name, copies]) => ({ name, copies, program: each.program, needs: each.needs, runs: /** @type {any[]} */ ([]) })));
        } catch (error) {
            absent.push(...each.ways.map(([name]) => ({ name, why: reason(error), needs: each.needs })));
        }
    }
    return { ways, absent };
}

/** All ways in turns, each round begun by another. */
async function measure(ways, absent, [, width, height], folder) {
    let left = ways.map((way) => ({ ...way, runs: [] }));
    for (let round = 0; round < ROUNDS; round++) {
        const turn = round * Math.ceil(left.length / ROUNDS) % left.length;
        for (const way of [...left.slice(turn), ...left.slice(0, turn)]) {
            try {
                const result = await run(way, width, height, folder);
                if (result.latency.length < result.frames / 2) {
                    throw new Error(`of ${result.frames} frames ${result.latency.length} arrived`);
                }
                way.runs.push(result);
            } catch (error) {
                left = left.filter((other) => other !== way);
                absent.push({ name: `${way.name} at ${width}x${height}`, why: reason(error), needs: way.needs });
            }
        }
    }
    return left;
}

/** @param {any} way @param {any} baseline */
function summarise(way, baseline) {
    const p50 = way.runs.map((each) => percentiles(each.latency).p50);
    const base = baseline.runs.map((each) => percentiles(each.latency).p50);
    /** @type {(name: string) => number} */
    const cpu = (name) => median(way.runs.map((each) => each[name]));

    return {
        name: way.name, copies: way.copies, p50Ns: median(p50), p50OfRunsNs: p50,
        overBaseline: spread(p50.map((value, i) => value / base[i])),
        producerNs: cpu('producerNs'), consumerNs: cpu('consumerNs'), daemonNs: cpu('daemonNs'),
        seen: way.runs.map((each) => each.latency.length / each.frames),
        latencyNs: percentiles([].concat(...way.runs.map((each) => each.latency))),
    };
}

function print(size, rows) {
    process.stdout.write(`\n${size} RGBA, 60 a second, medians of ${ROUNDS} runs of ${FRAMES} frames; microseconds\n\n`);
    printTable(['', 'p50', `of ${BASELINE}'s`, 'from', 'to', 'CPU producer', 'consumer', 'daemon', 'copies'], rows.map((row) => [
        row.name, microseconds(row.p50Ns), row.overBaseline.median.toFixed(2), row.overBaseline.min.toFixed(2),
        row.overBaseline.max.toFixed(2), microseconds(row.producerNs), microseconds(row.consumerNs),
        row.daemonNs ? microseconds(row.daemonNs) : '', row.copies,
    ]));
}

async function main() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-bench-'));
    const load = [os.loadavg()[0]];
    const { ways, absent } = prepare();
    const sizes = [];
    for (const size of SIZES) {
        const measured = await measure(ways, absent, size, folder);
        const baseline = measured.find((way) => way.name === BASELINE);
        const rows = measured.map((way) => summarise(way, baseline));
        print(size[0], rows);
        sizes.push({ size: size[0], rows });
        load.push(os.loadavg()[0]);
    }
    fs.rmSync(folder, { recursive: true });
    for (const { name, why, needs } of absent) {
        process.stdout.write(`\nnot measured: ${name} (${why}); it needs ${needs}\n`);
    }
    process.stdout.write(`\nload of the machine before, between and after: ${load.map((value) => value.toFixed(1)).join(', ')}\n`);
    save('peers', { rounds: ROUNDS, frames: FRAMES, load, sizes, absent }, plotPercentiles('A frame to another process',
        'from its header written to the reader awake with it, 60 a second', [].concat(...sizes.map(({ size, rows }) =>
            rows.map((row) => ({ label: `${size}, ${row.name}`, percentiles: row.latencyNs }))))));
}

main();
