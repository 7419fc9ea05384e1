// SPDX-License-Identifier: MIT
'use strict';

// js/page/element/selection.js, against HTML's resource selection algorithm.

const assert = require('assert');
const test = require('node:test');
const { SourceSelection } = require('../../../js/page/element/selection');
const { canPlayType } = require('../../../js/page/element/can-play');
const { follow } = require('../player');
const { World } = require('../world');

globalThis.document = { baseURI: 'file:///films/page.html' };

/** What a <source> is to its parent. */
class Child extends EventTarget {
    constructor(attributes) {
        super();
        this.localName = 'source';
        this.namespaceURI = 'http://www.w3.org/1999/xhtml';
        this._attributes = attributes;
        this.failed = new Promise((resolve) => this.addEventListener('error', () => resolve(true)));
    }

    getAttribute(name) {
        return name in this._attributes ? this._attributes[name] : null;
    }
}

/** An element in a document, with a state, and what it opened. */
class Page extends World {
    constructor({ src = null, children = [], preload = 'metadata', autoplay = false } = {}) {
        super({ autoplay });
        this.src = src;
        this.opened = [];
        this.closed = 0;
        this.children = children.map((each) => new Child(each));
        Object.assign(this.element, {
            isConnected: true, children: this.children, preload,
            getAttribute: (name) => (name === 'src' ? this.src : null),
            hasAttribute: (name) => (name === 'src' ? this.src !== null : name === 'autoplay' && autoplay),
        });
        this.selection = new SourceSelection(this.element, this.state, {
            open: (uri, again) => this.opened.push([uri, again]),
            close: () => this.closed++,
            canPlay: canPlayType,
            mayLoad: () => true,
        });
        Object.assign(this.listener, {
            wake: () => this.selection.wake(),
            started: () => this.selection.preloadChanged(),
            failed: (failure) => this.selection.failed(failure),
        });
    }

    refuse() {
        this.hear('failed', { code: 'format', message: 'no such thing' });
    }
}

test('src is opened as an absolute URI, after the script that set it', async () => {
    const page = new Page({ src: 'a.ts' });

    page.selection.start(false);
    assert.deepStrictEqual([page.opened, page.state.networkState], [[], 3]);
    assert.deepStrictEqual(await page.settle(), ['loadstart']);
    assert.deepStrictEqual([page.opened, page.selection.current, page.state.networkState],
        [[['file:///films/a.ts', false]], 'file:///films/a.ts', 2]);
});

test('of several starts in one script the last one opens', async () => {
    const page = new Page({ src: 'a.ts' });

    page.selection.start(false);
    page.selection.start(true);
    assert.deepStrictEqual(await page.settle(), ['emptied', 'loadstart']);
    assert.deepStrictEqual(page.opened, [['file:///films/a.ts', true]]);
});

test('without src and children there is nothing, and what was open is closed', async () => {
    const page = new Page();

    page.selection.start(true);
    assert.deepStrictEqual(await page.settle(), []);
    assert.deepStrictEqual([page.state.networkState, page.opened, page.closed], [0, [], 1]);
});

test('children are tried in order, each that fails hears of it, and one that comes later is tried too', async () => {
    const page = new Page({ children: [{ src: 'a.ts' }, { type: 'video/mp4' }, { src: 'b.x', type: 'text/plain' }, { src: 'c.ts' }] });

    page.selection.start(false);
    await page.settle();
    page.refuse();
    await page.settle();
    assert.deepStrictEqual(page.opened.map(([uri]) => uri), ['file:///films/a.ts', 'file:///films/c.ts']);
    assert.deepStrictEqual(await Promise.all(page.children.slice(0, 3).map((child) => child.failed)), [true, true, true]);
    page.refuse();
    await page.settle();
    assert.deepStrictEqual([page.state.networkState, page.state.error], [3, null]);
    page.children.push(new Child({ src: 'd.ts' }));
    page.selection.sourcesChanged();
    await page.settle();
    assert.strictEqual(page.opened[2][0], 'file:///films/d.ts');
    page.open();
    page.hear('picture');
    assert.strictEqual(page.state.readyState, 4);
});

