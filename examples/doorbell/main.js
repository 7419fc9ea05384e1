// SPDX-License-Identifier: MIT
'use strict';
const { app, BrowserWindow } = require('electron');
const { attach } = require('frameshare/main');

//     electron --no-sandbox examples/doorbell rtsp://door.local/1

app.whenReady().then(() => {
    const [camera] = process.argv.slice(-1);
    const window = new BrowserWindow({
        width: 960, height: 580, useContentSize: true, backgroundColor: '#101418',
        webPreferences: { preload: require.resolve('frameshare/preload'), contextIsolation: true, sandbox: false },
    });

    attach(window, {
        // Values that {url} may have: this camera.
        allow: [camera],
        // A page names a preset; only this file says which pipeline that is. sync=false: each
        // picture is shown when it arrives.
        presets: {
            doorbell: 'rtspsrc location={url} latency=0 ! application/x-rtp,media=video ! decodebin ! framesharesink sync=false',
        },
    });
    window.loadFile('index.html', { query: { camera } });
});
