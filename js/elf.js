// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');

/**
 * Node's name of a machine, by the number that an ELF file has for it.
 * @type {{[number: number]: string}}
 */
const MACHINES = { 3: 'ia32', 8: 'mips', 21: 'ppc64', 22: 's390x', 40: 'arm', 62: 'x64', 183: 'arm64', 243: 'riscv64', 258: 'loong64' };

/** Bytes of the header of a 64-bit ELF file. */
const HEADER = 64;

/** @param {string} file @returns {{header: Buffer, size: number}} */
function readHeader(file) {
    const fd = fs.openSync(file, 'r');

    try {
        const header = Buffer.alloc(HEADER);

        fs.readSync(fd, header, 0, HEADER, 0);
        return { header, size: fs.fstatSync(fd).size };
    } finally {
        fs.closeSync(fd);
    }
}

/**
 * @param {Buffer} header
 * @returns {number} the bytes that the file must have: its section headers are the last thing in it
 */
function endOfSections(header) {
    return Number(header.readBigUInt64LE(40)) + header.readUInt16LE(58) * header.readUInt16LE(60);
}

/**
 * Why a native file cannot be used by this process, as far as its header tells. The dynamic loader
 * has words of its own for each of these that name neither the cause nor the way out; of a program
 * that is cut short it says nothing, it crashes.
 * @param {string} file
 * @returns {string | null} what is wrong with it, null where nothing is
 */
function findFault(file) {
    let header, size;

    try {
        ({ header, size } = readHeader(file));
    } catch (error) {
        return `cannot be read (${/** @type {NodeJS.ErrnoException} */ (error).code})`;
    }
    if (size < HEADER || header.toString('latin1', 0, 4) !== '\x7fELF') {
        return `is damaged: it has ${size} bytes and is no ELF file`;
    }
    const machine = header.readUInt16LE(18);

    if (MACHINES[machine] !== process.arch) {
        return `is for ${MACHINES[machine] || `machine ${machine}`}, and this process runs as ${process.arch}`;
    }
    const whole = endOfSections(header);

    return size < whole ? `is cut short: it has ${size} of ${whole} bytes` : null;
}

module.exports = { findFault };
