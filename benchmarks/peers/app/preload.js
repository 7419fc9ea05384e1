// SPDX-License-Identifier: MIT
'use strict';

// The renderer: reads a stream, or takes frames that the main process sends.

const { ipcRenderer } = require('electron');
const { Seen, readStream } = require('../reader');

const seen = new Seen();

ipcRenderer.on('stream', (event, name) => readStream(require('../../..'), name, seen));
ipcRenderer.on('frame', (event, data) => {
    seen.add(data);
    ipcRenderer.send('taken');
});
ipcRenderer.on('report', (event, what) => ipcRenderer.send('report', what === 'cpu' ? process.cpuUsage() : Array.from(seen.frames)));
