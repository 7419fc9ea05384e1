'use strict';

const fs = require('fs');

/** Where the kernel shows graphics cards. */
const CARDS = '/dev/dri';

/** Who starts Electron with one of these has chosen. */
const CHOICES = ['use-gl', 'use-angle', 'disable-gpu', 'disable-software-rasterizer'];

/**
 * Choose the way that pictures go on a machine without a graphics card; call it before `app` is ready. With a card, or where Electron
 * was started with `--use-gl`, `--use-angle`, `--disable-gpu` or `--disable-software-rasterizer`, it changes nothing.
 *
 * WebGL then draws with Mesa (Chromium's own SwiftShader takes three times as long, and newer Chromium only uses it when
 * `--enable-unsafe-swiftshader` allows it, as this does), and pages are put together without OpenGL, which for them is a detour. Without
 * any of this `<gst-video>` draws on a 2D canvas, which costs more: see the attribute `present`.
 * @returns {boolean} whether it chose
 */
function chooseGraphics() {
    const { commandLine } = require('electron').app;

    if (CHOICES.some((name) => commandLine.hasSwitch(name)) || fs.existsSync(CARDS)) {
        return false;
    }
    commandLine.appendSwitch('disable-gpu-compositing');
    // Chromium 83 finds Mesa by itself, later ones want to be told.
    if (parseInt(process.versions.chrome, 10) >= 90) {
        commandLine.appendSwitch('ignore-gpu-blocklist');
        commandLine.appendSwitch('enable-unsafe-swiftshader');
        commandLine.appendSwitch('use-gl', 'angle');
        commandLine.appendSwitch('use-angle', 'gl');
    }
    return true;
}

/**
 * How long to wait for Electron's event `gpu-info-update`, ms. It comes once: when it came before this module listened, nothing tells so, and
 * only this limit ends the wait. What Electron knows is right then.
 */
const GPU_PATIENCE = 2000;

/** @typedef {'gpu' | 'software'} Compositor */

/** Until the GPU process has told. @type {Promise<void> | null} */
let told = null;
/** As it was told last. @type {Compositor | null} */
let last = null;
/** Who hears of another. @type {Set<(compositor: Compositor) => void>} */
const listeners = new Set();

/** @returns {Compositor} */
function look() {
    const { app } = require('electron');

    return /^enabled/.test(app.getGPUFeatureStatus().gpu_compositing) ? 'gpu' : 'software';
}

/** A GPU process that has crashed often is not started again: Chromium then goes on in software. */
function update() {
    const compositor = look();

    if (compositor !== last && last !== null) {
        listeners.forEach((listener) => listener(compositor));
    }
    last = compositor;
}

/** Electron says `disabled_software` of all that it does not know yet, so somebody has to listen from the start. */
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

/**
 * Who puts the layers of pages together.
 * @returns {Promise<Compositor>}
 */
async function compositing() {
    await watchGraphics();
    last = look();
    return last;
}

/**
 * Hear when that changes.
 * @param {(compositor: Compositor) => void} listener
 * @returns {() => void} hear it no more
 */
function onCompositing(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

module.exports = { chooseGraphics, compositing, onCompositing, watchGraphics };
