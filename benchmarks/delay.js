// SPDX-License-Identifier: MIT
'use strict';

// From publishing a picture to its being on the screen, by each way to draw: a program of its own looks at a pixel of the X server. The
// pictures are 1080p, black and white in turns, 24 a second beside the screen's 60: so they come at all times within an animation frame.

const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const { Application } = require('../tests/e2e/support/electron');
const { ELECTRONS } = require('../tests/support/electrons');
const { percentiles, printTable, root, save } = require('./lib/measure');

const SECONDS = Number(process.env.BENCH_SECONDS) || 10;
const ROUNDS = Number(process.env.BENCH_ROUNDS) || 3;
const WAYS = ['video', 'webgl', '2d'];
const PROGRAM = path.join(root, 'build', 'benchmarks', 'frameshare-bench-delay');
const PIPELINE = 'videotestsrc is-live=true pattern=blink ! video/x-raw,format=I420,width=1920,height=1080,framerate=24/1 ! framesharesink';
const SIZE = [960, 540];

/** @param {string} electron @param {string} way @returns {Promise<number[]>} ms, of each change of the picture */
async function measure(electron, way) {
    process.env.ELECTRON = electron;
    const application = await Application.launch();

    try {
        const stream = await application.main(async (world, pipeline, present, [width, height]) => {
            const player = world.player('blink');

            await player.load({ pipeline });
            await player.play();
            await world.open({ width, height });
            await world.page(0, (given, w, h) => {
                document.body.innerHTML = `<gst-video style="position: absolute; left: 0; top: 0; width: ${w}px; height: ${h}px"></gst-video>`;
                document.querySelector('gst-video').setAttribute('present', given);
                document.querySelector('gst-video').src = 'frameshare:blink';
            }, present, width, height);
            await world.shown(0);
            await world.wait(1000);
            return player.stream;
        }, PIPELINE, way, SIZE);
        const { status, stdout, stderr } = spawnSync(PROGRAM, [stream, ...SIZE.map((length) => String(length / 2)), String(SECONDS)], { encoding: 'utf8' });

        if (status !== 0) {
            throw new Error(`frameshare-bench-delay: ${stderr}`);
        }
        return stdout.split('\n').filter(Boolean).map(Number);
    } finally {
        await application.stop();
    }
}

async function main() {
    const rows = [];

    if (!fs.existsSync(PROGRAM)) {
        process.stdout.write('./bench delay needs Xlib to look at the screen: install libx11-dev, and call it again\n');
        return;
    }
    for (const { file, version, major } of ELECTRONS.filter((each) => each.major >= 22 && fs.existsSync(each.file))) {
        const samples = new Map(WAYS.map((way) => [way, []]));

        for (let round = 0; round < ROUNDS; round++) {
            for (const way of WAYS) {
                samples.get(way).push(...await measure(file, way));
            }
        }
        WAYS.forEach((way) => rows.push({ electron: version, major, way, delayMs: percentiles(samples.get(way)) }));
    }
    printTable(['Electron, way', 'pictures', 'p50 ms', 'p95', 'p99'], rows.map(({ electron, way, delayMs }) => {
        return [`${electron} ${way}`, delayMs.count, ...['p50', 'p95', 'p99'].map((name) => delayMs[name].toFixed(1))];
    }));
    save('delay', { seconds: SECONDS, rounds: ROUNDS, rows });
}

main();
