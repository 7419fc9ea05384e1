// SPDX-License-Identifier: MIT
'use strict';

const { CHANNEL } = require('../channel');
const { WindowSession } = require('./window-session');
const { Disclosure } = require('./disclosure');
const { PageError } = require('./error');
const { watchGraphics } = require('./graphics');

/**
 * @typedef {import('./player').GstPlayer} GstPlayer
 * @typedef {import('./policy').Allow} Allow
 * @typedef {import('./preset').PresetDefinition} PresetDefinition
 *
 * @typedef {import('./player').SourceOptions | ((uri: string) => import('./player').SourceOptions)}
 * Opening how sources are opened, or what says it of each
 *
 * @typedef {object} AttachOptions
 * @property {{[name: string]: GstPlayer}} [players] shown by `src="frameshare:NAME"`
 * @property {{[name: string]: PresetDefinition}} [presets] pipelines, shown by
 * `src="preset:NAME?PARAMETER=VALUE"`
 * @property {Allow} [allow] what else may be opened; nothing where nothing is said
 * @property {Opening} [opening] how it is opened: what servers are told, for all URIs or for each
 * @property {import('./player').PlayerOptions} [player] of players that elements get
 * @property {(error: import('./error').PlayerError, src: string) => void} [report] hears of all
 * errors of the players that elements got, in full, and what the page called their source; the page
 * hears less, see docs/policy.md
 * @property {number} [maxPlayers] that elements of the window may have at once, of their own and
 * shared; 32
 */

/** @type {Map<number, WindowSession>} by the id of their web contents */
const sessions = new Map();
let serving = false;
/** Filters errors that occur before a page's source is known: the page learns nothing from them. */
const UNKNOWN = new Disclosure(false);

function serve() {
    if (serving) {
        return;
    }
    // Electron's modules only exist inside Electron; a player is useful in plain Node, too.
    const { ipcMain } = require('electron');

    serving = true;
    watchGraphics();
    ipcMain.handle(CHANNEL, async (event, message) => {
        const session = sessions.get(event.sender.id);

        try {
            if (!session) {
                throw new PageError('refused', 'this window may not play: call attach(window, ...) of frameshare/main for it in the ' +
                    'main process; for one that window.open() made, when its opener\'s webContents tell of it with did-create-window');
            }
            const ok = await session.handle(event, message);

            return { ok, sent: session.sentTo(message) };
        } catch (error) {
            return { error: UNKNOWN.error(error), sent: session ? session.sentTo(message) : 0 };
        }
    });
}

/**
 * A sandboxed preload script can only require Electron's own modules, so our preload fails before
 * it can say why there is no <gst-video>. Say it here.
 * @param {unknown} event
 * @param {string} file
 * @param {Error} error
 */
function explainPreloadError(event, file, error) {
    if (/module not found: frameshare/.test(error.message)) {
        console.error(`frameshare: the preload script ${file} is sandboxed, and a sandboxed one cannot load frameshare/preload: ` +
            'open the window with webPreferences: { sandbox: false }');
    }
}

const NO_PRELOAD = 'frameshare: this window was made by window.open(), and has no preload script that requires frameshare/preload: its ' +
    'opener\'s setWindowOpenHandler() must give it one (overrideBrowserWindowOptions: { webPreferences: { preload, sandbox: false } }), ' +
    'and attach(window, ...) must be called for it when did-create-window tells of it';

/**
 * A window that window.open() creates gets no preload script, so <gst-video> is an unknown element
 * in it.
 * @param {import('electron').BrowserWindow} child
 */
function explainChild({ webContents }) {
    webContents.on('did-finish-load', () => {
        webContents.executeJavaScript('document.querySelector("gst-video:not(:defined)") !== null').then((isThere) => {
            const say = `console.error(${JSON.stringify(NO_PRELOAD)})`;

            if (isThere) {
                console.error(NO_PRELOAD);
            }
            return isThere && webContents.executeJavaScript(say);
        }).catch(() => {});
    });
}

/**
 * Let the pages of a window play.
 *
 * `<gst-video src="frameshare:NAME">` shows `options.players[NAME]`, the same player in as many
 * windows as like it. `<gst-video src="preset:NAME?PARAMETER=VALUE">` shows the pipeline
 * `options.presets[NAME]`. Any other URI, also of subtitles, is opened only if `options.allow` says
 * so. The element then has a player of its own that ends with the element, its page, or the window;
 * with the attribute `share` all elements of the app that show the same in the same way have one
 * player, which ends with the last of them.
 *
 * A page can never send the description of a pipeline: that would run arbitrary elements as the
 * user.
 *
 * @param {import('electron').BrowserWindow | import('electron').WebContents} target
 * @param {AttachOptions} [options]
 * @returns {{detach: () => void}} detach ends what the window's pages have
 * @throws {TypeError} for options that cannot be meant, or presets with which a page could say more
 * than values
 */
function attach(target, options) {
    const contents = 'webContents' in target ? target.webContents : target;
    const before = sessions.get(contents.id);

    const id = contents.id;
    const session = new WindowSession(contents, options || {});

    serve();
    if (before) {
        before.close();
    } else {
        contents.on('preload-error', explainPreloadError);
        contents.on('did-create-window', explainChild);
    }
    sessions.set(id, session);
    session.once('close', () => {
        if (sessions.get(id) === session) {
            sessions.delete(id);
        }
    });
    return { detach: () => session.close() };
}

module.exports = { attach };
