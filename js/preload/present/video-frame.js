// SPDX-License-Identifier: MIT
'use strict';

const { isFull, matrixOf } = require('../colour');
const { getCompositing, isHdrScreen } = require('../compositing');
const { Crop, displaySize } = require('../geometry');
const { mappingOf, transferOf } = require('../hdr');

/** @typedef {import('../../stream/descriptor').Descriptor} Descriptor */
/** @typedef {import('../../stream/types').FormatShape} FormatShape */

/**
 * Raw formats that WebCodecs supports, by GStreamer's names: WebCodecs' name, and its order of
 * planes as indices of ours.
 * @type {{[name: string]: [string, number[]]}}
 */
const FORMATS = {
    I420: ['I420', [0, 1, 2]],
    YV12: ['I420', [0, 2, 1]],
    NV12: ['NV12', [0, 1]],
    Y42B: ['I422', [0, 1, 2]],
    Y444: ['I444', [0, 1, 2]],
};

/**
 * The same for HDR, on screens with a high dynamic range.
 * @type {{[name: string]: [string, number[]]}}
 */
const HDR_FORMATS = { I420_10LE: ['I420P10', [0, 1, 2]], I422_10LE: ['I422P10', [0, 1, 2]], Y444_10LE: ['I444P10', [0, 1, 2]] };

/** The code of BT.2020's primaries in H.273. */
const BT2020 = 9;

/**
 * MatrixCoefficients that VideoColorSpace has a name for. BT.2020 has one, which Chromium 108 does
 * not support.
 * @type {{[code: number]: string}}
 */
const MATRICES = { 1: 'bt709', 5: 'bt470bg', 6: 'smpte170m', 9: 'bt2020-ncl' };

/**
 * WebCodecs' constructor; TypeScript's library for Chromium 83 does not have it.
 * @returns {any} undefined if there is none
 */
function constructor() {
    return /** @type {any} */ (globalThis).VideoFrame;
}

/** Results of earlier tests of this Chromium. @type {Map<string, boolean>} */
const known = new Map();

/**
 * Does this Chromium support a format with a matrix?
 * @param {string} format
 * @param {string} matrix
 */
function isKnown(format, matrix) {
    const name = `${format} ${matrix}`;
    let answer = known.get(name);

    if (answer === undefined) {
        answer = false;
        try {
            const frame = new (constructor())(new Uint8Array(64), {
                format, codedWidth: 2, codedHeight: 2, timestamp: 0, colorSpace: colourSpace(matrix, false),
            });

            answer = frame.colorSpace.matrix === matrix;
            frame.close();
        } catch (error) {
            // It throws: not supported.
        }
        known.set(name, answer);
    }
    return answer;
}

/**
 * The matrix converts code values to RGB, which is shown unchanged, as everywhere here. So declare
 * the screen's transfer and primaries: then Chromium converts nothing more.
 * @param {string} matrix
 * @param {boolean} fullRange
 */
function colourSpace(matrix, fullRange) {
    return { primaries: 'bt709', transfer: 'iec61966-2-1', matrix, fullRange };
}

/**
 * The `init` of `new VideoFrame(bytes, init)`; the caller sets `timestamp`. Pictures with the same
 * format, size and colours share one object.
 *
 * With a graphics card Chromium converts YUV well (within half a code), so it gets the slot as it
 * is. RGBX is not passed on: Chromium would take the padding byte for alpha.
 * @param {Descriptor} frame
 * @returns {any} null for pictures that WebCodecs cannot describe
 */
function directInit(frame) {
    const shape = /** @type {FormatShape} */ (frame.shape);
    const hdr = hdrOf(frame);
    const [format, order] = (hdr === null ? FORMATS : HDR_FORMATS)[shape.name] || [null, []];
    const matrix = MATRICES[matrixOf(frame.matrix, frame.height)];

    if (format === null || !matrix || !isKnown(format, matrix) || !isAligned(shape, frame)) {
        return null;
    }
    const size = new Float64Array(2);
    const crop = new Crop();

    crop.set(frame);
    displaySize(crop, frame, 0, size);
    return {
        format,
        codedWidth: frame.width,
        codedHeight: frame.height,
        visibleRect: { x: crop.x, y: crop.y, width: crop.width, height: crop.height },
        displayWidth: Math.round(size[0]),
        displayHeight: Math.round(size[1]),
        layout: order.map((p) => ({ offset: frame.offset[p], stride: frame.stride[p] })),
        colorSpace: Object.assign(colourSpace(matrix, isFull(shape, frame.range)), hdr),
        timestamp: 0,
    };
}

/**
 * The VideoColorSpace of an HDR picture for an HDR screen: there Chromium maps it to the screen's
 * range.
 * @param {Descriptor} frame
 */
function hdrOf(frame) {
    const transfer = transferOf(frame);

    return transfer !== null && frame.primaries === BT2020 && isHdrScreen() ? { primaries: 'bt2020', transfer } : null;
}

/**
 * The same for pixels that are already converted, opaque, and at display size.
 * @param {number} width
 * @param {number} height
 */
function convertedInit(width, height) {
    return { format: 'RGBX', codedWidth: width, codedHeight: height, colorSpace: colourSpace('rgb', true), timestamp: 0 };
}

/**
 * How pictures of this kind become VideoFrames: `direct` unchanged; `converted` by the addon, to
 * display size. Without a graphics card Chromium converts with coefficients that are limited to 2,
 * although blue of BT.709 needs 2.1, which makes it wrong by 14 codes; until the main process has
 * said whether there is a card, it counts as unknown. Pictures that need tone or gamut mapping, or
 * have alpha, which a track drops, use other ways.
 * @param {Descriptor} frame
 * @returns {'direct' | 'converted' | null} null: not at all
 */
function kindFor(frame) {
    const shape = /** @type {FormatShape} */ (frame.shape);

    if ((mappingOf(frame) !== null && hdrOf(frame) === null) || shape.components[3].step !== 0) {
        return null;
    }
    if (getCompositing() !== 'gpu') {
        return mappingOf(frame) === null && isKnown('RGBX', 'rgb') ? 'converted' : null;
    }
    return directInit(frame) === null ? null : 'direct';
}

/**
 * A VideoFrame cannot contain fractions of a chroma sample.
 * @param {FormatShape} shape
 * @param {Descriptor} frame
 */
function isAligned(shape, frame) {
    const h = 2 ** Math.max(...shape.planes.map(({ hShift }) => hShift)) - 1;
    const v = 2 ** Math.max(...shape.planes.map(({ vShift }) => vShift)) - 1;

    return ((frame.width | frame.cropX | frame.cropWidth) & h) === 0 && ((frame.height | frame.cropY | frame.cropHeight) & v) === 0;
}

module.exports = { constructor, convertedInit, directInit, kindFor };
