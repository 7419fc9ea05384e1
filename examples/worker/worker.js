// SPDX-License-Identifier: MIT
'use strict';
/* global frameshare */

// Detects motion and brightness in a thread of its own. It reads the memory that the player wrote:
// frames are neither copied nor sent.

const COLUMNS = 32;
const ROWS = 18;
/** The sampling step in pixels, horizontally and vertically. */
const STEP = 4;
/** A cell whose brightness changes by more than this, of 255, counts as motion. */
const CHANGE = 8;

let reader = null;
let before = new Float64Array(COLUMNS * ROWS);

self.onmessage = ({ data }) => {
    if (data.handles) {
        importScripts(data.script);
        reader = new frameshare.FrameReader(data.handles);
        look();
    } else if (reader) {
        reader.addSlot(data.slot);      // the player needed more memory
    }
};

function look() {
    // Sleep until there is a picture, but not forever: messages are handled only in between.
    reader.waitSync(100);
    const frame = reader.getFrame();

    if (frame) {
        postMessage(measure(frame));
        frame.release();
    }
    setTimeout(look);
}

function measure({ width, height, stride, data, pts }) {
    const histogram = new Array(64).fill(0);
    const sum = new Float64Array(COLUMNS * ROWS);
    const count = new Float64Array(COLUMNS * ROWS);

    for (let y = 0; y < height; y += STEP) {
        for (let x = 0; x < width; x += STEP) {
            const green = data[y * stride + x * 4 + 1];
            const cell = Math.floor(y * ROWS / height) * COLUMNS + Math.floor(x * COLUMNS / width);

            histogram[green >> 2]++;
            sum[cell] += green;
            count[cell]++;
        }
    }
    const now = sum.map((each, i) => each / count[i]);
    const moving = Array.from(now.keys()).filter((i) => Math.abs(now[i] - before[i]) > CHANGE);

    before = now;
    return { pts, columns: COLUMNS, rows: ROWS, moving, histogram };
}
