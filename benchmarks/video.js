'use strict';

// What a window of pictures costs: `<video>`, and `<gst-video>` by each of its ways, in turns in the same run. CPU is that of all processes
// for each picture shown; medians of BENCH_ROUNDS (5) runs of BENCH_SECONDS (6); BENCH_ONLY names a scene.

const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const { makeClip } = require('../tests/e2e/support/clips');
const { ELECTRONS } = require('../tests/support/electrons');
const { printTable, save } = require('./lib/measure');

const SECONDS = Number(process.env.BENCH_SECONDS) || 6;
const ROUNDS = Number(process.env.BENCH_ROUNDS) || 5;
const WAYS = ['native', 'video', 'webgl', '2d'];
/** Before Chromium 94 there is no VideoFrame. */
const OLDEST = 22;

/** @type {{name: string, size: string, fps: number, elements: number, window: number[]}[]} */
const SCENES = [
    { name: '1080p30', size: '1920x1080', fps: 30, elements: 1, window: [960, 540] },
    { name: '1080p60', size: '1920x1080', fps: 60, elements: 1, window: [960, 540] },
    { name: '9 of 540p30', size: '960x540', fps: 30, elements: 9, window: [960, 540] },
    { name: '64 of 180p15', size: '320x180', fps: 15, elements: 64, window: [1280, 720] },
];

/** @type {(values: number[]) => number} */
function median(values) {
    return values.slice().sort((a, b) => a - b)[values.length >> 1];
}

/** One run. @returns {any} what video-app measured, or null when it could not */
function measure(electron, scene, way) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-bench-'));
    const result = path.join(folder, 'result.json');
    const given = {
        way, file: makeClip({ size: scene.size, fps: scene.fps, frames: scene.fps * 20 }), elements: scene.elements, size: scene.window,
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
            missed: middle('missed'), firstPictureMs: middle('firstPicture'), pssMiB: middle('pssMiB'),
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

const rows = ELECTRONS.filter(({ major, file }) => major >= OLDEST && fs.existsSync(file))
    .flatMap((electron) => SCENES.filter(({ name }) => !process.env.BENCH_ONLY || name === process.env.BENCH_ONLY).flatMap((scene) => measureScene(electron, scene)));

printTable(['Electron, scene, way', 'CPU ms', 'of <video>', 'shown/s', 'missed', 'first ms', 'PSS MiB'], rows.map((row) => {
    const native = rows.find(({ electron, scene, way }) => electron === row.electron && scene === row.scene && way === 'native');

    return [`${row.electron} ${row.scene} ${row.way}`, row.cpuMs.toFixed(1), native ? (row.cpuMs / native.cpuMs).toFixed(2) : '-',
        row.shownPerSecond.toFixed(1), row.missed, row.firstPictureMs.toFixed(0), row.pssMiB.toFixed(0)];
}));
save('video', { seconds: SECONDS, rows }, plot(rows));
