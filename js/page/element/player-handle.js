// SPDX-License-Identifier: MIT
'use strict';

/**
 * A player of the main process that this window may show, by its name in `players` of attach(): what an element takes as its
 * `srcObject`. It is the same as `src="frameshare:NAME"`, whatever characters the name has. Get one of `frameshare.player(name)`.
 */
class PlayerHandle {
    /** @param {string} name */
    constructor(name) {
        /** As it was given. */
        this.name = String(name);
        Object.freeze(this);
    }

    /** What an element's `src` attribute says for it. */
    get src() {
        return `frameshare:${encodeURIComponent(this.name)}`;
    }
}

module.exports = { PlayerHandle };
