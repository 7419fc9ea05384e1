// SPDX-License-Identifier: MIT
'use strict';

const { EventEmitter } = require('events');
const addon = require('./addon');
const { nowMs } = require('./clock');
const { CopyReader } = require('./copy-reader');
const { Picture } = require('./picture');
const { FrameReader } = require('./reader');
const { renderNewest, renderNewestAsync } = require('./snapshot');
const { Waiters } = require('./waiters');

/** @typedef {import('./types').OpenOptions} OpenOptions */
/** @typedef {import('./types').Opened} Opened */
/** @typedef {import('./types').Slot} Slot */
/** @typedef {import('./frame').Frame} Frame */

/**
 * How often a stream that is not there yet is looked for, ms. The core has no event for it either,
 * see link.c.
 */
const LOOK_AGAIN_MS = 50;
/**
 * How often a copied stream is polled, ms: while somebody waits for a frame, and otherwise, to
 * notice its end. A new frame wakes native code only, which may not call into this environment (see
 * isGuest()), or has no thread for it.
 */
const COPY_POLL_MS = 4;
const COPY_END_MS = 250;

/** Maximum slots that are mapped in one turn of the event loop. */
const SLOTS_A_TURN = 32;
/** Maximum slots a second; a writer that sends more counts as faulty. */
const MOST_SLOTS_A_SECOND = 1024;

/** @type {'shared' | 'copy' | null} */
let tested = null;

/**
 * A window that window.open() created, and a frame in a page, share the process of their opener.
 * There Electron runs callbacks from native threads in the opener's environment, and Node aborts
 * the process if the callback belongs to another one. So there are none: the link is polled, and
 * streams are opened on this thread.
 */
function isGuest() {
    return /** @type {any} */ (process).type === 'renderer' && typeof window !== 'undefined' &&
        (Boolean(window.opener) || window.parent !== window);
}

/** How frames reach JavaScript here: 'shared', or 'copy' if memory cannot be mapped. */
function mapping() {
    if (tested === null) {
        tested = addon.selfTest();
    }
    return tested;
}

/**
 * An open stream: where frames come from, in Node, in Electron's main process and in a preload.
 *
 * An open stream does not keep the process alive, a waitFrame() that waits does. Once it is closed
 * by its writer the last frame stays readable until close(); where frames are copied, after the
 * last one was taken.
 *
 * @hideconstructor
 * @fires {'ended' | 'died'} close - once: the writer said goodbye, or could not
 * @fires {Slot} slot - memory that came: post it to the page or Worker that has handles()
 * @fires {number} retired - a slot was given up: its index, and its id as a second argument
 */
class Stream extends EventEmitter {
    /**
     * Use Stream.open() or Stream.openAsync().
     * @param {string} name
     * @param {boolean} everyFrame
     */
    constructor(name, everyFrame) {
        super();
        /** The name that it was opened with. */
        this.name = name;
        /** 'shared', or 'copy' where memory cannot be mapped into JavaScript. */
        this.mapping = mapping();
        /** The process id of the writer. */
        this.writerPid = 0;
        /**
         * Why no more frames come: 'ended', 'died', 'closed' (by close()); null while they come.
         */
        this.closed = /** @type {'ended' | 'died' | 'closed' | null} */ (null);
        this._every = everyFrame;
        /** @type {Opened | null} */
        this._opened = null;
        /**
         * The words of this reader's page, as Atomics.notify() needs them.
         * @type {Int32Array | null}
         */
        this._signals = null;
        /** @type {object | null} */
        this._copy = null;
        /** @type {Map<number, Slot>} */
        this._slots = new Map();
        this._waiters = new Waiters(() => this._try() || this._askToBeWoken(), (waiting) => this._keepAlive(waiting));
        this._kept = false;
        /** Slots that have arrived since a time of nowMs(). */
        this._came = 0;
        this._counted = -Infinity;
        /** Number of slots that have arrived. */
        this._total = 0;
        /** @type {ReturnType<typeof setTimeout> | null} */
        this._poll = null;
        /** The reader behind getFrame() and nextFrame(). @type {FrameReader} */
        this.reader = /** @type {never} */ (null);
    }

    /**
     * Open stream `name`. Blocks for up to `timeout` ms, and while a slow writer answers.
     * @param {string} name
     * @param {OpenOptions} [options]
     * @returns {Stream}
     */
    static open(name, options = {}) {
        const { history, every, timeout } = settle(options);
        const stream = new Stream(name, every);
        if (stream.mapping === 'copy') {
            stream._adoptCopy(addon.copyOpen(name, history, every, timeout));
        } else {
            stream._adopt(addon.open(name, history, every, timeout));
        }
        return stream;
    }

