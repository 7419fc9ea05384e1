// SPDX-License-Identifier: MIT
'use strict';

const { FrameReader } = require('../../stream/reader');
const { weakly, whenGone } = require('../../weak');

/** @typedef {import('../../stream/types').Handles} Handles */

const CLOSED = 'this page may not have shared memory, so it cannot have the pictures: start Electron with ' +
    '--enable-features=SharedArrayBuffer (app.commandLine.appendSwitch), or make the page cross-origin isolated';

/** @param {Pictures} pictures @param {MessageEvent} event */
function receive(pictures, event) {
    pictures._receive(event);
}

/** @param {Pictures} pictures */
function lose(pictures) {
    if (!pictures._handles) {
        pictures.refuse(CLOSED);
    }
}

/** @param {(event: MessageEvent) => void} listening @param {() => void} losing */
function unlisten(listening, losing) {
    window.removeEventListener('message', listening);
    window.removeEventListener('messageerror', losing);
}

/**
 * The picture memory of one element in the page's own world. The preload sends it over window.postMessage, which
 * shares it: nothing is copied.
 */
class Pictures {
    /**
     * @param {number} element its number, as the preload gave it
     * @param {() => void} request ask the preload to send
     * @param {(slot: object) => void} announce a slot came later
     */
    constructor(element, request, announce) {
        this._element = element;
        this._request = request;
        this._announce = announce;
        this._asked = false;
        /** @type {Handles | null} */
        this._handles = null;
        /** @type {FrameReader | null} */
        this._reader = null;
        /** @type {string | null} */
        this._refusal = null;
        /** @type {{resolve: (handles: Handles) => void, reject: (error: Error) => void}[]} */
        this._waiting = [];
        this._listen = weakly(this, receive);
        // Posted across worlds, a message that may not arrive becomes this event.
        this._lose = weakly(this, lose);
        whenGone(this, unlisten, this._listen, this._lose);
    }

    /** Ask once; every stream that comes after is sent unasked. */
    _ask() {
        if (typeof SharedArrayBuffer === 'undefined') {
            throw new Error(CLOSED);
        }
        if (!this._asked) {
            this._asked = true;
            window.addEventListener('message', this._listen);
            window.addEventListener('messageerror', this._lose);
            this._request();
        }
        // The preload may have said no at once.
        if (this._refusal !== null) {
            throw new Error(this._refusal);
        }
    }

    /** @param {string} message why there will be none */
    refuse(message) {
        const waiting = this._waiting;

        this._refusal = message;
        this._waiting = [];
        waiting.forEach((each) => each.reject(new Error(message)));
    }

    /** @param {MessageEvent} event */
    _receive(event) {
        const message = event.data;

        if (event.source !== window || !message || message.frameshare !== this._element) {
            return;
        }
        event.stopImmediatePropagation();
        if (message.handles) {
            this._adopt(message.handles);
        } else if (message.slot && this._handles && this._reader) {
            this._handles.slots.push(message.slot);
            this._reader.addSlot(message.slot);
            this._announce(message.slot);
        }
    }

    /** @param {Handles} handles */
    _adopt(handles) {
        const waiting = this._waiting;

        if (this._reader) {
            this._reader.close();
        }
        this._handles = handles;
        this._reader = new FrameReader(handles);
        this._waiting = [];
        waiting.forEach((each) => each.resolve(handles));
    }

    /** @returns {import('../../stream/frame').Frame | null} */
    getFrame() {
        this._ask();
        return this._reader && this._reader.getFrame();
    }

    /** @returns {Promise<Handles>} */
    async getHandles() {
        this._ask();
        if (this._handles) {
            return this._handles;
        }
        return new Promise((resolve, reject) => this._waiting.push({ resolve, reject }));
    }

    /** The element is gone. */
    close() {
        unlisten(this._listen, this._lose);
        if (this._reader) {
            this._reader.close();
        }
        this.refuse('the element is not in the document any more');
    }
}

module.exports = { Pictures };
