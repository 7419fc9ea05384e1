// SPDX-License-Identifier: MIT
'use strict';

// src/node/layout_object.c: numbers that JavaScript can rely on.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const v8 = require('v8');
const test = require('node:test');
const { root } = require('./programs');

const { layout } = require('../../js/stream/addon');

/** The FRS_* constants of a header. */
function constants(file) {
    const text = fs.readFileSync(path.join(root, file), 'utf8');
    const found = {};
    for (const [, name, value] of text.matchAll(/\b(?:#define )?(FRS_\w+)(?: =)? (0x[0-9a-f]+|\d+)u?\b/g)) {
        found[name] = Number(value);
    }
    return found;
}

test('limits are those of the headers', () => {
    const core = constants('src/core/layout.h');
    assert.strictEqual(layout.limits.magic, core.FRS_MAGIC);
    assert.strictEqual(layout.limits.abi, core.FRS_ABI_VERSION);
    assert.strictEqual(layout.limits.slots, core.FRS_SLOTS_MAX);
    assert.strictEqual(layout.limits.ring, core.FRS_RING_SIZE);
    const reader = constants('include/frameshare/reader.h');
    assert.strictEqual(layout.limits.leases, reader.FRS_LEASES_MAX);
    assert.strictEqual(layout.limits.history, reader.FRS_HISTORY_MAX);
});

test('the formats are those of the header, by number and name', () => {
    const formats = constants('include/frameshare/format.h');
    const named = Object.entries(formats).filter(([name]) => /^FRS_FORMAT_(?!UNKNOWN|END)/.test(name));
    assert.ok(named.length >= 4);
    for (const [name, number] of named) {
        assert.strictEqual(`FRS_FORMAT_${layout.formats[number].name.toUpperCase()}`, name);
    }
    assert.strictEqual(layout.formats.length, named.length + 1);
    assert.deepStrictEqual(layout.formats[formats.FRS_FORMAT_I420].planes, [
        { hShift: 0, vShift: 0, bytes: 1 }, { hShift: 1, vShift: 1, bytes: 1 }, { hShift: 1, vShift: 1, bytes: 1 }]);
});

test('no two words of the control segment, the page or a descriptor are in the same place', () => {
    for (const part of ['control', 'page', 'descriptor']) {
        const { bytes, words, ...places } = layout[part];
        const all = Object.values(places);
        assert.strictEqual(new Set(all).size, all.length, part);
        assert.ok(all.every((place) => Number.isInteger(place) && place >= 0 && place < (words || bytes / 4)), part);
    }
    const { control, descriptor, slot, limits } = layout;
    assert.strictEqual(control.ring + limits.ring, control.slots);
    assert.strictEqual(control.slots + limits.slots * slot.words, control.descriptors);
    assert.strictEqual((control.descriptors + limits.descriptors * descriptor.words) * 4, control.bytes);
});

test('the layout crosses to a page or a worker', () => {
    assert.deepStrictEqual(v8.deserialize(v8.serialize(layout)), layout);
});
