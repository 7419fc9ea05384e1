// SPDX-License-Identifier: MIT
'use strict';

/** @typedef {'live' | 'on-demand' | 'unknown'} StreamType what kind of source it is */

/**
 * Whether a source is live, in the words of the media UI extensions that media-chrome reads. Nothing of a live source is kept:
 * what is shown is its newest.
 */
class Live {
    /** @param {(event: string) => void} fire */
    constructor(fire) {
        this._fire = fire;
        /** @type {StreamType} */
        this.type = 'unknown';
    }

    /** @param {StreamType} type */
    set(type) {
        const window = this.window;

        if (type !== this.type) {
            this.type = type;
            this._fire('streamtypechange');
        }
        if (!Object.is(window, this.window)) {
            this._fire('targetlivewindowchange');
        }
    }

    /** Seconds of a live source that one can seek back, NaN for what is not live. */
    get window() {
        return this.type === 'live' ? 0 : NaN;
    }

    /** The time from which on playback is at the live edge, NaN for what is not live. */
    get edge() {
        return this.type === 'live' ? 0 : NaN;
    }
}

module.exports = { Live };
