// SPDX-License-Identifier: MIT
'use strict';

const { derive, eventsOf, noFacts } = require('./ready-state');

/** @typedef {import('./ready-state').Facts} Facts */
/** @typedef {import('./ready-state').State} State */

/**
 * @typedef {object} Listener
 * @property {(before: State, after: State) => void} changed the facts have changed, before any event is fired
 * @property {(event: string, before: State, after: State) => void} fired before the next event
 */

/** The facts of one element, and what HTML says of them: whoever changes a fact causes the events. */
class Readiness {
    /** @param {(event: string) => void} fire @param {Listener} listener */
    constructor(fire, listener) {
        this._fire = fire;
        this._listener = listener;
        this._facts = noFacts();
        /** What HTMLMediaElement tells of the facts. */
        this.state = derive(null, this._facts);
    }

    /** Nothing is known of a source; no event says so. @param {boolean} wanted it is to play */
    reset(wanted) {
        this._facts = Object.assign(noFacts(), { wanted });
        this.state = derive(null, this._facts);
    }

    /** The player's process is being replaced. */
    get recovering() {
        return this._facts.recovering;
    }

    /** Derive the state, and fire the events of what is different. @param {Partial<Facts>} facts that are otherwise now */
    change(facts) {
        const before = this.state;

        Object.assign(this._facts, facts);
        const after = derive(before, this._facts);

        this.state = after;
        this._listener.changed(before, after);
        eventsOf(before, after).forEach((name) => {
            this._fire(name);
            this._listener.fired(name, before, after);
        });
    }
}

module.exports = { Readiness };
