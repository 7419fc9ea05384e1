// SPDX-License-Identifier: MIT
'use strict';

// An app as it is shipped: packaged, with or without a GStreamer of its own. It plays the film that
// it is given, or film.mp4 of its resources; it shows errors in its window and on standard error.
// docs/shipping.md tells how to package it.

const path = require('path');
const { app, BrowserWindow } = require('electron');
const { GstPlayer, attach } = require('frameshare/main');

/** The last argument, unless it is one of Electron's own. */
function film() {
    const last = process.argv.slice(1).filter((each) => !each.startsWith('-')).pop();

    return app.isPackaged && last ? last : path.join(process.resourcesPath, 'film.mp4');
}

async function open() {
    const window = new BrowserWindow({
        width: 640, height: 360, useContentSize: true, x: 0, y: 0, autoHideMenuBar: true,
        webPreferences: { preload: path.join(__dirname, 'preload.js'), contextIsolation: true, sandbox: false },
    });
    const player = new GstPlayer();

    player.on('error', (error) => {
        console.error(`${error.code}: ${error.message}`);
        window.webContents.send('error', error.message);
    });
    player.on('end', () => console.log('the film has ended'));
    attach(window, { players: { film: player } });
    await window.loadFile('index.html');
    await player.load(film());
    await player.play();
    console.log(`plays ${film()}`);
}

app.whenReady().then(open).catch(() => { /* The player has emitted the error. */ });
app.on('window-all-closed', () => app.quit());
