'use strict';

const { surroundings } = require('../compositing');

/** @typedef {import('../../stream/descriptor').Descriptor} Descriptor */

/** How much of a descriptor decides about how its picture is drawn, who puts the page together, which is known a moment later, and its screen. */
const WORDS = 19;

/** What the last picture was like: another shape or colour has things made anew, and nothing is allocated to see it. */
class FrameKey {
    constructor() {
        this._key = new Float64Array(WORDS);
        this._next = new Float64Array(WORDS);
        this.forget();
    }

    /** The next picture is of another shape, whatever it is. */
    forget() {
        this._key.fill(-1);
    }

    /**
     * Is this frame of another shape or colour than the last? Remembers it.
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
