'use strict';

const { ipcRenderer } = require('electron');

require('frameshare/preload');

ipcRenderer.on('error', (event, message) => {
    document.querySelector('p').textContent = message;
});
