// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const path = require('path');
const { dialog } = require('electron');

const FILMS = ['3gp', 'avi', 'flac', 'flv', 'm2ts', 'm4a', 'm4v', 'mkv', 'mov', 'mp3', 'mp4', 'mpeg', 'mpg', 'mts', 'ogg', 'ogv', 'opus',
    'ts', 'vob', 'wav', 'webm', 'wmv'];
const SUBTITLES = ['srt', 'vtt', 'ass', 'ssa'];
const SCHEMES = ['http', 'https', 'rtsp', 'rtsps', 'rtmp', 'rtmps', 'srt', 'udp'];

/** @param {string} file */
function extension(file) {
    return path.extname(file).slice(1).toLowerCase();
}

/** @param {string} file */
function isSubtitles(file) {
    return SUBTITLES.includes(extension(file));
}

/**
 * @param {string} file
 * @returns {string[]} the file itself, or the films in it if it is a folder
 */
function filmsOf(file) {
    try {
        if (fs.statSync(file).isDirectory()) {
            return fs.readdirSync(file).sort().filter((name) => FILMS.includes(extension(name)))
                .map((name) => path.join(file, name));
        }
    } catch (error) {
        // The player reports a file that cannot be read.
    }
    return [file];
}

/**
 * Sort what was dropped on a window.
 * @param {string[]} files absolute paths
 * @returns {{films: string[], subtitles: string | null}}
 */
function sortFiles(files) {
    const subtitles = files.find(isSubtitles) || null;
    const films = files.filter((file) => !isSubtitles(file)).map(filmsOf);

    return { films: /** @type {string[]} */ ([]).concat(...films), subtitles };
}

/**
 * @param {string} text typed by a person
 * @returns {string} as a URI
 * @throws {Error} that says what is wrong with it
 */
function readAddress(text) {
    const address = text.trim();
    const scheme = /^([a-z][a-z0-9+.-]*):\/\/./i.exec(address);

    if (!scheme || !SCHEMES.includes(scheme[1].toLowerCase())) {
        throw new Error(`An address begins with one of ${SCHEMES.map((each) => `${each}://`).join(' ')}`);
    }
    return address;
}

/**
 * @param {import('electron').BrowserWindow} window
 * @returns {Promise<string[]>} the files that were chosen
 */
async function askForFilms(window) {
    const { filePaths } = await dialog.showOpenDialog(window, {
        title: 'Open', properties: ['openFile', 'multiSelections'],
        filters: [{ name: 'Video and sound', extensions: FILMS }, { name: 'All files', extensions: ['*'] }],
    });

    return filePaths;
}

/**
 * @param {import('electron').BrowserWindow} window
 * @returns {Promise<string | null>} the file that was chosen
 */
async function askForSubtitles(window) {
    const { filePaths } = await dialog.showOpenDialog(window, {
        title: 'Subtitles', properties: ['openFile'], filters: [{ name: 'Subtitles', extensions: SUBTITLES }],
    });

    return filePaths[0] || null;
}

module.exports = { askForFilms, askForSubtitles, readAddress, sortFiles };
