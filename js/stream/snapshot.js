// SPDX-License-Identifier: MIT
'use strict';

const addon = require('./addon');
const { Leases } = require('./lease');
const { Picture } = require('./picture');

/** @typedef {import('./types').Opened} Opened */

/**
 * Render the newest frame of an open stream, under a lease of its own: who reads the stream goes on
 * as if nothing had been.
 * @param {Opened} opened
 * @param {(index: number, id: number) => Uint8Array | null} find - a slot
 * @param {boolean} overlays - draw them
 * @returns {Picture | null} null when there is no frame yet
 */
function renderNewest(opened, find, overlays) {
    const { layout } = addon;
    const leases = new Leases(opened.control, opened.page, layout);
    const cell = leases.acquireNewest(0);
    if (cell === Leases.FULL)
        throw Object.assign(new Error('too many frames are held: release one first'), { code: 'FRS_ELEASES' });
    if (cell < 0)
        return null;
    try {
        const { words, slot, slotId, overlaySlot, overlaySlotId } = layout.descriptor;
        const base = layout.control.descriptors + leases.index * words;
        const descriptor = opened.control.subarray(base, base + words);
        const bytes = find(descriptor[slot], descriptor[slotId]);
        const over = overlays ? find(descriptor[overlaySlot], descriptor[overlaySlotId]) : null;
        return bytes && new Picture(addon.renderPicture(descriptor, bytes, over));
    } finally {
        leases.end(cell);
    }
}

module.exports = { renderNewest };
