// SPDX-License-Identifier: MIT
'use strict';

/** @typedef {import('./types').Layout} Layout */

/** How often a lease is retried when the writer reused the slot first. */
const TRIES = 16;

/**
 * The reader's half of the lease protocol, as src/core/lease.h has it: a store and a few loads in
 * shared memory; no call, no lock, no allocation. Atomics are sequentially consistent, which the
 * protocol needs between its store (R1) and its load (R2).
 */
class Leases {
    /**
     * @param {Uint32Array} control - the stream's control segment; never written, not even by
     * Atomics
     * @param {Uint32Array} page - this reader's page
     * @param {Layout} layout
     */
    constructor(control, page, layout) {
        this.control = control;
        this.page = page;
        /** The descriptor index of the last lease that was begun. */
        this.index = 0;
        this._newest = layout.control.newest;
        this._floor = layout.control.floor;
        this._ring = layout.control.ring;
        this._ringMask = layout.limits.ring - 1;
        this._descriptors = layout.control.descriptors;
        this._descriptorWords = layout.descriptor.words;
        this._seq = layout.descriptor.seq;
        this._nDescriptors = layout.limits.descriptors;
        this._cells = layout.page.cells;
        this._nCells = layout.limits.leases;
        this._allowed = layout.page.leases;
    }

    /** The newest frame's sequence number; 0 when there is none. */
    newest() {
        return Atomics.load(this.control, this._newest);
    }

    /** The oldest sequence number that can still be leased. */
    floor() {
        return Atomics.load(this.control, this._floor);
    }

    /**
     * Lease frame `seq`.
     * @param {number} seq
     * @returns {number} the cell that holds the lease; Leases.GONE when the frame can no longer be
     * leased; Leases.FULL when all leases of this reader are in use
     */
    begin(seq) {
        const cell = this._claim(seq);
        if (cell < 0) {
            return Leases.FULL;
        }
        if (this._confirm(seq)) {
            return cell;
        }
        this.end(cell);
        return Leases.GONE;
    }

    /**
     * End a lease.
     * @param {number} cell
     */
    end(cell) {
        Atomics.store(this.page, this._cells + cell, 0);
    }

    /**
     * Lease the newest frame unless it is `after` (0: any).
     * @param {number} after
     * @returns {number} the cell; Leases.NONE when nothing is newer; Leases.GONE, Leases.FULL
     */
    acquireNewest(after) {
        for (let i = 0; i < TRIES; i++) {
            const seq = this.newest();
            if (seq === 0 || seq === after) {
                return Leases.NONE;
            }
            const cell = this.begin(seq);
            if (cell !== Leases.GONE) {
                return cell;
            }
        }
        return Leases.GONE;
    }

    /**
     * Lease the frame after `after`, or the oldest one that is left if that is gone.
     * @param {number} after - the last frame taken; 0: none yet
     * @returns {number} the cell; Leases.NONE when nothing is newer; Leases.GONE, Leases.FULL
     */
    acquireNext(after) {
        let want = Leases.next(after);
        for (let i = 0; i < TRIES; i++) {
            const newest = this.newest();
            const floor = this.floor();
            if (newest === 0 || newest === after) {
                return Leases.NONE;
            }
            if (after === 0 || ((want - floor) | 0) < 0) {
                want = floor;
            }
            const cell = this.begin(want);
            if (cell !== Leases.GONE) {
                return cell;
            }
        }
        return Leases.GONE;
    }

    /** The writer stores how many frames are available; its word is checked. */
    _cellsToUse() {
        const n = Atomics.load(this.page, this._allowed);
        return n < 1 || n > this._nCells ? this._nCells : n;
    }

    /** @param {number} seq */
    _claim(seq) {
        const nCells = this._cellsToUse();
        for (let i = 0; i < nCells; i++) {
            if (Atomics.compareExchange(this.page, this._cells + i, 0, seq) === 0) {
                return i;
            }
        }
        return -1;
    }

    /** @param {number} seq */
    _confirm(seq) {
        const control = this.control;
        if (((seq - Atomics.load(control, this._floor)) | 0) < 0) {
            return false;
        }
        const index = Atomics.load(control, this._ring + (seq & this._ringMask));
        if (index >= this._nDescriptors) {
            return false;
        }
        // The ring may have wrapped meanwhile: compare the stamp.
        const stamp = this._descriptors + index * this._descriptorWords + this._seq;
        if (Atomics.load(control, stamp) !== seq) {
            return false;
        }
        this.index = index;
        return true;
    }

    /**
     * How many frames `later` comes after `earlier`: across the wrap one less than the difference,
     * because there is no frame 0.
     * @param {number} later
     * @param {number} earlier
     */
    static distance(later, earlier) {
        const difference = (later - earlier) | 0;
        return difference > 0 && later < earlier ? difference - 1 : difference;
    }

    /** The sequence number after `seq`, skipping 0. @param {number} seq */
    static next(seq) {
        return (seq + 1) >>> 0 || 1;
    }
}

/** There is no newer frame. */
Leases.NONE = -1;
/** The writer has reused the slot. */
Leases.GONE = -2;
/** All leases of this reader are in use. */
Leases.FULL = -3;

module.exports = { Leases };
