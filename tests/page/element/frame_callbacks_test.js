// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { FrameCallbacks } = require('../../../js/page/element/frame-callbacks');

test('each callback is called once, unless it is cancelled, even by one before it', () => {
    let requests = 0;
    const called = [];
    const callbacks = new FrameCallbacks(() => requests++);

    callbacks.add((now, metadata) => {
        called.push(['first', now, metadata.width]);
        callbacks.cancel(second);
        callbacks.add(() => called.push(['again']));
    });
    const second = callbacks.add(() => called.push(['second']));
    callbacks.onFrame({ now: 5, metadata: { width: 64 } });
    assert.deepStrictEqual(called, [['first', 5, 64]]);
    callbacks.onFrame({ now: 6, metadata: {} });
    callbacks.onFrame({ now: 7, metadata: {} });
    assert.deepStrictEqual([called.length, requests], [2, 3]);
    assert.throws(() => callbacks.add(null), TypeError);
});

test('who waits goes on waiting when the source of pictures is another', () => {
    let requests = 0;
    const callbacks = new FrameCallbacks(() => requests++);

    callbacks.renew();
    callbacks.add(() => {});
    callbacks.renew();
    assert.strictEqual(requests, 2);
});
