// SPDX-License-Identifier: MIT
'use strict';

const addon = require('../stream/addon');
const { weakly, whenGone } = require('../weak');
const { Backing } = require('./backing');
const { surroundings } = require('./compositing');
const { DrawnPictures } = require('./drawn');
const { Look } = require('./look');
const { Presenters } = require('./present');
const { FrameKey } = require('./present/frame-key');
const { Statistics } = require('./statistics');

/** @typedef {import('../stream/reader').FrameReader} FrameReader */
/** @typedef {import('./present/presenter').Presenter} Presenter */

/**
 * The element's style is read once in this many animation frames: no event tells of a change in a
 * style sheet.
 */
const LOOK_EVERY = 15;

/** After this many ms a lost WebGL context counts as lost for good. */
const LOST_PATIENCE = 2000;

const LOST = 'frameshare: a <gst-video> lost its WebGL context and shows nothing. Chromium keeps 16 of them for all ' +
    'elements and canvases of a page: remove some, or start Electron with --max-active-webgl-contexts=N';

/**
 * @typedef {object} DisplayListener
 * @property {() => void} picture the newest picture is on the screen; called once for each
 * announce()
 * @property {(surface: HTMLElement) => void} [surface] the element that shows the picture from now
 * on
 * @property {(error: Error) => void} error nothing can be drawn any more
 * @property {(frame: {now: number, metadata: object}) => void} [frame] the next picture after
 * watch() is on the screen; the arguments of requestVideoFrameCallback()'s callbacks
 */

/** @param {Display} display @param {number} time when this animation frame began */
function tick(display, time) {
    display._began = time;
    display._frame();
}

/** @param {Display} display */
function hurry(display) {
    display._hurry();
}

/** @param {() => void} hide */
function unlisten(hide) {
    document.removeEventListener('visibilitychange', hide);
}

/**
 * Shows the newest picture of a stream in a canvas, once for each animation frame that has a new
 * one: lease, upload, draw, release. Nothing in the loop allocates, calls native code, or sends a
 * message.
 */
class Display {
    /**
     * @param {HTMLElement} element whose style says how the picture lies in the canvas
     * @param {HTMLCanvasElement} canvas
     * @param {DisplayListener} listener
     */
    constructor(element, canvas, listener) {
        this._element = element;
        this._canvas = canvas;
        this._listener = listener;
        this.statistics = new Statistics();
        /** @type {FrameReader | null} */
        this._reader = null;
        this._presenters = new Presenters(canvas);
        /** @type {Presenter | null} */
        this._presenter = null;
        /**
         * The previous presenter, visible until this one has shown a picture.
         * @type {Presenter | null}
         */
        this._leaving = null;
        this._key = new FrameKey();
        /** The value of the attribute `present`. */
        this._wish = element.getAttribute('present');
        this._surroundings = surroundings();
        /** The presenter's name; null: nothing has been drawn yet. @type {string | null} */
        this.way = null;
        this._last = 0;
        this._running = 0;
        this._announcing = false;
        this._watching = false;
        this._held = false;
        this._drawn = new DrawnPictures();
        this._ticks = 0;
        this._destroyed = false;
        this._viewWidth = -1;
        this._viewHeight = -1;
        this._warned = false;
        /** Difference from this page's clock to the clock of the frames' stamps, ms. */
        this._clock = addon.now() / 1e6 - performance.now();
        /** When this animation frame began, on the page's clock. */
        this._began = 0;
        this._tick = weakly(this, tick);
        /** @type {import('./present/presenter').Seen} */
        this._see = (number, now, presentationTime, expectedDisplayTime) => {
            if (this._drawn.see(number) && this._watching && this._listener.frame) {
                this._watching = false;
                this._listener.frame({ now, metadata: this._drawn.metadata(presentationTime, expectedDisplayTime) });
            }
        };
        this._lose = (/** @type {Event} */ event) => this._lost(event);
        this._restore = () => this._restored();
        this._hide = weakly(this, hurry);
        document.addEventListener('visibilitychange', this._hide);
        whenGone(this, unlisten, this._hide);
        canvas.addEventListener('webglcontextlost', this._lose);
        canvas.addEventListener('webglcontextrestored', this._restore);
        this._backing = new Backing(canvas, () => this._arrange());
        this._look = new Look(element, () => this._refresh());
        this._look.read();
    }

