// SPDX-License-Identifier: MIT
'use strict';
const { app, BrowserWindow } = require('electron');
const { GstPlayer, attach } = require('frameshare/main');

// Gives the page itself access to the pictures' memory, which getFrame() needs there.
app.commandLine.appendSwitch('enable-features', 'SharedArrayBuffer');

app.whenReady().then(async () => {
    const player = new GstPlayer();
    const window = new BrowserWindow({
        width: 960, height: 640, useContentSize: true, backgroundColor: '#101418',
        webPreferences: { preload: require.resolve('frameshare/preload'), contextIsolation: true, sandbox: false },
    });
    attach(window, { players: { film: player } });
    await window.loadFile('index.html');
    // Converts every film to RGBA, which a texture needs.
    await player.load(process.argv.pop(), { format: 'rgba' });
});
