'use strict';

const { isFull, matrixOf } = require('../colour');
const { getCompositing, isHdrScreen } = require('../compositing');
const { Crop, displaySize } = require('../geometry');
const { mappingOf, transferOf } = require('../hdr');

/** @typedef {import('../../stream/descriptor').Descriptor} Descriptor */
/** @typedef {import('../../stream/types').FormatShape} FormatShape */

/** Raw formats by GStreamer's names that WebCodecs has: its name, and its planes' order here. @type {{[name: string]: [string, number[]]}} */
const FORMATS = {
    I420: ['I420', [0, 1, 2]],
    YV12: ['I420', [0, 2, 1]],
    NV12: ['NV12', [0, 1]],
    Y42B: ['I422', [0, 1, 2]],
    Y444: ['I444', [0, 1, 2]],
};

/** The same of HDR, for screens that have it. @type {{[name: string]: [string, number[]]}} */
const HDR_FORMATS = { I420_10LE: ['I420P10', [0, 1, 2]], I422_10LE: ['I422P10', [0, 1, 2]], Y444_10LE: ['I444P10', [0, 1, 2]] };

/** BT.2020 of H.273's primaries. */
const BT2020 = 9;

/** MatrixCoefficients that VideoColorSpace has a name for. BT.2020 has one, which Chromium 108 does not know. @type {{[code: number]: string}} */
const MATRICES = { 1: 'bt709', 5: 'bt470bg', 6: 'smpte170m', 9: 'bt2020-ncl' };

/** WebCodecs' constructor, which no library of types for Chromium 83 has. @returns {any} undefined where there is none */
function constructor() {
    return /** @type {any} */ (globalThis).VideoFrame;
}

/** What was asked of this Chromium already. @type {Map<string, boolean>} */
const known = new Map();

/**
 * Does this Chromium take pictures of a format and a matrix?
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
            // It does not.
        }
        known.set(name, answer);
    }
    return answer;
}

/**
 * Code values are converted by the matrix, and what comes out is shown as it is, as everywhere here; so transfer and primaries are those
 * of the screen, and Chromium has nothing more to convert.
 * @param {string} matrix
 * @param {boolean} fullRange
 */
function colourSpace(matrix, fullRange) {
    return { primaries: 'bt709', transfer: 'iec61966-2-1', matrix, fullRange };
}

/**
 * What `new VideoFrame(bytes, init)` is to be told of a picture; its `timestamp` is the caller's. Shape and colours decide, so one object
 * does for all pictures that have the same.
 *
 * On a graphics card Chromium converts YUV well (half a code), so it gets the slot as it is. RGBX it does not get: what lies in place of
 * alpha would be taken for alpha.
 * @param {Descriptor} frame
 * @returns {any} null for pictures that WebCodecs has no words for
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
 * What VideoColorSpace is to say of a picture of high dynamic range that goes to a screen that has it: there Chromium maps it to the screen's own range.
 * @param {Descriptor} frame
 */
function hdrOf(frame) {
    const transfer = transferOf(frame);

    return transfer !== null && frame.primaries === BT2020 && isHdrScreen() ? { primaries: 'bt2020', transfer } : null;
}

/**
 * The same for pixels that are converted already, opaque, as large as they are shown.
 * @param {number} width
 * @param {number} height
 */
function convertedInit(width, height) {
    return { format: 'RGBX', codedWidth: width, codedHeight: height, colorSpace: colourSpace('rgb', true), timestamp: 0 };
}

/**
 * How pictures like this one get into VideoFrames: `direct` as they are; `converted` by the addon, to the size they are shown at. Without a
 * graphics card Chromium converts with coefficients that end at 2, where blue of BT.709 needs 2.1, so that it is 14 codes off; and as long
 * as the main process has not said whether there is one, nobody knows. What is mapped from another luminance or gamut is for other ways, and
 * so is what has alpha, which a track loses.
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
 * VideoFrame has whole samples of chroma only.
 * @param {FormatShape} shape
 * @param {Descriptor} frame
 */
function isAligned(shape, frame) {
    const h = 2 ** Math.max(...shape.planes.map(({ hShift }) => hShift)) - 1;
    const v = 2 ** Math.max(...shape.planes.map(({ vShift }) => vShift)) - 1;

    return ((frame.width | frame.cropX | frame.cropWidth) & h) === 0 && ((frame.height | frame.cropY | frame.cropHeight) & v) === 0;
}

module.exports = { constructor, convertedInit, directInit, kindFor };
