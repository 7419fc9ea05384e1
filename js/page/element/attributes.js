// SPDX-License-Identifier: MIT
'use strict';

const { absolute } = require('./selection');

/** `preload` as HTML reads it. @type {{[value: string]: string}} */
const PRELOAD = { none: 'none', metadata: 'metadata', auto: 'auto', '': 'auto' };

/** What HTML calls the rules for parsing non-negative integers. */
const WHOLE = /^[\t\n\f\r ]*\+?(\d+)/;
const LONGEST = 0x7fffffff;

/** Where there is no document, in Node, names can still be imported. @type {typeof HTMLElement} */
const Base = typeof HTMLElement === 'undefined' ? /** @type {any} */ (class {}) : HTMLElement;

/**
 * The content attributes of `<video>` as properties, by HTML's rules ("2.6.1 Reflecting content attributes in IDL
 * attributes"): what an attribute says that makes no sense is read as its default, and stays as it is.
 */
class MediaAttributes extends Base {
    /** The source as an absolute URI, '' for no attribute. @returns {string} */
    get src() {
        return this._url('src');
    }

    set src(value) {
        this.setAttribute('src', value);
    }

    /** A picture to show until it plays, as an absolute URI, '' for no attribute. @returns {string} */
    get poster() {
        return this._url('poster');
    }

    set poster(value) {
        this.setAttribute('poster', value);
    }

    /** @param {string} name of an attribute */
    _url(name) {
        const value = this.getAttribute(name);

        return value === null ? '' : absolute(value);
    }

    /** `none` loads only when it is to play; `metadata`, the default, and `auto` load at once. @returns {string} */
    get preload() {
        const value = this.getAttribute('preload');

        return (value !== null && PRELOAD[value.toLowerCase()]) || 'metadata';
    }

    set preload(value) {
        this.setAttribute('preload', value);
    }

    /** Play as soon as there is enough to begin. */
    get autoplay() {
        return this.hasAttribute('autoplay');
    }

    set autoplay(value) {
        this.toggleAttribute('autoplay', Boolean(value));
    }

    /** Begin again at the end. */
    get loop() {
        return this.hasAttribute('loop');
    }

    set loop(value) {
        this.toggleAttribute('loop', Boolean(value));
    }

    /** A bar to play, seek, set the volume, show captions and fill the screen is shown. */
    get controls() {
        return this.hasAttribute('controls');
    }

    set controls(value) {
        this.toggleAttribute('controls', Boolean(value));
    }

    /**
     * 'anonymous', 'use-credentials', or null, as the attribute says. It changes nothing: the player asks, not the browser, as the main process lets it, and canvases are
     * not tainted by its pictures.
     * @returns {string | null}
     */
    get crossOrigin() {
        const value = this.getAttribute('crossorigin');

        return value === null ? null : value.toLowerCase() === 'use-credentials' ? 'use-credentials' : 'anonymous';
    }

    set crossOrigin(value) {
        if (value === null || value === undefined) {
            this.removeAttribute('crossorigin');
        } else {
            this.setAttribute('crossorigin', value);
        }
    }

    /** Whether it is muted at first; `muted` is whether it is now. */
    get defaultMuted() {
        return this.hasAttribute('muted');
    }

    set defaultMuted(value) {
        this.toggleAttribute('muted', Boolean(value));
    }

    /** It always plays where it is: nothing here goes to full screen by itself. */
    get playsInline() {
        return this.hasAttribute('playsinline');
    }

    set playsInline(value) {
        this.toggleAttribute('playsinline', Boolean(value));
    }

    /** requestPictureInPicture() is refused. */
    get disablePictureInPicture() {
        return this.hasAttribute('disablepictureinpicture');
    }

    set disablePictureInPicture(value) {
        this.toggleAttribute('disablepictureinpicture', Boolean(value));
    }

    /** CSS pixels; 0 for no attribute, or none that is a number. CSS goes before it. */
    get width() {
        return this._length('width');
    }

    set width(value) {
        this._setLength('width', value);
    }

    /** CSS pixels; 0 for no attribute, or none that is a number. CSS goes before it. */
    get height() {
        return this._length('height');
    }

    set height(value) {
        this._setLength('height', value);
    }

    /** @param {string} name of an attribute @returns {number} */
    _length(name) {
        const digits = WHOLE.exec(this.getAttribute(name) || '');

        return digits && Number(digits[1]) <= LONGEST ? Number(digits[1]) : 0;
    }

    /** @param {string} name of an attribute @param {any} value */
    _setLength(name, value) {
        const length = Number(value) >>> 0;

        this.setAttribute(name, String(length <= LONGEST ? length : 0));
    }
}

module.exports = { MediaAttributes };
