// SPDX-License-Identifier: MIT
'use strict';

// js/page/element/handlers.js, against HTML "8.1.8.1 Event handlers".

const assert = require('assert');
const test = require('node:test');
const { handlerOf, setHandler } = require('../../../js/page/element/handlers');
const { World } = require('../world');

test('a handler is a listener: it has its turn among the others, the target, and hears what a page dispatches', () => {
    const target = new EventTarget();
    const heard = [];

    target.addEventListener('change', () => heard.push('before'));
    setHandler(target, 'change', () => heard.push('first'));
    target.addEventListener('change', () => heard.push('after'));
    setHandler(target, 'change', function second(event) {
        heard.push(event.target === target, this === target);
    });
    target.dispatchEvent(new Event('change'));
    assert.deepStrictEqual(heard, ['before', true, true, 'after']);
});

test('null takes it away, and so does what is no object; an object is kept and not called', () => {
    const target = new EventTarget();
    let calls = 0;
    const handler = () => calls++;

    setHandler(target, 'change', handler);
    assert.strictEqual(handlerOf(target, 'change'), handler);
    for (const [value, kept] of [[5, null], [null, null], [undefined, null]]) {
        setHandler(target, 'change', handler);
        setHandler(target, 'change', value);
        assert.strictEqual(handlerOf(target, 'change'), kept);
    }
    const object = {};
    setHandler(target, 'change', object);
    target.dispatchEvent(new Event('change'));
    assert.deepStrictEqual([handlerOf(target, 'change') === object, calls], [true, 0]);
});

test('false from a handler cancels an event that can be cancelled', () => {
    const target = new EventTarget();
    const event = new Event('change', { cancelable: true });

    setHandler(target, 'change', () => false);
    target.dispatchEvent(event);
    assert.strictEqual(event.defaultPrevented, true);
});

test('onaddtrack, onremovetrack and onchange of a list have the list as their target', async () => {
    const world = new World();
    const { audio } = world.state.tracks;
    const targets = [];

    for (const name of ['onaddtrack', 'onremovetrack', 'onchange']) {
        audio[name] = (event) => targets.push([event.type, event.target === audio, Boolean(event.track)]);
    }
    await world.load({ tracks: { audio: [{ id: 'a', selected: false }, { id: 'b', selected: true }] } });
    world.hear('tracks', { audio: [{ id: 'a', selected: true }] });
    await world.settle();
    audio.dispatchEvent(new Event('change'));
    assert.deepStrictEqual(targets.map(([type]) => type).sort(), ['addtrack', 'addtrack', 'change', 'change', 'removetrack']);
    assert.ok(targets.every(([type, own, track]) => own && (type === 'change' || track)), 'each has its target and its track');
});
