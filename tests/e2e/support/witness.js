// SPDX-License-Identifier: MIT
'use strict';

const { counterSource } = require('../../support/counter');

/** Size of the clips and of the elements: a strip is as wide as the picture, and each pixel is one of the window. */
const WIDTH = 320;
const HEIGHT = 180;

/**
 * Runs in the page: defines `Witness`, which notes what happens to a <gst-video>: its events, every picture that is drawn
 * (its counter, read from what shows it), what every animation frame shows, and what became of play().
 */
function define(counterText, width, height) {
    const counterOfPicture = new Function(`return ${counterText}`)();
    const EVENTS = ['abort', 'emptied', 'loadstart', 'durationchange', 'loadedmetadata', 'resize', 'loadeddata', 'canplay',
        'canplaythrough', 'play', 'playing', 'waiting', 'pause', 'seeking', 'seeked', 'ended', 'ratechange', 'error'];

    window.Witness = class {
        constructor(video) {
            this.video = video;
            this.log = [];
            /** Of play(): how many promises there were, and how they were settled. */
            this.promises = { made: 0, resolved: 0, rejected: 0, reasons: [] };
            this.counter = -1;
            this._copy = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', { willReadFrequently: true });
            this._picture = { format: 'RGBA', width, height, stride: width * 4, data: new Uint8Array(0) };
            EVENTS.forEach((name) => video.addEventListener(name, () => this._note(name)));
            this._hear = (now, metadata) => {
                video.requestVideoFrameCallback(this._hear);
                this._see(metadata);
            };
            video.requestVideoFrameCallback(this._hear);
            this._tick = () => {
                requestAnimationFrame(this._tick);
                this._look();
            };
            this._tick();
        }

        _note(event) {
            const { readyState, seeking, paused, currentTime } = this.video;

            this.log.push({ event, readyState, seeking, paused, currentTime, at: performance.now() });
        }

        /** A picture is seen from this very moment: what shows it still has its pixels. */
        _see({ mediaTime }) {
            const { currentTime, playbackRate } = this.video;
            const { canvas, picture } = this.video._view;

            this.counter = canvas.width !== width || canvas.height !== height ? -3 : this._read(picture);
            this.log.push({
                counter: this.counter, mediaTime, currentTime, playbackRate, visible: this.visible, at: performance.now(),
            });
        }

        /** What is on the screen until the next animation frame. */
        _look() {
            if (this.visible && this.counter !== -1) {
                this.log.push({ shown: this.counter, currentTime: this.video.currentTime, at: performance.now() });
            }
        }

        get visible() {
            const { canvas, picture } = this.video._view;

            return getComputedStyle(picture || canvas).visibility !== 'hidden';
        }

        _read(source) {
            this._copy.drawImage(source, 0, 0, width, height);
            this._picture.data = this._copy.getImageData(0, 0, width, height).data;
            return counterOfPicture(this._picture);
        }

        play() {
            this.promises.made++;
            this.video.play().then(() => this.promises.resolved++, (error) => {
                this.promises.rejected++;
                this.promises.reasons.push(error.name);
            });
        }

        /** Forget what was noted, and give it. */
        take() {
            return this.log.splice(0);
        }
    };
}

/** Runs in the page: an element with a witness, alone in the document; `attributes` are set before it is put there. */
function put(attributes, width, height) {
    const video = document.createElement('gst-video');

    Object.entries(attributes).forEach(([name, value]) => video.setAttribute(name, value));
    video.style.cssText = `width: ${width}px; height: ${height}px`;
    document.body.innerHTML = '';
    document.body.append(video);
    window.video = video;
    window.witness = new window.Witness(video);
}

/**
 * Put an element into a window's page, as `video`, and a witness of it, as `witness`.
 * @param {any} application
 * @param {number} window
 * @param {object} [attributes]
 */
async function watch(application, window, attributes = {}) {
    await application.page(window, define, counterSource(), WIDTH, HEIGHT);
    await application.page(window, put, attributes, WIDTH, HEIGHT);
}

/**
 * Wait in a page until something is so; when that never comes, tell what the element was like.
 * @param {any} application
 * @param {number} window
 * @param {Function} condition gets the element, the witness and `args`
 * @param {string} what
 */
async function eventually(application, window, condition, what, ...args) {
    await application.page(window, (source, description, values) => new Promise((resolve, reject) => {
        const isSo = new Function(`return (${source})`)();
        const end = performance.now() + 60000;
        const look = () => {
            const { video, witness } = window;

            if (isSo(video, witness, ...values)) {
                resolve();
            } else if (performance.now() > end) {
                const { readyState, networkState, paused, ended, seeking, currentTime, duration, currentSrc, error } = video;
                reject(new Error(`waited in vain until ${description}: ${JSON.stringify({
                    readyState, networkState, paused, ended, seeking, currentTime, duration, currentSrc,
                    error: error && error.message, counter: witness.counter, visible: witness.visible,
                    promises: witness.promises, log: witness.log.filter((each) => each.event).slice(-30),
                })}`));
            } else {
                setTimeout(look, 20);
            }
        };
        look();
    }), String(condition), what, args);
}

/** The counter in what the window itself shows in the element's place; -1: there is none. */
function counterOnScreen(application, window) {
    return application.main(async (world, index, width, height) => {
        const image = await world.windows[index].webContents.capturePage({ x: 0, y: 0, width, height });

        return world.counterOf({ format: 'BGRA', width, height, stride: width * 4, data: image.toBitmap() });
    }, window, WIDTH, HEIGHT);
}

module.exports = { watch, eventually, counterOnScreen };
