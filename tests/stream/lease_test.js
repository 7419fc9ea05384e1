// SPDX-License-Identifier: MIT
'use strict';

// js/stream/lease.js against a control segment and a page that are set by hand.

const assert = require('assert');
const test = require('node:test');
require('../node/programs');

const { layout } = require('../../js/stream/addon');
const { Leases } = require('../../js/stream/lease');

/** A stream whose frames first..newest can be leased; frame n has descriptor n % 16. */
function make(first, newest) {
    const control = new Uint32Array(new SharedArrayBuffer(layout.control.bytes));
    const page = new Uint32Array(new SharedArrayBuffer(layout.page.bytes));
    for (let seq = first; ; seq = Leases.next(seq)) {
        control[layout.control.ring + (seq % layout.limits.ring)] = seq % 16;
        control[layout.control.descriptors + (seq % 16) * layout.descriptor.words + layout.descriptor.seq] = seq;
        if (seq === newest) {
            break;
        }
    }
    control[layout.control.floor] = first;
    control[layout.control.newest] = newest;
    const cells = page.subarray(layout.page.cells, layout.page.cells + layout.limits.leases);
    return { leases: new Leases(control, page, layout), control, page, cells };
}

test('a lease names its frame in a cell and finds its descriptor', () => {
    const { leases, cells } = make(3, 5);
    const cell = leases.begin(4);
    assert.strictEqual(cells[cell], 4);
    assert.strictEqual(leases.index, 4);
    leases.end(cell);
    assert.ok(cells.every((word) => word === 0));
});

test('a frame below the floor cannot be leased, and no cell keeps its name', () => {
    const { leases, cells } = make(3, 5);
    assert.strictEqual(leases.begin(2), Leases.GONE);
    assert.ok(cells.every((word) => word === 0));
});

test('a frame whose place in the ring or whose descriptor is another frame\'s already cannot be leased', () => {
    const { leases, control, cells } = make(3, 5);
    control[layout.control.descriptors + 4 * layout.descriptor.words + layout.descriptor.seq] = 20;
    assert.strictEqual(leases.begin(4), Leases.GONE);
    control[layout.control.ring + 5] = layout.limits.descriptors;
    assert.strictEqual(leases.begin(5), Leases.GONE);
    control[layout.control.ring + 3] = 0xffffffff;
    assert.strictEqual(leases.begin(3), Leases.GONE);
    assert.ok(cells.every((word) => word === 0));
});

test('as many leases as there are cells, and not one more', () => {
    const { leases, cells } = make(3, 5);
    const taken = new Set();
    for (let i = 0; i < layout.limits.leases; i++) {
        taken.add(leases.begin(5));
    }
    assert.strictEqual(taken.size, layout.limits.leases);
    assert.strictEqual(leases.begin(5), Leases.FULL);
    leases.end(7);
    assert.strictEqual(leases.begin(4), 7);
    assert.strictEqual(cells[7], 4);
});

test('the newest frame is taken once', () => {
    const { leases } = make(3, 5);
    const cell = leases.acquireNewest(0);
    assert.ok(cell >= 0);
    leases.end(cell);
    assert.strictEqual(leases.acquireNewest(5), Leases.NONE);
    assert.ok(leases.acquireNewest(4) >= 0);
});

test('frames come in order, and from the oldest that is left when some are gone', () => {
    const { leases, control } = make(3, 6);
    const taken = [];
    for (let after = 0, cell; (cell = leases.acquireNext(after)) >= 0;) {
        after = control[layout.control.descriptors + leases.index * layout.descriptor.words + layout.descriptor.seq];
        taken.push(after);
        leases.end(cell);
    }
    assert.deepStrictEqual(taken, [3, 4, 5, 6]);
    control[layout.control.floor] = 5;
    assert.ok(leases.acquireNext(3) >= 0);
    assert.strictEqual(leases.index, 5);
    assert.strictEqual(leases.acquireNext(6), Leases.NONE);
});

test('sequence numbers go on past their end', () => {
    assert.strictEqual(Leases.next(0xffffffff), 1);
    const { leases } = make(0xfffffffd, 3);
    const taken = [];
    for (let after = 0xfffffffc, cell; (cell = leases.acquireNext(after)) >= 0;) {
        after = leases.control[layout.control.descriptors + leases.index * layout.descriptor.words + layout.descriptor.seq];
        taken.push(after);
        leases.end(cell);
    }
    assert.deepStrictEqual(taken, [0xfffffffd, 0xfffffffe, 0xffffffff, 1, 2, 3]);
    assert.strictEqual(leases.begin(0xfffffffc), Leases.GONE);
    assert.ok(leases.acquireNewest(0xffffffff) >= 0);
});

test('frames between two are counted across the end of sequence numbers, where there is no frame 0', () => {
    assert.strictEqual(Leases.distance(5, 2), 3);
    assert.strictEqual(Leases.distance(1, 0xffffffff), 1);
    assert.strictEqual(Leases.distance(3, 0xfffffffe), 4);
    assert.strictEqual(Leases.distance(2, 2), 0);
});

test('a stream without a frame gives none', () => {
    const { leases, control } = make(1, 1);
    control[layout.control.newest] = 0;
    assert.strictEqual(leases.acquireNewest(0), Leases.NONE);
    assert.strictEqual(leases.acquireNext(0), Leases.NONE);
});

test('a writer that is always faster costs tries, not the reader\'s life', () => {
    const { leases, control, cells } = make(3, 5);
    control[layout.control.floor] = 9;
    assert.strictEqual(leases.acquireNewest(0), Leases.GONE);
    assert.ok(cells.every((word) => word === 0));
});
