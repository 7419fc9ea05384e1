// SPDX-License-Identifier: MIT
'use strict';

const { execFileSync, spawn } = require('child_process');
const path = require('path');

const PROGRAM = process.env.FRAMESHARE_CHART_PUBLISHER ||
    path.join(__dirname, '..', '..', 'build', 'tests', 'colour', 'chart-publisher');

/**
 * What GStreamer says of a pixel format.
 * @typedef {object} Format
 * @property {string} name
 * @property {'yuv' | 'rgb' | 'gray'} model
 * @property {number} depth bits of a code value
 * @property {number} hShift chroma samples are 2 ** hShift pixels wide
 * @property {number} vShift
 * @property {boolean} alpha
 */

/**
 * A picture to publish: see publisher.c for `place`, `padding`, and what is in `codes` or `raw`.
 * @typedef {object} Picture
 * @property {string} format
 * @property {number} width
 * @property {number} height
 * @property {Uint16Array} [codes] width x height x 4
 * @property {Uint8Array} [raw]
 * @property {string} [colorimetry] as in GStreamer's caps
 * @property {string} [site] `chroma-site` as in GStreamer's caps
 * @property {'heap' | 'slot'} [place]
 * @property {number} [padding] bytes at the end of each row, in a slot
 */

/** @type {Map<string, Format> | null} */
let formats = null;

/** GStreamer's pixel formats by name. @returns {Map<string, Format>} */
function knownFormats() {
    if (formats === null) {
        const lines = execFileSync(PROGRAM, [`chart-formats-${process.pid}`], { input: '', encoding: 'utf8' });

        formats = new Map(lines.split('\n').filter(Boolean).map((line) => {
            const [name, model, depth, hShift, vShift, alpha] = line.split(' ');

            return [name, /** @type {Format} */ ({
                name, model, depth: Number(depth), hShift: Number(hShift), vShift: Number(vShift),
                alpha: alpha === 'alpha',
            })];
        }));
    }
    return formats;
}

/** @param {Picture} picture */
function capsOf({ format, width, height, colorimetry, site }) {
    return [`video/x-raw,format=${format},width=${width},height=${height},framerate=0/1`]
        .concat(colorimetry ? [`colorimetry=${colorimetry}`] : [], site ? [`chroma-site=${site}`] : []).join(',');
}

/** Publishes pictures of known code values on a stream, through GStreamer and framesharesink. */
class Publisher {
    /** @param {string} stream its name */
    constructor(stream) {
        this.stream = stream;
        this._count = 0;
        this._complaint = '';
        this._child = spawn(PROGRAM, [stream], { stdio: ['pipe', 'ignore', 'pipe'] });
        this._child.stderr.on('data', (text) => (this._complaint += text));
        this._child.stdin.on('error', () => {});
        this._ended = new Promise((resolve) => this._child.once('exit', (status, signal) => {
            this._complaint += status === 0 ? '' : `chart-publisher ended with ${signal || status}`;
            resolve(undefined);
        }));
    }

    /** Why it ended early, or ''. */
    get complaint() {
        return this._complaint;
    }

    /**
     * Send a picture on its way.
     * @param {Picture} picture
     * @returns {number} its pts, seconds
     */
    publish(picture) {
        const { codes, raw, place = 'heap', padding = 0 } = picture;
        const body = codes ? Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength) : /** @type {Uint8Array} */ (raw);

        this._child.stdin.write(`${place} ${codes ? 'codes' : 'raw'} ${padding} ${capsOf(picture)}\n`);
        this._child.stdin.write(body);
        return ++this._count;
    }

    /** End the stream. */
    async stop() {
        this._child.stdin.end();
        await this._ended;
    }
}

module.exports = { Publisher, knownFormats };
