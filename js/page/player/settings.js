// SPDX-License-Identifier: MIT
'use strict';

const { Echo } = require('./echo');
const rates = require('../../rates.json');

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
    return rate === 0 || (Math.abs(rate) >= rates.slowest && rate <= rates.fastest && rate >= -rates.fastestBack);
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
        /** The player's volume. */
        this._playerVolume = new Echo(/** @type {{volume: number, mute: boolean}} */ ({ volume: 1, mute: false }), ({ volume, mute }) => this._take(volume, mute));
        /** The player's rate, which is never 0. @type {Echo<number>} */
        this._playerRate = new Echo(1, (rate) => this._takeRate(rate));
        /** What the player was asked for, or says by itself. */
        this._askedRate = 1;
        this._joined = false;
        /** Set by the page. @type {Set<string>} */
        this._wishes = new Set();
    }

    /** There is no player; loading starts with the default rate. */
    reset() {
        this._joined = false;
        this._askedRate = 1;
        this._playerRate.reset(1);
        this._playerVolume.reset({ volume: this.volume, mute: this.muted });
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
        this._askedRate = rate;
        this._playerRate.reset(rate);
        this._playerVolume.reset({ volume, mute });
        if (this._wishes.has('volume') && this.volume !== volume) {
            this._sendVolume({ command: 'volume', volume: this.volume });
        }
        if (this._wishes.has('mute') && this.muted !== mute) {
            this._sendVolume({ command: 'mute', mute: this.muted });
        }
        if (this._wishes.has('pitch')) {
            this._send({ command: 'pitch', preserve: this.preservesPitch });
        } else {
            this.preservesPitch = player.preservesPitch !== false;
        }
        this._take(this._wishes.has('volume') ? this.volume : volume, this._wishes.has('mute') ? this.muted : mute);
        if (this._wishes.has('rate')) {
            this._sendRate();
        } else {
            this._takeRate(rate);
        }
    }

    /** @param {boolean} preserve */
    setPreservesPitch(preserve) {
        if (preserve !== this.preservesPitch) {
            this.preservesPitch = preserve;
            this._wishes.add('pitch');
            if (this._joined) {
                this._send({ command: 'pitch', preserve });
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
            this._sendVolume({ command: 'volume', volume });
        }
    }

    /** @param {boolean} muted */
    setMuted(muted) {
        this._wishes.add('mute');
        if (this._take(this.volume, muted) && this._joined) {
            this._sendVolume({ command: 'mute', mute: muted });
        }
    }

    /** @param {any} value 0 stands still */
    setRate(value) {
        const rate = finite(value, 'playbackRate');

        if (!isSupported(rate)) {
            throw new DOMException(`playbackRate ${rate} is not supported: ${rates.slowest} to ${rates.fastest}, ${-rates.slowest} to ` +
                `${-rates.fastestBack} backwards, or 0 to stand still`, 'NotSupportedError');
        }
        this._wishes.add('rate');
        if (rate !== this.rate) {
            this.rate = rate;
            this._fire('ratechange');
            this._sendRate();
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
    _sendRate() {
        if (this._joined && this.rate !== 0 && this.rate !== this._askedRate) {
            this._askedRate = this.rate;
            this._playerRate.sent(this._send({ command: 'rate', rate: this.rate }));
        }
    }

    /** @param {object} command */
    _sendVolume(command) {
        this._playerVolume.sent(this._send(command));
    }

    /** @param {number} number of a command that the player refuses */
    onRefused(number) {
        this._playerVolume.refused(number);
        this._playerRate.refused(number);
    }

    /** The player has another volume now, by this element or by another. @param {any} event */
    onVolume({ volume, mute, after }) {
        this._playerVolume.told({ volume, mute: Boolean(mute) }, after);
    }

    /** @param {any} event */
    onRate({ rate, after }) {
        this._playerRate.told(rate, after);
    }

    /** The player's rate is the element's; only the rate 0 is none of a player's. @param {number} rate */
    _takeRate(rate) {
        this._askedRate = rate;
        if (this.rate !== 0 && this.rate !== rate) {
            this.rate = rate;
            this._fire('ratechange');
        }
    }

    /** Somebody else made the player go on while this element stood still with rate 0. */
    moveOn() {
        if (this.rate === 0) {
            this.rate = this._playerRate.value;
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
