// SPDX-License-Identifier: MIT
'use strict';
const path = require('path');
const { app, BrowserWindow } = require('electron');
const { GstPlayer, attach } = require('frameshare/main');

app.whenReady().then(async () => {
    const player = new GstPlayer();
    const window = new BrowserWindow({
        webPreferences: { preload: path.join(__dirname, 'preload.js'), contextIsolation: true, sandbox: false },
    });
    attach(window, { players: { film: player } });
    await window.loadFile('index.html');
    await player.load(process.argv.pop());
    await player.play();
});
