// SPDX-License-Identifier: MIT
'use strict';

// An Electron renderer as the consumer of ./bench peers: with $BENCH_STREAM it reads that stream, and this is the program of program.h.
// With --ipc={"size","frames","own"} this process is the producer, sends frames by Electron's IPC, and prints what peer.c would print.

const { execFileSync } = require('child_process');
const { app, BrowserWindow, ipcMain } = require('electron');
const path = require('path');
const { Seen, now } = require('../reader');

const PERIOD_MS = 1000 / 60;
const WARM_UP = 30;
const ipc = JSON.parse((process.argv.find((each) => each.startsWith('--ipc=')) || '--ipc=null').slice('--ipc='.length));

const write = (text) => new Promise((resolve) => process.stdout.write(text, resolve));

/** @param {any} contents @param {string} what */
function report(contents, what) {
    return new Promise((resolve) => {
        ipcMain.once('report', (event, answer) => resolve(answer));
        contents.send('report', what);
    });
}

async function openWindow() {
    const window = new BrowserWindow({
        width: 320, height: 180,
        webPreferences: {
            preload: path.join(__dirname, 'preload.js'), contextIsolation: true, nodeIntegration: false, sandbox: false, backgroundThrottling: false,
        },
    });

    await window.loadURL('data:text/html,<title>peers</title>');
    return window.webContents;
}

/** @param {any} contents */
async function read(contents) {
    contents.send('stream', process.env.BENCH_STREAM);
    await write(`ready ${contents.getOSProcessId()} ${process.pid}\n`);
    await new Promise((resolve) => process.stdin.on('end', resolve).resume());
    await write(Object.assign(new Seen(), { frames: new Map(/** @type {any} */ (await report(contents, 'seen'))) }).lines());
}

/** Sends each frame that is due while none is under way: what does not keep up drops frames. */
class Sender {
    /** @param {any} contents */
    constructor(contents) {
        this.contents = contents;
        this.data = Buffer.alloc(ipc.size, 1);
        this.sent = 0;
        this.busy = false;
        ipcMain.on('taken', () => (this.busy = false));
    }

    send(number) {
        const posted = now();

        this.data.writeUInt32LE(number, 0);
        this.data.writeUInt32LE(posted % 2 ** 32, 8);
        this.data.writeUInt32LE(Math.floor(posted / 2 ** 32), 12);
        this.contents.send('frame', this.data);
        this.sent++;
        this.busy = true;
    }

    /** Those numbered from `from`, at 60 a second. */
    async run(from, to) {
        const start = now();

        for (let number = from; number < to; number++) {
            const due = start + (number - from) * PERIOD_MS * 1e6;

            while (now() < due) {
                await new Promise((resolve) => setTimeout(resolve, Math.max(0, (due - now()) / 1e6)));
            }
            if (!this.busy) {
                this.send(number);
            }
            await new Promise((resolve) => setImmediate(resolve));
        }
        while (this.busy) {
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
    }
}

/** @param {{user: number, system: number}} before @param {{user: number, system: number}} after us @returns {number} ns */
const used = (before, after) => (after.user + after.system - before.user - before.system) * 1000;

async function sendAll(contents) {
    if (ipc.own) {
        [[0, process.pid], [1, contents.getOSProcessId()]].forEach(([core, pid]) =>
            execFileSync('taskset', ['-acp', core, pid].map(String), { stdio: 'ignore' }));
    }
    const sender = new Sender(contents);

    await sender.run(0, WARM_UP);
    const before = { main: process.cpuUsage(), renderer: await report(contents, 'cpu'), sent: sender.sent };

    await sender.run(WARM_UP, ipc.frames);
    const after = { main: process.cpuUsage(), renderer: await report(contents, 'cpu') };
    const frames = sender.sent - before.sent;
    const seen = /** @type {[number, [number, number]][]} */ (await report(contents, 'seen')).filter(([number]) => number >= WARM_UP);

    await write(JSON.stringify({
        name: 'ipc', frames: ipc.frames - WARM_UP, producerNs: used(before.main, after.main) / frames,
        consumerNs: used(before.renderer, after.renderer) / frames, daemonNs: 0, latency: seen.map(([, [latency]]) => latency),
    }) + '\n');
}

app.whenReady().then(openWindow).then(ipc ? sendAll : read).then(() => app.exit(0), (error) => {
    process.stderr.write(`${error.stack}\n`);
    app.exit(1);
});
