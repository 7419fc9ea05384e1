'use strict';

const fs = require('fs');

/** Where the kernel shows graphics cards. */
const CARDS = '/dev/dri';

/**
 * Which way pictures go where there is no graphics card. WebGL then draws with Mesa (its SwiftShader takes three
 * times as long), and pages are put together without OpenGL, which for them is a detour.
 * @param {import('electron').App} app
 */
function chooseGraphics(app) {
    const { commandLine } = app;
    const chosen = ['use-gl', 'use-angle', 'disable-gpu'].some((name) => commandLine.hasSwitch(name));

    if (chosen || fs.existsSync(CARDS)) {
        return;
    }
    commandLine.appendSwitch('disable-gpu-compositing');
    // Chromium 83 finds Mesa by itself, later ones want to be told.
    if (parseInt(process.versions.chrome, 10) >= 90) {
        commandLine.appendSwitch('ignore-gpu-blocklist');
        commandLine.appendSwitch('use-gl', 'angle');
        commandLine.appendSwitch('use-angle', 'gl');
    }
}

module.exports = { chooseGraphics };
