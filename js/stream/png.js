// SPDX-License-Identifier: MIT
'use strict';

const zlib = require('zlib');

/** Numbers from the PNG specification (ISO/IEC 15948), and its signature. */
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const TRUECOLOUR = 2;
const TRUECOLOUR_WITH_ALPHA = 6;
const FILTER_UP = 2;
const SRGB_PERCEPTUAL = 0;

/** zlib level: a third of the default's time, for pictures of film a few hundredths larger. */
const LEVEL = 2;

/** The CRC of annex D. */
const CRC = Int32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) {
        c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    }
    return c;
});

/** @param {Buffer} bytes */
function crc(bytes) {
    let c = -1;
    for (let i = 0; i < bytes.length; i++) {
        c = CRC[(c ^ bytes[i]) & 0xff] ^ (c >>> 8);
    }
    return ~c >>> 0;
}

/**
 * @param {string} type - four letters
 * @param {Buffer} data
 */
function chunk(type, data) {
    const bytes = Buffer.alloc(12 + data.length);
    bytes.writeUInt32BE(data.length, 0);
    bytes.write(type, 4, 'latin1');
    data.copy(bytes, 8);
    bytes.writeUInt32BE(crc(bytes.subarray(4, 8 + data.length)), 8 + data.length);
    return bytes;
}

/** @param {Uint8Array} rgba */
function isOpaque(rgba) {
    for (let i = 3; i < rgba.length; i += 4) {
        if (rgba[i] !== 255) {
            return false;
        }
    }
    return true;
}

/**
 * Filter type 2 (Up): each row is the difference to the one above.
 * @param {number} width
 * @param {number} height
 * @param {Uint8Array} rgba
 * @param {number} channels - 3 leaves alpha out
 */
function filter(width, height, rgba, channels) {
    const rows = Buffer.allocUnsafe(height * (1 + width * channels));
    let to = 0;
    for (let y = 0; y < height; y++) {
        rows[to++] = FILTER_UP;
        for (let x = 0; x < width; x++) {
            const from = 4 * (y * width + x);
            const above = from - 4 * width;
            for (let c = 0; c < channels; c++) {
                rows[to++] = rgba[from + c] - (y === 0 ? 0 : rgba[above + c]);
            }
        }
    }
    return rows;
}

/**
 * A PNG file of sRGB pixels; without alpha if all pixels are opaque.
 * @param {number} width
 * @param {number} height
 * @param {Uint8Array} rgba - four bytes a pixel, alpha not premultiplied
 * @returns {Buffer}
 */
function encodePNG(width, height, rgba) {
    const opaque = isOpaque(rgba);
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header[8] = 8; // bits per channel
    header[9] = opaque ? TRUECOLOUR : TRUECOLOUR_WITH_ALPHA;
    return Buffer.concat([
        SIGNATURE,
        chunk('IHDR', header),
        chunk('sRGB', Buffer.from([SRGB_PERCEPTUAL])),
        chunk('IDAT', zlib.deflateSync(filter(width, height, rgba, opaque ? 3 : 4), { level: LEVEL })),
        chunk('IEND', Buffer.alloc(0)),
    ]);
}

module.exports = { encodePNG };
