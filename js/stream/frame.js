// SPDX-License-Identifier: MIT
'use strict';

/** @typedef {import('./types').Overlay} Overlay */
/** @typedef {import('./types').Plane} Plane */
/** @typedef {import('./descriptor').Descriptor} Descriptor */

/**
 * One picture that is leased: nobody writes to it until it is released.
 *
 * `data` is a Uint8Array over the SharedArrayBuffer that is the slot itself; it starts at the first
 * plane. For RGBA and BGRA it is `height` rows of `stride` bytes, and where `stride` is `4 * width`
 * (as frameshare's own memory has it at any width) it can be handed to WebGL as it is:
 *
 *     gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, frame.width, frame.height, 0, gl.RGBA,
 *         gl.UNSIGNED_BYTE, frame.data);
 *
 * else set UNPACK_ROW_LENGTH to `stride / 4` first (WebGL 2). For I420 and NV12 `data` covers all
 * planes; use `planes`.
 *
 * Writing to `data` is a mistake without consequences for others: the writer and other readers do
 * not see it. After release() the bytes are whatever comes next.
 */
class Frame {
    /**
     * @hideconstructor
     * @param {Descriptor} descriptor - copied from
     * @param {Uint8Array} data
     * @param {Plane[]} planes
     * @param {(frame: Frame) => void} release
     */
    constructor(descriptor, data, planes, release) {
        /** In pixels. */
        this.width = descriptor.width;
        /** In pixels. */
        this.height = descriptor.height;
        /** GStreamer's name: 'I420', 'NV12', 'P010_10LE', 'RGBA', ... */
        this.format = descriptor.shape ? descriptor.shape.name : /** @type {never} */ (null);
        /** Bytes from one row of the first plane to the next. */
        this.stride = descriptor.stride[0];
        /** Timestamp in the stream in nanoseconds; null when unknown. */
        this.pts = orNull(descriptor.pts);
        /** In nanoseconds; null when unknown. */
        this.duration = orNull(descriptor.duration);
        /**
         * 1 for the first frame of the stream, increased by 1 for each; 2^32 - 1 is followed by 1.
         */
        this.sequence = descriptor.sequence;
        /** When it was decoded, in ns of the clock that now() returns; null when unknown. */
        this.decodedAt = orNull(descriptor.decodedAt);
        /** When it was published, in ns of the same clock. */
        this.publishedAt = orNull(descriptor.publishedAt);
        /** The part to show, in pixels. */
        this.crop = cropOf(descriptor);
        /** Code points of H.273; range: 1 limited, 2 full, 0 unknown. */
        this.colour = {
            range: descriptor.range,
            matrix: descriptor.matrix,
            transfer: descriptor.transfer,
            primaries: descriptor.primaries,
            chromaSite: descriptor.chromaSite,
        };
        /** The slot from its first plane to the end of its last. */
        this.data = data;
        /** Each plane by itself. */
        this.planes = planes;
        /**
         * Subtitles and other overlays, to be drawn over the picture in this order.
         * @type {Overlay[]}
         */
        this.overlays = [];
        /** Frames that were published between the last one taken and this one. */
        this.missed = 0;
        /** @type {((frame: Frame) => void) | null} */
        this._release = release;
    }

    /** True after release(), or after the next frame was taken. */
    get released() {
        return this._release === null;
    }

    /** Release the frame. Calling it again does nothing. */
    release() {
        const release = this._release;
        this._release = null;
        if (release) {
            release(this);
        }
    }
}

/** @param {number} time */
function orNull(time) {
    return Number.isNaN(time) ? null : time;
}

/** @param {Descriptor} d */
function cropOf(d) {
    return d.cropWidth === 0
        ? { x: 0, y: 0, width: d.width, height: d.height }
        : { x: d.cropX, y: d.cropY, width: d.cropWidth, height: d.cropHeight };
}

module.exports = { Frame };
