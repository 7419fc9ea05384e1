'use strict';

/**
 * The backing store of a canvas, as large as the canvas is shown in pixels of the screen, never larger: it follows
 * the element's size and the device pixel ratio, which changes with the page's zoom and from screen to screen.
 */
class Backing {
    /**
     * @param {HTMLCanvasElement} canvas
     * @param {() => void} changed the canvas has another size, and is empty, or another ratio
     */
    constructor(canvas, changed) {
        this._canvas = canvas;
        /** Device pixels in a CSS pixel. */
        this.ratio = devicePixelRatio;
        /** False while the canvas has no size on the screen. */
        this.shown = false;
        this._measure(null);
        this._observer = new ResizeObserver(([entry]) => this._measure(entry) && changed());
        try {
            this._observer.observe(canvas, { box: 'device-pixel-content-box' });
        } catch (error) {
            // Before Chromium 84: rounded here, and the ratio is watched.
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

    /** A query is true for one ratio only. */
    _watchRatio() {
        if (this._query) {
            this._query.removeEventListener('change', this._look);
        }
        this._query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
        this._query.addEventListener('change', this._look);
    }

    /**
     * @param {ResizeObserverEntry | null} entry
     * @returns {boolean} whether anything is another
     */
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
        // Setting a size empties a canvas, also when it is the one it has.
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
