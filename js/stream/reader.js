// SPDX-License-Identifier: MIT
'use strict';

const { nowMs } = require('./clock');
const { Descriptor } = require('./descriptor');
const { Frame } = require('./frame');
const { Leases } = require('./lease');
const { Overlays } = require('./overlays');
const { SlotViews } = require('./views');

/** @typedef {import('./types').Handles} Handles */
/** @typedef {import('./types').Slot} Slot */

/**
 * @typedef {object} ReaderOptions
 * @property {boolean} [everyFrame] - the stream was opened for every frame: nextFrame() is used
 * @property {(index: number, id: number) => void} [missing] - a frame is in an unknown slot: call
 * addSlot(), now or later
 * @property {(index: number, id: number) => void} [retired] - the writer has freed a slot: its
 * views are no longer valid
 * @property {() => void} [progress] - a lossless writer waits to be told that this reader has taken
 * a frame
 */

/**
 * Reads frames out of shared memory: no native call, no message, and (but for the Frame objects of
 * getFrame()) no allocation per frame. It needs nothing but what `handles` has, so it runs wherever
 * that came by postMessage: a page, a worker.
 *
 * For display, once for each animation frame:
 *
 *     if (reader.acquire()) {                  // leased: nobody writes to it
 *         upload(reader.descriptor, reader.views.planes);
 *         reader.release();
 *     }
 *
 * Several readers may share one set of handles, each with a lease of its own; with `everyFrame`
 * only one may.
 */
class FrameReader {
    /**
     * @param {Handles} handles - as Stream.handles() gives them
     * @param {ReaderOptions} [options]
     */
    constructor(handles, options = {}) {
        const layout = handles.layout;
        this._layout = layout;
        this._control = handles.control;
        this._page = handles.page;
        this._leases = new Leases(handles.control, handles.page, layout);
        this._every = Boolean(options.everyFrame);
        this._missing = options.missing || ignore;
        this._retired = options.retired || ignore;
        this._progress = options.progress || ignore;
        /** @type {(SlotViews | null)[]} */
        this._slots = new Array(layout.limits.slots).fill(null);
        this._slotsChanged = -1;
        // The slot that was requested last, and the newest frame at that time.
        this._asked = 0;
        this._askedAt = 0;
        this._cell = -1;
        /** @type {Frame | null} */
        this._frame = null;
        this._warned = false;
        this._signed = new Int32Array(handles.page.buffer, handles.page.byteOffset, handles.page.length);
        /**
         * The description of the leased frame: words as in frs_frame_info of frameshare/frame.h.
         */
        this.descriptor = new Descriptor(layout);
        /** Where the leased frame's descriptor lies in shared memory, for native code. @internal */
        this.words = handles.control;
        /** The descriptor's first word there. @internal */
        this.base = 0;
        /** The bytes of the leased frame. @type {SlotViews | null} */
        this.views = null;
        /** The overlays of the leased frame. */
        this.overlays = new Overlays(layout);
        /** The sequence number of the last frame taken; 0: none yet. */
        this.sequence = this._every ? Atomics.load(handles.page, layout.page.cursor) : 0;
        /** Frames published between the last one taken and the one before it. */
        this.missed = 0;
        /** @param {Frame} frame */
        this._releaseFrame = (frame) => this._let(frame);
        for (const slot of handles.slots) {
            this.addSlot(slot);
        }
    }

    /** The sequence number of the newest frame that was published; 0 when there is none. */
    newest() {
        return this._leases.newest();
    }

    /** True when there is a newer frame than the last one taken. */
    hasNew() {
        const newest = this.newest();
        return newest !== 0 && newest !== this.sequence;
    }

    /**
     * True when the writer has ended the stream. A writer that died could not say so: see Stream's
     * 'close'.
     */
    get ended() {
        return Atomics.load(this._control, this._layout.control.state) === this._layout.state.ended;
    }

    /**
     * Lease the newest frame, if it is newer than the last one taken, and fill `descriptor` and
     * `views`. Ends the previous lease.
     * @param {boolean} [again] - lease it even if it was taken before
     * @returns {boolean} false when there is none
     */
    acquire(again = false) {
        this.sweep();
        return this._open(this._leases.acquireNewest(again ? 0 : this.sequence));
    }

    /**
     * As acquire(), for the frame after the last one taken, or the oldest one left if that is gone;
     * `missed` says how many were skipped.
     */
    acquireNext() {
        this.sweep();
        return this._open(this._leases.acquireNext(this.sequence));
    }

    /** End the lease. */
    release() {
        const cell = this._cell;
        if (cell < 0) {
            return;
        }
        this._cell = -1;
        this._leases.end(cell);
        this._report();
    }

    /**
     * The newest frame, or null if it was taken before. Release it; taking the next frame releases
     * it too.
     * @returns {Frame | null}
     */
    getFrame() {
        return this._wrap(this.acquire());
    }

    /**
     * The frame after the last one taken, in order; null when there is none yet.
     * @returns {Frame | null}
     */
    nextFrame() {
        return this._wrap(this.acquireNext());
    }

    /**
     * Sleep until there is a newer frame than the last one taken. Only on threads that may block:
     * in a Worker, with the Stream open in another thread.
     * @param {number} [timeout] - ms
     * @returns {boolean} whether there is one
     */
    waitSync(timeout = Infinity) {
        const waiting = this._layout.page.waiting;
        const end = nowMs() + timeout;
        for (;;) {
            Atomics.store(this._page, waiting, 1);
            // Pairs with the writer's store of newest and load of waiting.
            if (this.hasNew()) {
                return true;
            }
            const left = end - nowMs();
            if (left <= 0 || Atomics.wait(this._signed, waiting, 1, left) === 'timed-out') {
                return this.hasNew();
            }
        }
    }

