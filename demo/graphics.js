'use strict';

const fs = require('fs');

/**
 * Without a graphics card Chromium draws pages on the CPU but keeps WebGL apart, and each picture then takes
 * a way round through another process. SwiftShader for both is the shorter way.
 * @param {import('electron').App} app
 */
function chooseGraphics(app) {
    if (fs.existsSync('/dev/dri') || app.commandLine.hasSwitch('use-gl')) {
        return;
    }
    // Chromium 83 and its successors call the same thing by two names.
    app.commandLine.appendSwitch('ignore-gpu-blacklist');
    app.commandLine.appendSwitch('ignore-gpu-blocklist');
    if (parseInt(process.versions.chrome, 10) < 90) {
        app.commandLine.appendSwitch('use-gl', 'swiftshader');
    } else {
        app.commandLine.appendSwitch('use-gl', 'angle');
        app.commandLine.appendSwitch('use-angle', 'swiftshader');
    }
}

module.exports = { chooseGraphics };
