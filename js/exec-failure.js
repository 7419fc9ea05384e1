// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');

/** What spawn() says, in words. @type {{[code: string]: string}} */
const REASONS = {
    EACCES: 'it may not be executed: give it the right to (chmod +x), or put it on a file system that is not mounted noexec',
    ENOTDIR: 'it is inside an archive, where nothing can run: have the packer leave frameshare outside (asarUnpack, or asar.unpackDir)',
    ENOENT: 'the loader that it names is not on this machine, so that it was made for another C library: install frameshare again on this machine, ' +
        'or build it here',
    ENOEXEC: 'it is no program of this machine',
};

/**
 * Why a program could not be executed.
 * @param {string} program
 * @param {NodeJS.ErrnoException} error of spawn()
 * @returns {string}
 */
function explainExecFailure(program, error) {
    if (error.code === 'ENOENT' && !fs.existsSync(program)) {
        return 'it is not there';
    }
    return REASONS[String(error.code)] || error.message;
}

module.exports = { explainExecFailure };
