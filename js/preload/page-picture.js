// SPDX-License-Identifier: MIT
'use strict';

const addon = require('../stream/addon');
const { FrameReader } = require('../stream/reader');
const { constructor, directInit, kindFor } = require('./present/video-frame');

/** @typedef {import('../stream/stream').Stream} Stream */

/**
 * The newest picture of a stream for a page, without subtitles: a VideoFrame if Chromium shows such
 * pictures correctly, else converted by the addon. `timestamp` and `duration` are in microseconds,
 * null when unknown.
 *
 * @typedef {object} PagePicture
 * @property {number} width as it is displayed
 * @property {number} height
 * @property {any} frame a VideoFrame, which the page must close; null: `data` has the picture
 * @property {Uint8ClampedArray | null} data RGBA, sRGB, alpha not premultiplied
 * @property {number | null} timestamp
 * @property {number | null} duration
 */

/** @param {number} time ns, NaN when unknown */
function microseconds(time) {
    return Number.isNaN(time) ? null : Math.round(time / 1000);
}

/** Takes pictures for a page, with leases of its own beside those of the display. */
class PagePictures {
    /** @param {Stream} stream */
    constructor(stream) {
        this._stream = stream;
        /** @type {FrameReader | null} */
        this._reader = null;
    }

    /** @param {import('../stream/types').Slot} slot that has arrived */
    addSlot(slot) {
        if (this._reader) {
            this._reader.addSlot(slot);
        }
    }

    /** @returns {PagePicture | null} null while there is none */
    take() {
        if (this._stream.mapping === 'copy') {
            return this._copy();
        }
        const reader = this._reader = this._reader || new FrameReader(this._stream.handles());

        if (!reader.acquire(true)) {
            return null;
        }
        try {
            return this._read(reader);
        } finally {
            reader.release();
        }
    }

    /** @returns {PagePicture | null} */
    _copy() {
        const picture = this._stream.snapshot({ overlays: false });

        return picture && {
            width: picture.width, height: picture.height, frame: null, data: new Uint8ClampedArray(picture.data.buffer), timestamp: null,
            duration: null,
        };
    }

    /** @param {FrameReader} reader with a lease @returns {PagePicture | null} */
    _read(reader) {
        const { descriptor, views, words, base } = reader;
        const timestamp = microseconds(descriptor.pts);
        const duration = microseconds(descriptor.duration);

        if (views === null) {
            return null;
        }
        if ((descriptor.orientation & 7) === 0 && constructor() && kindFor(descriptor) === 'direct') {
            const init = Object.assign({}, directInit(descriptor), { timestamp: timestamp || 0 }, duration === null ? {} : { duration });
            const frame = new (constructor())(views.bytes, init);

            return { width: init.displayWidth, height: init.displayHeight, frame, data: null, timestamp, duration };
        }
        const { width, height, data } = addon.renderPicture(words.subarray(base, base + addon.layout.descriptor.words), views.bytes, null);

        return { width, height, frame: null, data: new Uint8ClampedArray(data.buffer), timestamp, duration };
    }

    close() {
        if (this._reader) {
            this._reader.close();
        }
    }
}

module.exports = { PagePictures };
