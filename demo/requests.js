// SPDX-License-Identifier: MIT
'use strict';

const { ipcMain } = require('electron');
const { CHANNEL } = require('./channel');
const { askForFilms, askForSubtitles, readAddress, sortFiles } = require('./open');

/**
 * @typedef {import('electron').BrowserWindow} BrowserWindow
 * @typedef {import('./show').Show} Show
 */

/**
 * Requests that windows may send.
 * @type {{[command: string]: (show: Show, window: BrowserWindow, value: any) => any}}
 */
const ANSWERS = {
    state: (show) => show.state,
    stats: (show) => show.stats(),
    'open-films': async (show, window) => show.add(await askForFilms(window)),
    'open-address': (show, window, text) => show.add([readAddress(String(text))]),
    'open-subtitles': async (show, window) => {
        const file = await askForSubtitles(window);

        return file && show.showSubtitles(file);
    },
    drop: async (show, window, files) => {
        const { films, subtitles } = sortFiles(files.map(String));

        await show.add(films);
        return subtitles && show.showSubtitles(subtitles);
    },
    select: (show, window, id) => show.select(Number(id)),
    remove: (show, window, id) => show.remove(Number(id)),
    go: (show, window, steps) => show.go(Number(steps)),
    retry: (show) => show.play(),
};

/** @param {Show} show whose windows may send them */
function serve(show) {
    ipcMain.handle(CHANNEL, async (event, command, value) => {
        const window = show.windowOf(event.sender);

        if (!window || !Object.prototype.hasOwnProperty.call(ANSWERS, command)) {
            return { error: `nobody here does "${command}"` };
        }
        try {
            return { value: await ANSWERS[command](show, window, value) };
        } catch (error) {
            const { code, message } = /** @type {any} */ (error);

            // A later request has interrupted this one, and was carried out.
            return code === 'interrupted' ? {} : { error: message };
        }
    });
}

module.exports = { serve };
