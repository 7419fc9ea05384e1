// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const path = require('path');
const { findFault } = require('./elf');

/**
 * @typedef {'addon' | 'player' | 'library' | 'plugin' | 'command'} Name
 *
 * @typedef {object} Native
 * @property {string} file in build/ of a clone, and in prebuilds/PLATFORM-ARCH/ of the package
 * @property {string} variable of the environment, that names another one
 * @property {Name} [needs] what must lie beside it
 */

/** @type {{[name in Name]: Native}} */
const NATIVES = {
    addon: { file: 'frameshare.node', variable: 'FRAMESHARE_ADDON' },
    player: { file: 'frameshare-player', variable: 'FRAMESHARE_PLAYER', needs: 'library' },
    library: { file: 'libframeshare-player.so', variable: 'FRAMESHARE_PLAYER_LIBRARY' },
    plugin: { file: 'gst/libgstframeshare.so', variable: 'FRAMESHARE_PLUGIN' },
    command: { file: 'frameshare', variable: 'FRAMESHARE_COMMAND' },
};

/** What the package brings binaries for. */
const PLATFORMS = ['linux-arm64', 'linux-x64'];

const PLATFORM = `${process.platform}-${process.arch}`;

const AGAIN = 'install frameshare again (npm install --force frameshare), on the kind of machine where it is to run';

/** Something in each copy of the package: the page's scripts, which the preload reads. */
const MARK = path.join('js', 'page', 'index.js');

/**
 * Programs and libraries cannot run out of an archive: packers put them beside it. Inside Electron
 * fs sees the files in the archive, too, so that asking whether one is there tells nothing.
 * @param {string} file
 * @returns {string} where it lies unpacked; the same, if it is in no archive
 */
function unpacked(file) {
    return file.replace(/\.asar(?=[\\/])/, '.asar.unpacked');
}

/**
 * Where the package may be: this file is in it, unless a bundler put this file into another one;
 * then the package may be in the node_modules of a folder above, as for require().
 * @returns {string[]}
 */
function candidates() {
    const folders = [path.join(__dirname, '..')];

    for (let folder = __dirname; ; folder = path.dirname(folder)) {
        folders.push(path.join(folder, 'node_modules', 'frameshare'));
        if (folder === path.dirname(folder)) {
            return folders;
        }
    }
}

/**
 * The folder of the package, for files that are read as they are. It may be in an archive.
 * @returns {string}
 * @throws {Error} where this code was bundled, and the package left out
 */
function root() {
    const folder = candidates().find((each) => fs.existsSync(path.join(each, MARK)));

    if (!folder) {
        throw new Error(`frameshare was bundled into ${__filename}, and its own files are in no node_modules/frameshare above it: ` +
            'tell the bundler to leave it out (esbuild --external:frameshare --external:frameshare/*), and ship the package');
    }
    return folder;
}

/** @param {string} file @returns {boolean} a folder above it keeps this user out */
function isHidden(file) {
    try {
        fs.statSync(file);
        return false;
    } catch (error) {
        return /** @type {NodeJS.ErrnoException} */ (error).code === 'EACCES';
    }
}

/**
 * @param {string} folder of the package
 * @param {string} file that is in none of its places
 * @returns {string} why, and what to do
 */
function explainAbsence(folder, file) {
    const inside = folder !== unpacked(folder);
    const prebuilt = path.join(unpacked(folder), 'prebuilds', PLATFORM, file);

    if (isHidden(prebuilt)) {
        return `${prebuilt} cannot be read by this user: give everybody the right to read the app's folders (chmod -R a+rX)`;
    }
    if (inside && !fs.existsSync(unpacked(folder))) {
        return `frameshare's native files are packed into ${folder}, where nothing can run: have the packer leave them outside the ` +
            'archive (electron-builder: "asarUnpack": ["**/node_modules/frameshare/prebuilds/**"]; @electron/packager: ' +
            'asar: { unpackDir: "**/node_modules/frameshare/prebuilds" })';
    }
    if (fs.existsSync(path.join(folder, 'meson.build'))) {
        return `${file} is not built: run scripts/build in ${folder}`;
    }
    if (PLATFORMS.includes(PLATFORM)) {
        return `${prebuilt} is missing: ${AGAIN}`;
    }
    return `frameshare has no binaries for ${PLATFORM}, only for ${PLATFORMS.join(' and ')}: clone its repository, ` +
        'run scripts/build there, and install the clone (npm install FOLDER)';
}

/**
 * A native file of the package. What the environment names goes first, then a build tree (this is a
 * clone), then what the package brings for this platform.
 * @param {Name} name
 * @returns {string} its absolute path
 * @throws {Error} where there is none, or one that cannot work; the message says what and what to
 * do
 */
function find(name) {
    const { file, variable, needs } = NATIVES[name];
    const chosen = process.env[variable];

    if (chosen) {
        if (!fs.existsSync(chosen)) {
            throw new Error(`${chosen} is not there: the environment's ${variable} names it; correct that, or unset it`);
        }
        return path.resolve(chosen);
    }
    const folder = root();
    const places = [path.join(folder, 'build', file), path.join(folder, 'prebuilds', PLATFORM, file)].map(unpacked);
    const found = places.find((place) => fs.existsSync(place));

    if (!found) {
        throw new Error(explainAbsence(folder, file));
    }
    const fault = findFault(found);

    if (fault) {
        throw new Error(`${found} ${fault}: ${found === places[0] ? 'run scripts/build again' : AGAIN}`);
    }
    if (needs) {
        find(needs);
    }
    return found;
}

/** @returns {boolean} this process's C library is glibc, for which the package's files are made */
function hasGlibc() {
    const report = /** @type {any} */ (process.report);
    const { header } = report && typeof report.getReport === 'function' ? parse(report.getReport()) : { header: {} };

    return !header || !('glibcVersionCompiler' in header) || Boolean(header.glibcVersionRuntime);
}

/** Node 12 gives text. @param {any} report */
function parse(report) {
    return typeof report === 'string' ? JSON.parse(report) : report;
}

/**
 * @param {string} file the addon
 * @param {string} message of the dynamic loader
 * @returns {string} why it was not loaded, and what to do
 */
function explainLoadFailure(file, message) {
    if (!hasGlibc()) {
        return `${file} is made for glibc, and this process has another C library (${message}): build frameshare on this system ` +
            '(scripts/build in a clone of its repository)';
    }
    if (/libc\.musl|\/libc\.so: invalid ELF header/.test(message)) {
        return `${file} is made for musl, and this process has glibc (${message}): ${AGAIN}`;
    }
    if (/failed to map segment/.test(message)) {
        return `${file} cannot be loaded (${message}): put it on a file system that is not mounted noexec`;
    }
    return `${file} cannot be loaded (${message}): it needs glibc 2.28 or newer, and Node 12.14 or Electron 9`;
}

/**
 * Load the addon. Not by require(): bundlers look into that one.
 * @returns {any} what it exports
 */
function loadAddon() {
    const file = find('addon');
    const loaded = { exports: {} };

    try {
        /** @type {any} */ (process).dlopen(loaded, file);
    } catch (error) {
        const { message } = /** @type {Error} */ (error);

        throw new Error(explainLoadFailure(file, message.replace(`${file}: `, '')));
    }
    return loaded.exports;
}

module.exports = { find, loadAddon, root, unpacked };
