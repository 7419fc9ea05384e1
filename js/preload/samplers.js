'use strict';

/** @typedef {import('../stream/types').FormatShape} FormatShape */

/**
 * How the GPU sees a plane: as texels of `step` bytes. A plane that holds components of several steps (YUY2: luma
 * every 2 bytes, chroma every 4) is seen several times.
 *
 * @typedef {object} Sampler
 * @property {number} plane
 * @property {number} step bytes of a texel
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
 * What a format's components need, one sampler for each distinct plane and step.
 * @param {FormatShape} shape
 * @returns {{samplers: Sampler[], channels: (Channel | null)[]}} channels: null for a component that is not there
 */
function planSamplers(shape) {
    /** @type {Sampler[]} */
    const samplers = [];
    const channels = shape.components.map(({ plane, offset, step }) => {
        if (step === 0) {
            return null;
        }
        let sampler = samplers.findIndex((each) => each.plane === plane && each.step === step);

        if (sampler < 0) {
            const { hShift, vShift, bytes } = shape.planes[plane];

            sampler = samplers.push({ plane, step, hShift: hShift - Math.log2(bytes / step), vShift }) - 1;
        }
        return { sampler, channel: offset / sampleBytes(shape) };
    });

    return { samplers, channels };
}

module.exports = { planSamplers, sampleBytes };
