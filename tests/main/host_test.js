// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { temporaryFolder } = require('../support/folder');

const PLAYER = path.join(__dirname, '..', '..', 'build', 'frameshare-player');

test('a host keeps no descriptor but its own, whatever it inherits', async () => {
    const file = path.join(temporaryFolder(), 'secret');
    fs.writeFileSync(file, 'secret');
    const secret = fs.openSync(file, 'r');
    const child = spawn(PLAYER, [], { stdio: ['ignore', 'inherit', 'inherit', 'pipe', secret, 'ignore', secret] });

    try {
        await new Promise((resolve) => child.stdio[3].once('data', resolve));
        const files = fs.readdirSync(`/proc/${child.pid}/fd`).map((fd) => {
            try {
                return fs.readlinkSync(`/proc/${child.pid}/fd/${fd}`);
            } catch (error) {
                return '';
            }
        });
        assert.ok(files.some((each) => each.startsWith('socket:')), files.join(' '));
        assert.ok(!files.includes(file), files.join(' '));
    } finally {
        child.stdio[3].end();
        await new Promise((resolve) => child.once('exit', resolve));
        fs.closeSync(secret);
    }
});
