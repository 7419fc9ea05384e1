'use strict';

const { FrameReader } = require('../stream/reader');
const { Stream } = require('../stream/stream');

/**
 * The stream that an element shows, open in this window.
 */
class Source {
    /**
     * @param {string} name
     * @param {(message: object) => void} post hands slots on, to those who have handles()
     */
    constructor(name, post) {
        this.name = name;
        this.stream = Stream.open(name);
        /** Takes frames for the preload script, beside the display. @type {FrameReader | null} */
        this._reader = null;
        this.stream.on('slot', (slot) => {
            if (this._reader) {
                this._reader.addSlot(slot);
            }
            post({ slot });
        });
    }

    /** False once its writer is gone. */
    get live() {
        return this.stream.closed === null;
    }

    /** What another world needs to read it. */
    handles() {
        return this.stream.handles();
    }

    /** The newest frame, apart from what the display takes. */
    getFrame() {
        if (this.stream.mapping === 'copy') {
            this._copy = this._copy || Stream.open(this.name);
            return this._copy.getFrame();
        }
        this._reader = this._reader || new FrameReader(this.stream.handles());
        return this._reader.getFrame();
    }

    /** The stream's own counts, for reports. */
    describe() {
        const { published, inPlace, copied, dropped } = this.stream.stats();

        return { stream: this.name, mapping: this.stream.mapping, published, in_place: inPlace, copied, dropped };
    }

    close() {
        if (this._reader) {
            this._reader.close();
        }
        if (this._copy) {
            this._copy.close();
        }
        this.stream.removeAllListeners();
        this.stream.close();
    }
}

module.exports = { Source };
