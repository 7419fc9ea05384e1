// SPDX-License-Identifier: MIT
'use strict';

/** @typedef {import('./types').Slot} Slot */
/** @typedef {import('./types').Plane} Plane */
/** @typedef {import('./descriptor').Descriptor} Descriptor */

/**
 * A slot and the views of the picture in it. They are recreated only when the picture's shape
 * changes, so that a frame costs no allocation.
 * @internal
 */
class SlotViews {
    /** @param {Slot} slot */
    constructor(slot) {
        this.index = slot.index;
        this.id = slot.id;
        /** The whole slot. */
        this.bytes = slot.data;
        /** The picture, from its first plane to the end of its last. */
        this.data = slot.data;
        /** @type {Plane[]} */
        this.planes = [];
        this._format = 0;
        this._width = 0;
        this._height = 0;
    }

    /** Adapt the views to a checked descriptor. @param {Descriptor} descriptor */
    fit(descriptor) {
        if (!this._fits(descriptor)) {
            this._build(descriptor);
        }
    }

    /** @param {Descriptor} d */
    _fits(d) {
        if (this._format !== d.format || this._width !== d.width || this._height !== d.height) {
            return false;
        }
        for (let p = 0; p < d.nPlanes; p++) {
            const plane = this.planes[p];
            if (plane.stride !== d.stride[p] || plane.data.byteOffset !== this.bytes.byteOffset + d.offset[p]) {
                return false;
            }
        }
        return true;
    }

    /** @param {Descriptor} d */
    _build(d) {
        let first = this.bytes.length;
        let last = 0;
        this.planes = [];
        for (let p = 0; p < d.nPlanes; p++) {
            const start = d.offset[p];
            // The slot may end directly after the last row's pixels, without padding.
            const end = Math.min(start + d.rows(p) * d.stride[p], this.bytes.length);
            const data = this.bytes.subarray(start, end);
            this.planes.push({ data, stride: d.stride[p], width: d.columns(p), height: d.rows(p) });
            first = Math.min(first, start);
            last = Math.max(last, end);
        }
        this.data = d.nPlanes === 1 ? this.planes[0].data : this.bytes.subarray(first, last);
        this._format = d.format;
        this._width = d.width;
        this._height = d.height;
    }
}

module.exports = { SlotViews };
