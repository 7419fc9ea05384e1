// SPDX-License-Identifier: MIT
'use strict';

const { layout } = require('../../../../js/stream/addon');
const { Descriptor } = require('../../../../js/stream/descriptor');
const { SlotViews } = require('../../../../js/stream/views');
const { Display } = require('../../../../js/preload/display');
const { CanvasPresenter } = require('../../../../js/preload/present/2d');
const { WebglPresenter } = require('../../../../js/preload/present/webgl');

/** SharedArrayBuffer, which this page cannot name. */
const SharedMemory = /** @type {any} */ (new WebAssembly.Memory({ initial: 0, maximum: 1, shared: true }).buffer.constructor);

/** So many frames are one round of heap(), which has rounds for so long. A 2D canvas keeps all that is drawn in one task. */
const FRAMES = { 'webgl': 2000, '2d': 500 };
const PATIENCE_MS = 60000;
const QUIET_ROUNDS = 3;

/** Have the last rounds cost less than the smallest thing, the 12 bytes of a number? A round allocates some bytes itself. */
function isQuiet(rounds) {
    const last = rounds.slice(-QUIET_ROUNDS);

    return last.length === QUIET_ROUNDS && last.every((bytes) => Math.abs(bytes) < 1);
}

/** The words of a descriptor that a test may set, with what they are otherwise. */
const DEFAULTS = { range: 0, matrix: 2, transfer: 2, primaries: 2, chromaSite: 255, parN: 1, parD: 1, orientation: 0 };

/**
 * A picture in memory as that of slots.
 * @param {any} picture {format: name, width, height, bytes: base64 of the slot, offset: [], stride: []} and any
 *     other word of a descriptor
 * @returns {{descriptor: Descriptor, views: SlotViews, words: Uint32Array, base: number}} what a FrameReader has of a leased frame
 */
function lay(picture) {
    const words = new Uint32Array(layout.descriptor.words);
    const { bytes, ...rest } = Object.assign({}, DEFAULTS, picture);
    const binary = Buffer.from(bytes, 'base64');
    const data = new Uint8Array(new SharedMemory(binary.length));

    data.set(binary);
    rest.format = layout.formats.findIndex((shape) => shape && shape.name === picture.format);
    rest.nPlanes = layout.formats[rest.format].planes.length;
    for (const name of Object.keys(rest)) {
        [].concat(rest[name]).forEach((value, i) => (words[layout.descriptor[name] + i] = value));
    }
    const descriptor = new Descriptor(layout);
    const views = new SlotViews({ index: 0, id: 1, size: binary.length, data });

    descriptor.read(words, 0);
    if (!descriptor.check(binary.length)) {
        throw new Error(`the test describes no picture: ${JSON.stringify(rest)}`);
    }
    views.fit(descriptor);
    return { descriptor, views, words, base: 0 };
}

/** What a display asks of a FrameReader, with one picture and nobody behind it. */
class StillReader {
    /** @param {any} picture see lay() */
    constructor(picture) {
        Object.assign(this, lay(picture));
        this.overlays = { number: 0, items: [] };
        this.sequence = 1;
        /** @type {[number, number][]} */
        this.told = [];
    }

    newest() {
        return 1;
    }

    acquire() {
        return true;
    }

    release() {}

    setView(width, height) {
        this.told.push([width, height]);
    }
}

/**
 * Draws pictures that a test has made up, with a presenter of the preload and no stream, and reads them back. It
 * keeps its presenter, so that one picture follows the other as in a stream that changes its shape.
 */
class Painter {
    /** @param {string} way to draw, see js/preload/present */
    constructor(way) {
        this._way = way;
    }

    /**
     * @param {any} picture see lay()
     * @param {{width: number, height: number, fit?: object, ratio?: number}} canvas
     * @param {any[]} overlays as a FrameReader has them, but `data` base64
     * @returns {number[]} RGBA of the canvas, premultiplied (2d: straight), top row first
     */
    paint(picture, { width, height, fit = {}, ratio = 1 }, overlays = []) {
        if (!this._presenter) {
            this._canvas = document.createElement('canvas');
            this._presenter = { 'webgl': WebglPresenter, '2d': CanvasPresenter }[this._way].create(this._canvas);
        }
        this._canvas.width = width;
        this._canvas.height = height;
        Object.assign(this._presenter.fit, { mode: 'contain', x: 0.5, y: 0.5, moreX: 0, moreY: 0, orientation: 0 }, fit);
        this._presenter.ratio = ratio;
        this._presenter.upload(lay(picture));
        this._presenter.overlay(overlays.map((each) => Object.assign({}, each, { data: Buffer.from(each.data, 'base64') })));
        this._presenter.arrange();
        this._presenter.draw();
        return this._read(width, height);
    }

    /**
     * What a frame costs of V8's heap, where gc() can be called. Until the optimizing compiler has been there, V8 boxes numbers; it
     * has a thread of its own, which on a busy machine comes late. So rounds are measured until some in a row cost nothing.
     * @param {any} picture see lay()
     * @param {any} overlay
     * @returns {number[]} bytes a frame, of each round
     */
    heap(picture, overlay) {
        const end = Date.now() + PATIENCE_MS;
        const rounds = [];
        const frames = FRAMES[this._way];
        const frame = lay(picture);
        const items = [Object.assign({}, overlay, { data: Buffer.from(overlay.data, 'base64') })];

        this.paint(picture, { width: 61, height: 47 });
        do {
            global.gc();
            const before = process.memoryUsage().heapUsed;
            for (let i = 0; i < frames; i++) {
                this._presenter.upload(frame);
                this._presenter.overlay(items);
                this._presenter.draw();
            }
            rounds.push((process.memoryUsage().heapUsed - before) / frames);
        } while (!isQuiet(rounds) && Date.now() < end);
        return rounds;
    }

    /**
     * Show a picture in an element of the page.
     * @param {any} picture see lay()
     * @param {{width: number, height: number}} size of the element
     */
    display(picture, { width, height }) {
        const canvas = document.createElement('canvas');

        this._element = document.createElement('div');
        this._size = `width: ${width}px; height: ${height}px; object-fit: contain;`;
        this._element.style.cssText = this._size;
        canvas.style.cssText = 'display: block; width: 100%; height: 100%';
        this._element.append(canvas);
        document.body.append(this._element);
        this._reader = new StillReader(picture);
        new Display(this._element, canvas, { picture: () => {}, error: (error) => console.error(error) })
            .setReader(/** @type {any} */ (this._reader));
    }

    /**
     * Give that element another style and see what comes of it.
     * @param {string} style
     * @returns {Promise<[number, number][]>} the views that the reader was told so far
     */
    async restyle(style) {
        this._element.style.cssText = this._size + style;
        for (let i = 0; i < 5; i++) {
            await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        return this._reader.told;
    }

    _read(width, height) {
        return this._way === '2d' ? Array.from(this._canvas.getContext('2d').getImageData(0, 0, width, height).data)
            : this._readTexture(width, height);
    }

    _readTexture(width, height) {
        const gl = this._canvas.getContext('webgl2');
        const pixels = new Uint8Array(width * height * 4);
        const rows = [];

        gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
        const error = gl.getError();
        if (error !== gl.NO_ERROR) {
            throw new Error(`WebGL error ${error}`);
        }
        for (let y = height - 1; y >= 0; y--) {
            rows.push(...pixels.subarray(y * width * 4, (y + 1) * width * 4));
        }
        return rows;
    }
}

module.exports = { Painter };
