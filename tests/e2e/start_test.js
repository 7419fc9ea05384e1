'use strict';

const assert = require('assert');
const path = require('path');
const test = require('node:test');
const { execFileSync } = require('child_process');
const { Application } = require('./support/electron');
const { temporaryFolder } = require('./support/clips');

test('a host that is started amid other work of its process is heard as soon as any other', async () => {
    const application = await Application.launch();
    const pipe = path.join(temporaryFolder(), 'pipe');

    execFileSync('mkfifo', [pipe]);
    try {
        const usual = await application.main(async (world) => {
            const start = Date.now();
            await world.player('usual').start();
            return Date.now() - start;
        });
        // Two things are ready at once: a word on a pipe, in whose callback a host is started, and after it the end of some
        // work in another thread. What Electron's thread that waits for both is told meanwhile is lost.
        const amid = await application.main((world, file) => new Promise((resolve, reject) => {
            const { constants, openSync, writeSync } = world.require('fs');
            const end = openSync(file, constants.O_RDWR | constants.O_NONBLOCK);

            new (world.require('net').Socket)({ fd: end, readable: true, writable: false }).on('data', () => {
                const start = Date.now();
                world.player('amid').start().then(() => resolve(Date.now() - start), reject);
            });
            setTimeout(() => {
                writeSync(end, 'x');
                world.require('crypto').randomBytes(16, () => {});
                for (const start = Date.now(); Date.now() - start < 100;);
            }, 500);
        }), pipe);
        // Lost, it took some seconds, until something else woke the thread.
        assert.ok(amid < 2000 + 10 * usual, `after ${amid} ms, not ${usual}`);
    } finally {
        await application.stop();
    }
});
