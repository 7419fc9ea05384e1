// SPDX-License-Identifier: MIT
'use strict';
const path = require('path');
const { pathToFileURL } = require('url');
const { app, BrowserWindow } = require('electron');
const { attach } = require('frameshare/main');

app.whenReady().then(() => {
    const film = path.resolve(...process.argv.slice(-1));
    const window = new BrowserWindow({
        width: 960, height: 540, useContentSize: true, backgroundColor: '#000',
        webPreferences: { preload: require.resolve('frameshare/preload'), contextIsolation: true, sandbox: false },
    });

    // The page may open this file, and nothing else; the element gets a player of its own.
    attach(window, { allow: [film] });
    window.loadFile('index.html', { query: { film: pathToFileURL(film).href } });
});
