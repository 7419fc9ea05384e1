'use strict';

const EventEmitter = require('events');
const { CHANNEL } = require('../channel');
const { Binding } = require('./binding');
const { PlayerError } = require('./error');
const { GstPlayer } = require('./player');
const { isAllowed } = require('./policy');

const SHARED = 'frameshare:';

/**
 * @typedef {{send: (message: object) => void, frame: string}} Page
 * @typedef {{bindings: Map<number, Binding>, frame: string}} Document
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
 * @param {string} name as it stands in a URI
 * @returns {string} as it is where it is no such thing
 */
function decode(name) {
    try {
        return decodeURIComponent(name);
    } catch (error) {
        return name;
    }
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
        this._options = options;
        /** @type {Map<string, Document>} */
        this._documents = new Map();
        this._closed = false;
        this._unwatch = this._watch();
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
        const name = String(message.document);
        const element = Number(message.element);
        const page = pageOf(event);

        if (message.command === 'hello') {
            return this._greet(name, page);
        }
        if (message.command === 'bye') {
            return this._forget(name);
        }
        const document = this._documents.get(name);
        if (!document) {
            throw new PlayerError('closed', 'this page is gone');
        }
        if (message.command === 'open') {
            return this._open(document, element, (what) => page.send({ document: name, element, event: what }), message);
        }
        const binding = document.bindings.get(element);
        if (!binding) {
            throw new PlayerError('closed', 'this element has no source');
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
     */
    _greet(name, page) {
        this._documents.forEach((document, other) => {
            if (document.frame === page.frame && other !== name) {
                this._forget(other);
            }
        });
        this._documents.set(name, { bindings: new Map(), frame: page.frame });
    }

    /**
     * @param {Document} document
     * @param {number} element
     * @param {(event: object) => void} send
     * @param {any} message {src, format, deinterlace, subtitles, again}
     */
    async _open(document, element, send, message) {
        const before = document.bindings.get(element);
        const src = String(message.src);

        if (before) {
            document.bindings.delete(element);
            before.close();
        }
        const { player, own } = this._playerFor(src);
        const load = this._loadOptions(message);
        const binding = new Binding(player, own, (event) => {
            try {
                send(event);
            } catch (error) {
                // The frame went while its event was under way; its navigation ends the binding.
            }
        });
        document.bindings.set(element, binding);
        return binding.open(src, { load, again: message.again });
    }

    /** @param {string} uri */
    _mustAllow(uri) {
        if (!isAllowed(uri, this._options.allow)) {
            throw new PlayerError('refused', `${uri} is not among the sources this window may open; ` +
                'name it in "allow" of attach() in the main process');
        }
    }

    /**
     * What a page may say of how its source is shown.
     * @param {any} message
     * @returns {import('./player').LoadOptions}
     */
    _loadOptions(message) {
        const { format, deinterlace, subtitles } = message;

        if (typeof subtitles === 'string') {
            this._mustAllow(subtitles);
        }
        return {
            format: format === 'rgba' ? 'rgba' : 'native',
            deinterlace: deinterlace !== false,
            subtitles: typeof subtitles === 'string' ? subtitles : subtitles === true,
        };
    }

    /**
     * What the policy says about a source.
     * @param {string} src
     * @returns {{player: GstPlayer, own: boolean}}
     */
    _playerFor(src) {
        const { players, player: options } = this._options;

        if (src.startsWith(SHARED)) {
            const name = decode(src.slice(SHARED.length));

            if (players && Object.prototype.hasOwnProperty.call(players, name)) {
                return { player: players[name], own: false };
            }
            const names = Object.keys(players || {}).map((each) => SHARED + each).join(', ') || 'none';
            throw new PlayerError('refused', `this window has no player "${name}"; it has ${names}`);
        }
        this._mustAllow(src);
        return { player: new GstPlayer(options), own: true };
    }
}

module.exports = { Attachment };
