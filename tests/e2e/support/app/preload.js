// SPDX-License-Identifier: MIT
'use strict';

const { ipcRenderer } = require('electron');
const frameshare = require('../../../../js/preload');
const { Painter } = require('./painter');
const { counterOf } = require('../../../support/counter');
const { Screen } = require('./screen');

// As in a Chromium that has no door into its way for video: frameshare takes the next way, or the one after that (main.js).
if (['webgl', '2d'].includes(process.env.FRAMESHARE_WAY)) {
    delete globalThis.MediaStreamTrackGenerator;
}

/** What a test keeps in a preload between two calls. */
const keep = {};

const tools = { frameshare, counterOf, painter: new Painter('webgl'), painter2d: new Painter('2d'), Screen, keep, ipcRenderer };

ipcRenderer.on('evaluate', async (event, { id, source, args }) => {
    try {
        const value = await new Function(`return (${source})`)()(tools, ...args);
        ipcRenderer.send('evaluated', { id, value });
    } catch (error) {
        ipcRenderer.send('evaluated', { id, error: error.stack || String(error) });
    }
});
