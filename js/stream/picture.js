// SPDX-License-Identifier: MIT
'use strict';

const { encodePNG } = require('./png');

/**
 * A frame as it is displayed: colours converted, cropped, square pixels, upright. It is a copy and
 * stays valid.
 */
class Picture {
    /** @hideconstructor @param {{width: number, height: number, data: Uint8Array}} rendered */
    constructor(rendered) {
        /** In pixels. */
        this.width = rendered.width;
        /** In pixels. */
        this.height = rendered.height;
        /** Rows of RGBA, four bytes a pixel, sRGB; alpha is not premultiplied. */
        this.data = rendered.data;
    }

    /** The picture as a PNG file. @returns {Buffer} */
    toPNG() {
        return encodePNG(this.width, this.height, this.data);
    }
}

module.exports = { Picture };
