// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { Clock } = require('../../../js/page/state/clock');

/** A clock that runs at a rate and is at 10 s, a tenth of a second after it was told 10 s less a tenth of the rate. */
function clockAt10(rate) {
    let time = 0;
    const clock = new Clock(() => time);

    clock.jump(10 - rate / 10);
    clock.run(rate);
    time = 100;
    return clock;
}

test('the time beside a picture is in it, and that of the clock where it agrees', () => {
    const beside = (begin, end) => clockAt10(1).beside({ begin, end });

    assert.strictEqual(beside(9.99, 10.03), 10);
    assert.strictEqual(beside(10.02, 10.06), 10.02);
    assert.ok(Math.abs(beside(9.9, 9.94) - 9.939) < 1e-9);
    assert.ok(beside(9.9, 9.9002) < 9.9002 && beside(9.9, 9.9002) > 9.9);
});

test('a picture that does not follow the clock does not stop it', () => {
    assert.strictEqual(clockAt10(1).beside({ begin: 8, end: 8.9 }), 10);
    assert.strictEqual(clockAt10(1).beside({ begin: 11.1, end: 11.2 }), 10);
    assert.strictEqual(clockAt10(1).beside({ begin: 0, end: 20 }), 10);
    assert.ok(clockAt10(4).beside({ begin: 6.5, end: 6.6 }) < 6.6);
    assert.strictEqual(clockAt10(4).beside({ begin: 5, end: 5.9 }), 10);
});

test('without a picture, or its times, there is the clock alone', () => {
    assert.strictEqual(clockAt10(1).beside(null), 10);
    assert.strictEqual(clockAt10(1).beside({ begin: NaN, end: NaN }), 10);
    assert.strictEqual(clockAt10(1).beside({ begin: 9.5, end: NaN }), 10);
});
