// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const path = require('path');

/**
 * Resolve the symbolic links of a path whose last parts may not exist yet.
 * @param {string} file absolute
 * @returns {string | null} null when it cannot be resolved
 */
function realPath(file) {
    try {
        return fs.realpathSync(file);
    } catch (error) {
        // A link to a missing file may get any target later: refuse it.
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT' || isThere(file)) {
            return null;
        }
        const parent = realPath(path.dirname(file));

        return parent === null ? null : path.join(parent, path.basename(file));
    }
}

/** @param {string} file a broken link exists, too */
function isThere(file) {
    try {
        fs.lstatSync(file);
        return true;
    } catch (error) {
        return false;
    }
}

/**
 * Is it that file, or inside that folder?
 * @param {string} file absolute, with no `..`
 * @param {string} folder likewise
 */
function isWithin(file, folder) {
    return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

module.exports = { realPath, isWithin };
