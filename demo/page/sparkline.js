// SPDX-License-Identifier: MIT
const WIDTH = 120;
const HEIGHT = 24;
/** Number of values shown: half a minute, at four a second. */
const LENGTH = WIDTH;

/** The latest values of a measure as a small line, scaled to the largest of them. */
export class Sparkline {
    /** @param {string} colour */
    constructor(colour) {
        const ratio = Math.max(1, Math.round(devicePixelRatio));

        this.canvas = document.createElement('canvas');
        this.canvas.width = WIDTH * ratio;
        this.canvas.height = HEIGHT * ratio;
        this._context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
        this._context.scale(ratio, ratio);
        this._context.strokeStyle = colour;
        this._context.fillStyle = colour;
        this._context.lineWidth = 1;
        /** @type {number[]} */
        this._values = [];
    }

    clear() {
        this._values = [];
    }

    /** @param {number} value */
    add(value) {
        this._values.push(value);
        if (this._values.length > LENGTH) {
            this._values.shift();
        }
        this._draw();
    }

    _draw() {
        const context = this._context;
        const most = Math.max(...this._values, 1e-6);
        const left = WIDTH - this._values.length;

        context.clearRect(0, 0, WIDTH, HEIGHT);
        context.beginPath();
        this._values.forEach((value, i) => context.lineTo(left + i + 0.5, HEIGHT - 1.5 - (value / most) * (HEIGHT - 4)));
        context.stroke();
        context.lineTo(WIDTH - 0.5, HEIGHT);
        context.lineTo(left + 0.5, HEIGHT);
        context.globalAlpha = 0.15;
        context.fill();
        context.globalAlpha = 1;
    }
}
