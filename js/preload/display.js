'use strict';

const addon = require('../stream/addon');
const { Renderer } = require('./renderer');
const { Statistics } = require('./statistics');

/** @typedef {import('../stream/reader').FrameReader} FrameReader */
/** @typedef {import('../stream/views').SlotViews} SlotViews */

/**
 * Shows the newest picture of a stream in a canvas, once for each animation frame that has a new one: lease,
 * upload, draw, release. Nothing in the loop allocates, calls native code, or sends a message.
 */
class Display {
    /**
     * @param {HTMLCanvasElement} canvas
     * @param {{picture: () => void, error: (error: Error) => void}} listener picture: the newest picture is on the
     *     screen, told once for each announce()
     */
    constructor(canvas, listener) {
        this._canvas = canvas;
        this._listener = listener;
        this.statistics = new Statistics();
        /** @type {FrameReader | null} */
        this._reader = null;
        /** @type {Renderer | null} */
        this._renderer = null;
        this._last = 0;
        this._running = 0;
        this._announcing = false;
        /** From this page's clock to the one that frames are stamped with, ms. */
        this._clock = addon.now() / 1e6 - performance.now();
        this._tick = () => this._frame();
        this._lose = (/** @type {Event} */ event) => event.preventDefault();
        this._restore = () => this._restored();
        canvas.addEventListener('webglcontextlost', this._lose);
        canvas.addEventListener('webglcontextrestored', this._restore);
        this._observer = new ResizeObserver(() => this._resize());
        this._observer.observe(canvas);
    }

    /** @param {FrameReader | null} reader null keeps the last picture */
    setReader(reader) {
        this._reader = reader;
        this._last = 0;
        this._announcing = reader !== null;
        this.statistics.restart();
        if (reader && this._running === 0) {
            this._running = requestAnimationFrame(this._tick);
        }
    }

    /** Tell when the newest picture is on the screen, drawn already or not. */
    announce() {
        this._announcing = true;
    }

    /** The backing store is as large as the canvas is shown, never larger. */
    _resize() {
        const canvas = this._canvas;
        const width = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
        const height = Math.max(1, Math.round(canvas.clientHeight * devicePixelRatio));

        if (canvas.width !== width || canvas.height !== height) {
            canvas.width = width;
            canvas.height = height;
            this._redraw();
        }
    }

    /** Setting a size cleared the canvas; the textures still have the picture. */
    _redraw() {
        if (this._renderer && this._renderer.ready && !this._renderer.lost) {
            this._renderer.draw();
        }
    }

    _restored() {
        if (this._renderer) {
            this._renderer.restored();
            this._last = 0;
        }
    }

    _frame() {
        if (this._reader === null) {
            this._running = 0;
            return;
        }
        this._running = requestAnimationFrame(this._tick);
        try {
            this._show(this._reader);
        } catch (error) {
            cancelAnimationFrame(this._running);
            this._running = 0;
            this._reader = null;
            this._listener.error(/** @type {Error} */ (error));
        }
    }

    /** @param {FrameReader} reader */
    _show(reader) {
        if (reader.newest() !== this._last && !(this._renderer !== null && this._renderer.lost)) {
            this._take(reader);
        }
        if (this._announcing && this._last !== 0) {
            this._announcing = false;
            this._listener.picture();
        }
    }

    /** @param {FrameReader} reader */
    _take(reader) {
        // What was drawn before and lost with its context is taken again.
        if (!reader.acquire(this._last === 0)) {
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
        const renderer = this._renderer === null ? this._createRenderer() : this._renderer;
        const descriptor = reader.descriptor;
        const start = performance.now();

        renderer.upload(descriptor, /** @type {SlotViews} */ (reader.views).planes);
        const end = performance.now();

        renderer.draw();
        this.statistics.add(descriptor.sequence, end - start, end + this._clock - descriptor.publishedAt / 1e6);
    }

    _createRenderer() {
        this._renderer = new Renderer(this._canvas);
        return this._renderer;
    }

    destroy() {
        this.setReader(null);
        cancelAnimationFrame(this._running);
        this._running = 0;
        this._observer.disconnect();
        this._canvas.removeEventListener('webglcontextlost', this._lose);
        this._canvas.removeEventListener('webglcontextrestored', this._restore);
        if (this._renderer) {
            this._renderer.destroy();
            this._renderer = null;
        }
    }
}

module.exports = { Display };
