// SPDX-License-Identifier: MIT
'use strict';

const EventEmitter = require('events');
const { CHANNEL } = require('../channel');
const { ElementSession } = require('./element-session');
const { PageError } = require('./error');
const { compositing, onCompositing } = require('./graphics');
const { Sources } = require('./sources');
const { keepSpare } = require('./spare');

/** @type {any} */
const NOTHING = {};

/** Maximum elements with a source in a window, including those that show the app's players. */
const MOST_ELEMENTS = 1000;

/** The random name that a preload gives its document. */
const DOCUMENT = /^[0-9a-f]{16}$/;

/**
 * @typedef {{send: (message: object) => void, frame: string}} Page
 * @typedef {{sessions: Map<number, ElementSession>, page: Page, sent: number}} Document `sent`: how
 * many events have been sent to it
 */

/**
 * The frame that sent this message, and a function to answer it. A window may have several frames,
 * and a frame shows several documents one after the other.
 * @param {any} event
 * @returns {Page}
 */
function pageOf(event) {
    const frame = event.senderFrame;

    if (frame && typeof frame.send === 'function') {
        return { frame: String(frame.frameTreeNodeId), send: (message) => frame.send(CHANNEL, message) };
    }
    const contents = event.sender;
    const id = event.frameId;
    return { frame: String(id), send: (message) => contents.sendToFrame(id, CHANNEL, message) };
}

/**
 * Check an untrusted message.
 * @param {any} message
 * @returns {{name: string, element: number}} the document and element that it is about
 * @throws {PageError} `refused`
 */
function addressOf(message) {
    const { document, element, command } = message !== null && typeof message === 'object' ? message : NOTHING;

    if (typeof document !== 'string' || !DOCUMENT.test(document) || typeof command !== 'string') {
        throw new PageError('refused', 'a message names its document and a command');
    }
    if (element !== undefined && !Number.isSafeInteger(element)) {
        throw new PageError('refused', 'a message names its element by a number');
    }
    return { name: document, element: element || 0 };
}

/**
 * What the pages of one window use: documents, their elements, and for each element a session with
 * a player. A document is known by the random name that its preload chose; when the document goes,
 * its sessions are closed.
 */
class WindowSession extends EventEmitter {
    /**
     * @param {import('electron').WebContents} contents
     * @param {import('./attach').AttachOptions} options
     */
    constructor(contents, options) {
        super();
        this._contents = contents;
        this._sources = new Sources(options);
        /** @type {Map<string, Document>} */
        this._documents = new Map();
        this._closed = false;
        this._unwatch = this._watch();
        this._unlisten = onCompositing((compositor) => this._sendCompositing(compositor));
        this._releaseSpare = this._sources.opens ? keepSpare(options.player || {}) : () => {};
    }

    /**
     * A reload, a navigation, a crash and closing the window all close a page's sessions.
     * @returns {() => void} remove the listeners
     */
    _watch() {
        const contents = /** @type {any} */ (this._contents);
        /** @type {string[]} documents that existed when a navigation began */
        let leaving = [];
        /** @type {{[name: string]: (...args: any[]) => void}} */
        const handlers = {
            'did-start-navigation': (event, url, isInPlace, isMainFrame) => {
                if (isMainFrame && !isInPlace) {
                    leaving = Array.from(this._documents.keys());
                }
            },
            'did-navigate': () => {
                leaving.forEach((name) => this._forget(name));
                leaving = [];
            },
            'render-process-gone': () => this._forgetAll(),
            destroyed: () => this.close(),
        };
        // Electron before 10 emits this event instead of render-process-gone.
        if (parseInt(process.versions.electron, 10) < 10) {
            handlers.crashed = handlers['render-process-gone'];
        }
        Object.keys(handlers).forEach((name) => contents.on(name, handlers[name]));
        return () => {
            if (!contents.isDestroyed()) {
                Object.keys(handlers).forEach((name) => contents.removeListener(name, handlers[name]));
            }
        };
    }

    /** @param {string} name */
    _forget(name) {
        const document = this._documents.get(name);

        if (document) {
            this._documents.delete(name);
            document.sessions.forEach((session) => session.close());
        }
    }

    _forgetAll() {
        Array.from(this._documents.keys()).forEach((name) => this._forget(name));
    }

    close() {
        if (!this._closed) {
            this._closed = true;
            this._unwatch();
            this._unlisten();
            this._releaseSpare();
            this._forgetAll();
            this.emit('close');
        }
    }

    /**
     * @param {any} event
     * @param {any} message from a preload: {document, element, command, ...}
     * @returns {Promise<any>} the answer
     */
    async handle(event, message) {
        const { name, element } = addressOf(message);
        const page = pageOf(event);

        if (message.command === 'hello') {
            return this._onHello(name, page);
        }
        const document = this._documents.get(name);
        if (!document || document.page.frame !== page.frame) {
            throw new PageError('closed', 'this page is gone');
        }
        if (message.command === 'bye') {
            return this._forget(name);
        }
        if (message.command === 'open') {
            return this._open(document, element, (what) => this._send(name, document, element, what), message);
        }
        const session = document.sessions.get(element);
        if (!session) {
            throw new PageError('closed', 'this element has no source');
        }
        if (message.command === 'close') {
            document.sessions.delete(element);
            return session.close();
        }
        return session.command(message);
    }

    /**
     * A new document in a frame: close the sessions of the previous one.
     * @param {string} name
     * @param {Page} page
     * @returns {Promise<{compositing: 'gpu' | 'software'}>} how the window is composited: see
     * js/preload/compositing.js
     */
    async _onHello(name, page) {
        this._documents.forEach((document, other) => {
            if (document.page.frame === page.frame && other !== name) {
                this._forget(other);
            }
        });
        this._documents.set(name, { sessions: new Map(), page, sent: 0 });
        return { compositing: await compositing() };
    }

    /**
     * Send a change; a new document gets the current value in the answer to its hello.
     * @param {'gpu' | 'software'} compositor
     */
    _sendCompositing(compositor) {
        this._documents.forEach((document, name) => this._send(name, document, 0, { event: 'compositing', compositing: compositor }));
    }

    /**
     * @param {string} name of the document
     * @param {Document} document
     * @param {number} element 0 for an event of no element
     * @param {object} event
     */
    _send(name, document, element, event) {
        try {
            // Increase `sent` first: a listener may send another event in turn.
            document.page.send({ document: name, element, event, order: ++document.sent });
        } catch (error) {
            // The frame has gone; its navigation closes its sessions.
        }
    }

    /**
     * @param {any} message that was handled
     * @returns {number} how many events have been sent to its document so far
     */
    sentTo(message) {
        const document = message !== null && typeof message === 'object' && this._documents.get(message.document);

        return document ? document.sent : 0;
    }

    /**
     * @param {Document} document
     * @param {number} element
     * @param {(event: object) => void} send
     * @param {any} message {src, share, format, deinterlace, subtitles, position, again}
     */
    async _open(document, element, send, message) {
        const before = document.sessions.get(element);

        if (before) {
            document.sessions.delete(element);
            before.close();
        }
        const elements = Array.from(this._documents.values()).reduce((sum, { sessions }) => sum + sessions.size, 0);

        if (elements >= MOST_ELEMENTS) {
            throw new PageError('refused', `this window has ${MOST_ELEMENTS} elements with a source already`);
        }
        const pooled = this._sources.hold(message);
        const session = new ElementSession(pooled, send);
        document.sessions.set(element, session);
        return session.open(message.again === true);
    }
}

module.exports = { WindowSession };
