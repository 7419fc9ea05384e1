// SPDX-License-Identifier: MIT
'use strict';

const { encodePNG } = require('./png');

/**
 * A frame as it is displayed: in its colours, cropped, with square pixels, the right way up. It is
 * a copy, and stays.
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

    /**
     * The same as a file.
     * @returns {Buffer}
     */
    toPNG() {
        return encodePNG(this.width, this.height, this.data);
    }
}

module.exports = { Picture };
