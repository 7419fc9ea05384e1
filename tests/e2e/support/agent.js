// SPDX-License-Identifier: MIT
'use strict';

// Loaded into an application before it starts (electron -r agent.js APP ARGUMENTS). It does what a test says, see Application
// in electron.js, and leaves the application as it is.

const { BrowserWindow } = require('electron');
const obey = require('./obey');

const world = {
    require,

    /** Its windows, in the order in which it opened them. */
    list() {
        return BrowserWindow.getAllWindows().sort((a, b) => a.id - b.id);
    },

    /** Call a function in a window's page. */
    page(index, source, ...args) {
        return world.list()[index].webContents.executeJavaScript(`(${source})(...${JSON.stringify(args)})`);
    },

    /** What a window shows: {width, height, pixels: base64 of BGRA}; `png` where a person is to look at it. Null while there is nothing. */
    async capture(index, png) {
        const window = world.list()[index];

        if (!window || window.webContents.isLoading()) {
            return null;
        }
        // Before a window is painted for the first time its capture may never come.
        await world.page(index, () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
        const image = await window.webContents.capturePage();

        return Object.assign(image.getSize(), png ? { png: image.toPNG().toString('base64') }
            : { pixels: image.toBitmap().toString('base64') });
    },
};

obey(world);