    /**
     * Open stream `name` without blocking.
     * @param {string} name
     * @param {OpenOptions} [options]
     * @returns {Promise<Stream>}
     */
    static async openAsync(name, options = {}) {
        const { history, every, timeout } = settle(options);
        const end = timeout < 0 ? Infinity : nowMs() + timeout;
        for (;;) {
            try {
                return await openOnce(name, history, every);
            } catch (error) {
                const { code } = /** @type {{code?: string}} */ (error);
                if (code !== 'FRS_ENOENT' || nowMs() >= end) {
                    throw error;
                }
            }
            await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
        }
    }

    /**
     * Open stream `name`; blocks for at most `patience` ms while its writer answers.
     * @internal
     * @param {string} name
     * @param {number} patience
     * @param {(error: Error | null, stream?: Stream) => void} later - called with the result if
     * that time is not enough
     * @returns {Stream | null} null when `later` will be called
     */
    static openSoon(name, patience, later) {
        const { history, every } = settle({});
        return openWithin(name, history, every, patience, later);
    }

    /**
     * The newest frame, or null when it was taken before.
     * @returns {Frame | null}
     */
    getFrame() {
        return this.reader.getFrame();
    }

    /**
     * The frame after the last one taken, for streams opened with `everyFrame`; null when there is
     * none yet.
     * @returns {Frame | null}
     */
    nextFrame() {
        return this.reader.nextFrame();
    }

    /**
     * Wait for the frame that getFrame() (with `everyFrame`: nextFrame()) would return.
     * @param {number} [timeout] - ms; -1 waits without a limit
     * @returns {Promise<Frame | null>} null after the time-out, or when the stream has ended
     */
    waitFrame(timeout = -1) {
        const frame = this._waiters.add(timeout);
        if (this.closed) {
            this._waiters.finish();
        }
        return frame;
    }

    /**
     * The newest frame as it is displayed, whether it was taken before or not; does not change what
     * getFrame() and nextFrame() return. Rendered synchronously: some ten nanoseconds a pixel.
     * @param {{overlays?: boolean}} [options] - overlays: false leaves out subtitles and other
     * overlays
     * @returns {Picture | null} null when there is no frame yet
     */
    snapshot(options = {}) {
        const overlays = options.overlays !== false;
        if (this._copy) {
            const picture = addon.copyPicture(this._copy, overlays);
            return picture && new Picture(picture);
        }
        if (!this._opened) {
            throw Object.assign(new Error(`stream ${this.name} is closed`), { code: 'FRS_ECLOSED' });
        }
        const picture = renderNewest(this._opened, (index, id) => this._findSlot(index, id), overlays);
        this.progress();
        return picture;
    }

    /**
     * The same in a worker thread, unless frames are copied.
     * @internal
     * @param {{overlays?: boolean}} [options]
     * @returns {Promise<Picture | null>}
     */
    async snapshotAsync(options = {}) {
        if (this._copy || !this._opened) {
            return this.snapshot(options);
        }
        const picture = await renderNewestAsync(this._opened, (index, id) => this._findSlot(index, id), options.overlays !== false);
        this.progress();
        return picture;
    }

    /**
     * What a FrameReader in a page or a worker needs, to be sent with postMessage. Send the slots
     * of 'slot' events after it.
     * @returns {import('./types').Handles}
     */
    handles() {
        if (!this._opened) {
            throw Object.assign(new Error(this.closed
                ? `stream ${this.name} is closed`
                : 'frames are copied here, so there is no shared memory to pass on'), { code: 'FRS_EINVAL' });
        }
        const { control, page } = this._opened;
        return { layout: addon.layout, control, page, slots: Array.from(this._slots.values()) };
    }

    /** The stream's statistics. @returns {import('./types').StreamStats} */
    stats() {
        if (this._copy) {
            return addon.copyStats(this._copy);
        }
        if (!this._opened) {
            throw Object.assign(new Error(`stream ${this.name} is closed`), { code: 'FRS_ECLOSED' });
        }
        const { control } = this._opened;
        const at = addon.layout.control;
        return {
            writerPid: this.writerPid,
            published: Atomics.load(control, at.published),
            inPlace: Atomics.load(control, at.inPlace),
            copied: Atomics.load(control, at.copied),
            dropped: Atomics.load(control, at.dropped),
            readers: Atomics.load(control, at.readers),
            lossless: Atomics.load(control, at.lossless) !== 0,
        };
    }

    /** A reader made from handles() has taken a frame that a lossless writer waits for. */
    progress() {
        if (this._opened && !this.closed) {
            addon.progress(this._opened.link);
        }
    }

