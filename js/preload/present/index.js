// SPDX-License-Identifier: MIT
'use strict';

const { CanvasPresenter } = require('./2d');
const { VideoPresenter } = require('./video');
const { WebglPresenter } = require('./webgl');

/** @typedef {import('../../stream/descriptor').Descriptor} Descriptor */
/** @typedef {import('./presenter').Presenter} Presenter */

/**
 * @typedef {object} Way a way to draw
 * @property {string} name its name in the attribute `present` and in reports
 * @property {(canvas: HTMLCanvasElement) => Presenter | null} create null when this window, or this
 * canvas, does not support it
 */

/** All ways to draw; `auto` takes the first that works. @type {Way[]} */
const WAYS = [
    { name: 'video', create: (canvas) => VideoPresenter.create(canvas) },
    { name: 'webgl', create: (canvas) => WebglPresenter.create(canvas) },
    { name: '2d', create: (canvas) => CanvasPresenter.create(canvas) },
];

/**
 * Advice for a way that does not work; pages get plain words only (js/plain-words.js).
 * @type {{[name: string]: string}}
 */
const ADVICE = {
    'video': 'this Chromium has no VideoFrame and MediaStreamTrackGenerator for this page (they came with 94, and are for secure contexts ' +
        'only): let present be auto, which draws in another way',
    'webgl': 'this window has no WebGL 2. With a graphics card start Electron with --ignore-gpu-blocklist; without one call ' +
        'chooseGraphics() in the main process before app is ready (or start it with --enable-unsafe-swiftshader), or let present be ' +
        'auto, which then draws without WebGL',
    '2d': 'the canvas of this element cannot be drawn on',
};

/** Events of a canvas about its WebGL context. */
const CONTEXT_EVENTS = ['webglcontextlost', 'webglcontextrestored'];

/** The CSS of a second canvas, over the element's own. */
const OVER = 'position: absolute; left: 0; top: 0; width: 100%; height: 100%';

/**
 * The presenters of an element, created when they are first needed. A canvas keeps its context
 * type: one with WebGL cannot have 2D, nor the other way round, so the second presenter gets a
 * canvas of its own.
 */
class Presenters {
    /** @param {HTMLCanvasElement} canvas */
    constructor(canvas) {
        this._canvas = canvas;
        /**
         * The second canvas, over the element's own and as large.
         * @type {HTMLCanvasElement | null}
         */
        this._second = null;
        /** null: it is not supported. @type {Map<string, Presenter | null>} */
        this._made = new Map();
        this._resting = false;
    }

    /** The element's canvas has another size. */
    resize() {
        const { _canvas: canvas, _second: second } = this;

        if (second !== null && (second.width !== canvas.width || second.height !== canvas.height)) {
            second.width = canvas.width;
            second.height = canvas.height;
        }
    }

    /** @returns {HTMLCanvasElement} one without a context */
    _createSecond() {
        const second = document.createElement('canvas');

        second.style.cssText = OVER;
        CONTEXT_EVENTS.forEach((name) => second.addEventListener(name, (event) => {
            if (!this._canvas.dispatchEvent(new Event(name, { cancelable: true }))) {
                event.preventDefault();
            }
        }));
        this._second = second;
        this.resize();
        return second;
    }

    /**
     * @param {(canvas: HTMLCanvasElement) => Presenter | null} create
     * @returns {Presenter | null}
     */
    _createOver(create) {
        const second = this._second === null ? this._createSecond() : null;
        const presenter = second && create(second);

        if (second && presenter) {
            this._canvas.after(second);
        } else if (second) {
            this._second = null;
        }
        return presenter;
    }

    /**
     * @param {Way} way
     * @returns {Presenter | null}
     */
    _get({ name, create }) {
        let presenter = this._made.get(name);

        if (presenter === undefined) {
            presenter = create(this._canvas) || this._createOver(create);
            this._made.set(name, presenter);
            if (presenter) {
                presenter.rest(this._resting);
            }
        }
        return presenter;
    }

    /**
     * A stream will come: create the presenter now, because that takes a moment.
     * @param {string | null} wish the attribute `present`
     */
    prepare(wish) {
        if (!WAYS.some(({ name }) => name === wish) || wish === 'video') {
            this._get(WAYS[0]);
        }
    }

    /**
     * The presenter for pictures of this kind: the one that is asked for, or, if that cannot show
     * such pictures correctly, the first that can.
     * @param {string | null} wish the attribute `present`; an unknown name counts as `auto`
     * @param {Descriptor} frame
     * @returns {{name: string, presenter: Presenter}}
     * @throws {Error} when no way works here
     */
    choose(wish, frame) {
        const wished = WAYS.find(({ name }) => name === wish);

        if (wished && this._get(wished) === null) {
            throw new Error(ADVICE[wished.name]);
        }
        for (const way of wished ? [wished].concat(WAYS) : WAYS) {
            const presenter = this._get(way);

            if (presenter && presenter.takes(frame)) {
                return { name: way.name, presenter };
            }
        }
        throw new Error(ADVICE['2d']);
    }

    /** @param {boolean} resting the element is in no document, and nothing plays */
    rest(resting) {
        if (resting !== this._resting) {
            this._resting = resting;
            this._made.forEach((presenter) => presenter && presenter.rest(resting));
        }
    }

    destroy() {
        this._made.forEach((presenter) => presenter && presenter.destroy());
        this._made.clear();
        if (this._second) {
            this._second.remove();
        }
    }
}

module.exports = { Presenters };
