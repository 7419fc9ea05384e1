// SPDX-License-Identifier: MIT
'use strict';

const { spawn, spawnSync } = require('child_process');
const { Picture } = require('../../e2e/support/window_picture');

const SIZE = { width: 640, height: 360 };

/** A display that programs in roots reach: by its abstract socket, which knows no roots. */
class Display {
    /** @returns {Promise<Display>} */
    static start() {
        const display = new Display();

        display._server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${SIZE.width}x${SIZE.height}x24`, '-ac', '-nolisten', 'tcp'],
            { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
        return new Promise((resolve, reject) => {
            display._server.once('error', reject);
            display._server.stdio[3].once('data', (number) => {
                display.name = `:${String(number).trim()}`;
                resolve(display);
            });
        });
    }

    /** @param {string} [png] file to write it to, too @returns {Picture} what is on it */
    picture(png) {
        const grab = ['-loglevel', 'error', '-f', 'x11grab', '-video_size', `${SIZE.width}x${SIZE.height}`, '-draw_mouse', '0', '-i', this.name, '-frames:v', '1'];
        const { stdout, stderr, status } = spawnSync('ffmpeg', [...grab, '-f', 'rawvideo', '-pix_fmt', 'bgra', '-'], { maxBuffer: 1 << 26 });

        if (status !== 0) {
            throw new Error(`the display cannot be seen: ${stderr}`);
        }
        if (png) {
            spawnSync('ffmpeg', ['-loglevel', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'bgra', '-s', `${SIZE.width}x${SIZE.height}`, '-i', '-', png], { input: stdout });
        }
        return new Picture({ ...SIZE, pixels: stdout.toString('base64') });
    }

    stop() {
        this._server.kill();
    }
}

module.exports = { Display, SIZE };
