'use strict';

const { ipcMain } = require('electron');
const { CHANNEL } = require('../channel');
const { Attachment } = require('./attachment');
const { PlayerError } = require('./error');

/**
 * @typedef {import('./player').GstPlayer} GstPlayer
 * @typedef {import('./policy').Allow} Allow
 * @typedef {{players?: {[name: string]: GstPlayer}, allow?: Allow, player?: import('./player').PlayerOptions}} AttachOptions
 */

/** @type {Map<number, Attachment>} by the id of their web contents */
const attachments = new Map();
let serving = false;

function serve() {
    if (serving) {
        return;
    }
    serving = true;
    ipcMain.handle(CHANNEL, async (event, message) => {
        const attachment = attachments.get(event.sender.id);

        try {
            if (!attachment) {
                throw new PlayerError('refused', 'this window may not play: call attach(window, ...) of ' +
                    'frameshare/main for it in the main process');
            }
            return { ok: await attachment.handle(event, message) };
        } catch (error) {
            return { error: PlayerError.from(error).toRecord() };
        }
    });
}

/**
 * Let the pages of a window play.
 *
 * `<gst-video src="frameshare:NAME">` shows `options.players[NAME]`, the same player in as many windows as like
 * it. Any other URI, also of subtitles, is opened only if `options.allow` says so, and each element then has a player of its own that
 * ends with the element, its page, or the window. A page can never send a pipeline description: that would run
 * arbitrary elements as the user.
 *
 * @param {import('electron').BrowserWindow | import('electron').WebContents} target
 * @param {AttachOptions} [options] `player` are the options of players that elements get
 * @returns {{detach: () => void}} detach ends what the window's pages have
 */
function attach(target, options) {
    const contents = 'webContents' in target ? target.webContents : target;
    const before = attachments.get(contents.id);

    serve();
    if (before) {
        before.close();
    }
    const id = contents.id;
    const attachment = new Attachment(contents, options || {});

    attachments.set(id, attachment);
    attachment.once('close', () => {
        if (attachments.get(id) === attachment) {
            attachments.delete(id);
        }
    });
    return { detach: () => attachment.close() };
}

module.exports = { attach };
