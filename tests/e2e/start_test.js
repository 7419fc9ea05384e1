// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const path = require('path');
const test = require('node:test');
const { execFileSync } = require('child_process');
const { Application } = require('./support/electron');
const { temporaryFolder } = require('./support/clips');

/** So often is each start tried: a busy machine may make one slow, but a word that is lost is lost each time. */
const TRIES = 4;

/** In the main process: how long a host takes to say its first word, ms. */
async function startUsually(world) {
    const player = world.player('usual');
    const start = Date.now();

    await player.start();
    const time = Date.now() - start;
    await player.close();
    return time;
}

/**
 * In the main process: the same, of a host that is started when two things are ready at once: a word on a pipe, in whose
 * callback it is started, and after it the end of some work in another thread. What Electron's thread that waits for both is
 * told meanwhile is lost.
 */
function startAmid(world, file) {
    return new Promise((resolve, reject) => {
        const { constants, openSync, writeSync } = world.require('fs');
        const end = openSync(file, constants.O_RDWR | constants.O_NONBLOCK);
        const pipe = new (world.require('net').Socket)({ fd: end, readable: true, writable: false });
        const player = world.player('amid');

        pipe.on('data', () => {
            const start = Date.now();

            player.start().then(() => {
                resolve(Date.now() - start);
                pipe.destroy();
                player.close();
            }, reject);
        });
        setTimeout(() => {
            writeSync(end, 'x');
            world.require('crypto').randomBytes(16, () => {});
            for (const start = Date.now(); Date.now() - start < 100;){
                ;
            }
        }, 300);
    });
}

test('a host that is started amid other work of its process is heard as soon as any other', async () => {
    const application = await Application.launch();
    const pipe = path.join(temporaryFolder(), 'pipe');
    const usual = [];
    const amid = [];

    execFileSync('mkfifo', [pipe]);
    try {
        for (let i = 0; i < TRIES; i++) {
            usual.push(await application.main(startUsually));
            amid.push(await application.main(startAmid, pipe));
        }
        // Lost, it took a hundred times as long, until something else woke the thread.
        assert.ok(Math.min(...amid) < 10 * Math.max(...usual), `after ${amid} ms, not ${usual}`);
    } finally {
        await application.stop();
    }
});
