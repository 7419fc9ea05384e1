// SPDX-License-Identifier: MIT
'use strict';

const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');

/**
 * What stays on the user's machine, by the begin of its name. The C library, and with it GCC's,
 * must be those of the machine; a newer one runs what was made for an older one. Drivers belong to
 * the machine's kernel and graphics card. Of X11 and ALSA what every Electron needs is there, and
 * ALSA's own plugins and settings are the machine's.
 */
const LEFT = [
    // glibc and GCC
    'ld-linux', 'libc.so', 'libm.so', 'libmvec.so', 'libdl.so', 'libpthread.so', 'librt.so', 'libresolv.so', 'libutil.so', 'libnsl.so.1', 'libanl.so',
    'libgcc_s.so', 'libstdc++.so',
    // drivers, and what goes with them
    'libGL.so', 'libGLX', 'libEGL', 'libGLdispatch', 'libOpenGL', 'libGLES', 'libglapi', 'libgbm.so', 'libdrm', 'libcuda', 'libnvidia',
    // what Electron itself is linked with
    'libX11.so', 'libxcb.so', 'libXau.so', 'libXdmcp.so', 'libXext.so', 'libXfixes.so', 'libXrandr.so', 'libXrender.so', 'libXdamage.so',
    'libXcomposite.so', 'libasound.so',
];

/** @param {string} name of a library @returns {boolean} it is the user's machine's */
function isLeft(name) {
    return name.startsWith('linux-vdso') || LEFT.some((begin) => name.startsWith(begin));
}

/**
 * Run a program to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {{[name: string]: string | undefined}} [env]
 * @returns {string} what it wrote
 */
function run(program, args, env) {
    const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, env: env || process.env });

    if (error) {
        throw new Error(`${program} cannot be started: ${error.message}`);
    }
    if (status !== 0) {
        throw new Error(`${program} ${args.join(' ')} failed: ${stderr.trim() || stdout.trim()}`);
    }
    return stdout;
}

/** Which libraries files need, as this machine's loader finds them. */
class Libraries {
    constructor() {
        /** @type {Map<string, Map<string, string>>} */
        this._known = new Map();
    }

    /**
     * @param {string} file a program or a library
     * @returns {Map<string, string>} all that it needs, through others, too: name to path
     */
    of(file) {
        const known = this._known.get(file);

        if (known) {
            return known;
        }
        /** @type {Map<string, string>} */
        const found = new Map();

        for (const line of run('ldd', [file]).split('\n')) {
            const [, name, target] = /^\s*(\S+)(?: => (.+?))?(?: \(0x[0-9a-f]+\))?$/.exec(line) || [];

            if (name && !isLeft(path.basename(name))) {
                if (target === 'not found') {
                    throw new Error(`${file} needs ${name}, which this machine has not`);
                }
                found.set(path.basename(name), target || name);
            }
        }
        this._known.set(file, found);
        return found;
    }

    /**
     * @param {string[]} names of libraries that are opened by name
     * @returns {string | null} the path of the first of them that this machine has
     */
    find(names) {
        if (!this._cache) {
            const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((each) => fs.existsSync(each)) || 'ldconfig';

            this._cache = run(ldconfig, ['-p']);
        }
        for (const name of names) {
            const [, file] = new RegExp(`^\\s*${name.replace(/[.+]/g, '\\$&')} \\(.*\\) => (.+)$`, 'm').exec(this._cache) || [];

            if (file) {
                return file;
            }
        }
        return null;
    }
}

module.exports = { Libraries, isLeft, run };
