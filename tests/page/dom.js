// SPDX-License-Identifier: MIT
'use strict';

// As much of a document as js/page/element/gst-video.js needs, and a preload that answers what a test says. Nothing is laid out.

const { playerRecord } = require('./player');

/** The element that is about to be upgraded: a constructor of HTMLElement gives it instead of a new one. */
let upgrading = null;
/** Before it is one, no class hears of its attributes. */
let quiet = null;

class FakeNode extends EventTarget {
    constructor() {
        super();
        this.parent = null;
        this.childNodes = [];
    }

    get children() {
        return this.childNodes;
    }

    get isConnected() {
        return this === globalThis.document.body || Boolean(this.parent && this.parent.isConnected);
    }

    append(...nodes) {
        for (const node of nodes) {
            node.remove();
            node.parent = this;
            this.childNodes.push(node);
            if (this.isConnected && node.connectedCallback) {
                node.connectedCallback();
            }
        }
        (this.observers || []).forEach((observer) => observer.note());
    }

    remove() {
        const { parent } = this;

        if (parent) {
            const connected = this.isConnected;

            parent.childNodes.splice(parent.childNodes.indexOf(this), 1);
            this.parent = null;
            if (connected && this.disconnectedCallback) {
                this.disconnectedCallback();
            }
            (parent.observers || []).forEach((observer) => observer.note());
        }
    }

    get nextSibling() {
        return this.parent.childNodes[this.parent.childNodes.indexOf(this) + 1] || null;
    }

    insertBefore(node, next) {
        node.remove();
        node.parent = this;
        this.childNodes.splice(next ? this.childNodes.indexOf(next) : this.childNodes.length, 0, node);
    }

    replaceWith(node) {
        const { parent } = this;

        node.parent = parent;
        parent.childNodes[parent.childNodes.indexOf(this)] = node;
        this.parent = null;
    }
}

class FakeElement extends FakeNode {
    constructor() {
        if (upgrading) {
            const element = upgrading;

            upgrading = null;
            return Object.setPrototypeOf(element, new.target.prototype);
        }
        super();
        this.localName = 'gst-video';
        this.namespaceURI = 'http://www.w3.org/1999/xhtml';
        this.attributes = new Map();
        this.style = {};
        this.ownerDocument = globalThis.document;
    }

    attachShadow() {
        this.shadow = new FakeNode();
        return this.shadow;
    }

    getAttribute(name) {
        return this.attributes.has(name) ? this.attributes.get(name) : null;
    }

    hasAttribute(name) {
        return this.attributes.has(name);
    }

    setAttribute(name, value) {
        const before = this.getAttribute(name);

        this.attributes.set(name, String(value));
        this._changed(name, before);
    }

    removeAttribute(name) {
        const before = this.getAttribute(name);

        if (this.attributes.delete(name)) {
            this._changed(name, before);
        }
    }

    toggleAttribute(name, on) {
        if (on) {
            this.setAttribute(name, '');
        } else {
            this.removeAttribute(name);
        }
    }

    _changed(name, before) {
        const observed = this.constructor.observedAttributes || [];

        if (this !== quiet && observed.includes(name)) {
            this.attributeChangedCallback(name, before, this.getAttribute(name));
        }
    }

    /** Events reach the preload, which listens to the window. */
    dispatchEvent(event) {
        if (event.type === 'gst-video-connect') {
            globalThis.window.dispatchEvent(Object.assign(new Event(event.type), { element: this }));
        }
        return super.dispatchEvent(event);
    }
}

/** The browser's track of cues: what it is called comes from its <track>, if it has one. */
class FakeTrack extends EventTarget {
    constructor(words) {
        super();
        this._words = words;
        this._mode = 'disabled';
        this._cues = Object.assign([], { getCueById: (id) => this._cues.find((cue) => cue.id === id) || null });
    }

    get kind() {
        return this._words().kind;
    }

    get label() {
        return this._words().label;
    }

    get language() {
        return this._words().language;
    }

    get id() {
        return this._words().id;
    }

    get mode() {
        return this._mode;
    }

    set mode(value) {
        this._mode = ['disabled', 'hidden', 'showing'].includes(value) ? value : this._mode;
    }

    get cues() {
        return this._mode === 'disabled' ? null : this._cues;
    }

    get activeCues() {
        return this._mode === 'disabled' ? null : [];
    }

    addCue(cue) {
        this._cues.push(cue);
        this._cues.sort((a, b) => a.startTime - b.startTime);
        cue.track = this;
    }

    removeCue(cue) {
        if (!this._cues.includes(cue)) {
            throw new DOMException('the track has no such cue', 'NotFoundError');
        }
        this._cues.splice(this._cues.indexOf(cue), 1);
        cue.track = null;
    }
}

