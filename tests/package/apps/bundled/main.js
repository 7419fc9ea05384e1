// SPDX-License-Identifier: MIT
// Main process and preload script are put into one file each by esbuild, frameshare with them.
import path from 'path';
import { app, BrowserWindow } from 'electron';
import { attach, GstPlayer } from 'frameshare/main';

app.whenReady().then(async () => {
    const player = new GstPlayer();
    const window = new BrowserWindow({ webPreferences: { preload: path.join(__dirname, 'preload.js'), contextIsolation: true, sandbox: false } });

    attach(window, { players: { film: player } });
    await window.loadFile(path.join(__dirname, '..', 'index.html'));
    await player.load(process.argv[process.argv.length - 1]);
    await player.play();
});
