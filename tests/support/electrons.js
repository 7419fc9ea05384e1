// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');

const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'frameshare');
const list = fs.readFileSync(path.join(__dirname, '..', '..', 'scripts', 'electrons.txt'), 'utf8');

/** The Electrons that scripts/setup fetches, the newest first. @type {{version: string, major: number, file: string}[]} */
const ELECTRONS = list.split('\n').filter((line) => /^\d/.test(line)).map((line) => {
    const [version] = line.split(' ');

    return { version, major: parseInt(version, 10), file: path.join(cache, `electron-${version}`, 'electron') };
});

module.exports = { ELECTRONS };
