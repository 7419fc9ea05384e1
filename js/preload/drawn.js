// SPDX-License-Identifier: MIT
'use strict';

const { Crop, displaySize } = require('./geometry');

/** @typedef {import('../stream/descriptor').Descriptor} Descriptor */

/** Maximum pictures that are drawn before the first of them is displayed. */
const KEPT = 32;
/** Values for each picture. */
const [NUMBER, BEGIN, END, WIDTH, HEIGHT, PRESENTED, FIELDS] = [0, 1, 2, 3, 4, 5, 6];

/**
 * Tracks which drawn pictures have been displayed. A picture that goes through Chromium's path for
 * video is on the screen a moment after it was submitted: others may have been submitted by then,
 * and some are never displayed. Each drawing has a number, also when the same picture is drawn
 * again. Allocates nothing per picture.
 */
class DrawnPictures {
    constructor() {
        this._drawn = new Float64Array(KEPT * FIELDS);
        this._seen = new Float64Array(FIELDS);
        this._size = new Float64Array(2);
        this._crop = new Crop();
        this._last = 0;
        this._sequence = 0;
        this._presented = 0;
        this.forget();
    }

    /** Another stream: its numbers start anew. */
    restart() {
        this._sequence = 0;
    }

    /** Nothing is displayed any more, and pictures drawn so far will not be. */
    forget() {
        this._drawn.fill(0);
        this._seen.fill(NaN);
    }

    /**
     * A picture is drawn now, for the first time or again.
     * @param {Descriptor} descriptor
     * @returns {number} the drawing's number, from 1 on
     */
    add(descriptor) {
        const number = ++this._last;
        const i = number % KEPT * FIELDS;
        const drawn = this._drawn;

        if (descriptor.sequence !== this._sequence) {
            this._sequence = descriptor.sequence;
            this._presented++;
        }
        this._crop.set(descriptor);
        displaySize(this._crop, descriptor, descriptor.orientation, this._size);
        drawn[i + NUMBER] = number;
        drawn[i + BEGIN] = descriptor.pts / 1e9;
        drawn[i + END] = (descriptor.pts + descriptor.duration) / 1e9;
        drawn[i + WIDTH] = Math.round(this._size[0]);
        drawn[i + HEIGHT] = Math.round(this._size[1]);
        drawn[i + PRESENTED] = this._presented;
        return number;
    }

    /**
     * A drawing is on the screen.
     * @param {number} number
     * @returns {boolean} is it another picture than the one displayed before?
     */
    see(number) {
        const i = number % KEPT * FIELDS;
        const isNew = this._drawn[i + PRESENTED] !== this._seen[PRESENTED];

        if (this._drawn[i + NUMBER] !== number || number <= this._seen[NUMBER]) {
            return false;
        }
        for (let field = 0; field < FIELDS; field++) {
            this._seen[field] = this._drawn[i + field];
        }
        return isNew;
    }

    /** Start time of the displayed picture in its source, s; NaN: none. */
    get begin() {
        return this._seen[BEGIN];
    }

    /** Its end time, s; NaN when unknown. */
    get end() {
        return this._seen[END];
    }

    /**
     * The VideoFrameCallbackMetadata of the displayed picture, for requestVideoFrameCallback().
     * @param {number} presentationTime
     * @param {number} expectedDisplayTime
     */
    metadata(presentationTime, expectedDisplayTime) {
        const seen = this._seen;

        return {
            presentationTime, expectedDisplayTime, width: seen[WIDTH], height: seen[HEIGHT], mediaTime: seen[BEGIN],
            presentedFrames: seen[PRESENTED],
        };
    }
}

module.exports = { DrawnPictures };
