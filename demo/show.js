'use strict';

const fs = require('fs');
const path = require('path');
const { BrowserWindow } = require('electron');
const { GstPlayer, attach } = require('../js/main');

/** @typedef {import('./options').RunOptions} RunOptions */

/** How long a window may take to draw the last picture, s. */
const SETTLE = 0.2;

const SIZE = { width: 960, height: 540 };

/** Resolves when the window shows a picture or an error. */
const READY = `new Promise((resolve) => {
    const video = document.querySelector('gst-video');
    const done = () => (video.readyState >= 2 || video.error) && resolve(!video.error);
    video.addEventListener('loadeddata', done);
    video.addEventListener('error', done);
    done();
})`;

const STATISTICS = 'document.querySelector("gst-video").stats';

/**
 * One player and its windows: they all show the same decode.
 */
class Show {
    /** @param {RunOptions} options */
    constructor(options) {
        this._options = options;
        this._player = new GstPlayer({ inProcess: options.inProcess });
        /** @type {BrowserWindow[]} */
        this._windows = [];
        this._index = 0;
        this._closing = false;
        this.failed = false;
        this._player.on('error', (error) => this._fail(error));
        this._player.on('warning', (warning) => process.stderr.write(`frameshare: ${warning.message}\n`));
        this._player.on('end', () => this._next());
    }

    /** @param {Error} error */
    _fail(error) {
        this.failed = true;
        process.stderr.write(`frameshare: ${error.message}\n`);
    }

    /** Open the windows, each with the player in it. */
    async open() {
        for (let i = 0; i < this._options.windows; i++) {
            this._windows.push(this._openWindow(i));
        }
        await Promise.all(this._windows.map((window) => window.loadFile(path.join(__dirname, 'index.html'))));
    }

    /** @param {number} i */
    _openWindow(i) {
        const window = new BrowserWindow({
            x: 24 * i,
            y: 24 * i,
            ...SIZE,
            useContentSize: true,
            backgroundColor: '#000000',
            title: 'frameshare',
            autoHideMenuBar: true,
            webPreferences: {
                preload: path.join(__dirname, 'preload.js'),
                contextIsolation: true,
                nodeIntegration: false,
                sandbox: false,
                backgroundThrottling: false,
            },
        });

        attach(window, { players: { demo: this._player } });
        window.on('closed', () => {
            this._windows = this._windows.filter((each) => each !== window);
        });
        return window;
    }

    /** Load, and play as soon as every window shows the first picture. */
    async play() {
        const { sources, pipeline, format } = this._options;

        try {
            await this._player.load(pipeline ? { pipeline } : sources[this._index], { format });
            await Promise.all(this._windows.map((window) => window.webContents.executeJavaScript(READY)));
            await this._player.play();
        } catch (error) {
            // The player has told it already, and the windows show it.
            this.failed = true;
        }
    }

    /** One source has ended. */
    _next() {
        if (this._closing || this._options.pipeline) {
            return;
        }
        if (this._index + 1 < this._options.sources.length) {
            this._index++;
            this.play();
        } else if (this._options.loop) {
            this._player.seek(0).then(() => this._player.play()).catch((error) => this._fail(error));
        }
    }

    /** @param {number} seconds */
    wait(seconds) {
        return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }

    /** Write what was asked for: the report, and the picture of the first window. */
    async write() {
        const { report, screenshot } = this._options;

        const result = await this._collect();
        if (report) {
            fs.writeFileSync(report, JSON.stringify(result, null, 4) + '\n');
        }
        if (screenshot && this._windows.length > 0) {
            const image = await this._windows[0].webContents.capturePage();
            fs.writeFileSync(screenshot, image.toPNG());
        }
        if (result.windows.some((window) => window.shown === 0)) {
            this.failed = true;
        }
    }

    async _collect() {
        // A paused player publishes no more; a moment later every window has drawn what there is.
        await this._player.pause().catch(() => {});
        await this.wait(SETTLE);
        /** @type {any[]} */
        const all = await Promise.all(this._windows.map((window) => window.webContents.executeJavaScript(STATISTICS)));
        const windows = all.map((each) => each || { shown: 0, missed: 0, upload_ms: {}, latency_ms: {} });
        const first = windows[0] || {};
        const video = this._player.video;

        return {
            electron: process.versions.electron,
            mapping: first.mapping || null,
            stream: this._player.stream,
            source: video && { width: video.width, height: video.height, format: video.format, fps: video.fps },
            published: first.published || 0,
            in_place: first.in_place || 0,
            copied: first.copied || 0,
            dropped: first.dropped || 0,
            windows: windows.map(({ shown, missed, upload_ms, latency_ms }) => {
                return { shown, missed, upload_ms, latency_ms };
            }),
        };
    }

    async close() {
        this._closing = true;
        await this._player.close();
    }
}

module.exports = { Show };