    /** Close the stream: all frames become invalid, all memory is released. Emits no event. */
    close() {
        this.closed = this.closed || 'closed';
        this._waiters.finish();
        this._stopPolling();
        this.reader.close();
        if (this._opened) {
            const { link } = this._opened;
            this._wakeWorkers();
            this._opened = null;
            this._signals = null;
            addon.close(link);
        }
        if (this._copy) {
            addon.copyClose(this._copy);
        }
        this._copy = null;
        this._slots.clear();
    }

    // ---- shared ----

    /** @param {Opened} opened */
    _adopt(opened) {
        const { control, page, slots, link } = opened;
        this._opened = opened;
        this._signals = new Int32Array(page.buffer, page.byteOffset, page.length);
        this.writerPid = opened.writerPid;
        for (const slot of slots) {
            this._slots.set(slot.index, slot);
        }
        this.reader = new FrameReader({ layout: addon.layout, control, page, slots }, {
            everyFrame: this._every,
            missing: () => this._fetchSlots(),
            retired: (index, id) => this._retire(index, id),
            progress: () => this.progress(),
        });
        if (isGuest()) {
            this._pollSoon();
        } else {
            addon.watch(link, () => this._readable());
        }
    }

    /** Read the link when it is readable. False: do not call again before addon.resume(). */
    _readable() {
        const came = this._total;
        const hungUp = this._drain(SLOTS_A_TURN);
        if (!this._opened) {
            return false;
        }
        this.reader.sweep();
        this._wakeWorkers();
        this._waiters.serve();
        if (hungUp) {
            this._end();
        } else if (this._total - came === SLOTS_A_TURN) {
            setTimeout(() => this._resume(), 0);
        } else {
            return true;
        }
        return false;
    }

    /** There may be more slots: go on in the next turn of the event loop. */
    _resume() {
        if (this._opened && !this.closed && !isGuest()) {
            addon.resume(this._opened.link);
        }
    }

    /**
     * A frame is in a slot that has not arrived yet, although it was sent before the frame was
     * published.
     */
    _fetchSlots() {
        const hungUp = this._drain(addon.layout.limits.slots);
        // Reading the link may also have consumed a wake-up for others, or the end of the stream.
        // Tell them after the caller, who is taking a frame, has returned.
        Promise.resolve().then(() => {
            this._wakeWorkers();
            this._waiters.serve();
            if (hungUp) {
                this._end();
            }
        });
    }

    /**
     * @param {number} index
     * @param {number} id
     * @returns {Uint8Array | null}
     */
    _findSlot(index, id) {
        const known = () => {
            const slot = this._slots.get(index);
            return slot && slot.id === id ? slot.data : null;
        };
        if (id !== 0 && !known()) {
            this._fetchSlots();
        }
        return id === 0 ? null : known();
    }

    /**
     * Read what waits on the link. If a writer sends without end, the rest is read in a later turn.
     * @param {number} most - slots
     * @returns {boolean} whether the writer is gone
     */
    _drain(most) {
        for (let n = 0; n < most && this._opened && !this.closed; n++) {
            const slot = this._receive(this._opened.link);
            if (slot === null) {
                return false;
            }
            if (slot === 'closed' || this._isFlooded()) {
                return true;
            }
            this._total++;
            this.reader.addSlot(slot);
            this._slots.set(slot.index, slot);
            this.emit('slot', slot);
        }
        return false;
    }

    /** Each slot costs a mapping and some garbage: a writer that keeps sending them is faulty. */
    _isFlooded() {
        const now = nowMs();
        if (now - this._counted >= 1000) {
            this._counted = now;
            this._came = 0;
        }
        if (++this._came <= MOST_SLOTS_A_SECOND) {
            return false;
        }
        console.warn(`frameshare: stream ${this.name}: the writer sent more than ${MOST_SLOTS_A_SECOND} slots within a second`);
        return true;
    }

    /** @param {object} link */
    _receive(link) {
        try {
            return addon.receive(link);
        } catch (error) {
            // Treat a writer that sends invalid messages as one that died.
            console.warn(`frameshare: stream ${this.name}: ${/** @type {Error} */ (error).message}`);
            return 'closed';
        }
    }

    /**
     * @param {number} index
     * @param {number} id
     */
    _retire(index, id) {
        const slot = this._slots.get(index);
        if (slot && slot.id === id) {
            this._slots.delete(index);
        }
        if (this._opened) {
            addon.releaseSlot(this._opened.link, index, id);
        }
        this.emit('retired', index, id);
    }

