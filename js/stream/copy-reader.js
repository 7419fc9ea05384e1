// SPDX-License-Identifier: MIT
'use strict';

const { FrameReader } = require('./reader');
const { SlotViews } = require('./views');

/** @typedef {import('./types').Addon} Addon */

/**
 * A FrameReader for processes in which memory cannot be mapped into JavaScript: native code leases
 * a frame, copies it into a buffer and releases it. The buffer is reused for the next frame.
 */
class CopyReader extends FrameReader {
    /**
     * @param {Addon} addon
     * @param {object} copy - the result of addon.copyOpen()
     * @param {boolean} everyFrame
     */
    constructor(addon, copy, everyFrame) {
        const layout = addon.layout;
        const control = new Uint32Array(layout.control.bytes / 4);
        const page = new Uint32Array(layout.page.bytes / 4);
        super({ layout, control, page, slots: [] }, { everyFrame });
        this._addon = addon;
        /** @type {object | null} */
        this._copy = copy;
        this.words = new Uint32Array(layout.descriptor.words);
        /** @type {Uint8Array | null} */
        this._bytes = null;
    }

    newest() {
        return this._copy ? this._addon.copyNewest(this._copy) : 0;
    }

    /** @param {boolean} [again] */
    acquire(again = false) {
        return (again && this.views !== null && !this.hasNew()) || this._fetch(false);
    }

    acquireNext() {
        return this._fetch(true);
    }

    release() {}

    /**
     * @param {number} width
     * @param {number} height
     */
    setView(width, height) {
        if (this._copy) {
            this._addon.copySetView(this._copy, Math.round(width), Math.round(height));
        }
    }

    sweep() {}

    close() {
        super.close();
        this._copy = null;
    }

    /** @param {boolean} every */
    _fetch(every) {
        if (!this._copy) {
            return false;
        }
        const bytes = this._addon.copyFrame(this._copy, every, this.words, this._bytes);
        if (!bytes) {
            return false;
        }
        const descriptor = this.descriptor;
        descriptor.read(this.words, 0);
        if (!descriptor.check(bytes.length)) {
            return false;
        }
        if (bytes !== this._bytes || !this.views) {
            this.views = new SlotViews({ index: 0, id: descriptor.slotId, size: bytes.length, data: bytes });
        }
        this._bytes = bytes;
        this.views.fit(descriptor);
        if (descriptor.overlayNumber !== this.overlays.number) {
            this.overlays.fit(descriptor.overlayNumber, this._addon.copyOverlays(this._copy));
        }
        this._count(descriptor.sequence);
        return true;
    }
}

module.exports = { CopyReader };
