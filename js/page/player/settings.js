'use strict';

const { SLOWEST, FASTEST, FASTEST_BACK } = require('./rates');

/**
 * @param {any} value
 * @param {string} what
 * @returns {number} as Web IDL's `double`
 */
function finite(value, what) {
    // Unlike Number(), + takes no BigInt.
    const number = +value;

    if (!isFinite(number)) {
        throw new TypeError(`${what} must be a finite number, not ${String(value)}`);
    }
    return number;
}

/** @param {number} rate or 0 */
function isSupported(rate) {
    return rate === 0 || (Math.abs(rate) >= SLOWEST && rate <= FASTEST && rate >= -FASTEST_BACK);
}

/**
 * Volume, muted, rate and its pitch of one element. What the page has set goes to each player that the element gets; what it has
 * not is as the player has it.
 */
class Settings {
    /**
     * @param {(command: object) => number} send
     * @param {(event: string) => void} fire
     */
    constructor(send, fire) {
        this._send = send;
        this._fire = fire;
        this.volume = 1;
        this.muted = false;
        this.rate = 1;
        this.defaultRate = 1;
        this.preservesPitch = true;
        /** The last word of a player, never 0. */
        this._playerRate = 1;
        /** What the player was asked for, or says by itself. */
        this._askedRate = 1;
        this._joined = false;
        /** What the player said last of its volume, until it counts. @type {any} */
        this._told = null;
        /** Commands that the player has not taken yet: until then it speaks of what was before. @type {Set<number>} */
        this._unanswered = new Set();
        /** Set by the page. @type {Set<string>} */
        this._wishes = new Set();
    }

    /** There is no player; loading starts with the default rate. */
    reset() {
        this._joined = false;
        this._told = null;
        this._playerRate = this._askedRate = 1;
        this._unanswered.clear();
        this._wishes.delete('rate');
        if (this.defaultRate !== 1) {
            this._wishes.add('rate');
        }
        if (this.rate !== this.defaultRate) {
            this.rate = this.defaultRate;
            this._fire('ratechange');
        }
    }

    /** @param {{volume: number, mute: boolean, rate: number, preservesPitch?: boolean}} player */
    join(player) {
        const { volume, mute, rate } = player;

        this._joined = true;
        this._playerRate = this._askedRate = rate;
        if (this._wishes.has('volume') && this.volume !== volume) {
            this._tell({ command: 'volume', volume: this.volume });
        }
        if (this._wishes.has('mute') && this.muted !== mute) {
            this._tell({ command: 'mute', mute: this.muted });
        }
        if (this._wishes.has('pitch')) {
            this._tell({ command: 'pitch', preserve: this.preservesPitch });
        } else {
            this.preservesPitch = player.preservesPitch !== false;
        }
        this._take(this._wishes.has('volume') ? this.volume : volume, this._wishes.has('mute') ? this.muted : mute);
        if (this._wishes.has('rate')) {
            this._tellRate();
        } else {
            this.hearRate(rate);
        }
    }

    /** @param {boolean} preserve */
    setPreservesPitch(preserve) {
        if (preserve !== this.preservesPitch) {
            this.preservesPitch = preserve;
            this._wishes.add('pitch');
            if (this._joined) {
                this._tell({ command: 'pitch', preserve });
            }
        }
    }

    /** @param {any} value 0 to 1 */
    setVolume(value) {
        const volume = finite(value, 'volume');

        if (volume < 0 || volume > 1) {
            throw new DOMException(`volume must be 0 to 1, not ${volume}`, 'IndexSizeError');
        }
        this._wishes.add('volume');
        if (this._take(volume, this.muted) && this._joined) {
            this._tell({ command: 'volume', volume });
        }
    }

    /** @param {boolean} muted */
    setMuted(muted) {
        this._wishes.add('mute');
        if (this._take(this.volume, muted) && this._joined) {
            this._tell({ command: 'mute', mute: muted });
        }
    }

    /** @param {any} value 0 stands still */
    setRate(value) {
        const rate = finite(value, 'playbackRate');

        if (!isSupported(rate)) {
            throw new DOMException(`playbackRate ${rate} is not supported: ${SLOWEST} to ${FASTEST}, ${-SLOWEST} to ` +
                `${-FASTEST_BACK} backwards, or 0 to stand still`, 'NotSupportedError');
        }
        this._wishes.add('rate');
        if (rate !== this.rate) {
            this.rate = rate;
            this._fire('ratechange');
            this._tellRate();
        }
    }

    /** One that is not supported changes nothing, as in Chromium. @param {any} value */
    setDefaultRate(value) {
        const rate = finite(value, 'defaultPlaybackRate');

        if (isSupported(rate) && rate !== this.defaultRate) {
            this.defaultRate = rate;
            this._fire('ratechange');
        }
    }

    /** A player has no rate 0: it is paused then. */
    _tellRate() {
        if (this._joined && this.rate !== 0 && this.rate !== this._askedRate) {
            this._askedRate = this.rate;
            this._tell({ command: 'rate', rate: this.rate });
        }
    }

    /** @param {object} command */
    _tell(command) {
        this._unanswered.add(this._send(command));
    }

    /** @param {number} number of a command that the player has taken, or refused */
    hearAnswer(number) {
        if (this._unanswered.delete(number)) {
            this._agree();
        }
    }

    /** The player has other settings now, by this element or by another; it says so before it answers. @param {any} event */
    hearVolume(event) {
        this._told = event;
        this._agree();
    }

    /** @param {number} rate the player's, told before its answer */
    hearRate(rate) {
        this._playerRate = rate;
        this._agree();
    }

    /** The player's settings are the element's, once it has heard everything; only the rate 0 is none of a player's. */
    _agree() {
        if (this._unanswered.size > 0) {
            return;
        }
        if (this._told) {
            this._take(this._told.volume, Boolean(this._told.mute));
            this._told = null;
        }
        this._askedRate = this._playerRate;
        if (this.rate !== 0 && this.rate !== this._playerRate) {
            this.rate = this._playerRate;
            this._fire('ratechange');
        }
    }

    /** Somebody else made the player go on while this element stood still with rate 0. */
    moveOn() {
        if (this.rate === 0) {
            this.rate = this._playerRate;
            this._fire('ratechange');
        }
    }

    /** @param {number} volume @param {boolean} muted @returns {boolean} something changed */
    _take(volume, muted) {
        const changed = volume !== this.volume || muted !== this.muted;

        if (changed) {
            this.volume = volume;
            this.muted = muted;
            this._fire('volumechange');
        }
        return changed;
    }
}

module.exports = { Settings, finite };
