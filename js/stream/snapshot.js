// SPDX-License-Identifier: MIT
'use strict';

const addon = require('./addon');
const { Leases } = require('./lease');
const { Picture } = require('./picture');

/** @typedef {import('./types').Opened} Opened */

/**
 * A lease on the newest frame of an open stream, independent of the stream's readers.
 *
 * @typedef {object} Held
 * @property {Uint32Array} descriptor
 * @property {Uint8Array | null} bytes of its slot, null if that has not arrived
 * @property {Uint8Array | null} over the slot of its overlays
 * @property {() => void} end
 */

/**
 * @param {Opened} opened
 * @param {(index: number, id: number) => Uint8Array | null} find - a slot
 * @param {boolean} overlays - lease them too
 * @returns {Held | null} null when there is no frame yet
 */
function holdNewest(opened, find, overlays) {
    const { layout } = addon;
    const leases = new Leases(opened.control, opened.page, layout);
    const cell = leases.acquireNewest(0);
    if (cell === Leases.FULL) {
        throw Object.assign(new Error('too many frames are held: release one first'), { code: 'FRS_ELEASES' });
    }
    if (cell < 0) {
        return null;
    }
    const end = () => leases.end(cell);
    try {
        const { words, slot, slotId, overlaySlot, overlaySlotId } = layout.descriptor;
        const base = layout.control.descriptors + leases.index * words;
        const descriptor = opened.control.subarray(base, base + words);
        const bytes = find(descriptor[slot], descriptor[slotId]);
        const over = overlays ? find(descriptor[overlaySlot], descriptor[overlaySlotId]) : null;
        return { descriptor, bytes, over, end };
    } catch (error) {
        end();
        throw error;
    }
}

/**
 * Render the newest frame of an open stream, without changing what its readers get.
 * @param {Opened} opened
 * @param {(index: number, id: number) => Uint8Array | null} find - a slot
 * @param {boolean} overlays - draw them
 * @returns {Picture | null} null when there is no frame yet
 */
function renderNewest(opened, find, overlays) {
    const held = holdNewest(opened, find, overlays);
    if (!held) {
        return null;
    }
    try {
        return held.bytes && new Picture(addon.renderPicture(held.descriptor, held.bytes, held.over));
    } finally {
        held.end();
    }
}

/**
 * The same in a worker thread.
 * @param {Opened} opened
 * @param {(index: number, id: number) => Uint8Array | null} find
 * @param {boolean} overlays
 * @returns {Promise<Picture | null>}
 */
async function renderNewestAsync(opened, find, overlays) {
    const held = holdNewest(opened, find, overlays);
    if (!held) {
        return null;
    }
    try {
        return held.bytes && new Picture(await addon.renderPictureAsync(held.descriptor, held.bytes, held.over));
    } finally {
        held.end();
    }
}

module.exports = { renderNewest, renderNewestAsync };
