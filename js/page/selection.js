'use strict';

const { NETWORK } = require('./constants');

/** @typedef {import('./media-error').MediaFailure} MediaFailure */

/**
 * What HTML calls the resource selection algorithm: `srcObject`, else the `src` attribute, or else each <source> child in turn until one
 * can be loaded.
 */
class SourceSelection {
    /**
     * @param {HTMLElement} element
     * @param {import('./media-state').MediaState} state
     * @param {{open: (src: string, again: boolean) => void, close: () => void, canPlay: (type: string) => string}} loader
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
        /** @type {(() => void) | null} */
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

        if (!this._element.isConnected || (object === null && src === null && child === null)) {
            this._loader.close();
            this._state.empty();
            return;
        }
        this._state.begin();
        if (object !== null) {
            this.current = '';
            this._loader.open(object.src, this._again);
        } else if (/** @type {any} */ (this._element).preload === 'none' && !this._element.hasAttribute('autoplay')) {
            this._loader.close();
            this._deferred = () => this._try(src, child);
            this._state.defer();
        } else {
            this._try(src, child);
        }
    }

    /** @param {string | null} src @param {Element | null} child */
    _try(src, child) {
        if (src !== null) {
            this._open(src);
        } else {
            this._tryChild(/** @type {Element} */ (child));
        }
    }

    /** @param {string} src */
    _open(src) {
        this.current = src === '' ? '' : absolute(src);
        this._loader.open(this.current, this._again);
    }

    /** The child after the last one tried. @returns {Element | null} */
    _nextChild() {
        const children = Array.from(this._element.children);

        return children.slice(this._child ? children.indexOf(this._child) + 1 : 0)
            .find((each) => each.localName === 'source') || null;
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

        setTimeout(() => child.dispatchEvent(new Event('error')));
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

    /** The page wants to play, and maybe nothing is being loaded for that. */
    wake() {
        const deferred = this._deferred;

        if (deferred) {
            this._deferred = null;
            this._state.resume();
            deferred();
        } else if (this._state.networkState === NETWORK.NETWORK_EMPTY) {
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

/** @param {string} uri maybe relative to the page @returns {string} */
function absolute(uri) {
    try {
        return new URL(uri, document.baseURI).href;
    } catch (error) {
        return uri;
    }
}

module.exports = { SourceSelection, absolute };
