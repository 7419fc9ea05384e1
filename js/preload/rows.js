// SPDX-License-Identifier: MIT
'use strict';

/**
 * Describes the rows of a plane to WebGL: UNPACK_ROW_LENGTH texels, rounded up to UNPACK_ALIGNMENT
 * bytes (OpenGL ES 3.0, 3.7.2).
 */

const ALIGNMENTS = [1, 2, 4, 8];

/**
 * @param {number} stride bytes from one row to the next
 * @param {number} texel bytes
 * @param {number} sample bytes, 1 or 2
 * @returns {{length: number, alignment: number} | null} null when rows with this stride must be
 * uploaded one by one
 */
function chooseRows(stride, texel, sample) {
    const length = Math.floor(stride / texel);
    const alignment = ALIGNMENTS.find((bytes) => Math.ceil(length * texel / bytes) * bytes === stride);

    return alignment === undefined || stride % sample !== 0 ? null : { length, alignment };
}

module.exports = { chooseRows };
