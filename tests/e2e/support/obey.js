// SPDX-License-Identifier: MIT
'use strict';

const { app } = require('electron');
const vm = require('vm');

/**
 * Runs in an application's main process: functions come as text over the process's own channel and are called with `world`,
 * their values go back. It ends with the test. See Application in electron.js for the other side.
 * @param {object} world
 */
function obey(world) {
    process.on('disconnect', () => app.exit(0));
    process.on('message', async ({ id, source, args }) => {
        try {
            const value = await vm.runInThisContext(`(${source})`)(world, ...args);
            process.send({ id, value: value === undefined ? null : value });
        } catch (error) {
            process.send({ id, error: error.stack || String(error) });
        }
    });
    app.whenReady().then(() => process.send({ ready: true, version: process.versions.electron }));
}

module.exports = obey;
