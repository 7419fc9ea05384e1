'use strict';

const fs = require('fs');
const path = require('path');

/**
 * Where a path really leads. The end of it may not be there yet.
 * @param {string} file absolute
 * @returns {string | null} null when nobody can tell
 */
function realPath(file) {
    try {
        return fs.realpathSync(file);
    } catch (error) {
        // A link that leads nowhere now may lead anywhere later.
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT' || isThere(file)) {
            return null;
        }
        const parent = realPath(path.dirname(file));

        return parent === null ? null : path.join(parent, path.basename(file));
    }
}

/** @param {string} file a broken link is there, too */
function isThere(file) {
    try {
        fs.lstatSync(file);
        return true;
    } catch (error) {
        return false;
    }
}

/**
 * Is it that file, or in that folder?
 * @param {string} file absolute, with no `..`
 * @param {string} folder likewise
 */
function isWithin(file, folder) {
    return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

module.exports = { realPath, isWithin };
