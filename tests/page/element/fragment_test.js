// SPDX-License-Identifier: MIT
'use strict';

// js/page/element/fragment.js, against Media Fragments URI 1.0.

const assert = require('assert');
const test = require('node:test');
const { fragmentOf } = require('../../../js/page/element/fragment');

/** [begin, end] of a fragment. */
function part(fragment) {
    const { begin, end } = fragmentOf(`a.webm#${fragment}`);

    return [begin, end];
}

test('a part is named in seconds, minutes or hours; either end may be left out', () => {
    assert.deepStrictEqual(['t=10,20', 't=npt:10', 't=,5.5', 't=1:02:03.5,1:03:00'].map(part), [[10, 20], [10, Infinity], [0, 5.5], [3723.5, 3780]]);
});

test('names and values may be percent-encoded', () => {
    assert.deepStrictEqual(['t=%31%30,20', '%74=10', 't=10%2C20', 't=npt%3A10'].map(part), [[10, 20], [10, Infinity], [10, 20], [10, Infinity]]);
});

test('what makes no sense counts for nothing, and the last that does counts', () => {
    assert.deepStrictEqual(['t=', 't=20,10', 't=10,10', 't=a', 't=%FF10', 't%3D10', 'track=1', ''].map(part), new Array(8).fill([0, Infinity]));
    assert.deepStrictEqual(['t=1&t=2', 't=3&t=x', 'a=b&t=4&c'].map(part), [[2, Infinity], [3, Infinity], [4, Infinity]]);
});
