'use strict';

const { app } = require('electron');
const { readOptions } = require('./options');
const { Show } = require('./show');
const { chooseGraphics } = require('./graphics');

const options = readOptions(process.argv);

chooseGraphics(app);

/** @param {number} status */
function end(status) {
    app.exit(status);
}

app.whenReady().then(async () => {
    const show = new Show(options);

    app.on('window-all-closed', async () => {
        await show.close();
        end(show.failed ? 1 : 0);
    });
    await show.open();
    await show.play();
    if (options.seconds) {
        await show.wait(options.seconds);
        await show.write();
        await show.close();
        end(show.failed ? 1 : 0);
    }
}).catch((error) => {
    process.stderr.write(`frameshare: ${error.stack || error}\n`);
    end(1);
});
