// SPDX-License-Identifier: MIT
'use strict';
const path = require('path');
const { pathToFileURL } = require('url');
const { app, BrowserWindow } = require('electron');
const { attach } = require('frameshare/main');

app.whenReady().then(() => {
    const film = path.resolve(...process.argv.slice(-1));

    for (const x of [40, 700]) {
        const window = new BrowserWindow({
            x, y: 40, width: 640, height: 420, useContentSize: true, backgroundColor: '#101418',
            webPreferences: { preload: require.resolve('frameshare/preload'), contextIsolation: true, sandbox: false },
        });
        // The pages may open this file, and nothing else.
        attach(window, { allow: [film] });
        window.loadFile('index.html', { query: { film: pathToFileURL(film).href } });
    }
});
