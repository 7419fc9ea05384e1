// SPDX-License-Identifier: MIT
'use strict';

// One window that shows a film in a number of elements, and what that costs. Started by benchmarks/video.js as
// `electron video-app --bench={"way","file","elements","size","seconds","compositing","result","profile"}`.

const { app, BrowserWindow } = require('electron');
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

const { attach, chooseGraphics } = require('../../js/main');

const given = JSON.parse(process.argv.find((argument) => argument.startsWith('--bench=')).slice('--bench='.length));
const WARM_UP = 2;
const TICKS = 100;

const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** All processes of this one, with what they have used of the CPU, s, and the name to sum it under. */
function processes() {
    const kinds = new Map(app.getAppMetrics().map(({ pid, type, serviceName }) => [pid, serviceName || type]));
    const all = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => {
        try {
            const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
            const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');

            return { pid: Number(pid), name, parent: Number(fields[1]), cpu: (Number(fields[11]) + Number(fields[12])) / TICKS };
        } catch (error) {
            return null;
        }
    }).filter(Boolean);
    const ours = new Set([process.pid]);

    for (let before = 0; before !== ours.size;) {
        before = ours.size;
        all.filter(({ parent }) => ours.has(parent)).forEach(({ pid }) => ours.add(pid));
    }
    return all.filter(({ pid }) => ours.has(pid)).map((each) => ({
        ...each, kind: /^frameshare-play/.test(each.name) ? 'player' : kinds.get(each.pid) || 'other',
    }));
}

/** Of all processes, KiB. */
function memory() {
    return processes().reduce((sum, { pid }) => {
        try {
            return sum + Number(/^Pss: +(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))[1]);
        } catch (error) {
            return sum;
        }
    }, 0);
}

/** Runs in the page: puts the elements there; when the first picture of the first was there, ms after its `src`. */
function show({ way, uri, elements }) {
    const columns = Math.ceil(Math.sqrt(elements));

    document.body.style.gridTemplateColumns = `repeat(${columns}, 1fr)`;
    document.body.style.gridAutoRows = `${100 / Math.ceil(elements / columns)}vh`;
    window.elements = Array.from({ length: elements }, () => {
        const element = document.createElement(way === 'native' ? 'video' : 'gst-video');

        element.muted = true;
        element.loop = true;
        element.autoplay = true;
        if (way !== 'native') {
            element.setAttribute('present', way);
        }
        return element;
    });
    document.body.append(...window.elements);
    return new Promise((resolve, reject) => {
        const start = performance.now();

        window.elements[0].requestVideoFrameCallback(() => resolve(performance.now() - start));
        window.elements.forEach((element) => {
            element.addEventListener('error', () => reject(new Error(element.error.message)));
            element.src = uri;
        });
    });
}

/** Runs in the page: pictures of all elements until now. */
function count() {
    return window.elements.reduce((sum, element) => {
        const own = element.stats;
        const quality = own ? null : element.getVideoPlaybackQuality();

        return {
            shown: sum.shown + (own ? own.shown : quality.totalVideoFrames - quality.droppedVideoFrames),
            missed: sum.missed + (own ? own.missed : quality.droppedVideoFrames),
            way: own ? own.presenter : 'native',
        };
    }, { shown: 0, missed: 0 });
}

/** Runs in the page: from `currentTime = ` to `seeked` with its picture, ms, the median of some. */
async function seek() {
    const [element] = window.elements;
    const times = [];

    element.pause();
    for (const fraction of [0.5, 0.1, 0.7, 0.3, 0.9, 0.2, 0.6]) {
        const start = performance.now();

        element.currentTime = element.duration * fraction;
        await new Promise((resolve) => element.addEventListener('seeked', resolve, { once: true }));
        times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[times.length >> 1];
}

async function measure(window) {
    const inPage = (code, argument) => window.webContents.executeJavaScript(`(${code})(${JSON.stringify(argument)})`);
    const firstPicture = await inPage(show, { way: given.way, uri: pathToFileURL(given.file).href, elements: given.elements });

    await sleep(WARM_UP);
    if (given.profile) {
        fs.writeFileSync(given.profile, ''); // who looks at it from outside may begin
    }
    const before = { count: await inPage(count), processes: processes(), at: process.hrtime.bigint() };

    await sleep(given.seconds);
    const after = { count: await inPage(count), processes: processes(), at: process.hrtime.bigint() };
    const seconds = Number(after.at - before.at) / 1e9;
    const shown = after.count.shown - before.count.shown;
    const cpu = {};

    for (const { pid, kind, cpu: used } of after.processes) {
        const earlier = before.processes.find((each) => each.pid === pid);

        cpu[kind] = (cpu[kind] || 0) + used - (earlier ? earlier.cpu : 0);
    }
    const total = Object.values(cpu).reduce((sum, each) => sum + each, 0);

    return {
        way: after.count.way, firstPicture, shown, missed: after.count.missed - before.count.missed, shownPerSecond: shown / seconds,
        cpuMs: total / shown * 1000, cpuMsBy: Object.fromEntries(Object.entries(cpu).map(([kind, used]) => [kind, used / shown * 1000])),
        kinds: Object.fromEntries(after.processes.map(({ pid, kind }) => [pid, kind])),
        pssMiB: memory() / 1024, seekMs: await inPage(seek),
    };
}

async function run() {
    if (given.compositing === 'chosen') {
        chooseGraphics();
    }
    await app.whenReady();
    const window = new BrowserWindow({
        width: given.size[0], height: given.size[1], frame: false, useContentSize: true,
        webPreferences: {
            preload: path.join(__dirname, 'preload.js'), contextIsolation: true, nodeIntegration: false, sandbox: false,
            webSecurity: false, backgroundThrottling: false,
        },
    });

    attach(window, { allow: ['file:'], maxPlayers: given.elements });
    await window.loadFile(path.join(__dirname, 'index.html'));
    const result = await measure(window);

    if (given.picture) {
        fs.writeFileSync(given.picture, (await window.webContents.capturePage()).toPNG());
    }
    fs.writeFileSync(given.result, JSON.stringify(result));
}

process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.stack}\n`);
    app.exit(1);
});
run().then(() => app.exit(0), (error) => {
    process.stderr.write(`${error.stack}\n`);
    app.exit(1);
});
