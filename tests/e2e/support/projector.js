// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const { Publisher, knownFormats } = require('../../colour/publisher');
const { render } = require('../../colour/reference');
const layout = require('../../../js/stream/addon').layout;
const { Application } = require('./electron');
const { captureStill } = require('./window_picture');

/** The parts of GStreamer's numeric colorimetry: range, matrix; then transfer and primaries of BT.709. */
const RANGES = { full: 1, limited: 2 };
const MATRICES = { rgb: 1, fcc: 2, bt709: 3, bt601: 4, smpte240m: 5, bt2020: 6 };

/** The formats that frameshare knows, as GStreamer describes them. */
function formats() {
    return layout.formats.filter(Boolean).map(({ name }) => knownFormats().get(name));
}

/** @param {{matrix: string, range: string}} space */
function colorimetryOf({ matrix, range }) {
    return `${RANGES[range]}:${MATRICES[matrix]}:5:1`;
}

/** How pictures are drawn where nothing else is said; `webgl` or `video`. */
const WAY = process.env.FRAMESHARE_WAY || 'webgl';

/**
 * One window on one stream, through which every picture goes: framesharesink, slot, shader, readPixels; or framesharesink, slot,
 * VideoFrame, `<video>`, a capture of the window.
 */
class Projector {
    static async start() {
        const projector = new Projector();

        projector._publisher = new Publisher(`charts-${process.pid}`);
        projector._size = '';
        try {
            projector.application = await Application.launch();
            await projector._open();
        } catch (error) {
            await projector.stop();
            throw error;
        }
        return projector;
    }

    async _open() {
        await this.application.main((world) => world.open({ width: 1000, height: 1000 }));
        await this.application.preload(0, ({ Screen, keep }, stream, way) => {
            keep.screen = new Screen(stream, way);
        }, this._publisher.stream, WAY);
    }

    /**
     * @param {import('../../colour/publisher').Picture} picture
     * @returns {Promise<Buffer>} RGBA with premultiplied alpha, as drawn
     */
    async show(picture) {
        const { width, height } = picture;

        if (this._size !== `${width}x${height}`) {
            await this.application.preload(0, ({ keep }, w, h) => keep.screen.resize(w, h), width, height);
            this._size = `${width}x${height}`;
        }
        const pts = this._publisher.publish(picture);
        const [way, base64] = await this.application.preload(0, async ({ keep }, seconds) =>
            [await keep.screen.shown(seconds), await keep.screen.read(seconds)], pts).catch((error) => {
            throw new Error(`${picture.format} ${width}x${height}: ${this._publisher.complaint || error.message}`);
        });

        // A track loses alpha.
        assert.strictEqual(way, knownFormats().get(picture.format).alpha ? 'webgl' : WAY, picture.format);
        return way === 'webgl' ? Buffer.from(base64, 'base64') : captureStill(this.application, width, height);
    }

    async stop() {
        await this._publisher.stop();
        if (this.application) {
            await this.application.stop();
        }
    }
}

/**
 * The pixel that is farthest from the reference.
 * @param {Buffer} shown
 * @param {Float64Array} expected not rounded
 * @param {number} width
 * @param {(x: number, y: number) => boolean} [counts] which pixels count; all
 */
function farthest(shown, expected, width, counts = () => true) {
    const worst = { deviation: 0, x: 0, y: 0, shown: [], expected: [] };

    for (let i = 0; i < expected.length; i++) {
        const deviation = Math.abs(shown[i] - expected[i]);
        const x = (i >> 2) % width;
        const y = Math.floor((i >> 2) / width);

        if (!(deviation <= worst.deviation) && counts(x, y)) {
            Object.assign(worst, { deviation, x, y, shown: Array.from(shown.subarray(i & ~3, (i & ~3) + 4)),
                expected: Array.from(expected.subarray(i & ~3, (i & ~3) + 4), (value) => Number(value.toFixed(2))) });
        }
    }
    return worst;
}

/** Where and by how much, for people. */
function tell({ deviation, x, y, shown, expected }) {
    return `${deviation.toFixed(2)} codes at ${x},${y}: shown ${shown.join(' ')}, expected ${expected.join(' ')}`;
}

module.exports = { Projector, formats, colorimetryOf, farthest, tell, render };
