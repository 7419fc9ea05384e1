// SPDX-License-Identifier: MIT
'use strict';

// One binary for all: check.js in this Node and, as Node, in the Electrons that scripts/setup has fetched.

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { ELECTRONS } = require('../support/electrons');
require('./programs');

const runtimes = { 'this Node': process.execPath };
for (const { version, file } of ELECTRONS) {
    runtimes[`Electron ${version}`] = file;
}

for (const [name, file] of Object.entries(runtimes)) {
    const skip = fs.existsSync(file) ? false : 'scripts/setup has not fetched it';
    for (const copy of ['', '1']) {
        test(`in ${name}, frames that are ${copy ? 'copied' : 'mapped'} are whole and leave nothing behind`, { skip }, () => {
            const { stdout, stderr, status, signal } = spawnSync(file, ['--expose-gc', path.join(__dirname, 'check.js')], {
                encoding: 'utf8',
                env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', FRAMESHARE_FORCE_COPY: copy },
            });
            const lines = stdout.trim().split('\n');
            assert.deepStrictEqual(lines.filter((line) => !line.startsWith('ok ')), ['done'], stderr);
            assert.strictEqual(lines.length, 7);
            assert.deepStrictEqual([status, signal], [0, null]);
        });
    }
}
