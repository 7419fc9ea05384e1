// SPDX-License-Identifier: MIT
'use strict';

// js/preload/look.js: what needs no browser.

const assert = require('assert');
const test = require('node:test');
const { splitPosition } = require('../../js/preload/look');

test('a computed object-position is taken apart where its two lengths meet', () => {
    assert.deepStrictEqual(splitPosition('50% 50%'), ['50%', '50%']);
    assert.deepStrictEqual(splitPosition('10px calc(100% - 5px)'), ['10px', 'calc(100% - 5px)']);
    assert.deepStrictEqual(splitPosition('calc(0% + (2px)) 3px'), ['calc(0% + (2px))', '3px']);
});
