'use strict';

const { CanvasPresenter } = require('./2d');
const { WebglPresenter } = require('./webgl');

/** @typedef {import('./presenter').Presenter} Presenter */

/**
 * @typedef {object} Way a way to draw
 * @property {string} name as the attribute `present` and reports say it
 * @property {(canvas: HTMLCanvasElement) => Presenter | null} create null where this window, or this canvas, cannot be drawn on so
 */

/** The ways there are; `auto` takes the first that works. @type {Way[]} */
const WAYS = [
    { name: 'webgl', create: (canvas) => WebglPresenter.create(canvas) },
    { name: '2d', create: (canvas) => CanvasPresenter.create(canvas) },
];

/** What to do about a way that does not work; pages hear plain words only (js/plain-words.js). @type {{[name: string]: string}} */
const ADVICE = {
    'webgl': 'this window has no WebGL 2. With a graphics card start Electron with --ignore-gpu-blocklist; without one call ' +
        'chooseGraphics() in the main process before app is ready (or start it with --enable-unsafe-swiftshader), or let present be ' +
        'auto, which then draws without WebGL',
    '2d': 'the canvas of this element cannot be drawn on',
};

/**
 * A canvas keeps its way: another one cannot be had on it.
 * @param {HTMLCanvasElement} canvas
 * @param {string | null} wish the attribute `present`; what is no name of a way is `auto`
 * @returns {{name: string, presenter: Presenter}}
 * @throws {Error} when there is no such way here
 */
function createPresenter(canvas, wish) {
    const wished = WAYS.filter(({ name }) => name === wish);
    const ways = wished.length > 0 ? wished : WAYS;

    for (const { name, create } of ways) {
        const presenter = create(canvas);

        if (presenter) {
            return { name, presenter };
        }
    }
    throw new Error(ADVICE[ways[ways.length - 1].name]);
}

module.exports = { createPresenter };
