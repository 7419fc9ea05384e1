// SPDX-License-Identifier: MIT
'use strict';

const { ipcRenderer } = require('electron');

require('frameshare/preload');

ipcRenderer.on('error', (event, message) => {
    document.querySelectorAll('p').forEach((each) => (each.textContent = message));
});