test('what is no URL is not opened, and current stays what it was; a <source> of another language is none', async () => {
    const page = new Page({ src: 'a.ts' });

    page.selection.start(false);
    await page.settle();
    page.src = 'http://[';
    page.selection.start(false);
    await page.settle();
    assert.deepStrictEqual([page.opened.map(([uri]) => uri), page.selection.current], [['file:///films/a.ts', ''], 'file:///films/a.ts']);
    const other = new Page({ children: [{ src: 'a.ts' }, { src: 'b.ts' }] });

    other.children[0].namespaceURI = 'http://www.w3.org/2000/svg';
    other.selection.start(false);
    await other.settle();
    assert.deepStrictEqual(other.opened.map(([uri]) => uri), ['file:///films/b.ts']);
});

test('preload none waits for play(), which is then answered', async () => {
    const page = new Page({ src: 'a.ts', preload: 'none' });

    page.selection.start(false);
    assert.deepStrictEqual(await page.settle(), ['loadstart', 'suspend']);
    assert.deepStrictEqual([page.opened, page.state.networkState], [[], 1]);
    const played = follow(page.state.play());
    assert.deepStrictEqual([page.opened.length, page.state.networkState], [1, 2]);
    page.open();
    page.hear('picture');
    await page.settle();
    assert.strictEqual(played.how, 'resolved');
});

test('preload none waits for nothing but to be played, loaded, or another preload', async () => {
    const start = async (act, again = false) => {
        const page = new Page({ src: 'a.ts', preload: 'none' });

        page.selection.start(again);
        await page.settle();
        act(page);
        return [page.opened.length, page.selection.current];
    };
    assert.deepStrictEqual(await start((page) => page.state.pause()), [0, 'file:///films/a.ts']);
    assert.deepStrictEqual(await start(() => {}, true), [1, 'file:///films/a.ts']);
    assert.deepStrictEqual(await start((page) => {
        page.element.preload = 'auto';
        page.selection.preloadChanged();
    }), [1, 'file:///films/a.ts']);
});

test('an empty src is an error, and what was current stays', async () => {
    const page = new Page({ src: '' });

    page.selection.current = 'file:///films/a.ts';
    page.selection.start(false);
    await page.settle();
    assert.deepStrictEqual([page.opened, page.selection.current], [[['', false]], 'file:///films/a.ts']);
});

test('autoplay does not wait, whatever preload says', async () => {
    const page = new Page({ src: 'a.ts', preload: 'none', autoplay: true });

    page.selection.start(false);
    await page.settle();
    assert.strictEqual(page.opened.length, 1);
});

test('play() of an element that has nothing is answered when a source comes', async () => {
    const page = new Page();
    const played = follow(page.state.play());

    await page.settle();
    assert.deepStrictEqual([played.how, page.state.networkState, page.state.paused], ['pending', 0, false]);
    page.element.children.push(new Child({ src: 'a.ts' }));
    page.selection.sourcesChanged();
    await page.settle();
    page.open();
    page.hear('picture');
    await page.settle();
    assert.strictEqual(played.how, 'resolved');
});

test('canPlayType() knows containers, and codecs where they are named', () => {
    const answers = ['video/mp4', 'video/mp2t; codecs="avc1.42E01E, ac-3"', 'video/webm; codecs=vp9', 'VIDEO/WEBM',
        'video/webm; codecs="theora"', 'text/plain', '', 'audio/mpeg', 'audio/mpeg; codecs="vorbis"', 'audio/ogg',
        'audio/ogg; codecs=""', 'audio/wav; codecs=1'].map((type) => canPlayType(type));

    assert.deepStrictEqual(answers, ['maybe', 'probably', 'probably', 'maybe', '', '', '', 'probably', '', 'maybe', 'maybe', 'probably']);
});