const KINDS = ['subtitles', 'captions', 'descriptions', 'chapters', 'metadata'];

/** The words of a <track>. */
function wordsOf(child) {
    const kind = child.getAttribute('kind');

    return {
        kind: kind === null ? 'subtitles' : KINDS.find((each) => each === kind.toLowerCase()) || 'metadata',
        label: child.getAttribute('label') || '', language: child.getAttribute('srclang') || '', id: child.getAttribute('id') || '',
    };
}

/** A child without a class of its own. @param {string} name @param {{[name: string]: string}} [attributes] */
function createElement(name, attributes = {}) {
    const element = name === 'gst-video' ? new (require('../../js/page/element/gst-video').GstVideo)() : new FakeElement();

    element.localName = name;
    element.addTextTrack = element.addTextTrack || ((kind, label, language) => new FakeTrack(() => ({ kind, label, language, id: '' })));
    if (name === 'track') {
        element.track = new FakeTrack(() => wordsOf(element));
    }
    Object.keys(attributes).forEach((key) => element.setAttribute(key, attributes[key]));
    return element;
}

/** Make an element of something that was there before its class was. */
function upgradeElement(element, Class) {
    const connected = element.isConnected;
    const attributes = Array.from(element.attributes.keys());

    upgrading = quiet = element;
    try {
        new Class();
    } finally {
        upgrading = quiet = null;
    }
    attributes.forEach((name) => element._changed(name, null));
    if (connected) {
        element.connectedCallback();
    }
}

/** The preload of the window: it knows one element, writes down what that asks for, and says what a test wants. */
class FakePreload {
    constructor() {
        this.commands = [];
        this.linked = 0;
        this.after = 0;
        /** The canvas of an element that is in no document. */
        this._handed = null;
        globalThis.window.addEventListener('gst-video-connect', ({ element, relatedTarget }) => {
            if (!element) {
                this._handed = relatedTarget ? relatedTarget : this._greet(this._handed);
                return;
            }
            const [stage] = element.shadow.childNodes.find((node) => node.localName === 'div').childNodes;

            this._greet(stage.childNodes.find((node) => node.localName === 'canvas'));
        });
    }

    _greet(canvas) {
        this.canvas = canvas;
        canvas.addEventListener('frameshare:command', ({ detail }) => this.commands.push(detail));
        this.tell({ event: 'linked', element: ++this.linked });
        return null;
    }

    /** What the player has answered it had accepted before. @param {any} detail */
    tell(detail) {
        this.after = Math.max(this.after, detail.event === 'answered' ? detail.number : 0);
        this.canvas.dispatchEvent(new CustomEvent('frameshare:event', { detail: { after: this.after, ...detail } }));
    }

    /** What was asked for since the last time, by name. */
    asked() {
        return this.commands.splice(0).map(({ command }) => command);
    }

    /** The source is there, with a picture. @param {object} [player] */
    open(player = {}) {
        this.tell({ event: 'opened', player: playerRecord(player) });
        this.tell({ event: 'picture' });
    }
}

/** One that does not keep Node from ending. */
class FakeChannel {
    constructor() {
        this.port1 = { onmessage: () => {} };
        this.port2 = { postMessage: () => setImmediate(() => this.port1.onmessage()) };
    }
}

class FakeObserver {
    constructor(call) {
        this._call = call;
        this._records = [];
    }

    observe(node) {
        node.observers = (node.observers || []).concat(this);
    }

    note() {
        this._records.push({});
        queueMicrotask(() => this._records.length > 0 && this._call(this.takeRecords()));
    }

    takeRecords() {
        return this._records.splice(0);
    }
}

/** A new document and its preload. */
function openDocument() {
    const body = new FakeElement();

    globalThis.HTMLElement = FakeElement;
    globalThis.MessageChannel = FakeChannel;
    globalThis.window = new EventTarget();
    globalThis.MutationObserver = FakeObserver;
    class CSSStyleSheet {
        replaceSync(text) {
            this.text = text;
        }
    }
    globalThis.MouseEvent = class extends Event {
        constructor(type, { relatedTarget }) {
            super(type);
            this.relatedTarget = relatedTarget;
        }
    };
    globalThis.document = {
        dispatchEvent: (event) => globalThis.window.dispatchEvent(event), body, defaultView: { CSSStyleSheet }, baseURI: 'file:///films/page.html', createElement, createElementNS: (space, name) => createElement(name),
    };
    return new FakePreload();
}

/** Everything that was caused so far has happened. */
async function settle() {
    for (let i = 0; i < 20; i++) {
        await new Promise((resolve) => setTimeout(resolve));
    }
}

module.exports = { createElement, FakeElement, openDocument, settle, upgradeElement };
