// SPDX-License-Identifier: MIT
'use strict';

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
        this._observer = new ResizeObserver(([entry]) => this._measure(entry) && changed());
        try {
            this._observer.observe(canvas, { box: 'device-pixel-content-box' });
        } catch (error) {
            // Before Chromium 84 there is no device-pixel-content-box: round here, and watch the
            // ratio.
            this._observer.observe(canvas);
        }
        this._look = () => {
            this._watchRatio();
            if (this._measure(null)) {
                changed();
            }
        };
        /** @type {MediaQueryList | null} */
        this._query = null;
        this._watchRatio();
    }

    /** A media query matches one ratio only: make another one after each change. */
    _watchRatio() {
        if (this._query) {
            this._query.removeEventListener('change', this._look);
        }
        this._query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
        this._query.addEventListener('change', this._look);
    }

    /** @param {ResizeObserverEntry | null} entry @returns {boolean} whether anything has changed */
    _measure(entry) {
        const canvas = this._canvas;
        const exact = entry && entry.devicePixelContentBoxSize ? entry.devicePixelContentBoxSize[0] : null;
        const shownWidth = exact ? exact.inlineSize : Math.round(canvas.clientWidth * devicePixelRatio);
        const shownHeight = exact ? exact.blockSize : Math.round(canvas.clientHeight * devicePixelRatio);
        const shown = shownWidth > 0 && shownHeight > 0;
        const width = Math.max(1, shownWidth);
        const height = Math.max(1, shownHeight);

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
        if (this._query) {
            this._query.removeEventListener('change', this._look);
        }
    }
}

module.exports = { Backing };
