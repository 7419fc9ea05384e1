'use strict';

const EventEmitter = require('events');
const { CHANNEL } = require('../channel');
const { Binding } = require('./binding');
const { PageError } = require('./error');
const { compositing, onCompositing } = require('./graphics');
const { Sources } = require('./sources');
const { keepSpare } = require('./spare');

/** @type {any} */
const NOTHING = {};

/** So many elements a window may have with a source, those that show players of the app among them. */
const MOST_ELEMENTS = 1000;

/** The word that a preload makes up for its document. */
const DOCUMENT = /^[0-9a-f]{16}$/;

/**
 * @typedef {{send: (message: object) => void, frame: string}} Page
 * @typedef {{bindings: Map<number, Binding>, page: Page, sent: number}} Document `sent`: how many events it was sent
 */

/**
 * Who sent this, and how to answer. A window may have several frames, and a frame several documents in its life.
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
 * Pages send anything.
 * @param {any} message
 * @returns {{name: string, element: number}} document and element it is about
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
 * What the pages of one window have: documents, their elements, and each element's binding to a player.
 * A document is known by a word its preload made up; when the page behind it goes, all it has ends.
 */
class Attachment extends EventEmitter {
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
        this._deafen = onCompositing((compositor) => this._tellCompositing(compositor));
        this._releaseSpare = this._sources.opens ? keepSpare(options.player || {}) : () => {};
    }

    /** Reload, navigation, crash and closing all end what a page had. @returns {() => void} watch no more */
    _watch() {
        const contents = /** @type {any} */ (this._contents);
        /** @type {string[]} documents that were there when a navigation began */
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
        // Electron before 10 only tells of a crash this way.
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
            document.bindings.forEach((binding) => binding.close());
        }
    }

    _forgetAll() {
        Array.from(this._documents.keys()).forEach((name) => this._forget(name));
    }

    close() {
        if (!this._closed) {
            this._closed = true;
            this._unwatch();
            this._deafen();
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
            return this._greet(name, page);
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
        const binding = document.bindings.get(element);
        if (!binding) {
            throw new PageError('closed', 'this element has no source');
        }
        if (message.command === 'close') {
            document.bindings.delete(element);
            return binding.close();
        }
        return binding.command(message);
    }

    /**
     * A new document in a frame: the one before it is gone.
     * @param {string} name
     * @param {Page} page
     * @returns {Promise<{compositing: 'gpu' | 'software'}>} what its window's pictures should know: see js/preload/compositing.js
     */
    async _greet(name, page) {
        this._documents.forEach((document, other) => {
            if (document.page.frame === page.frame && other !== name) {
                this._forget(other);
            }
        });
        this._documents.set(name, { bindings: new Map(), page, sent: 0 });
        return { compositing: await compositing() };
    }

    /** Documents learned it when they came. @param {'gpu' | 'software'} compositor */
    _tellCompositing(compositor) {
        this._documents.forEach((document, name) => this._send(name, document, 0, { event: 'compositing', compositing: compositor }));
    }

    /**
     * @param {string} name of the document
     * @param {Document} document
     * @param {number} element 0 for what is of none
     * @param {object} event
     */
    _send(name, document, element, event) {
        try {
            // Counted first: telling of one event may tell of another.
            document.page.send({ document: name, element, event, order: ++document.sent });
        } catch (error) {
            // The frame went while its event was under way; its navigation ends what it has.
        }
    }

    /** @param {any} message that was handled @returns {number} how many events its document was sent so far */
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
        const before = document.bindings.get(element);

        if (before) {
            document.bindings.delete(element);
            before.close();
        }
        const elements = Array.from(this._documents.values()).reduce((sum, { bindings }) => sum + bindings.size, 0);

        if (elements >= MOST_ELEMENTS) {
            throw new PageError('refused', `this window has ${MOST_ELEMENTS} elements with a source already`);
        }
        const held = this._sources.hold(message);
        const binding = new Binding(held, send);
        document.bindings.set(element, binding);
        return binding.open(message.again === true);
    }
}

module.exports = { Attachment };
