// SPDX-License-Identifier: MIT
'use strict';

/**
 * One property of a player, as one element of several that may control it has it. An event of the player that tells a value carries
 * `after`: the number of this element's last command that the player had accepted when it wrote the event. An event from before
 * the element's last command about the property is an echo of what the element has replaced since: its value is dropped.
 * docs/design/commands.md tells where the numbers come from.
 *
 * @template T
 */
class Echo {
    /**
     * @param {T} value until the player tells one
     * @param {(value: T) => void} take the player's value is the element's from now on
     */
    constructor(value, take) {
        /** The player's, as last told. @type {T} */
        this.value = value;
        this._take = take;
        /** The number of the element's last command about it. */
        this._last = 0;
    }

    /** Another player, or another source. @param {T} value */
    reset(value) {
        this.value = value;
        this._last = 0;
    }

    /** @param {number} number of a command about it */
    sent(number) {
        this._last = number;
    }

    /** @param {number} after of an event @returns {boolean} the event is no echo */
    isNews(after) {
        return after >= this._last;
    }

    /** @param {T} value of an event @param {number} after */
    told(value, after) {
        this.value = value;
        if (this.isNews(after)) {
            this._take(value);
        }
    }

    /** The player refuses a command: its value stays as it is. @param {number} number of the command */
    refused(number) {
        if (number === this._last) {
            this._last = 0;
            this._take(this.value);
        }
    }
}

module.exports = { Echo };
