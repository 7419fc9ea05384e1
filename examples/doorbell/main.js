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
        // What {url} may be: this camera.
        allow: [camera],
        // A page names a preset; only here is said which pipeline that is. No sync: each picture is shown when it comes.
        presets: {
            doorbell: 'rtspsrc location={url} latency=0 ! application/x-rtp,media=video ! decodebin ! framesharesink sync=false',
        },
    });
    window.loadFile('index.html', { query: { camera } });
});