    /**
     * Prepare for a stream. Not while the document is being parsed: in a child of window.open() the
     * page's thread hangs when the parser creates an element that gives a `<video>` a track (seen
     * in Chromium 130).
     */
    prepare() {
        const make = () => setTimeout(() => this._destroyed || this._presenters.prepare(this._wish));

        if (document.readyState === 'loading') {
            document.addEventListener('DOMContentLoaded', make, { once: true });
        } else {
            make();
        }
    }

    /** @param {FrameReader | null} reader null keeps the last picture */
    setReader(reader) {
        this._reader = reader;
        this._last = 0;
        this._viewWidth = -1;
        this._announcing = reader !== null;
        if (this._presenter !== null) {
            this._presenter.expect();
        }
        this.statistics.restart();
        this._drawn.restart();
        if (reader && this._running === 0) {
            this._running = requestAnimationFrame(this._tick);
        }
    }

    /**
     * Draw nothing until announce(): the stream may still contain a picture of the previous source.
     */
    hold() {
        this._held = true;
        this._drawn.forget();
    }

    /** Start time of the displayed picture in its source, s; NaN: none. */
    get begin() {
        return this._drawn.begin;
    }

    /** Its end time, s; NaN when unknown. */
    get end() {
        return this._drawn.end;
    }

    /** Report when the newest picture is on the screen, even if it was drawn before. */
    announce() {
        this._held = false;
        this._announcing = true;
        if (this._presenter !== null) {
            this._presenter.expect();
        }
        this._hurry();
    }

    /**
     * A hidden page has no animation frames, and the first picture of a window matters most: draw
     * at once if somebody waits for a picture.
     */
    _hurry() {
        if ((document.hidden || this._presenter === null) && this._announcing && this._reader) {
            this._began = performance.now();
            this._attempt(this._reader);
        }
    }

    /**
     * Statistics of the stream's frames, and how they were drawn.
     * @param {number} newest the newest sequence published
     */
    report(newest) {
        const converted = this._presenter === null ? 0 : this._presenter.converted;

        return Object.assign(this.statistics.report(newest), { presenter: this.way, converted });
    }

    /** Report the next picture that is displayed. */
    watch() {
        this._watching = true;
    }

    /** The element is in no document, and nothing plays: nothing may keep it. @param {boolean} resting */
    rest(resting) {
        this._presenters.rest(resting);
    }

    /** Draw the picture once more, for listeners to the canvas or its track. */
    draw() {
        this._last = 0;
        this._look.read();
        this._arrange();
    }

    /**
     * Check for changes: of the picture's place by the element's style, and of the presenter by its
     * attribute or the screen.
     */
    _refresh() {
        const wish = this._element.getAttribute('present');

        if (wish !== this._wish || surroundings() !== this._surroundings) {
            this._wish = wish;
            this._surroundings = surroundings();
            this._key.forget();
            this._last = 0;
        }
        if (this._look.read()) {
            this._arrange();
        }
    }

    /**
     * The canvas or the picture's place in it has changed; textures still have the picture, and a
     * stale picture is uploaded again.
     */
    _arrange() {
        const presenter = this._presenter;

        this._presenters.resize();
        if (presenter === null) {
            return;
        }
        this._look.apply(presenter.fit);
        presenter.ratio = this._backing.ratio;
        if (presenter.ready && !presenter.lost) {
            presenter.arrange();
            presenter.draw();
        }
    }

    /**
     * The browser has taken the WebGL context. preventDefault() allows it to give the context back.
     * @param {Event} event
     */
    _lost(event) {
        event.preventDefault();
        if (!this._warned) {
            this._warned = true;
            setTimeout(() => this._presenter && this._presenter.lost && console.warn(LOST), LOST_PATIENCE);
        }
    }

    _restored() {
        if (this._presenter) {
            this._presenter.restored();
            this._last = 0;
        }
    }

    _frame() {
        if (this._reader === null) {
            this._running = 0;
            return;
        }
        this._running = requestAnimationFrame(this._tick);
        this._attempt(this._reader);
    }

