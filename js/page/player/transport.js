'use strict';

/** So many positions told by a player that was asked to pause, and it is somebody else who plays it. */
const STRAYS = 4;

/**
 * Playing or not, between one element and its player. The player may be shared: what it says is either the answer to
 * what this element asked, maybe still on its way while the element has asked something else, or another window's
 * doing, and only the latter is news.
 */
class Transport {
    /**
     * @param {(command: object) => number} send gives the command's number
     * @param {(playing: boolean) => void} listener somebody else has made the player play, or pause
     */
    constructor(send, listener) {
        this._send = send;
        this._listener = listener;
        this._queued = false;
        /** @type {boolean} */
        this._joined = false;
        /** @type {boolean} */
        this._wish = false;
        /** @type {boolean} */
        this._asked = false;
        /** @type {Set<number>} */
        this._unanswered = new Set();
        /** @type {number} */
        this._strays = 0;
        /** The player's. @type {string} */
        this.state = 'stopped';
    }

    /** There is no player. */
    reset() {
        this._joined = false;
        this._wish = false;
        this._asked = false;
        this._unanswered = new Set();
        this._strays = 0;
        this.state = 'stopped';
    }

    /** The player is there. @param {string} state its */
    join(state) {
        this._joined = true;
        this._asked = state === 'playing';
        this.state = state;
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
            this._strays = 0;
            this._unanswered.add(this._send({ command: this._wish ? 'play' : 'pause' }));
        }
    }

    /** It has ended, and stands still until it is asked again. */
    ended() {
        this._asked = false;
    }

    /** @param {number} number of a command that the player has taken, or refused */
    hearAnswer(number) {
        this._unanswered.delete(number);
    }

    /** @param {string} state the player's */
    hearState(state) {
        const before = this.state;

        this.state = state;
        this._strays = 0;
        if (this._unanswered.size > 0 || before === state) {
            return;
        }
        if (state === 'playing' && !this._asked) {
            this._follow(true);
        } else if ((state === 'paused' || state === 'stopped') && before === 'playing' && this._asked) {
            this._follow(false);
        }
    }

    /** The player moves. A pause that another window undid before the player got there shows only here. */
    hearPosition() {
        if (this._asked || this.state !== 'playing' || this._unanswered.size > 0) {
            this._strays = 0;
        } else if (++this._strays === STRAYS) {
            this._follow(true);
        }
    }

    /** @param {boolean} playing */
    _follow(playing) {
        this._asked = this._wish = playing;
        this._listener(playing);
    }
}

module.exports = { Transport };
