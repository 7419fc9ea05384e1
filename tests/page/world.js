// SPDX-License-Identifier: MIT
'use strict';

// What js/page needs of a browser, for tests that have none: events, and tasks that run when the test says so.

if (typeof globalThis.DOMException === 'undefined') {
    throw new Error('this Node has no DOMException');
}

const { MediaState } = require('../../js/page/state/media-state');
const { playerRecord } = require('./player');

/**
 * A state with an element that writes down its events, a player that writes down its commands, and a clock that stands
 * still unless it is moved.
 */
class World {
    /** @param {object} [attributes] autoplay, loop */
    constructor(attributes = {}) {
        /** @type {string[]} */
        this.events = [];
        /** @type {any[]} */
        this.commands = [];
        /** @type {(() => void)[]} */
        this._tasks = [];
        this.time = 0;
        /** The number of the last command that the player has accepted. */
        this.after = 0;
        /** The one that is shown. @type {{begin: number, end: number} | null} */
        this.picture = null;
        this.element = Object.assign(new EventTarget(), { autoplay: false, loop: false }, attributes);
        this.element.dispatchEvent = (event) => {
            this.events.push(event.type);
            return true;
        };
        /** What the element does for its state. */
        this.listener = {
            wake: () => {},
            started: () => {},
            source: (src) => (this.src = src),
            failed: (failure) => this.state.refuse(failure),
            shown: () => this.picture,
            arrange: () => {},
            chapters: () => {},
        };
        this.state = new MediaState(this.element, (command) => this.commands.push(command), this.listener, {
            later: (run) => this._tasks.push(run), now: () => this.time,
        });
    }

    /** Run everything that waits, and give the events since the last time. */
    async settle() {
        for (let i = 0; i < 3; i++) {
            await Promise.resolve();
            while (this._tasks.length > 0) {
                this._tasks.shift()();
                await Promise.resolve();
            }
        }
        return this.events.splice(0);
    }

    /** The commands since the last time, without their numbers. */
    said() {
        return this.commands.splice(0).map((command) => {
            const rest = Object.assign({}, command);

            delete rest.number;
            return rest;
        });
    }

    /** Say something as the player does. */
    hear(event, more = {}) {
        this.state.onEvent(Object.assign({ event, after: this.after }, more));
    }

    /** What the player tells from now on follows these. @param {any[]} commands */
    accept(commands) {
        commands.forEach(({ number }) => (this.after = Math.max(this.after, number)));
    }

    /** The player has done these. @param {any[]} commands */
    answer(commands) {
        this.accept(commands);
        commands.forEach(({ number }) => this.hear('answered', { number }));
    }

    /** Load a source, with its first picture. */
    async load(player = {}) {
        this.state.unload();
        this.state.begin();
        this.open(player);
        this.hear('picture');
        return this.settle();
    }

    open(player = {}) {
        this.hear('opened', { player: playerRecord(player) });
    }
}

module.exports = { World };
