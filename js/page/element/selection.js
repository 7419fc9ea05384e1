// SPDX-License-Identifier: MIT
'use strict';

const { NETWORK } = require('../state/constants');

/** @typedef {import('../state/media-error').MediaFailure} MediaFailure */

/**
 * What HTML calls the resource selection algorithm: `srcObject`, else the `src` attribute, or else each <source> child in turn until one
 * can be loaded.
 */
class SourceSelection {
    /**
     * @param {HTMLElement} element
     * @param {import('../state/media-state').MediaState} state
     * @param {{open: (src: string, again: boolean) => void, close: () => void, canPlay: (type: string) => string, mayLoad: () => boolean}} loader
     */
    constructor(element, state, loader) {
        this._element = element;
        this._state = state;
        this._loader = loader;
        this._turn = 0;
        /** What was chosen, as an absolute URI; '' before anything was. */
        this.current = '';
        /** What the page has assigned. @type {import('./player-handle').PlayerHandle | null} */
        this.object = null;
        /** The child that is being loaded, or was last. @type {Element | null} */
        this._child = null;
        this._waiting = false;
        /** Opens what waits until the page wants to play. @type {(() => void) | null} */
        this._deferred = null;
        this._again = false;
    }

    /**
     * What is assigned goes before attributes and children.
     * @param {import('./player-handle').PlayerHandle | null} object
     */
    assign(object) {
        this.object = object;
        this.start(false);
    }

    /** @param {boolean} again the page asked for it by load() */
    start(again) {
        this._again = again;
        this._state.unload();
        this._select();
    }

    /** The element is gone from the document. */
    stop() {
        this._turn++;
        this._deferred = null;
        this._waiting = false;
        this._state.abandon();
    }

    /** After the script that asked for it: the rest of that script may still change what there is to select. */
    _select() {
        const turn = ++this._turn;

        this._deferred = null;
        this._waiting = false;
        this._child = null;
        this._state.wait();
        queueMicrotask(() => turn === this._turn && this._choose());
    }

    _choose() {
        const { object } = this;
        const src = this._element.getAttribute('src');
        const child = this._nextChild();

        if (!this._loader.mayLoad() || (object === null && src === null && child === null)) {
            this._loader.close();
            this._state.empty();
            return;
        }
        this._state.begin();
        if (object !== null) {
            this.current = '';
            this._state.name('');
            this._loader.open(object.src, this._again);
        } else if (src !== null) {
            this._open(src);
        } else {
            this._tryChild(/** @type {Element} */ (child));
        }
    }

    /** @param {string} src */
    _open(src) {
        const uri = src === '' ? null : parsed(src);

        if (uri === null) {
            // It names nothing, so what is current stays as it is.
            this._loader.open('', this._again);
            return;
        }
        this.current = uri;
        const open = () => this._loader.open(uri, this._again);

        this._state.name(uri);
        if (this._mayWait()) {
            this._loader.close();
            this._deferred = open;
            this._state.defer();
        } else {
            open();
        }
    }

    /** Nothing has to be loaded before the page wants to play. As in Chromium, one that says load() means it. */
    _mayWait() {
        const { preload } = /** @type {any} */ (this._element);

        return preload === 'none' && !this._again && this._state.paused && !this._element.hasAttribute('autoplay');
    }

    /** The attribute is another, or the page wants to play. */
    preloadChanged() {
        const open = this._deferred;

        if (open && !this._mayWait()) {
            this._deferred = null;
            this._state.resume();
            open();
        }
    }

    /** The child after the last one tried. @returns {Element | null} */
    _nextChild() {
        const children = Array.from(this._element.children);

        return children.slice(this._child ? children.indexOf(this._child) + 1 : 0)
            .find((each) => isHtml(each, 'source')) || null;
    }

    /** @param {Element} child */
    _tryChild(child) {
        const type = child.getAttribute('type');

        this._child = child;
        if (!child.getAttribute('src') || (type && this._loader.canPlay(type) === '')) {
            this._refuseChild();
            return;
        }
        this._open(/** @type {string} */ (child.getAttribute('src')));
    }

    _refuseChild() {
        const child = /** @type {Element} */ (this._child);
        const turn = this._turn;

        this._state.post(() => child.dispatchEvent(new Event('error')));
        queueMicrotask(() => turn === this._turn && this._nextOrWait());
    }

    _nextOrWait() {
        const next = this._nextChild();

        this._waiting = next === null;
        if (next) {
            this._state.resume();
            this._tryChild(next);
        } else {
            this._state.wait();
        }
    }

    /** What was opened cannot be loaded. @param {MediaFailure} failure */
    failed(failure) {
        if (this._child) {
            this._refuseChild();
        } else {
            this._state.refuse(failure);
        }
    }

    /** What was next plays. @param {string} src absolute */
    replaced(src) {
        if (this.object === null) {
            this.current = src;
        }
    }

    /** The page wants to play or to pause, and maybe nothing is being loaded for that. */
    wake() {
        if (this._state.networkState === NETWORK.NETWORK_EMPTY) {
            this._select();
        }
    }

    /** Children were added, or the element has come into the document: there may be something to select. */
    sourcesChanged() {
        const has = this.object !== null || this._element.hasAttribute('src');

        if (this._waiting) {
            this._nextOrWait();
        } else if (this._state.networkState === NETWORK.NETWORK_EMPTY && (has || this._nextChild())) {
            this._select();
        }
    }
}

/** @param {string} uri maybe relative to the page @returns {string | null} absolute; null for what is no URL */
function parsed(uri) {
    try {
        return new URL(uri, document.baseURI).href;
    } catch (error) {
        return null;
    }
}

/** @param {string} uri maybe relative to the page @returns {string} what is no URL stays as it is */
function absolute(uri) {
    const all = parsed(uri);

    return all === null ? uri : all;
}

/** @param {Element} element @param {string} name @returns {boolean} whether it is that element of HTML, and not of SVG or another language */
function isHtml(element, name) {
    return element.localName === name && element.namespaceURI === 'http://www.w3.org/1999/xhtml';
}

module.exports = { SourceSelection, absolute, isHtml };
