// SPDX-License-Identifier: MIT
'use strict';

const { spawn } = require('child_process');

/** @type {Promise<void> | null} */
let starting = null;

/** A display for Electron: the one there is, or an Xvfb that ends with this process. */
function ensureDisplay() {
    if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
        return Promise.resolve();
    }
    starting = starting || new Promise((resolve, reject) => {
        const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'],
            { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });

        server.once('error', reject);
        server.once('exit', () => reject(new Error('Xvfb ended before it was ready')));
        server.stdio[3].once('data', (number) => {
            process.env.DISPLAY = `:${String(number).trim()}`;
            process.once('exit', () => server.kill());
            server.unref();
            server.stdio[3].destroy();
            resolve();
        });
    });
    return starting;
}

module.exports = { ensureDisplay };
