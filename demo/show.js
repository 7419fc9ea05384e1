// SPDX-License-Identifier: MIT
'use strict';

const { GstPlayer, attach } = require('../js/main');
const { Playlist } = require('./playlist');
const { writeReport } = require('./report');
const { isReady, loadPage, openWindow, tell } = require('./window');

/** @typedef {import('./options').RunOptions} RunOptions */

/**
 * One player with its playlist and its windows, which all show the same decode. Only the playlist
 * decides what is opened; pages can name nothing but this player.
 */
class Show {
    /** @param {RunOptions} options */
    constructor(options) {
        this._options = options;
        this._player = new GstPlayer({ inProcess: options.inProcess });
        this.playlist = new Playlist();
        /** @type {import('electron').BrowserWindow[]} */
        this._windows = [];
        this._closing = false;
        /** @typedef {import('./playlist').Item | null} Known */
        /** The item that the player has loaded. @type {Known} */
        this._loaded = null;
        /** The item that it plays next. @type {Known} */
        this._next = null;
        this.failed = false;
        this._player.on('error', (error) => this._fail(error));
        this._player.on('warning', (warning) => this._warn(warning));
        this._player.on('tags', () => this._entitle());
        this._player.on('video', () => this._tell());
        this._player.on('end', () => this._end());
        this._player.on('source', () => this._advance());
        this.playlist.on('change', () => this._tell());
        this.playlist.on('change', () => this._sayNext());
        this.playlist.select(this.playlist.add(options.sources));
    }

    /** @param {Error} error */
    _fail(error) {
        this.failed = true;
        process.stderr.write(`frameshare: ${error.message}\n`);
        this._tell();
    }

    /** @param {Error} warning */
    _warn(warning) {
        process.stderr.write(`frameshare: ${warning.message}\n`);
        this._windows.forEach((window) => tell(window, { notice: warning.message }));
    }

    /** Give the loaded item the title in its tags. */
    _entitle() {
        const { title, artist } = this._player.tags;

        if (title && this._loaded) {
            this.playlist.entitle(this._loaded.id, artist ? `${artist} – ${title}` : title);
        }
    }

    /** Open the windows, each with the player in it. */
    async open() {
        for (let i = 0; i < this._options.windows; i++) {
            const window = openWindow(i);

            attach(window, { players: { demo: this._player } });
            window.on('closed', () => {
                this._windows = this._windows.filter((each) => each !== window);
            });
            this._windows.push(window);
        }
        await Promise.all(this._windows.map(loadPage));
    }

    /**
     * @param {import('electron').WebContents} contents
     * @returns {import('electron').BrowserWindow | undefined} the window, if it belongs to this
     * show
     */
    windowOf(contents) {
        return this._windows.find((window) => window.webContents === contents);
    }

    /**
     * The state that windows show beside the picture. The reason why a source cannot be played is
     * sent here: it names files, which an element's error does not tell a page that has not named
     * them itself.
     */
    get state() {
        const { error, video } = this._player;

        return { playlist: this.playlist.toRecord(), still: Boolean(video && video.still), failure: error && error.message };
    }

    _tell() {
        this._windows.forEach((window) => tell(window, this.state));
    }

    /** Load the current item, and play as soon as every window shows the first picture. */
    async play() {
        const { current } = this.playlist;

        if (!current) {
            return;
        }
        this._loaded = null;
        try {
            await this._player.load(current.source, { format: this._options.format });
            this._loaded = current;
            this._entitle();
            this._sayNext();
            await Promise.all(this._windows.map(isReady));
            await this._player.play();
        } catch (error) {
            // Another item was loaded meanwhile; or the player has emitted an error, and the
            // windows show it.
        }
    }

    /**
     * @param {import('./playlist').Source[]} sources to append to the playlist; the first of them
     * is played
     */
    async add(sources) {
        if (this.playlist.select(this.playlist.add(sources))) {
            await this.play();
        }
    }

    /** @param {number} id of an item of the playlist */
    async select(id) {
        if (this.playlist.select(id)) {
            await this.play();
        }
    }

    /** @param {number} steps forward in the playlist, below 0 back */
    async go(steps) {
        if (this.playlist.go(steps)) {
            await this.play();
        }
    }

    /** @param {number} id of an item to remove; if it is playing, the next one is played */
    async remove(id) {
        const { current } = this.playlist;

        this.playlist.remove(id);
        if (this.playlist.length === 0) {
            await this._player.stop();
        } else if (current && current.id === id) {
            await this.play();
        }
    }

    /** @param {string} file of subtitles for the current item */
    async showSubtitles(file) {
        await this._player.setSubtitles(file);
    }

    /**
     * Statistics of the stream and the format of its pictures, for windows.
     * @returns {Promise<any>} null without a player
     */
    async stats() {
        const stats = await this._player.stats().catch(() => null);

        return stats && Object.assign(stats, { video: this._player.video });
    }

    /** Set the next item, so that it begins without a gap. */
    _sayNext() {
        const { current } = this.playlist;

        if (current !== null && this._loaded === current) {
            this._next = this.playlist.next(this._options.loop && this.playlist.length > 1);
            // An item that has been removed has no next one.
            this._player.setNext(this._next && this._next.source, { format: this._options.format }).catch(() => {});
        }
    }

    /** The player has gone on to the next item. */
    _advance() {
        const next = this._next;

        this._loaded = next;
        this._next = null;
        if (next) {
            this.playlist.select(next.id);
        }
    }

    /** The current item has ended. */
    _end() {
        if (this._closing) {
            return;
        }
        if (this.playlist.go(1)) {
            this.play();
        } else if (this._options.loop) {
            this._again();
        }
    }

    _again() {
        if (this.playlist.length > 1) {
            this.playlist.go(1, true);
            this.play();
        } else {
            this._player.seek(0).then(() => this._player.play()).catch((error) => this._fail(error));
        }
    }

    /** @param {number} seconds */
    wait(seconds) {
        return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }

    /** Write the files that were asked for. */
    async write() {
        if (!await writeReport(this._options, this._player, this._windows)) {
            this.failed = true;
        }
    }

    async close() {
        this._closing = true;
        await this._player.close();
    }
}

module.exports = { Show };
