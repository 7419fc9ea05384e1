// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const { Application } = require('./electron');
const { see } = require('./window_picture');

/** Of makeClip()'s pictures. */
const SIZE = { width: 640, height: 360 };

/**
 * Run an app, do something with it, and end it as people do: by closing its windows.
 * @param {string} folder of the app
 * @param {string[]} args
 * @param {(application: Application) => Promise<void>} use
 * @param {object} [env]
 */
async function withApp(folder, args, use, env = {}) {
    const application = await Application.launch({ program: [folder, ...args], env });

    try {
        await use(application);
        await application.main((world) => world.list().forEach((window) => window.close()));
        assert.deepStrictEqual(await application.exited, { status: 0, signal: null }, application.stderr);
    } finally {
        // Does nothing where it has ended.
        application.child.kill('SIGKILL');
        await application.exited;
        await application.stop();
    }
}

/** The window plays a clip that says its frames' numbers. (Of its last pictures a busy machine may show none in time.) */
async function seeCounter(application, window, box, from = 15) {
    const seen = new Set();

    await see(application, window, (picture) => {
        seen.add(picture.counter(SIZE, box));
        return Math.max(...seen) >= from;
    }, 'the clip', () => `pictures ${Array.from(seen)}`);
}

module.exports = { SIZE, seeCounter, withApp };
