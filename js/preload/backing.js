// SPDX-License-Identifier: MIT
'use strict';

const { weakly, whenGone } = require('../weak');

/** @param {{query: MediaQueryList | null, look: () => void}} watched */
function unwatch(watched) {
    if (watched.query) {
        watched.query.removeEventListener('change', watched.look);
    }
}

/** @param {Backing} backing @param {ResizeObserverEntry[]} entries */
function measure(backing, [entry]) {
    if (backing._measure(entry)) {
        backing._changed();
    }
}

/** @param {Backing} backing whose ratio has changed */
function look(backing) {
    backing._watchRatio();
    if (backing._measure(null)) {
        backing._changed();
    }
}

/**
 * Keeps the backing store of a canvas as large as the canvas is on the screen, in device pixels,
 * never larger: it follows the element's size and the device pixel ratio, which changes with the
 * page's zoom and from screen to screen.
 */
class Backing {
    /**
     * @param {HTMLCanvasElement} canvas
     * @param {() => void} changed called when the canvas has another size, and is empty, or another
     * device pixel ratio
     */
    constructor(canvas, changed) {
        this._canvas = canvas;
        /** Device pixels per CSS pixel. */
        this.ratio = devicePixelRatio;
        /** False while the canvas has no size on the screen. */
        this.shown = false;
        this._measure(null);
        this._changed = changed;
        this._observer = new ResizeObserver(weakly(this, measure));
        try {
            this._observer.observe(canvas, { box: 'device-pixel-content-box' });
        } catch (error) {
            // Before Chromium 84 there is no device-pixel-content-box: round here, and watch the
            // ratio.
            this._observer.observe(canvas);
        }
        this._look = weakly(this, look);
        /** What is watched now. @type {{query: MediaQueryList | null, look: () => void}} */
        this._watched = { query: null, look: this._look };
        this._watchRatio();
        whenGone(this, unwatch, this._watched);
    }

    /** A media query matches one ratio only: make another one after each change. */
    _watchRatio() {
        const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);

        unwatch(this._watched);
        this._watched.query = query;
        query.addEventListener('change', this._look);
    }

    /** @param {ResizeObserverEntry | null} entry @returns {boolean} whether anything has changed */
    _measure(entry) {
        const canvas = this._canvas;
        const exact = entry && entry.devicePixelContentBoxSize ? entry.devicePixelContentBoxSize[0] : null;
        const shownWidth = exact ? exact.inlineSize : Math.round(canvas.clientWidth * devicePixelRatio);
        const shownHeight = exact ? exact.blockSize : Math.round(canvas.clientHeight * devicePixelRatio);
        const shown = shownWidth > 0 && shownHeight > 0;
        // In no document it has no size, and what it shows may still be captured.
        const width = canvas.isConnected ? Math.max(1, shownWidth) : canvas.width;
        const height = canvas.isConnected ? Math.max(1, shownHeight) : canvas.height;

        if (canvas.width === width && canvas.height === height && this.ratio === devicePixelRatio && this.shown === shown) {
            return false;
        }
        this.ratio = devicePixelRatio;
        this.shown = shown;
        // Setting the size of a canvas clears it, even if the size is the same.
        if (canvas.width !== width) {
            canvas.width = width;
        }
        if (canvas.height !== height) {
            canvas.height = height;
        }
        return true;
    }

    destroy() {
        this._observer.disconnect();
        unwatch(this._watched);
    }
}

module.exports = { Backing };