    _end() {
        if (this.closed) {
            return;
        }
        const ended = this._copy ? this._copyEnded() : this.reader.ended;
        this.closed = ended ? 'ended' : 'died';
        this._waiters.serve();
        this._waiters.finish();
        this.emit('close', this.closed);
    }

    /** Wake Workers that sleep in FrameReader.waitSync() on this stream's page. */
    _wakeWorkers() {
        if (!this._opened) {
            return;
        }
        Atomics.notify(/** @type {Int32Array} */ (this._signals), addon.layout.page.waiting);
    }

    // ---- waiting ----

    /** @returns {Frame | null} */
    _try() {
        return this._every ? this.nextFrame() : this.getFrame();
    }

    /** A frame that was published just before the writer could know that somebody waits. */
    _askToBeWoken() {
        if (!this._opened || this.closed) {
            return null;
        }
        Atomics.store(this._opened.page, addon.layout.page.waiting, 1);
        // Pairs with the writer's store of newest and load of waiting.
        return this._try();
    }

    /** @param {boolean} keep */
    _keepAlive(keep) {
        if (keep === this._kept) {
            return;
        }
        this._kept = keep;
        if (this._opened) {
            addon.keepAlive(this._opened.link, keep);
        }
        if (this._opened && isGuest()) {
            this._pollSoon();
        }
        if (this._copy) {
            this._pollSoon();
        }
    }

    // ---- copied ----

    /** @param {object} copy */
    _adoptCopy(copy) {
        this._copy = copy;
        this.writerPid = addon.copyStats(copy).writerPid;
        this.reader = new CopyReader(addon, copy, this._every);
        this._pollSoon();
    }

    _pollSoon() {
        this._stopPolling();
        const timer = setTimeout(() => this._look(), this._kept ? COPY_POLL_MS : COPY_END_MS);
        // In a renderer it is a number, and nothing has to be kept alive.
        if (!this._kept && typeof timer === 'object') {
            timer.unref();
        }
        this._poll = timer;
    }

    _stopPolling() {
        if (this._poll) {
            clearTimeout(this._poll);
        }
        this._poll = null;
    }

    _look() {
        this._poll = null;
        if (this._opened && !this.closed) {
            this._readable();
            if (!this.closed) {
                this._pollSoon();
            }
            return;
        }
        if (!this._copy || this.closed) {
            return;
        }
        this._waiters.serve();
        if (addon.copyIsClosed(this._copy)) {
            this._end();
        } else {
            this._pollSoon();
        }
    }

    _copyEnded() {
        return this._copy !== null && addon.copyStats(this._copy).ended;
    }
}

/**
 * @param {string} name
 * @param {number} history
 * @param {boolean} every
 * @param {number} patience - ms
 * @param {(error: Error | null, stream?: Stream) => void} later
 * @returns {Stream | null}
 */
function openWithin(name, history, every, patience, later) {
    const stream = new Stream(name, every);
    const copied = stream.mapping === 'copy';
    /** @param {any} opened */
    const adopt = (opened) => {
        if (copied) {
            stream._adoptCopy(opened);
        } else {
            stream._adopt(opened);
        }
        return stream;
    };
    /** @param {Error | null} error @param {any} opened */
    const hear = (error, opened) => {
        if (error) {
            later(error);
        } else {
            later(null, adopt(opened));
        }
    };
    if (isGuest()) {
        return adopt(copied ? addon.copyOpen(name, history, every, 0) : addon.open(name, history, every, 0));
    }
    const opened = copied ? addon.copyOpenAsync(name, history, every, patience, hear)
        : addon.openAsync(name, history, every, patience, hear);
    return opened ? adopt(opened) : null;
}

/**
 * @param {string} name
 * @param {number} history
 * @param {boolean} every
 * @returns {Promise<Stream>}
 */
function openOnce(name, history, every) {
    return new Promise((resolve, reject) => {
        const opened = openWithin(name, history, every, 0, (error, stream) => (error ? reject(error) : resolve(/** @type {Stream} */ (stream))));

        if (opened) {
            resolve(opened);
        }
    });
}

/** @param {OpenOptions} options */
function settle(options) {
    const every = Boolean(options.everyFrame);
    const history = options.history === undefined ? (every ? 8 : 1) : options.history;
    if (!Number.isInteger(history) || history < 1 || history > addon.layout.limits.history) {
        throw Object.assign(new RangeError(
            `a history of ${history} frames: it must be 1 to ${addon.layout.limits.history}`), { code: 'FRS_EINVAL' });
    }
    return { every, history, timeout: options.timeout === undefined ? 0 : Math.trunc(options.timeout) };
}

module.exports = { Stream, mapping };
