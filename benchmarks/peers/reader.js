// SPDX-License-Identifier: MIT
'use strict';

// The consumer of frames in JavaScript, in Node and in a preload: what ./bench peers measures of it. See program.h.

/** @type {() => number} ns of the monotonic clock, which C reads, too */
const now = () => Number(process.hrtime.bigint());

/** When a frame's producer began to hand it over, ns: the words of peer_header. @param {Uint8Array} data */
function readHeader(data) {
    const [number, , low, high] = new Uint32Array(data.buffer, data.byteOffset, 4);

    return { number, posted: high * 2 ** 32 + low };
}

/** What was seen of frames, by their number; each counts once. */
class Seen {
    constructor() {
        /** Latency, and when, ns. @type {Map<number, [number, number]>} */
        this.frames = new Map();
    }

    /** As soon as it is there. @param {Uint8Array} data */
    add(data) {
        const at = now();
        const { number, posted } = readHeader(data);

        if (!this.frames.has(number)) {
            this.frames.set(number, [at - posted, at]);
        }
    }

    lines() {
        return Array.from(this.frames, ([number, [latency, at]]) => `seen ${number} ${latency} ${at}\n`).join('');
    }
}

/** All frames of a stream, from when it is there until it ends. @param {any} frameshare @param {string} name @param {Seen} seen */
async function readStream(frameshare, name, seen) {
    const stream = await frameshare.openAsync(name, { timeout: -1 });

    for (let frame = await stream.waitFrame(); frame; frame = await stream.waitFrame()) {
        seen.add(frame.data);
        frame.release();
    }
    stream.close();
}

module.exports = { Seen, now, readHeader, readStream };
