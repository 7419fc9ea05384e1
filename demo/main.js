// SPDX-License-Identifier: MIT
'use strict';

const { app, Menu } = require('electron');
const { chooseGraphics } = require('../js/main');
const { readOptions } = require('./options');
const { serve } = require('./requests');
const { Show } = require('./show');

/** @param {unknown} error */
function fail(error) {
    process.stderr.write(`frameshare: ${error instanceof Error ? error.stack : error}\n`);
    app.exit(1);
}

async function run() {
    const options = readOptions(process.argv);

    chooseGraphics();
    await app.whenReady();
    const show = new Show(options);

    Menu.setApplicationMenu(null);
    serve(show);
    app.on('window-all-closed', async () => {
        await show.close();
        app.exit(show.failed ? 1 : 0);
    });
    await show.open();
    await show.play();
    if (options.seconds !== null) {
        await show.wait(options.seconds);
        await show.write();
        await show.close();
        app.exit(show.failed ? 1 : 0);
    }
}

// Electron's default is a dialog, which is useless when the demo is started by a script.
process.on('uncaughtException', fail);
run().catch(fail);
