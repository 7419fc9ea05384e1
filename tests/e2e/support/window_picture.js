// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const path = require('path');
const { counterOf, readStripGeometry } = require('../../support/counter');

const PATIENCE_MS = 60000;

/** What a window showed at one moment. */
class Picture {
    /** @param {{width: number, height: number, pixels: string}} capture of agent.js */
    constructor({ width, height, pixels }) {
        this.width = width;
        this.height = height;
        this._data = Buffer.from(pixels, 'base64');
    }

    /** @returns {number[]} red, green, blue of the pixel there */
    at(x, y) {
        const i = (Math.floor(y) * this.width + Math.floor(x)) * 4;

        return [this._data[i + 2], this._data[i + 1], this._data[i]];
    }

    /** All pixels for which a test of (red, green, blue) is true: {count, left, right, top, bottom, x, y}, x and y their middle. */
    find(wanted) {
        const found = { count: 0, left: Infinity, right: -1, top: Infinity, bottom: -1, x: 0, y: 0 };

        for (let y = 0; y < this.height; y++) {
            for (let x = 0; x < this.width; x++) {
                if (wanted(...this.at(x, y))) {
                    found.count++;
                    found.x += x;
                    found.y += y;
                    found.left = Math.min(found.left, x);
                    found.right = Math.max(found.right, x);
                    found.top = Math.min(found.top, y);
                    found.bottom = Math.max(found.bottom, y);
                }
            }
        }
        return Object.assign(found, { x: found.x / found.count, y: found.y / found.count });
    }

    /**
     * The number that framesharetestclip wrote into a picture that fills this part of the window as well as it can.
     * @param {{width: number, height: number}} clip its size
     * @param {{x: number, y: number, width: number, height: number}} [box] the whole window
     * @param {boolean} [covered] something lies over its lower part: the number is read at the top alone
     * @returns {number} below 0: none
     */
    counter(clip, box = { x: 0, y: 0, width: this.width, height: this.height }, covered = false) {
        const scale = Math.min(box.width / clip.width, box.height / clip.height);
        const width = Math.round(clip.width * scale);
        const height = Math.round(clip.height * scale);
        const { rows, block } = readStripGeometry();
        const left = Math.round(box.x + (box.width - width) / 2);
        const top = Math.round(box.y + (box.height - height) / 2);

        return counterOf({
            format: 'BGRA', width, height: covered ? rows * block * scale : height, stride: this.width * 4,
            data: this._data.subarray((top * this.width + left) * 4),
        }, scale);
    }
}

/** @param {Promise<any>} promise @returns {Promise<any>} null when that takes longer than `ms` */
function within(promise, ms) {
    let timer;

    return Promise.race([promise, new Promise((resolve) => (timer = setTimeout(() => resolve(null), ms)))])
        .finally(() => clearTimeout(timer));
}

/**
 * Look at a window until it shows something.
 * @param {import('./electron').Application} application one with the agent
 * @param {number} window
 * @param {(picture: Picture) => any} condition
 * @param {string} what it is
 * @param {() => string} [instead] what was seen
 * @returns {Promise<any>} what the condition gave
 */
async function see(application, window, condition, what, instead = () => 'something else') {
    const end = Date.now() + PATIENCE_MS;
    let last = () => 'nothing';

    while (Date.now() < end) {
        const capture = await within(application.main((world, index) => world.capture(index), window), 5000);

        // A window that was not painted yet is empty.
        if (capture && capture.width > 0) {
            const value = condition(new Picture(capture));

            if (value) {
                return value;
            }
            last = () => `${instead()} in ${capture.width}x${capture.height}`;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the window never showed ${what}, but ${last()}\n${application.stderr.slice(-4000)}`);
}

/** Keep a picture of a window for people, in the folder $SCREENSHOTS, if there is one. */
async function photograph(application, window, name) {
    if (process.env.SCREENSHOTS) {
        const { png } = await application.main((world, index) => world.capture(index, true), window);

        fs.writeFileSync(path.join(process.env.SCREENSHOTS, `${name}-${application.major}.png`), Buffer.from(png, 'base64'));
    }
}

/** What the left upper corner of the first window shows, RGBA. @returns {Promise<Buffer>} */
async function captureCorner(application, width, height) {
    const text = await application.main(async (world, w, h) =>
        (await world.windows[0].webContents.capturePage({ x: 0, y: 0, width: w, height: h })).toBitmap().toString('base64'),
    width, height);
    const pixels = Buffer.from(text, 'base64');

    for (let i = 0; i < pixels.length; i += 4) {
        [pixels[i], pixels[i + 2]] = [pixels[i + 2], pixels[i]];
    }
    return pixels;
}

/** The same, once it stands still: a window is drawn some time after its page. */
async function captureStill(application, width, height) {
    let last = await captureCorner(application, width, height);

    for (;;) {
        const next = await captureCorner(application, width, height);

        if (next.equals(last)) {
            return next;
        }
        last = next;
    }
}

module.exports = { Picture, captureCorner, captureStill, see, photograph };
