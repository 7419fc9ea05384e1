// SPDX-License-Identifier: MIT
'use strict';

const { surroundings } = require('../compositing');

/** @typedef {import('../../stream/descriptor').Descriptor} Descriptor */

/**
 * Number of words of the key: descriptor words that decide how a picture is drawn, the compositor,
 * which becomes known a moment later, and the screen.
 */
const WORDS = 19;

/**
 * The key of the last picture: when format, size or colours change, textures and programs are
 * recreated. Comparing allocates nothing.
 */
class FrameKey {
    constructor() {
        this._key = new Float64Array(WORDS);
        this._next = new Float64Array(WORDS);
        this.forget();
    }

    /** Treat the next picture as changed in any case. */
    forget() {
        this._key.fill(-1);
    }

    /**
     * Do format, size or colours of this frame differ from the last one's? Stores them.
     * @param {Descriptor} frame
     */
    changed(frame) {
        const next = this._next;
        const key = this._key;
        let changed = false;

        next[0] = frame.format;
        next[1] = frame.width;
        next[2] = frame.height;
        next[3] = frame.cropX;
        next[4] = frame.cropY;
        next[5] = frame.cropWidth;
        next[6] = frame.cropHeight;
        next[7] = frame.range;
        next[8] = frame.matrix;
        next[9] = frame.transfer;
        next[10] = frame.primaries;
        next[11] = frame.chromaSite;
        next[12] = frame.parN;
        next[13] = frame.parD;
        next[14] = frame.orientation;
        next[15] = frame.maxLuminance;
        next[16] = frame.minLuminance;
        next[17] = frame.maxCll;
        next[18] = surroundings();
        for (let i = 0; i < WORDS; i++) {
            changed = changed || key[i] !== next[i];
            key[i] = next[i];
        }
        return changed;
    }
}

module.exports = { FrameKey };
