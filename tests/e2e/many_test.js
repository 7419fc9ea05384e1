// SPDX-License-Identifier: MIT
'use strict';

// Many players in one window for long: nothing grows, and what they had is given back. FRAMESHARE_MANY=600 lets them play for
// as many seconds.

const assert = require('assert');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');
const { hostsOf, sockets, until, usage } = require('./support/processes');

const SECONDS = Number(process.env.FRAMESHARE_MANY) || 6;
const PLAYERS = 8;
/** A leak of a kilobyte a picture would be this many KiB in a second of a player. */
const LEAK = 30;
/**
 * What may come and go by chance in a living process of Chromium, not by our doing, but for pictures. V8's memory falls into more
 * mappings as it is used, to some hundreds; one left behind for each picture would be a thousand in seconds.
 */
const NOISE = { anonymous: 24000, pictures: 12000, descriptors: 12, mappings: 500, threads: 8 };
/** In a player's own process nothing comes and goes but some of its pictures. */
const NOISE_OF_HOST = { anonymous: 3000, pictures: 2500, descriptors: 8, mappings: 40, threads: 2 };

const clip = pathToFileURL(makeClip({ frames: 150, more: ['--audio'] })).href;

/** Fill the page with players that play for ever; resolves when each has shown something. */
function fill(application) {
    return application.page(0, (src, count) => {
        document.body.innerHTML = '';
        window.drawn = [];
        return Promise.all(Array.from({ length: count }, (each, i) => {
            const video = document.createElement('gst-video');

            video.style.cssText = 'display: inline-block; width: 320px; height: 180px';
            video.loop = true;
            video.muted = true;
            video.src = src;
            document.body.append(video);
            window.drawn[i] = 0;
            return video.play().then(() => new Promise((resolve) => {
                const hear = () => {
                    window.drawn[i]++;
                    video.requestVideoFrameCallback(hear);
                    resolve();
                };
                video.requestVideoFrameCallback(hear);
            }));
        })).then(() => undefined);
    }, clip, PLAYERS);
}

/** Take them out, and wait until their processes and their memory are gone; `others` were there before. */
async function empty(application, browser, others) {
    await application.page(0, () => (document.body.innerHTML = ''));
    await until(() => hostsOf(browser).length === 0 && sockets().every((each) => others.includes(each)), 'the players are gone');
}

/** What every process has, by its role, and how many listeners there are. */
async function measure(application) {
    const found = await application.main(async (world) => {
        const { ipcMain } = world;
        const contents = world.windows[0].webContents;
        const listeners = (emitter) => emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
        const { debugger: tools } = contents;

        if (!tools.isAttached()) {
            tools.attach();
            await tools.sendCommand('Performance.enable');
        }
        await tools.sendCommand('HeapProfiler.collectGarbage');
        await world.preload(0, () => {
            global.gc();
            global.gc();
        });
        global.gc();
        const { metrics } = await tools.sendCommand('Performance.getMetrics');
        const metric = (name) => metrics.find((each) => each.name === name).value;
        return {
            processes: world.app.getAppMetrics().map(({ pid, type }) => ({ pid, type })),
            main: process.pid,
            listeners: {
                main: listeners(ipcMain) + listeners(world.app) + listeners(contents) + listeners(world.windows[0]) + listeners(process),
                page: metric('JSEventListeners'),
                ipc: await world.preload(0, ({ ipcRenderer }) => ipcRenderer.eventNames().reduce((sum, name) =>
                    sum + ipcRenderer.listenerCount(name), 0)),
            },
            nodes: metric('Nodes'),
        };
    });
    const processes = {};

    for (const { pid, type } of found.processes.filter(({ type: each }) => ['Browser', 'Tab', 'GPU'].includes(each))) {
        processes[type] = usage(pid);
    }
    hostsOf(found.main).map(Number).sort((a, b) => a - b).forEach((pid, i) => (processes[`host ${i}`] = usage(pid)));
    return { processes, listeners: found.listeners, nodes: found.nodes, main: found.main };
}

/** No process has more than before, but by chance; `growth` KiB of memory are allowed for what it did meanwhile. */
function assertNoMore(before, after, growth, what) {
    for (const role of Object.keys(before.processes)) {
        const noise = role.startsWith('host') ? NOISE_OF_HOST : NOISE;

        for (const name of Object.keys(noise)) {
            const more = after.processes[role][name] - before.processes[role][name];
            const limit = noise[name] + (name === 'anonymous' ? growth : 0);
            assert.ok(more <= limit, `${what}: ${role} has ${more} more ${name} (${before.processes[role][name]} before)`);
        }
    }
    for (const name of Object.keys(before.listeners)) {
        assert.ok(after.listeners[name] <= before.listeners[name] + 2, `${what}: listeners of ${name}: ${
            before.listeners[name]} before, ${after.listeners[name]} after`);
    }
}

test(`${PLAYERS} players that play for ${SECONDS} s leak nothing in any process, and give everything back`, async (t) => {
    const others = sockets();
    const application = await Application.launch({ flags: ['--js-flags=--expose-gc'] });
    const report = (what, { processes, listeners, nodes }) => {
        t.diagnostic(`${what}: ${JSON.stringify({ listeners, nodes })}`);
        Object.keys(processes).forEach((role) => t.diagnostic(`${what}: ${role} ${JSON.stringify(processes[role])}`));
    };

    try {
        const browser = await application.main(async (world) => {
            await world.open({ allow: ['file:///'], width: 1280, height: 400 });
            return process.pid;
        });
        await fill(application);
        await empty(application, browser, others);
        const bare = await measure(application);

        await fill(application);
        await application.main((world, seconds) => world.wait(seconds * 1000), Math.max(5, SECONDS / 10));
        const begin = await measure(application);
        const drawn = await application.page(0, () => window.drawn.slice());
        for (let tenth = 1; tenth < 10 && SECONDS >= 60; tenth++) {
            await application.main((world, seconds) => world.wait(seconds * 1000), SECONDS / 10);
            report(`after ${tenth} tenths`, await measure(application));
        }
        await application.main((world, seconds) => world.wait(seconds * 1000), SECONDS >= 60 ? SECONDS / 10 : SECONDS);
        const end = await measure(application);
        const drawnLater = await application.page(0, () => window.drawn.slice());
        report('playing', begin);
        report(`after ${SECONDS} s`, end);
        t.diagnostic(`pictures drawn meanwhile: ${drawnLater.map((count, i) => count - drawn[i])}`);
        assert.strictEqual(Object.keys(end.processes).filter((role) => role.startsWith('host')).length, PLAYERS);
        assert.ok(drawnLater.every((count, i) => count > drawn[i]), 'each still plays');
        assertNoMore(begin, end, 0.25 * LEAK * SECONDS, `after ${SECONDS} s`);

        await empty(application, browser, others);
        let given = null;
        await until(async () => {
            given = await measure(application);
            return given.processes.Tab.pictures === 0;
        }, 'the window has no pictures any more');
        report('nothing yet', bare);
        report('taken out', given);
        assertNoMore(bare, given, 0, 'taken out');
    } finally {
        await application.stop();
    }
});
