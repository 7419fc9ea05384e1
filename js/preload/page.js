// SPDX-License-Identifier: MIT
'use strict';

const crypto = require('crypto');
const { ipcRenderer } = require('electron');
const { CHANNEL } = require('../channel');
const { weak } = require('../weak');
const { learnCompositing } = require('./compositing');
const { ElementLink } = require('./element-link');
const { Requests } = require('./requests');

/**
 * How long an answer waits for events that were sent before it, ms: an event that could not be sent
 * never arrives.
 */
const EVENTS_PATIENCE = 1000;

const UNSERVED = 'no window of this program may play yet: call attach(window, ...) of frameshare/main in the ' +
    'main process';

/**
 * Is this Electron's error for a channel without a handler? Then attach() was never called.
 * @param {Error} error
 */
function isUnserved(error) {
    return /No handler registered/.test(error.message);
}

/**
 * The closed shadow root of a <gst-video>; pages cannot get at it, nor can a preload that shares
 * their world.
 * @param {HTMLElement} element
 * @returns {ShadowRoot | null}
 */
function shadowOf(element) {
    const property = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(Element.prototype, 'shadowRoot'));

    return /** @type {() => ShadowRoot | null} */ (property.get).call(element);
}

/**
 * This document and the <gst-video> elements in it. The elements' class lives in the page's own
 * world; each announces itself with an event, and this creates its native side.
 */
class Page {
    constructor() {
        /** A random name of this document, under which the main process keeps its sessions. */
        this._name = crypto.randomBytes(8).toString('hex');
        /** A link lives as long as its element. @type {Map<number, () => ElementLink | undefined>} */
        this._links = new Map();
        /** The canvas of an element that is in no document, which comes before the element announces itself. @type {Node | null} */
        this._handed = null;
        this._lastNumber = 0;
        /** Number of events that have arrived, and answers that wait for more of them. */
        this._heard = 0;
        /** @type {{count: number, resolve: () => void}[]} */
        this._waiting = [];
        this._requests = new Requests((message) => this._invoke(message));
        /**
         * A page may announce an element any number of times.
         * @type {WeakMap<HTMLCanvasElement, ElementLink>}
         */
        this._byCanvas = new WeakMap();
        window.addEventListener('gst-video-connect', (event) => this._connect(event), true);
        window.addEventListener('unload', () => this._leave());
        ipcRenderer.on(CHANNEL, (event, message) => this._receive(message));
        this.request({ command: 'hello' }).then(learnCompositing).catch((error) => console.error(`frameshare: ${error.message}`));
    }

    /**
     * An element announces itself from where it is. One that is in no document says so at the document, twice: with its canvas as the
     * `relatedTarget`, taken out of the shadow tree, as nothing in a shadow tree may be one; and when the canvas is there again.
     * @param {Event} event
     */
    _connect(event) {
        const { relatedTarget } = /** @type {MouseEvent} */ (event);
        const handed = this._handed;

        this._handed = relatedTarget instanceof HTMLCanvasElement ? relatedTarget : null;
        if (event.target !== document) {
            this._welcome(/** @type {HTMLElement} */ (event.composedPath()[0]));
        } else if (this._handed === null && handed !== null) {
            const root = handed.getRootNode();

            if (root instanceof ShadowRoot) {
                this._welcome(/** @type {HTMLElement} */ (root.host));
            }
        }
    }

    /** @param {HTMLElement} element */
    _welcome(element) {
        const shadow = shadowOf(element);
        const canvas = shadow && shadow.querySelector('canvas');

        if (!canvas) {
            return;
        }
        const before = this._byCanvas.get(canvas);

        if (before && before.isOpen) {
            before.greet();
            return;
        }
        const number = ++this._lastNumber;
        const link = new ElementLink(this, number, element, canvas);

        this._links.set(number, weak(link));
        this._byCanvas.set(canvas, link);
        link.greet();
    }

    /** @param {any} message an event of a player, or of this page */
    _receive(message) {
        const link = this._get(message.element);

        if (message.document !== this._name) {
            return;
        }
        if (message.element === 0) {
            learnCompositing(message.event);
        } else if (link) {
            link.hear(message.event);
        }
        this._heard = Math.max(this._heard, message.order);
        this._waiting.filter(({ count }) => count <= this._heard).forEach(({ resolve }) => resolve());
        this._waiting = this._waiting.filter(({ count }) => count > this._heard);
    }

    /**
     * Answers overtake events in Electron 9: a player that has loaded would then seem to be
     * loading.
     * @param {number} count of events that were sent before
     * @returns {Promise<void>} when they have arrived, or after a time limit
     */
    _hear(count) {
        return new Promise((resolve) => {
            if (count <= this._heard) {
                resolve();
            } else {
                this._waiting.push({ count, resolve });
                setTimeout(resolve, EVENTS_PATIENCE);
            }
        });
    }

    /**
     * @param {object} message
     * @returns {Promise<any>} the answer, rejected with an Error that has a `code`
     */
    request(message) {
        return this._requests.send(message);
    }

    /** @param {object} message @returns {Promise<any>} */
    async _invoke(message) {
        const reply = await ipcRenderer.invoke(CHANNEL, Object.assign({}, message, { document: this._name }))
            .catch((error) => {
                throw isUnserved(error) ? new Error(UNSERVED) : error;
            });

        await this._hear(reply.sent);
        if (reply.error) {
            throw Object.assign(new Error(reply.error.message), reply.error);
        }
        return reply.ok;
    }

    /** @param {number} number */
    _get(number) {
        const get = this._links.get(number);

        return get && get();
    }

    /** @returns {ElementLink[]} */
    _all() {
        const all = Array.from(this._links.values()).map((get) => get());

        return /** @type {ElementLink[]} */ (all.filter((link) => link !== undefined));
    }

    /** @param {number} number of an element that is gone */
    forget(number) {
        this._links.delete(number);
    }

    /**
     * The page is unloaded: release the memory before its world is destroyed, and tell the main
     * process.
     */
    _leave() {
        this._all().forEach((link) => link.close());
        ipcRenderer.invoke(CHANNEL, { document: this._name, command: 'bye' }).catch(() => {});
    }

    /**
     * @param {HTMLElement} element
     * @returns {ElementLink | undefined}
     */
    find(element) {
        return this._all().find((link) => link.element === element);
    }
}

module.exports = { Page };
