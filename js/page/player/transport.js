// SPDX-License-Identifier: MIT
'use strict';

const { Echo } = require('./echo');

/**
 * Playing or not, between one element and its player. The player may be shared: what it tells after this element's last command
 * is another's doing, and is followed.
 */
class Transport {
    /**
     * @param {(command: object) => number} send gives the command's number
     * @param {(playing: boolean) => void} follow somebody else has made the player play, or pause
     */
    constructor(send, follow) {
        this._send = send;
        this._follow = follow;
        this._queued = false;
        /** @type {boolean} */
        this._joined = false;
        /** @type {boolean} */
        this._wish = false;
        /** @type {boolean} */
        this._asked = false;
        /** @type {Echo<string>} */
        this._state = new Echo('stopped', () => {});
    }

    /** The player's: `stopped`, `loading`, `paused`, `playing`, `ended` or `error`. */
    get state() {
        return this._state.value;
    }

    /** There is no player. */
    reset() {
        this._joined = false;
        this._wish = false;
        this._asked = false;
        this._state.reset('stopped');
    }

    /** The player is there. @param {string} state its */
    join(state) {
        this._joined = true;
        this._asked = state === 'playing';
        this._state.reset(state);
    }

    /** What the element wants; of what it wants in one script the last counts. @param {boolean} playing */
    want(playing) {
        this._wish = playing;
        if (!this._queued) {
            this._queued = true;
            queueMicrotask(() => {
                this._queued = false;
                this._ask();
            });
        }
    }

    /** Ask now, if it is to stand still. */
    stop() {
        if (!this._wish) {
            this._ask();
        }
    }

    _ask() {
        if (this._joined && this._wish !== this._asked) {
            this._asked = this._wish;
            this._state.sent(this._send({ command: this._wish ? 'play' : 'pause' }));
        }
    }

    /** It has ended, and stands still until it is asked again. */
    ended() {
        this._asked = false;
    }

    /**
     * A player that is asked to play tells that it is paused while it loads. One that played, and does not, was paused; and one that
     * tells again that it is paused was asked to play and then to pause, before it had begun.
     * @param {string} state the player's
     * @param {number} after
     */
    onState(state, after) {
        const before = this.state;

        this._state.told(state, after);
        if (!this._state.isNews(after)) {
            return;
        }
        if (state === 'playing' && !this._asked) {
            this._take(true);
        } else if ((state === 'paused' || state === 'stopped') && this._asked && (before === 'playing' || before === state)) {
            this._take(false);
        }
    }

    /** It plays no more, because it failed. */
    onError() {
        this._state.value = 'error';
    }

    /** @param {boolean} playing */
    _take(playing) {
        this._asked = this._wish = playing;
        this._follow(playing);
    }
}

module.exports = { Transport };