    /** Add a slot that has arrived; a known one is ignored. @param {Slot} slot */
    addSlot(slot) {
        const known = this._slots[slot.index];
        if (known && known.id === slot.id) {
            return;
        }
        this._slots[slot.index] = new SlotViews(slot);
        if (known) {
            this._retired(known.index, known.id);
        }
        // The writer may have freed it before it arrived.
        this._slotsChanged = -1;
    }

    /** Forget slots that the writer has freed. */
    sweep() {
        const changed = Atomics.load(this._control, this._layout.control.slotsChanged);
        if (changed === this._slotsChanged) {
            return;
        }
        this._slotsChanged = changed;
        const table = this._layout.control.slots;
        const { words, id } = this._layout.slot;
        for (let i = 0; i < this._slots.length; i++) {
            const slot = this._slots[i];
            if (slot && Atomics.load(this._control, table + i * words + id) !== slot.id) {
                this._slots[i] = null;
                this._retired(slot.index, slot.id);
            }
        }
    }

    /**
     * Tell the writer how large the picture is shown, in device pixels before it is turned, so that
     * subtitles can be drawn at that resolution; 0 x 0: it is not shown. All readers that share one
     * set of handles share one view.
     * @param {number} width - device pixels
     * @param {number} height
     */
    setView(width, height) {
        const { viewWidth, viewHeight } = this._layout.page;
        Atomics.store(this._page, viewWidth, Math.round(width));
        Atomics.store(this._page, viewHeight, Math.round(height));
    }

    /** Release everything. */
    close() {
        if (this._frame) {
            this._frame.release();
        }
        this.release();
        this.views = null;
        this._slots.fill(null);
    }

    /** Check the frame of a lease that was begun. @param {number} cell */
    _open(cell) {
        if (cell === Leases.FULL) {
            throw failure('FRS_ELEASES', 'too many frames are held: release one first');
        }
        if (cell < 0) {
            return false;
        }
        const layout = this._layout;
        const base = layout.control.descriptors + this._leases.index * layout.descriptor.words;
        const descriptor = this.descriptor;
        descriptor.read(this._control, base);
        this.base = base;
        const views = this._find(descriptor.slot, descriptor.slotId);
        const fits = views !== null && descriptor.check(views.bytes.length);
        // The slot was sent before the frame was published: it will arrive.
        if (!views || !fits || !this._openOverlays()) {
            this._leases.end(cell);
            if (views && !fits) {
                throw failure('FRS_EPROTOCOL', 'the writer describes a picture that does not fit in its slot');
            }
            return false;
        }
        views.fit(descriptor);
        this._take(cell, views);
        return true;
    }

    /** @returns {boolean} false when the slot with the frame's overlays has not arrived yet */
    _openOverlays() {
        const { overlaySlot, overlaySlotId, overlayNumber } = this.descriptor;
        if (overlaySlotId === 0 || overlayNumber === 0) {
            this.overlays.fit(0, null);
            return true;
        }
        const views = this._find(overlaySlot, overlaySlotId);
        if (views) {
            this.overlays.fit(overlayNumber, views.bytes);
        }
        return views !== null;
    }

    /**
     * @param {number} cell
     * @param {SlotViews} views
     */
    _take(cell, views) {
        const seq = this.descriptor.sequence;
        this.release();
        this._cell = cell;
        this.views = views;
        this._count(seq);
        if (this._every) {
            Atomics.store(this._page, this._layout.page.cursor, seq);
            this._report();
        }
    }

    /** Note that frame `seq` was taken. @param {number} seq */
    _count(seq) {
        this.missed = this.sequence === 0 ? 0 : Math.max(0, Leases.distance(seq, this.sequence) - 1);
        this.sequence = seq;
    }

    _report() {
        // Pairs with the writer's store of writer_waiting and load of the cursor and the cells.
        if (Atomics.load(this._control, this._layout.control.writerWaiting) !== 0) {
            this._progress();
        }
    }

    /**
     * @param {number} index
     * @param {number} id
     */
    _find(index, id) {
        if (index >= this._slots.length || id === 0) {
            return null;
        }
        let slot = this._slots[index];
        if (!slot || slot.id !== id) {
            this._ask(index, id);
            slot = this._slots[index];
        }
        return slot && slot.id === id ? slot : null;
    }

    /**
     * Request an unknown slot; the same one again only when there is another frame. It may arrive
     * late, if our socket was full.
     * @param {number} index
     * @param {number} id
     */
    _ask(index, id) {
        const newest = this.newest();
        if (this._asked === id && this._askedAt === newest) {
            return;
        }
        this._asked = id;
        this._askedAt = newest;
        this._missing(index, id);
    }

    /** @param {boolean} leased */
    _wrap(leased) {
        const views = this.views;
        if (!leased || !views) {
            return null;
        }
        const before = this._frame;
        const frame = new Frame(this.descriptor, views.data, views.planes, this._releaseFrame);
        frame.missed = this.missed;
        frame.overlays = this.overlays.items;
        this._frame = frame;
        if (before && !before.released) {
            before.release();
            this._warn();
        }
        return frame;
    }

    /** @param {Frame} frame */
    _let(frame) {
        if (frame !== this._frame) {
            return;
        } // its lease ended when the next frame was taken
        this._frame = null;
        this.release();
    }

    _warn() {
        if (this._warned) {
            return;
        }
        this._warned = true;
        console.warn('frameshare: a frame was not released before the next one was taken; it was let go. ' +
            'Call frame.release() when done with it. (This is said once.)');
    }
}

function ignore() {}

/**
 * @param {string} code
 * @param {string} message
 */
function failure(code, message) {
    return Object.assign(new Error(message), { code });
}

module.exports = { FrameReader };
