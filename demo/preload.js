// SPDX-License-Identifier: MIT
'use strict';

const electron = require('electron');
const { CHANNEL } = require('./channel');

require('../js/preload');

const { contextBridge, ipcRenderer } = electron;
/** For Electron 29 and newer; before that File objects had a path. */
const { webUtils } = /** @type {any} */ (electron);

/**
 * Requests that the page may send. It cannot choose which files were dropped: their paths are
 * looked up here.
 */
const COMMANDS = ['state', 'open-films', 'open-address', 'open-subtitles', 'select', 'remove', 'go', 'retry', 'stats'];

/** @param {any} file @returns {string} '' if it is not on the disk */
function pathOf(file) {
    return webUtils ? webUtils.getPathForFile(file) : file.path || '';
}

contextBridge.exposeInMainWorld('demo', {
    /** @param {string} command @param {any} [value] */
    request: (command, value) => {
        return COMMANDS.includes(command) ? ipcRenderer.invoke(CHANNEL, command, value) : Promise.reject(new Error(command));
    },
    /** @param {(state: any) => void} listener */
    listen: (listener) => {
        ipcRenderer.on(CHANNEL, (event, state) => listener(state));
    },
});

window.addEventListener('dragover', (event) => event.preventDefault());
window.addEventListener('drop', (event) => {
    const files = Array.from(event.dataTransfer ? event.dataTransfer.files : []).map(pathOf).filter(Boolean);

    event.preventDefault();
    if (files.length > 0) {
        ipcRenderer.invoke(CHANNEL, 'drop', files);
    }
});
