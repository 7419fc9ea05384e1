// SPDX-License-Identifier: MIT
'use strict';

// Reads the number that framesharetestclip wrote into a picture. `readCounter` uses nothing but its arguments, so
// that its source text runs in every world: Node, preload, page, Worker (see `counterSource`).

/**
 * @typedef {object} Picture a frame as getFrame() gives it, or anything of that shape
 * @property {string} format I420, NV12, RGBA or BGRA
 * @property {number} width
 * @property {number} height
 * @property {{data: Uint8Array | Uint8ClampedArray, stride: number}[]} [planes]
 * @property {Uint8Array | Uint8ClampedArray} [data] when there are no planes
 * @property {number} [stride] when there are no planes
 */

/**
 * @typedef {object} Strip the geometry, as src/clip/strip.h states it
 * @property {number} block
 * @property {number} columns
 * @property {number} rows
 * @property {number} black
 * @property {number} white
 * @property {number} crcPolynomial
 * @property {number} crcStart
 */

/**
 * The number in a picture: -1 when there is none or it is damaged, -2 when the picture is torn (its first and its
 * last lines are of different frames).
 *
 * @param {Picture} picture
 * @param {Strip} strip
 * @param {number} [scale] how large the picture is beside its original: 0.5 for half of its width and height
 * @returns {number}
 */
function readCounter(picture, strip, scale) {
    const factor = scale || 1;
    const plane = picture.planes ? picture.planes[0] : picture;
    const data = /** @type {Uint8Array} */ (plane.data);
    const stride = /** @type {number} */ (plane.stride);
    const packed = picture.format === 'RGBA' || picture.format === 'BGRA';
    const step = packed ? 4 : 1;
    const start = packed ? 1 : 0; // green
    const reach = Math.max(1, Math.floor(strip.block * factor / 4));
    const threshold = Math.floor((strip.black + strip.white) / 2);

    /** @type {(top: number, k: number) => boolean} */
    function isWhite(top, k) {
        const x = Math.floor((k % strip.columns + 0.5) * strip.block * factor);
        const y = Math.floor(top + (Math.floor(k / strip.columns) + 0.5) * strip.block * factor);
        let sum = 0;

        for (let dy = -reach; dy < reach; dy++) {
            for (let dx = -reach; dx < reach; dx++) {
                sum += data[(y + dy) * stride + (x + dx) * step + start];
            }
        }
        return sum > 4 * reach * reach * threshold;
    }

    /** @type {(number: number) => number} */
    function checksum(number) {
        let crc = strip.crcStart;

        for (let bit = 31; bit >= 0; bit--) {
            const feedback = (crc >> 7) ^ (number >>> bit & 1);
            crc = crc << 1 & 0xff;
            if (feedback) {
                crc ^= strip.crcPolynomial;
            }
        }
        return crc;
    }

    /** @type {(top: number) => number} */
    function readStrip(top) {
        let number = 0;
        let crc = 0;

        for (let k = 0; k < 40; k++) {
            if (k < 32) {
                number = number * 2 + (isWhite(top, k) ? 1 : 0);
            } else {
                crc = crc * 2 + (isWhite(top, k) ? 1 : 0);
            }
        }
        return checksum(number) === crc ? number : -1;
    }

    const first = readStrip(0);
    const last = readStrip(picture.height - strip.rows * strip.block * factor);

    if (first < 0 || last < 0) {
        return -1;
    }
    return first === last ? first : -2;
}

/**
 * The geometry out of src/clip/strip.h. Needs a file system, so Node or a preload.
 *
 * @returns {Strip}
 */
function readStripGeometry() {
    const header = require('path').join(__dirname, '..', '..', 'src', 'clip', 'strip.h');
    const text = require('fs').readFileSync(header, 'utf8');
    /** @type {(name: string) => number} */
    const value = (name) => {
        const found = new RegExp(`#define FRS_STRIP_${name} (\\w+)`).exec(text);
        if (!found) {
            throw new Error(`${header} does not define FRS_STRIP_${name}`);
        }
        return Number(found[1]);
    };

    return {
        block: value('BLOCK'),
        columns: value('COLUMNS'),
        rows: value('ROWS'),
        black: value('BLACK'),
        white: value('WHITE'),
        crcPolynomial: value('CRC_POLYNOMIAL'),
        crcStart: value('CRC_START'),
    };
}

/** @type {Strip | null} */
let geometry = null;

/**
 * `readCounter` with the geometry filled in, for Node and preloads.
 *
 * @param {Picture} picture
 * @param {number} [scale]
 * @returns {number}
 */
function counterOf(picture, scale) {
    if (!geometry) {
        geometry = readStripGeometry();
    }
    return readCounter(picture, geometry, scale);
}

/**
 * The same as source text for a world without `require`: an expression whose value is (picture, scale) => number.
 *
 * @returns {string}
 */
function counterSource() {
    return `((strip) => (picture, scale) => (${readCounter})(picture, strip, scale))(${JSON.stringify(readStripGeometry())})`;
}

module.exports = { counterOf, counterSource, readCounter, readStripGeometry };
