// SPDX-License-Identifier: MIT
'use strict';

// An application that does what a test tells it, with the world below: see obey.js.

const { app, BrowserWindow, ipcMain } = require('electron');
const path = require('path');
const frameshare = require('../../../../js');
const { GstPlayer, attach, chooseGraphics } = require('../../../../js/main');
const { counterOf } = require('../../../support/counter');
const obey = require('../obey');

if (process.env.FRAMESHARE_WAY === '2d') {
    app.commandLine.appendSwitch('disable-gpu');
    app.commandLine.appendSwitch('disable-software-rasterizer');
}
chooseGraphics();

const world = {
    app,
    BrowserWindow,
    ipcMain,
    frameshare,
    GstPlayer,
    attach,
    counterOf,
    require,
    process,
    preloadFile: path.join(__dirname, 'preload.js'),
    emptyPreload: path.join(__dirname, 'empty.js'),
    /** @type {{[name: string]: any}} */
    players: {},
    /** @type {any[]} */
    windows: [],
    /** What a test wants to keep between two calls. @type {any} */
    keep: {},

    /** A player under a name that windows may show. */
    player(name, options) {
        const player = new GstPlayer(options);

        player.errors = [];
        player.on('error', (error) => player.errors.push(error.toRecord()));
        world.players[name] = player;
        return player;
    },

    /** A window with a page of the tests; `src` puts an element into it, `policy` is for attach(). Its index. */
    async open({ src = null, width = 640, height = 360, show = true, attached = true, page = 'index.html', ...policy } = {}) {
        const window = new BrowserWindow({
            width, height, useContentSize: true, show, x: 0, y: 0,
            webPreferences: {
                preload: path.join(__dirname, 'preload.js'),
                contextIsolation: true, nodeIntegration: false, sandbox: false, backgroundThrottling: false,
            },
        });

        if (attached) {
            attach(window, { players: world.players, ...policy });
        }
        const index = world.windows.push(window) - 1;
        await window.loadFile(path.join(__dirname, page));
        if (src) {
            await world.page(index, (uri) => {
                document.body.innerHTML = '<gst-video></gst-video>';
                document.querySelector('gst-video').src = uri;
            }, src);
        }
        return index;
    },

    /** Call a function in a window's page. */
    page(index, source, ...args) {
        const call = `(${source})(...${JSON.stringify(args)})`;
        return world.windows[index].webContents.executeJavaScript(call);
    },

    /** Call a function in a window's preload: it gets {frameshare, counterOf, painter, Screen, keep, ipcRenderer} first. */
    preload(index, source, ...args) {
        return new Promise((resolve, reject) => {
            const id = Math.random();
            const answer = (event, message) => {
                if (message.id === id) {
                    ipcMain.removeListener('evaluated', answer);
                    if (message.error) {
                        reject(new Error(message.error));
                    }
                    resolve(message.value);
                }
            };
            ipcMain.on('evaluated', answer);
            world.windows[index].webContents.send('evaluate', { id, source: String(source), args });
        });
    },

    /** Resolves when the element of a window shows a picture; rejected with its error, or when nothing comes of it. */
    shown(index, patience = 60000) {
        return world.page(index, (most) => new Promise((resolve, reject) => {
            const video = document.querySelector('gst-video');
            setTimeout(() => reject(new Error(`waited in vain until a picture is shown: readyState ${video.readyState}`)), most);
            const look = () => {
                if (video.error) {
                    reject(new Error(video.error.message));
                } else if (video.readyState >= 2) {
                    resolve();
                }
            };
            video.addEventListener('loadeddata', look);
            video.addEventListener('error', look);
            look();
        }), patience);
    },

    wait(ms) {
        return new Promise((resolve) => setTimeout(resolve, ms));
    },

    /** Wait until something is so. */
    async until(condition, what, patience = 30000) {
        const end = Date.now() + patience;

        for (;;) {
            const value = await condition();
            if (value) {
                return value;
            }
            if (Date.now() > end) {
                throw new Error(`waited in vain until ${what}`);
            }
            await world.wait(20);
        }
    },
};

app.on('window-all-closed', () => {});
app.on('web-contents-created', (_event, contents) => {
    contents.on('render-process-gone', (_gone, { reason }) => process.stderr.write(`a renderer is gone: ${reason}\n`));
});
process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.stack}\n`);
    app.exit(70);
});
obey(world);
