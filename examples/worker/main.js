// SPDX-License-Identifier: MIT
'use strict';
const { app, BrowserWindow } = require('electron');
const { GstPlayer, attach } = require('frameshare/main');

// Gives the page, and so the Worker, access to the pictures' memory.
app.commandLine.appendSwitch('enable-features', 'SharedArrayBuffer');

app.whenReady().then(async () => {
    const player = new GstPlayer();
    const window = new BrowserWindow({
        width: 960, height: 540, useContentSize: true, backgroundColor: '#000',
        webPreferences: { preload: require.resolve('frameshare/preload'), contextIsolation: true, sandbox: false },
    });
    attach(window, { players: { film: player } });
    await window.loadFile('index.html');
    // RGBA, so that the Worker can read every film in the same way.
    await player.load(process.argv.pop(), { format: 'rgba' });
});
