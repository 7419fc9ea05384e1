'use strict';

const addon = require('../stream/addon');
const { Backing } = require('./backing');
const { surroundings } = require('./compositing');
const { DrawnPictures } = require('./drawn');
const { Look } = require('./look');
const { Presenters } = require('./present');
const { FrameKey } = require('./present/frame-key');
const { Statistics } = require('./statistics');

/** @typedef {import('../stream/reader').FrameReader} FrameReader */
/** @typedef {import('./present/presenter').Presenter} Presenter */

/** The element's style is looked at once in so many animation frames: nothing tells of a change in a style sheet. */
const LOOK_EVERY = 15;

/** A context that has been lost for so long will not come back by itself, ms. */
const LOST_PATIENCE = 2000;

const LOST = 'frameshare: a <gst-video> lost its WebGL context and shows nothing. Chromium keeps 16 of them for all ' +
    'elements and canvases of a page: remove some, or start Electron with --max-active-webgl-contexts=N';

/**
 * @typedef {object} DisplayListener
 * @property {() => void} picture the newest picture is on the screen, told once for each announce()
 * @property {(surface: HTMLElement) => void} [surface] this shows the picture from now on
 * @property {(error: Error) => void} error nothing can be drawn any more
 * @property {(frame: {now: number, metadata: object}) => void} [frame] the next picture after watch() is seen; what
 *     requestVideoFrameCallback()'s callbacks get
 */

/**
 * Shows the newest picture of a stream in a canvas, once for each animation frame that has a new one: lease,
 * upload, draw, release. Nothing in the loop allocates, calls native code, or sends a message.
 */
class Display {
    /**
     * @param {HTMLElement} element its style says how the picture lies in the canvas
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
        /** The one before, seen until the picture of this one has arrived. @type {Presenter | null} */
        this._leaving = null;
        this._key = new FrameKey();
        /** The attribute `present`. */
        this._wish = element.getAttribute('present');
        this._surroundings = surroundings();
        /** The presenter's name; null: nothing was drawn yet. @type {string | null} */
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
        /** From this page's clock to the one that frames are stamped with, ms. */
        this._clock = addon.now() / 1e6 - performance.now();
        /** When this animation frame began, on the page's clock. */
        this._began = 0;
        this._tick = (/** @type {number} */ time) => {
            this._began = time;
            this._frame();
        };
        /** @type {import('./present/presenter').Seen} */
        this._see = (number, now, presentationTime, expectedDisplayTime) => {
            if (this._drawn.see(number) && this._watching && this._listener.frame) {
                this._watching = false;
                this._listener.frame({ now, metadata: this._drawn.metadata(presentationTime, expectedDisplayTime) });
            }
        };
        this._lose = (/** @type {Event} */ event) => this._lost(event);
        this._restore = () => this._restored();
        this._hide = () => this._hurry();
        document.addEventListener('visibilitychange', this._hide);
        canvas.addEventListener('webglcontextlost', this._lose);
        canvas.addEventListener('webglcontextrestored', this._restore);
        this._backing = new Backing(canvas, () => this._arrange());
        this._look = new Look(element, () => this._refresh());
        this._look.read();
    }

    /**
     * A stream will come. Not in the midst of parsing: in a child of window.open() Chromium's thread of the page stands still for ever when the parser
     * of its document creates an element that gets a `<video>` a track (seen on 130).
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

    /** Draw nothing until announce(): what is in the stream may be of a source that is no longer shown. */
    hold() {
        this._held = true;
        this._drawn.forget();
    }

    /** When in its source the picture that is shown begins, s; NaN for none. */
    get begin() {
        return this._drawn.begin;
    }

    /** When it ends, s; NaN when that is not known. */
    get end() {
        return this._drawn.end;
    }

    /** Tell when the newest picture is on the screen, drawn already or not. */
    announce() {
        this._held = false;
        this._announcing = true;
        if (this._presenter !== null) {
            this._presenter.expect();
        }
        this._hurry();
    }

    /**
     * A page that nobody sees has no animation frames, and the first picture of a window is waited for most: what somebody waits for is drawn at
     * once.
     */
    _hurry() {
        if ((document.hidden || this._presenter === null) && this._announcing && this._reader) {
            this._began = performance.now();
            this._attempt(this._reader);
        }
    }

    /**
     * What was done with the frames of the stream, and how.
     * @param {number} newest the newest sequence published
     */
    report(newest) {
        const converted = this._presenter === null ? 0 : this._presenter.converted;

        return Object.assign(this.statistics.report(newest), { presenter: this.way, converted });
    }

    /** Tell of the next picture that is seen. */
    watch() {
        this._watching = true;
    }

    /** Draw the picture once more, for who listens to the canvas or to the track. */
    draw() {
        this._last = 0;
        this._arrange();
    }

    /** See whether the element's style asks for another place of the picture, or its attribute or the screen for another way. */
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

    /** The canvas or the picture's place in it is another; textures still have the picture, and what is stale comes again. */
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
     * The browser took the context away. It may give it back, when asked not to forget it.
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
            // What was drawn before and lost with its context, or for another place, is taken again.
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

    /** The presenter before this one goes when this one's picture is there. */
    _settle() {
        const presenter = this._presenter;

        if (this._leaving !== null && presenter !== null && presenter.arrived) {
            this._leaving.show(false);
            this._leaving = null;
        }
    }

    /** The newest picture is on the screen, or will not come there. */
    _isSeen() {
        const presenter = this._presenter;

        return presenter !== null && (presenter.lost || (this._last !== 0 && presenter.arrived));
    }

    /** How large the picture is seen, for who draws subtitles into it. @param {FrameReader} reader */
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
     * @param {boolean} again also the picture that was drawn last
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
     * The presenter for pictures like this one, which come from now on.
     * @param {import('../stream/descriptor').Descriptor} descriptor
     */
    _choose(descriptor) {
        // Known when all went well.
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
        document.removeEventListener('visibilitychange', this._hide);
        this._canvas.removeEventListener('webglcontextlost', this._lose);
        this._canvas.removeEventListener('webglcontextrestored', this._restore);
        this._presenters.destroy();
        this._presenter = null;
    }
}

module.exports = { Display };
