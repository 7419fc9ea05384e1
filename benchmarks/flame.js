// SPDX-License-Identifier: MIT
'use strict';

// Where the time of a window with a film goes: `perf` looks at all its processes, 199 times a second, and each way to draw gets a flame
// graph, build/bench/flame-WAY.svg: processes at the bottom, then threads, then calls. Electron's own binary has no symbols: calls of it
// that follow each other are one block with its name. BENCH_WAYS names ways, BENCH_ELECTRON an Electron's major version.

const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const { makeClip } = require('../tests/e2e/support/clips');
const { ELECTRONS } = require('../tests/support/electrons');
const { draw } = require('./lib/flame');
const { printTable, results, save } = require('./lib/measure');

const SECONDS = Number(process.env.BENCH_SECONDS) || 8;
const WAYS = (process.env.BENCH_WAYS || 'native,video,webgl,2d').split(',');
const RATE = 199;
/** Of a library's functions in the table, of all that is used. */
const LEAST = 0.02;

/** `perf script` in samples: {pid, thread, frames}, the outermost call first. */
function samplesOf(text) {
    return text.split('\n\n').map((block) => {
        const [head, ...lines] = block.split('\n').filter(Boolean);
        const [, thread, pid] = /^ *(.+?) +(\d+)\/\d+/.exec(head || '') || [];
        const frames = lines.map((line) => {
            const [, symbol, file] = /^\s*[0-9a-f]+ (.*) \((.*)\)$/.exec(line) || [null, '[unknown]', '[unknown]'];

            return symbol === '[unknown]' ? path.basename(file) : symbol;
        }).reverse();

        return { pid: Number(pid), thread, frames: frames.filter((name, i) => name !== frames[i - 1]), library: libraryOf(lines[0]) };
    }).filter(({ thread, frames }) => thread && frames.length > 0);
}

/** @param {string | undefined} line the innermost call */
function libraryOf(line) {
    const file = (/\(([^()]*)\)$/.exec(line || '') || [])[1] || '[unknown]';

    return path.basename(file).replace(/\.so.*$/, '');
}

/** One run under perf. @returns {{result: any, samples: any[]} | null} */
async function measure(electron, way) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-bench-'));
    const data = path.join(folder, 'perf.data');
    const given = {
        way, file: makeClip({ size: '1920x1080', fps: 30, frames: 600 }), elements: 1, size: [960, 540], seconds: SECONDS,
        compositing: 'chosen', result: path.join(folder, 'result.json'), profile: path.join(folder, 'profile'),
    };

    try {
        const child = spawn(electron, [...(process.getuid() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${folder}/data`,
            path.join(__dirname, 'video-app'), `--bench=${JSON.stringify(given)}`], { stdio: 'ignore' });
        const ended = new Promise((resolve) => child.once('exit', resolve));

        while (!fs.existsSync(given.profile) && child.exitCode === null) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        spawnSync('perf', ['record', '-q', '-F', String(RATE), '-g', '-a', '-o', data, 'sleep', String(SECONDS)], { stdio: 'ignore' });
        if (await ended !== 0) {
            return null;
        }
        const result = JSON.parse(fs.readFileSync(given.result, 'utf8'));
        const { stdout } = spawnSync('perf', ['script', '-i', data, '-F', 'comm,pid,tid,ip,sym,dso'], { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] });

        return { result, samples: samplesOf(stdout).filter(({ pid }) => result.kinds[pid]) };
    } finally {
        fs.rmSync(folder, { recursive: true });
    }
}

/** What each process, thread and library takes, ms a second; the dearest first. */
function tableOf({ result, samples }) {
    const sums = new Map();

    for (const { pid, thread, library } of samples) {
        const key = [result.kinds[pid], thread, library].join(', ');

        sums.set(key, (sums.get(key) || 0) + 1);
    }
    return Array.from(sums).filter(([, count]) => count >= LEAST * samples.length).sort((a, b) => b[1] - a[1])
        .map(([what, count]) => ({ what, msASecond: count / RATE / SECONDS * 1000 }));
}

async function main() {
    const electron = ELECTRONS.find(({ major, file }) => fs.existsSync(file) && (!process.env.BENCH_ELECTRON || process.env.BENCH_ELECTRON === String(major)));
    const rows = [];

    if (spawnSync('perf', ['record', '-q', '-a', '-o', '/dev/null', 'true'], { stdio: 'ignore' }).status !== 0) {
        process.stdout.write('./bench flame needs perf, and its leave to look at all processes (linux-perf; kernel.perf_event_paranoid at most 0, or root)\n');
        return;
    }
    fs.mkdirSync(results, { recursive: true });
    for (const way of WAYS) {
        const measured = await measure(electron.file, way);

        if (measured) {
            const stacks = measured.samples.map(({ pid, thread, frames }) => [measured.result.kinds[pid], thread, ...frames]);
            const table = tableOf(measured);

            fs.writeFileSync(path.join(results, `flame-${way}.svg`), draw(stacks, `1080p30 by ${way}, Electron ${electron.version}`));
            printTable([`${way}: process, thread, library`, 'ms a second'], table.map(({ what, msASecond }) => [what, msASecond.toFixed(1)]));
            rows.push({ way, samples: measured.samples.length, msASecond: measured.samples.length / RATE / SECONDS * 1000, dearest: table });
        }
    }
    save('flame', { electron: electron.version, seconds: SECONDS, rate: RATE, rows });
}

main();
