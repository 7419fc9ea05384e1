// SPDX-License-Identifier: MIT
'use strict';

// What a window of pictures costs: `<video>`, and `<gst-video>` by each of its ways, in turns in the same run, and beside them mpv and
// gst-launch-1.0 in windows of the same size, where they are installed. CPU is that of all processes for each picture shown; medians of
// BENCH_ROUNDS (5) runs of BENCH_SECONDS (6); BENCH_ONLY names scenes, BENCH_WAYS ways,
// BENCH_ELECTRON an Electron's major version.

const { execFileSync, spawn, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const { makeClip, temporaryFolder } = require('../tests/e2e/support/clips');
const { ELECTRONS } = require('../tests/support/electrons');
const { printTable, save } = require('./lib/measure');

const SECONDS = Number(process.env.BENCH_SECONDS) || 6;
const ROUNDS = Number(process.env.BENCH_ROUNDS) || 5;
const ONLY = (process.env.BENCH_ONLY || '').split(',').filter(Boolean);
const WAYS = (process.env.BENCH_WAYS || 'native,video,webgl,2d').split(',');
/** Before Chromium 94 there is no VideoFrame. */
const OLDEST = 22;
/** Before a program's window is measured it has begun, s. */
const WARM_UP = 2;

/** @type {{name: string, size: string, fps: number, elements: number, window: number[], codec?: 'vp9'}[]} */
const SCENES = [
    { name: '540p30', size: '960x540', fps: 30, elements: 1, window: [960, 540] },
    { name: '1080p30', size: '1920x1080', fps: 30, elements: 1, window: [960, 540] },
    { name: '1080p30 VP9', size: '1920x1080', fps: 30, elements: 1, window: [960, 540], codec: 'vp9' },
    { name: '1080p60', size: '1920x1080', fps: 60, elements: 1, window: [960, 540] },
    { name: '2160p30', size: '3840x2160', fps: 30, elements: 1, window: [960, 540] },
    { name: '4 of 540p30', size: '960x540', fps: 30, elements: 4, window: [960, 540] },
    { name: '9 of 540p30', size: '960x540', fps: 30, elements: 9, window: [960, 540] },
    { name: '16 of 180p15', size: '320x180', fps: 15, elements: 16, window: [1280, 720] },
    { name: '64 of 180p15', size: '320x180', fps: 15, elements: 64, window: [1280, 720] },
];

/** Players that are no Electron: a window with the film, as large. @type {{[name: string]: (file: string, window: number[]) => string[]}} */
const PROGRAMS = {
    'mpv': (file, [width, height]) => ['mpv', '--no-config', '--vo=x11', '--ao=null', '--loop=inf', '--really-quiet', `--geometry=${width}x${height}`, file],
    'gst-launch': (file, [width, height]) => ['gst-launch-1.0', '-q', 'playbin3', `uri=file://${file}`,
        `video-sink=videoconvertscale ! video/x-raw,width=${width},height=${height} ! ximagesink`, 'audio-sink=fakesink sync=true'],
};

/** @type {(values: number[]) => number} */
function median(values) {
    return values.slice().sort((a, b) => a - b)[values.length >> 1];
}

/** @type {Map<string, string>} */
const clips = new Map();

/** The film of a scene. @returns {string} */
function clipOf({ size, fps, codec }) {
    const key = `${size} ${fps} ${codec}`;

    if (!clips.has(key)) {
        const clip = makeClip({ size, fps, frames: fps * 20 });
        const file = codec ? path.join(temporaryFolder(), `${size}-${fps}.webm`) : clip;

        if (codec) {
            execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', clip, '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '4M', file]);
        }
        clips.set(key, file);
    }
    return clips.get(key);
}

/** What a process and its children have used of the CPU, s. */
function cpuOf(pid) {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /, '').split(' ');

    return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** CPU a picture of a program that shows them all, ms; null where it is not installed or ends. */
async function measureProgram(name, scene) {
    const [program, ...args] = PROGRAMS[name](clipOf(scene), scene.window);

    if (spawnSync('which', [program]).status !== 0) {
        return null;
    }
    const child = spawn(program, args, { stdio: 'ignore' });

    try {
        await new Promise((resolve) => setTimeout(resolve, WARM_UP * 1000));
        const before = cpuOf(child.pid);

        await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
        return (cpuOf(child.pid) - before) / (SECONDS * scene.fps) * 1000;
    } catch (error) {
        return null;
    } finally {
        child.kill('SIGKILL');
    }
}

