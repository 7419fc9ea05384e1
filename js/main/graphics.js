// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');

/** The kernel's folder of graphics cards. */
const CARDS = '/dev/dri';

/** Command line switches by which the user has already chosen how to draw. */
const CHOICES = ['use-gl', 'use-angle', 'disable-gpu', 'disable-software-rasterizer'];

/**
 * Choose how Chromium draws on a machine without a graphics card; call it before `app` is ready. It
 * changes nothing on a machine with a card, or when Electron was started with `--use-gl`,
 * `--use-angle`, `--disable-gpu` or `--disable-software-rasterizer`.
 *
 * Without a card it lets WebGL draw with Mesa (Chromium's SwiftShader takes three times as long,
 * and newer Chromium uses it only with `--enable-unsafe-swiftshader`, which this sets), and pages
 * are composited without OpenGL, which would be a detour. Without any of this `<gst-video>` draws
 * on a 2D canvas, which costs more: see the attribute `present`.
 * @returns {boolean} whether it chose
 */
function chooseGraphics() {
    const { commandLine } = require('electron').app;

    if (CHOICES.some((name) => commandLine.hasSwitch(name)) || fs.existsSync(CARDS)) {
        return false;
    }
    commandLine.appendSwitch('disable-gpu-compositing');
    // Chromium 83 finds Mesa by itself; later versions need these switches.
    if (parseInt(process.versions.chrome, 10) >= 90) {
        commandLine.appendSwitch('ignore-gpu-blocklist');
        commandLine.appendSwitch('enable-unsafe-swiftshader');
        commandLine.appendSwitch('use-gl', 'angle');
        commandLine.appendSwitch('use-angle', 'gl');
    }
    return true;
}

/**
 * How long to wait for Electron's event `gpu-info-update`, ms. It comes once: when it came before
 * this module listened, nothing tells so, and only this limit ends the wait. What Electron knows is
 * right then.
 */
const GPU_PATIENCE = 2000;

/** @typedef {'gpu' | 'software'} Compositor */

/** Resolves when the GPU process has reported its features. @type {Promise<void> | null} */
let told = null;
/** The last known compositor. @type {Compositor | null} */
let last = null;
/** Called when the compositor changes. @type {Set<(compositor: Compositor) => void>} */
const listeners = new Set();

/** @returns {Compositor} */
function look() {
    const { app } = require('electron');

    return /^enabled/.test(app.getGPUFeatureStatus().gpu_compositing) ? 'gpu' : 'software';
}

/** After several crashes Chromium does not restart the GPU process, and composites in software. */
function update() {
    const compositor = look();

    if (compositor !== last && last !== null) {
        listeners.forEach((listener) => listener(compositor));
    }
    last = compositor;
}

/**
 * Electron reports `disabled_software` for features that it does not know yet, so this must listen
 * from the start.
 */
function watchGraphics() {
    const { app } = require('electron');

    told = told || new Promise((resolve) => {
        app.on('gpu-info-update', () => {
            update();
            resolve();
        });
        setTimeout(resolve, GPU_PATIENCE);
    });
    return told;
}

/** How Chromium composites pages. @returns {Promise<Compositor>} */
async function compositing() {
    await watchGraphics();
    last = look();
    return last;
}

/**
 * Listen for changes of the compositor.
 * @param {(compositor: Compositor) => void} listener
 * @returns {() => void} removes the listener
 */
function onCompositing(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

module.exports = { chooseGraphics, compositing, onCompositing, watchGraphics };
