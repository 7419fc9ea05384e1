// SPDX-License-Identifier: MIT
'use strict';

/** @typedef {import('../stream/types').FormatShape} FormatShape */

/**
 * How the GPU reads a plane: as texels of `step` bytes. A plane whose components have different
 * steps (YUY2: luma every 2 bytes, chroma every 4) is read through several samplers.
 *
 * @typedef {object} Sampler
 * @property {number} plane
 * @property {number} step bytes of a texel
 * @property {number} grid index of its texel grid
 */

/**
 * A texel grid: planes with the same subsampling share one.
 *
 * @typedef {object} Grid
 * @property {number} hShift a texel is 2^hShift pixels of luma wide
 * @property {number} vShift
 */

/**
 * A component: a channel of a texel.
 * @typedef {object} Channel
 * @property {number} sampler index
 * @property {number} channel 0..3
 */

/**
 * Bytes of a sample.
 * @param {FormatShape} shape
 */
function sampleBytes(shape) {
    return shape.depth > 8 ? 2 : 1;
}

/**
 * The index of the first entry that is `alike`; if there is none, one is added.
 * @template T
 * @param {T[]} list
 * @param {(each: T) => boolean} alike
 * @param {() => T} create
 */
function indexOf(list, alike, create) {
    const index = list.findIndex(alike);

    return index < 0 ? list.push(create()) - 1 : index;
}

/**
 * The samplers for a format's components, one for each distinct plane and step.
 * @param {FormatShape} shape
 * @returns {{samplers: Sampler[], grids: Grid[], channels: (Channel | null)[]}} channels: null for
 * a component that the format does not have
 */
function planSamplers(shape) {
    /** @type {Sampler[]} */
    const samplers = [];
    /** @type {Grid[]} */
    const grids = [];
    const gridOf = (/** @type {number} */ plane, /** @type {number} */ step) => {
        const { hShift: unit, vShift, bytes } = shape.planes[plane];
        const hShift = unit - Math.log2(bytes / step);

        return indexOf(grids, (each) => each.hShift === hShift && each.vShift === vShift, () => ({ hShift, vShift }));
    };
    const channels = shape.components.map(({ plane, offset, step }) => {
        return step === 0 ? null : {
            sampler: indexOf(samplers, (each) => each.plane === plane && each.step === step,
                () => ({ plane, step, grid: gridOf(plane, step) })),
            channel: offset / sampleBytes(shape),
        };
    });

    return { samplers, grids, channels };
}

module.exports = { planSamplers, sampleBytes };