    /** @param {FrameReader} reader */
    _attempt(reader) {
        try {
            this._show(reader);
        } catch (error) {
            cancelAnimationFrame(this._running);
            this._running = 0;
            this._reader = null;
            this._listener.error(/** @type {Error} */ (error));
        }
    }

    /** @param {FrameReader} reader */
    _show(reader) {
        if (this._held) {
            return;
        }
        const presenter = this._presenter;
        const stale = presenter !== null && presenter.stale;

        if ((stale || reader.newest() !== this._last) && !(presenter !== null && presenter.lost)) {
            // Upload again what was lost with its context, or was converted for another place.
            this._take(reader, stale || this._last === 0);
        }
        if (++this._ticks % LOOK_EVERY === 0) {
            this._refresh();
        }
        this._tellView(reader);
        this._settle();
        if (this._announcing && this._isSeen()) {
            this._announcing = false;
            this._listener.picture();
        }
    }

    /** The previous presenter is removed when this one's picture is on the screen. */
    _settle() {
        const presenter = this._presenter;

        if (this._leaving !== null && presenter !== null && presenter.arrived) {
            this._leaving.show(false);
            this._leaving = null;
        }
    }

    /** The newest picture is on the screen, or never will be. */
    _isSeen() {
        const presenter = this._presenter;

        return presenter !== null && (presenter.lost || (this._last !== 0 && presenter.arrived));
    }

    /**
     * Tell the stream how large the picture is shown, for elements that draw subtitles into it.
     * @param {FrameReader} reader
     */
    _tellView(reader) {
        const presenter = this._presenter;

        if (presenter === null || this._last === 0) {
            return;
        }
        const width = this._backing.shown ? presenter.viewWidth : 0;
        const height = this._backing.shown ? presenter.viewHeight : 0;

        if (width !== this._viewWidth || height !== this._viewHeight) {
            this._viewWidth = width;
            this._viewHeight = height;
            reader.setView(width, height);
        }
    }

    /**
     * @param {FrameReader} reader
     * @param {boolean} again also take the picture that was drawn last
     */
    _take(reader, again) {
        if (!reader.acquire(again)) {
            return;
        }
        try {
            this._draw(reader);
        } finally {
            reader.release();
        }
        this._last = reader.sequence;
    }

    /** @param {FrameReader} reader with a lease */
    _draw(reader) {
        const presenter = this._presenter === null || this._key.changed(reader.descriptor) ? this._choose(reader.descriptor)
            : this._presenter;
        const descriptor = reader.descriptor;
        const start = performance.now();

        presenter.upload(reader, this._drawn.add(descriptor));
        presenter.overlay(reader.overlays.items);
        const end = performance.now();

        presenter.draw();
        this.statistics.add(descriptor.sequence, end - start, end + this._clock - descriptor.publishedAt / 1e6);
        presenter.conclude(this._began);
    }

    /**
     * Select the presenter for pictures of this kind.
     * @param {import('../stream/descriptor').Descriptor} descriptor
     */
    _choose(descriptor) {
        // Store the new state only after everything has succeeded.
        this._key.forget();
        const { name, presenter } = this._presenters.choose(this._wish, descriptor);

        this._key.changed(descriptor);
        if (presenter !== this._presenter) {
            if (this._leaving !== null && this._leaving !== presenter) {
                this._leaving.show(false);
            }
            this._leaving = this._presenter;
            this._presenter = presenter;
            this.way = name;
            presenter.onseen = this._see;
            presenter.show(true);
            presenter.expect();
            this._arrange();
            if (this._listener.surface) {
                this._listener.surface(presenter.surface);
            }
        }
        return presenter;
    }

    destroy() {
        this._destroyed = true;
        this.setReader(null);
        cancelAnimationFrame(this._running);
        this._running = 0;
        this._backing.destroy();
        this._look.destroy();
        unlisten(this._hide);
        this._canvas.removeEventListener('webglcontextlost', this._lose);
        this._canvas.removeEventListener('webglcontextrestored', this._restore);
        this._presenters.destroy();
        this._presenter = null;
    }
}

module.exports = { Display };
