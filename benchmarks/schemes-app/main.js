// SPDX-License-Identifier: MIT
'use strict';

// The four ways of getting a GStreamer frame into Electron, one after the other with the same source, in one run.
// Started by benchmarks/schemes.js as `electron schemes-app --bench={"seconds","result"}`.

const { spawn } = require('child_process');
const { app, BrowserWindow, ipcMain } = require('electron');
const fs = require('fs');
const path = require('path');

const root = path.join(__dirname, '..', '..');
const build = path.join(root, 'build');
const given = JSON.parse(process.argv.find((argument) => argument.startsWith('--bench=')).slice('--bench='.length));
const SOURCE = 'videotestsrc is-live=true pattern=smpte horizontal-speed=2 ! ' +
    'video/x-raw,format=RGBA,width=1920,height=1080,framerate=30/1';
const APPSINK = `${SOURCE} ! appsink name=sink sync=false max-buffers=2 drop=true`;

const now = () => Number(process.hrtime.bigint());
const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Ask the preload, once: its answer comes as a message of the same name. */
function ask(contents, channel, argument) {
    return new Promise((resolve) => {
        ipcMain.once(channel, (event, answer) => resolve(answer));
        contents.send(channel, argument);
    });
}

/** Row 1: the main process itself runs GStreamer and wraps its memory. No window can see it. */
async function external(appsink) {
    const viewNs = [];
    let frames = 0;
    let problem = null;
    const start = now();

    appsink.start(APPSINK, true, (data, refused, at) => {
        if (refused) {
            problem = refused;
            return;
        }
        viewNs.push(now() - at);
        frames += new Uint8Array(data)[3] === 255 ? 1 : 0;
    });
    await sleep(given.seconds);
    appsink.stop();
    return { crossesProcesses: false, copiesPerFrame: 0, problem, viewNs, fps: frames / ((now() - start) / 1e9) };
}

/** Row 2: the main process copies each frame and sends it to the window; one is under way at a time. */
async function sendByIpc(appsink, contents) {
    const viewNs = [];
    const ipcNs = [];
    let busy = false;
    let sent = 0;
    let decoded = 0;
    let frames = 0;
    const receive = (event, { seen, at, ok }) => {
        viewNs.push(seen - at);
        ipcNs.push(seen - sent);
        frames += ok ? 1 : 0;
        busy = false;
    };

    ipcMain.on('seen', receive);
    const start = now();
    appsink.start(APPSINK, false, (data, problem, at) => {
        decoded++;
        if (!busy) {
            busy = true;
            sent = now();
            contents.send('frame', data, at);
        }
    });
    await sleep(given.seconds);
    appsink.stop();
    const fps = frames / ((now() - start) / 1e9);
    await sleep(0.5);
    ipcMain.removeListener('seen', receive);
    return { crossesProcesses: true, viewNs, ipcNs, fps, decoded, sent: viewNs.length };
}

/** Rows 3 and 4: a host process publishes, the window's preload maps. */
async function share(contents, name, between) {
    const stream = `bench-${name}-${process.pid}`;
    const description = `${SOURCE} ! ${between}framesharesink name=sink stream=${stream}`;
    const host = spawn('gst-launch-1.0', ['-q', ...description.split(' ')], {
        env: { ...process.env, GST_PLUGIN_PATH: path.join(build, 'gst') },
        stdio: ['ignore', 'ignore', 'inherit'],
    });
    const measured = await ask(contents, 'stream', { stream, seconds: given.seconds });

    host.kill('SIGINT');
    await new Promise((resolve) => host.once('exit', resolve));
    return { crossesProcesses: true, ...measured };
}

async function main() {
    const window = new BrowserWindow({
        width: 640,
        height: 360,
        webPreferences: {
            preload: path.join(__dirname, 'preload.js'),
            contextIsolation: true,
            nodeIntegration: false,
            sandbox: false,
            backgroundThrottling: false,
        },
    });
    await window.loadURL('data:text/html,<title>schemes</title>');
    const appsink = require(path.join(build, 'benchmarks', 'bench-appsink.node'));
    const rows = {
        external: await external(appsink),
        ipc: await sendByIpc(appsink, window.webContents),
        copied: await share(window.webContents, 'copied', 'identity drop-allocation=true ! '),
        inPlace: await share(window.webContents, 'in-place', ''),
    };

    fs.writeFileSync(given.result, JSON.stringify({
        electron: process.versions.electron, chrome: process.versions.chrome, rows,
    }));
}

app.whenReady().then(main).then(() => app.exit(0), (error) => {
    process.stderr.write(`${error.stack}\n`);
    app.exit(1);
});
