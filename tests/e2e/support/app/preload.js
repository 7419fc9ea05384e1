'use strict';

const { ipcRenderer } = require('electron');
const frameshare = require('../../../../js/preload');
const { counterOf } = require('../../../support/counter');

ipcRenderer.on('evaluate', async (event, { id, source, args }) => {
    try {
        const value = await new Function(`return (${source})`)()({ frameshare, counterOf }, ...args);
        ipcRenderer.send('evaluated', { id, value });
    } catch (error) {
        ipcRenderer.send('evaluated', { id, error: error.stack || String(error) });
    }
});
