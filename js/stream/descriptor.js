// SPDX-License-Identifier: MIT
'use strict';

/** @typedef {import('./types').Layout} Layout */
/** @typedef {import('./types').FormatShape} FormatShape */

const NONE = 0xffffffff;

/**
 * The description of one picture: a reusable object that is filled from a descriptor in shared
 * memory, without allocating. Each word is read once and then checked, as in
 * frs_frame_info_check(): the writer is not trusted.
 *
 * Sizes and offsets are in pixels and bytes. `format` is a number; `shape.name` its name. `matrix`,
 * `transfer`, `primaries` are code points of H.273. Luminances of the mastering display are in
 * 0.0001 cd/m2, light levels (MaxCLL, MaxFALL) in cd/m2; 0 is unknown. Times are ns, and NaN when
 * unknown.
 * @internal
 */
class Descriptor {
    /** @param {Layout} layout */
    constructor(layout) {
        this._at = layout.descriptor;
        this._formats = layout.formats;
        this._sizeMax = layout.limits.size;
        this._planesMax = layout.limits.planes;
        this.sequence = 0;
        this.slot = 0;
        this.slotId = 0;
        /** The slot of its overlays, see overlays.js; id 0: none. */
        this.overlaySlot = 0;
        this.overlaySlotId = 0;
        this.overlayNumber = 0;
        this.width = 0;
        this.height = 0;
        this.cropX = 0;
        this.cropY = 0;
        this.cropWidth = 0;
        this.cropHeight = 0;
        this.format = 0;
        this.nPlanes = 0;
        /** @type {number[]} */
        this.offset = new Array(this._planesMax).fill(0);
        /** @type {number[]} */
        this.stride = new Array(this._planesMax).fill(0);
        this.range = 0;
        this.matrix = 0;
        this.transfer = 0;
        this.primaries = 0;
        this.chromaSite = 0;
        this.maxLuminance = 0;
        this.minLuminance = 0;
        this.maxCll = 0;
        this.maxFall = 0;
        this.parN = 1;
        this.parD = 1;
        this.orientation = 0;
        this.interlace = 0;
        this.fpsN = 0;
        this.fpsD = 1;
        this.pts = NaN;
        this.duration = NaN;
        this.decodedAt = NaN;
        this.publishedAt = NaN;
        /** @type {FormatShape | null} */
        this.shape = null;
    }

    /**
     * Read the descriptor at `base`.
     * @param {Uint32Array} words
     * @param {number} base - its first word
     */
    read(words, base) {
        const at = this._at;
        this.sequence = words[base + at.seq];
        this.slot = words[base + at.slot];
        this.slotId = words[base + at.slotId];
        this.overlaySlot = words[base + at.overlaySlot];
        this.overlaySlotId = words[base + at.overlaySlotId];
        this.overlayNumber = words[base + at.overlayNumber];
        this.width = words[base + at.width];
        this.height = words[base + at.height];
        this.cropX = words[base + at.cropX];
        this.cropY = words[base + at.cropY];
        this.cropWidth = words[base + at.cropWidth];
        this.cropHeight = words[base + at.cropHeight];
        this.format = words[base + at.format];
        this.nPlanes = words[base + at.nPlanes];
        for (let p = 0; p < this._planesMax; p++) {
            this.offset[p] = words[base + at.offset + p];
            this.stride[p] = words[base + at.stride + p];
        }
        this._readColour(words, base);
        this.pts = time(words, base + at.pts);
        this.duration = time(words, base + at.duration);
        this.decodedAt = time(words, base + at.decodedAt);
        this.publishedAt = time(words, base + at.publishedAt);
        this.shape = this.format < this._formats.length ? this._formats[this.format] : null;
    }

    /**
     * Is it a picture within `size` bytes? Use none of its values before this has returned true.
     * @param {number} size
     */
    check(size) {
        const shape = this.shape;
        if (!shape || this.nPlanes !== shape.planes.length) {
            return false;
        }
        if (this.width === 0 || this.height === 0 || this.width > this._sizeMax || this.height > this._sizeMax) {
            return false;
        }
        for (let p = 0; p < this.nPlanes; p++) {
            const row = this.rowBytes(p);
            const end = this.offset[p] + (this.rows(p) - 1) * this.stride[p] + row;
            if (this.stride[p] < row || end > size) {
                return false;
            }
        }
        return this._checkCrop();
    }

    /**
     * Pixels in a row of plane `p`.
     * @param {number} p
     */
    columns(p) {
        const shift = /** @type {FormatShape} */ (this.shape).planes[p].hShift;
        return (this.width + (1 << shift) - 1) >> shift;
    }

    /**
     * Rows of plane `p`.
     * @param {number} p
     */
    rows(p) {
        const shift = /** @type {FormatShape} */ (this.shape).planes[p].vShift;
        return (this.height + (1 << shift) - 1) >> shift;
    }

    /** Bytes of a row of plane `p`, without padding. @param {number} p */
    rowBytes(p) {
        return this.columns(p) * /** @type {FormatShape} */ (this.shape).planes[p].bytes;
    }

    /**
     * @param {Uint32Array} words
     * @param {number} base
     */
    _readColour(words, base) {
        const at = this._at;
        this.range = words[base + at.range];
        this.matrix = words[base + at.matrix];
        this.transfer = words[base + at.transfer];
        this.primaries = words[base + at.primaries];
        this.chromaSite = words[base + at.chromaSite];
        // As pack_hdr() of src/core/descriptor.c: the four words before these are chromaticities.
        this.maxLuminance = words[base + at.hdr + 4];
        this.minLuminance = words[base + at.hdr + 5];
        this.maxCll = words[base + at.hdr + 6] & 0xffff;
        this.maxFall = words[base + at.hdr + 6] >>> 16;
        this.parN = words[base + at.parN];
        this.parD = words[base + at.parD];
        this.orientation = words[base + at.orientation];
        this.interlace = words[base + at.interlace];
        this.fpsN = words[base + at.fpsN];
        this.fpsD = words[base + at.fpsD];
    }

    _checkCrop() {
        if (this.cropWidth === 0) {
            return true;
        }
        return this.cropHeight !== 0 && this.cropX + this.cropWidth <= this.width &&
            this.cropY + this.cropHeight <= this.height;
    }
}

/**
 * Two words, low first; exact up to 104 days in ns.
 * @param {Uint32Array} words
 * @param {number} at
 */
function time(words, at) {
    const low = words[at];
    const high = words[at + 1];
    return low === NONE && high === NONE ? NaN : high * 4294967296 + low;
}

module.exports = { Descriptor };
