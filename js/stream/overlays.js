// SPDX-License-Identifier: MIT
'use strict';

/** @typedef {import('./types').Layout} Layout */
/** @typedef {import('./types').Overlay} Overlay */

const PIXEL = 4;

/**
 * The overlays of the leased frame, as in frameshare/overlay.h: small pictures to be drawn over it.
 * They are parsed only when their number changes, so that a frame costs no allocation; renderers
 * can keep their textures as long.
 * @internal
 */
class Overlays {
    /** @param {Layout} layout */
    constructor(layout) {
        /** Changes with the overlays; 0: there are none. */
        this.number = 0;
        /**
         * Empty also when the writer's words are invalid. `data` is valid while a frame with this
         * number is leased. The array is replaced, never changed.
         * @type {Overlay[]}
         */
        this.items = [];
        this._at = layout.overlays;
        this._max = layout.limits.overlays;
        this._sizeMax = layout.limits.size;
    }

    /**
     * @param {number} number - of the frame's descriptor; 0: it has none
     * @param {Uint8Array | null} bytes - their slot
     */
    fit(number, bytes) {
        if (number === this.number) {
            return;
        }
        this.number = number;
        this.items = number === 0 || !bytes ? [] : this._read(bytes);
    }

    /** @param {Uint8Array} bytes @returns {Overlay[]} empty when any of it is invalid */
    _read(bytes) {
        const at = this._at;
        const table = at.first + this._max * at.words;
        if (bytes.length < table * 4) {
            return [];
        }
        // Copy first, then check the copy: the writer may change the original meanwhile.
        const words = new Uint32Array(bytes.buffer, bytes.byteOffset, table).slice();
        const n = words[at.n];
        if (n === 0 || n > this._max) {
            return [];
        }
        const items = [];
        for (let i = 0; i < n; i++) {
            const item = this._item(words, at.first + i * at.words, bytes);
            if (!item) {
                return [];
            }
            items.push(item);
        }
        return items;
    }

    /**
     * @param {Uint32Array} words
     * @param {number} base
     * @param {Uint8Array} bytes
     * @returns {Overlay | null}
     */
    _item(words, base, bytes) {
        const at = this._at;
        const x = words[base + at.x] | 0;
        const y = words[base + at.y] | 0;
        const width = words[base + at.width];
        const height = words[base + at.height];
        const columns = words[base + at.columns];
        const rows = words[base + at.rows];
        const offset = words[base + at.offset];
        const stride = words[base + at.stride];
        const end = offset + (rows - 1) * stride + columns * PIXEL;
        const table = (at.first + this._max * at.words) * 4;
        if (![width, height, columns, rows].every((size) => size >= 1 && size <= this._sizeMax)) {
            return null;
        }
        if (Math.abs(x) > this._sizeMax || Math.abs(y) > this._sizeMax) {
            return null;
        }
        if (stride < columns * PIXEL || stride % PIXEL || offset % PIXEL || offset < table || end > bytes.length) {
            return null;
        }
        return { x, y, width, height, columns, rows, stride, data: bytes.subarray(offset, end) };
    }
}

module.exports = { Overlays };
