// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');

/** @type {string | null} */
let folder = null;

/** A folder that ends with this process, by its real path. */
function temporaryFolder() {
    if (folder === null) {
        const created = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-test-')));

        process.once('exit', () => fs.rmSync(created, { recursive: true, force: true }));
        folder = created;
    }
    return folder;
}

module.exports = { temporaryFolder };
