// SPDX-License-Identifier: MIT
// The page is made by Vite, of React; the main process is as the README has it.
'use strict';

const path = require('path');
const { app, BrowserWindow } = require('electron');
const { attach, GstPlayer } = require('frameshare/main');

app.whenReady().then(async () => {
    const player = new GstPlayer();
    const window = new BrowserWindow({ webPreferences: { preload: path.join(__dirname, 'preload.js'), contextIsolation: true, sandbox: false } });

    attach(window, { players: { film: player } });
    await player.load(process.argv[process.argv.length - 1]);
    await window.loadFile(path.join(__dirname, 'dist', 'index.html'));
});
