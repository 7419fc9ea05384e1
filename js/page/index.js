// SPDX-License-Identifier: MIT
'use strict';

const { FrameReader } = require('../stream/reader');
const { GstVideo } = require('./element/gst-video');
const { PlayerHandle } = require('./element/player-handle');

/** @type {string | null} */
let workerSource = null;
/** @type {string | null} */
let workerUrl = null;

const frameshare = {
    FrameReader,
    /**
     * A player of the main process, for the `srcObject` of elements.
     * @param {string} name as it has in `players` of attach()
     */
    player: (name) => new PlayerHandle(name),
    /** A script for a Worker's importScripts(): it defines `frameshare.FrameReader` there. @returns {string} */
    get workerScript() {
        if (workerUrl === null && workerSource !== null) {
            workerUrl = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
        }
        return /** @type {string} */ (workerUrl);
    },
};

/** @internal @param {string} readerSource what the Worker's script says */
function install(readerSource) {
    workerSource = readerSource;
    if (!customElements.get('gst-video')) {
        customElements.define('gst-video', GstVideo);
        Object.defineProperty(window, 'frameshare', { value: frameshare, configurable: true });
    }
}

module.exports = { install, GstVideo };
