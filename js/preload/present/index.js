'use strict';

const { CanvasPresenter } = require('./2d');
const { VideoPresenter } = require('./video');
const { WebglPresenter } = require('./webgl');

/** @typedef {import('../../stream/descriptor').Descriptor} Descriptor */
/** @typedef {import('./presenter').Presenter} Presenter */

/**
 * @typedef {object} Way a way to draw
 * @property {string} name as the attribute `present` and reports say it
 * @property {(canvas: HTMLCanvasElement) => Presenter | null} create null where this window, or this canvas, cannot be drawn on so
 */

/** The ways there are; `auto` takes the first that works. @type {Way[]} */
const WAYS = [
    { name: 'video', create: (canvas) => VideoPresenter.create(canvas) },
    { name: 'webgl', create: (canvas) => WebglPresenter.create(canvas) },
    { name: '2d', create: (canvas) => CanvasPresenter.create(canvas) },
];

/** What to do about a way that does not work; pages hear plain words only (js/plain-words.js). @type {{[name: string]: string}} */
const ADVICE = {
    'video': 'this Chromium has no VideoFrame and MediaStreamTrackGenerator for this page (they came with 94, and are for secure contexts ' +
        'only): let present be auto, which draws in another way',
    'webgl': 'this window has no WebGL 2. With a graphics card start Electron with --ignore-gpu-blocklist; without one call ' +
        'chooseGraphics() in the main process before app is ready (or start it with --enable-unsafe-swiftshader), or let present be ' +
        'auto, which then draws without WebGL',
    '2d': 'the canvas of this element cannot be drawn on',
};

/**
 * The presenters of an element, made when they are first needed. A canvas keeps its kind: after WebGL it has no 2D, nor the other way
 * round; `video` needs none of the two and can come and go.
 */
class Presenters {
    /** @param {HTMLCanvasElement} canvas */
    constructor(canvas) {
        this._canvas = canvas;
        /** null: it cannot be made. @type {Map<string, Presenter | null>} */
        this._made = new Map();
    }

    /**
     * @param {Way} way
     * @returns {Presenter | null}
     */
    _get({ name, create }) {
        let presenter = this._made.get(name);

        if (presenter === undefined) {
            presenter = create(this._canvas);
            this._made.set(name, presenter);
        }
        return presenter;
    }

    /**
     * The presenter for pictures like this one: in the way that is wished for, or, where that one cannot show such pictures right, in the
     * first of all that can.
     * @param {string | null} wish the attribute `present`; what is no name of a way is `auto`
     * @param {Descriptor} frame
     * @returns {{name: string, presenter: Presenter}}
     * @throws {Error} when there is no such way here
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

    destroy() {
        this._made.forEach((presenter) => presenter && presenter.destroy());
        this._made.clear();
    }
}

module.exports = { Presenters };
