// SPDX-License-Identifier: MIT
'use strict';

const { FrameReader } = require('../stream/reader');
const { Stream } = require('../stream/stream');
const { PagePictures } = require('./page-picture');

/** The stream that an element shows, opened in this window. */
class Source {
    /**
     * Open it without blocking this thread, which is the page's.
     * @param {string} name
     * @param {(message: object) => void} post passes slots on to holders of handles()
     * @returns {Promise<Source>}
     */
    static async open(name, post) {
        return new Source(name, await Stream.openAsync(name), post);
    }

    /**
     * @param {string} name
     * @param {Stream} stream
     * @param {(message: object) => void} post
     */
    constructor(name, stream, post) {
        this.name = name;
        this.stream = stream;
        /** If frames are copied: a second stream for getFrame(). @type {Stream | null} */
        this._copy = null;
        this._copying = false;
        this._closed = false;
        /** Reads frames for the preload script, beside the display. @type {FrameReader | null} */
        this._reader = null;
        this.pictures = new PagePictures(stream);
        this.stream.on('slot', (slot) => {
            if (this._reader) {
                this._reader.addSlot(slot);
            }
            this.pictures.addSlot(slot);
            post({ slot });
        });
    }

    /** False once its writer is gone. */
    get live() {
        return this.stream.closed === null;
    }

    /** The handles with which another world can read it. */
    handles() {
        return this.stream.handles();
    }

    /** The newest frame, independent of the display. */
    getFrame() {
        if (this.stream.mapping === 'copy') {
            this._openCopy();
            return this._copy && this._copy.getFrame();
        }
        this._reader = this._reader || new FrameReader(this.stream.handles());
        return this._reader.getFrame();
    }

    async _openCopy() {
        if (this._copying) {
            return;
        }
        this._copying = true;
        try {
            const copy = await Stream.openAsync(this.name);

            if (this._closed) {
                copy.close();
            } else {
                this._copy = copy;
            }
        } catch (error) {
            this._copying = false;
        }
    }

    /** The stream's own counts, for reports. */
    describe() {
        const { published, inPlace, copied, dropped } = this.stream.stats();

        return { stream: this.name, mapping: this.stream.mapping, published, in_place: inPlace, copied, dropped };
    }

    close() {
        this._closed = true;
        if (this._reader) {
            this._reader.close();
        }
        if (this._copy) {
            this._copy.close();
        }
        this.pictures.close();
        this.stream.removeAllListeners();
        this.stream.close();
    }
}

module.exports = { Source };