/** One run. @returns {any} what video-app measured, or null when it could not */
function measure(electron, scene, way) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-bench-'));
    const result = path.join(folder, 'result.json');
    const given = {
        way, file: clipOf(scene), elements: scene.elements, size: scene.window,
        seconds: SECONDS, compositing: 'chosen', result,
    };
    const { status } = spawnSync(electron, [...(process.getuid() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${folder}/data`,
        path.join(__dirname, 'video-app'), `--bench=${JSON.stringify(given)}`], { stdio: ['ignore', 'inherit', 'ignore'], timeout: 120000 });
    const measured = status === 0 ? JSON.parse(fs.readFileSync(result, 'utf8')) : null;

    fs.rmSync(folder, { recursive: true });
    return measured;
}

/** All rounds of a scene, its ways in turns. */
function measureScene(electron, scene) {
    const runs = new Map(WAYS.map((way) => [way, []]));

    for (let round = 0; round < ROUNDS; round++) {
        for (const way of WAYS) {
            const measured = measure(electron.file, scene, way);

            if (measured) {
                runs.get(way).push(measured);
            }
        }
    }
    return WAYS.filter((way) => runs.get(way).length > 0).map((way) => {
        const all = runs.get(way);
        const middle = (key) => median(all.map((run) => run[key]));

        return {
            electron: electron.version, scene: scene.name, way, runs: all.length, cpuMs: middle('cpuMs'), shownPerSecond: middle('shownPerSecond'),
            missed: middle('missed'), firstPictureMs: middle('firstPicture'), seekMs: middle('seekMs'), pssMiB: middle('pssMiB'),
            cpuMsBy: Object.fromEntries(Object.keys(all[0].cpuMsBy).map((kind) => [kind, median(all.map((run) => run.cpuMsBy[kind] || 0))])),
        };
    });
}

/** A bar a row: CPU a picture. */
function plot(rows) {
    const most = Math.max(...rows.map(({ cpuMs }) => cpuMs));
    const bars = rows.map((row, i) => {
        const y = 40 + 22 * i;

        return `<text x="10" y="${y + 13}">${row.electron} ${row.scene} ${row.way}</text>` +
            `<rect x="260" y="${y}" width="${(row.cpuMs / most * 560).toFixed(1)}" height="16" fill="${row.way === 'native' ? '#999' : '#36c'}"/>` +
            `<text x="${(266 + row.cpuMs / most * 560).toFixed(1)}" y="${y + 13}">${row.cpuMs.toFixed(1)}</text>`;
    });

    return `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="${60 + 22 * rows.length}" font-family="sans-serif" font-size="12">` +
        `<rect width="100%" height="100%" fill="white"/><text x="10" y="24" font-size="15">CPU of all processes for a picture shown, ms</text>` +
        `${bars.join('')}</svg>\n`;
}

/** @returns {boolean} */
function isWanted({ name }) {
    return ONLY.length === 0 || ONLY.includes(name);
}

/** The players that are no Electron, one window each. */
async function measurePrograms() {
    const rows = [];

    for (const scene of SCENES.filter((each) => isWanted(each) && each.elements === 1)) {
        for (const name of Object.keys(PROGRAMS)) {
            const values = [];

            for (let round = 0; round < ROUNDS; round++) {
                values.push(await measureProgram(name, scene));
            }
            if (!values.includes(null)) {
                rows.push({ scene: scene.name, way: name, cpuMs: median(values) });
            }
        }
    }
    return rows;
}

async function main() {
    const rows = ELECTRONS.filter(({ major, file }) => major >= OLDEST && fs.existsSync(file) && (process.env.BENCH_ELECTRON || String(major)) === String(major))
        .flatMap((electron) => SCENES.filter(isWanted).flatMap((scene) => measureScene(electron, scene)));
    const programs = await measurePrograms();

    printTable(['Electron, scene, way', 'CPU ms', 'of <video>', 'shown/s', 'missed', 'first ms', 'seek ms', 'PSS MiB'], rows.map((row) => {
        const native = rows.find(({ electron, scene, way }) => electron === row.electron && scene === row.scene && way === 'native');

        return [`${row.electron} ${row.scene} ${row.way}`, row.cpuMs.toFixed(1), native ? (row.cpuMs / native.cpuMs).toFixed(2) : '-',
            row.shownPerSecond.toFixed(1), row.missed, row.firstPictureMs.toFixed(0), row.seekMs.toFixed(0), row.pssMiB.toFixed(0)];
    }));
    printTable(['program, scene', 'CPU ms'], programs.map(({ way, scene, cpuMs }) => [`${way} ${scene}`, cpuMs.toFixed(1)]));
    save('video', { seconds: SECONDS, rounds: ROUNDS, rows, programs }, plot(rows));
}

main();
