// SPDX-License-Identifier: MIT
'use strict';

const { NETWORK, READY } = require('./constants');
const { MediaFailure } = require('./media-error');

/** What HTML's load algorithm does to an element: another source, none, or one that cannot be loaded. */
class Loading {
    /** @param {import('./parts').Parts} parts @param {import('./parts').Listener} listener */
    constructor(parts, listener) {
        this._parts = parts;
        this._clock = parts.clock;
        this._ready = parts.ready;
        this._source = parts.source;
        this._playhead = parts.playhead;
        this._playback = parts.playback;
        this._settings = parts.settings;
        this._listener = listener;
        /** @type {number} */
        this.networkState = NETWORK.NETWORK_EMPTY;
        /** @type {MediaFailure | null} */
        this.error = null;
        /** The player is known, and what it says is about this source. @type {boolean} */
        this.opened = false;
    }

    /** What the media element load algorithm does before it selects a resource. */
    unload() {
        const { networkState } = this;
        let wanted = !this._ready.state.paused;
        const moved = this._ready.state.readyState > READY.HAVE_NOTHING && this._clock.position > 0;

        this._parts.tasks.clear();
        if (networkState === NETWORK.NETWORK_LOADING || networkState === NETWORK.NETWORK_IDLE) {
            this._parts.fire('abort');
        }
        if (networkState !== NETWORK.NETWORK_EMPTY) {
            this._parts.fire('emptied');
            if (wanted) {
                wanted = false;
                this._playback.abort('a new source is loaded');
            }
        }
        this.error = null;
        this.opened = false;
        this._parts.reset(wanted);
        if (moved) {
            this._parts.fire('timeupdate');
        }
        this._settings.reset();
        this.networkState = NETWORK.NETWORK_NO_SOURCE;
        this._listener.arrange();
    }

    /** The element is taken out of its document. */
    abandon() {
        const playing = !this._ready.state.paused;

        this.unload();
        this.networkState = NETWORK.NETWORK_EMPTY;
        if (playing) {
            this._ready.reset(false);
            this._parts.fire('pause');
            this._playback.reject('the element is not in the document any more');
        }
    }

    /** There is nothing to select. */
    empty() {
        this.networkState = NETWORK.NETWORK_EMPTY;
    }

    /** There is something to select: an attribute, or children. */
    begin() {
        this.networkState = NETWORK.NETWORK_LOADING;
        this._parts.fire('loadstart');
    }

    /** Loading waits until the page wants to play. */
    defer() {
        this.networkState = NETWORK.NETWORK_IDLE;
        this._parts.fire('suspend');
    }

    /** Loading goes on, with the next of several sources, or after it was deferred. */
    resume() {
        this.opened = false;
        this.networkState = NETWORK.NETWORK_LOADING;
    }

    /** The player has what it needs, and reads on by itself. */
    idle() {
        this.networkState = NETWORK.NETWORK_IDLE;
    }

    /** None of the children can be loaded; another one may come. */
    wait() {
        this.networkState = NETWORK.NETWORK_NO_SOURCE;
    }

    /** The source of the `src` attribute cannot be loaded. @param {MediaFailure} failure */
    refuse(failure) {
        this.error = failure;
        this.networkState = NETWORK.NETWORK_NO_SOURCE;
        this._playback.transport.reset();
        this._parts.fire('error');
        this._playback.reject(failure.message, 'NotSupportedError');
        // Not paused by HTML, but by Chromium.
        this._ready.change({ failed: true, wanted: false });
    }

    /** @param {{code: string, message: string}} error */
    fail(error) {
        const failure = new MediaFailure(error, this._ready.state.readyState > READY.HAVE_NOTHING && !this._source.beginning);

        if (this.error) {
            return;
        }
        if (this._ready.state.readyState === READY.HAVE_NOTHING) {
            this._listener.failed(failure);
            return;
        }
        this.error = failure;
        this.networkState = NETWORK.NETWORK_IDLE;
        this._playhead.fail(failure.message);
        this._playback.transport.onError();
        this._ready.change({ failed: true, seeking: false });
        this._parts.fire('error');
        this._playback.reject(error.message, 'NotSupportedError');
    }
}

module.exports = { Loading };
