// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const path = require('path');
const { Copier, PLACES } = require('./copier');
const { Libraries, run } = require('./libraries');
const { originsOf, writeLicences } = require('./licences');
const { choose, inspect } = require('./plugins');
const native = require('../../native');
const { AUTHORITIES, MANIFEST, Runtime, ownVersion } = require('../runtime');

/** What the player's program is linked with: all of its code. */
const LIBRARY = 'libframeshare-player.so';

/**
 * @typedef {object} BundleOptions
 * @property {string[] | null} [only] names of features.js; null is everything
 * @property {import('./plugins').Gpl} gpl
 *
 * @typedef {object} Bundled
 * @property {string} gstreamer its version
 * @property {string} glibc the oldest that it runs with
 * @property {number} plugins how many
 * @property {number} files how many
 * @property {number} bytes in all
 * @property {string[]} without for people: what was left out, and why
 * @property {string[]} unknown files whose licence was not found
 */

/**
 * @param {string} plugin a file in the folder of plugins
 * @returns {string} the program that looks at plugins
 */
function findScanner(plugin) {
    const plugins = path.dirname(plugin);
    const lib = path.dirname(plugins);
    const places = [
        path.join(lib, 'gstreamer1.0', 'gstreamer-1.0'), plugins, path.join(lib, '..', 'libexec', 'gstreamer-1.0'), path.join(lib, '..', '..', 'libexec', 'gstreamer-1.0'),
        '/usr/libexec/gstreamer-1.0', '/usr/lib/gstreamer-1.0',
    ].map((folder) => path.join(folder, 'gst-plugin-scanner'));
    const scanner = places.concat(process.env.GST_PLUGIN_SCANNER || []).find((file) => fs.existsSync(file));

    if (!scanner) {
        throw new Error(`there is no gst-plugin-scanner in ${places.map((file) => path.dirname(file)).join(', ')}: name it with GST_PLUGIN_SCANNER`);
    }
    return scanner;
}

/** @param {string} glib a file of GLib's libraries @returns {string} GIO's module for TLS */
function findTls(glib) {
    const folder = path.join(path.dirname(fs.realpathSync(glib)), 'gio', 'modules');
    const other = path.join(`/usr${path.dirname(fs.realpathSync(glib))}`, 'gio', 'modules');
    const file = [folder, other].reduce((/** @type {string[]} */ files, each) => {
        return files.concat(['libgiognutls.so', 'libgioopenssl.so'].map((name) => path.join(each, name)));
    }, []).find((each) => fs.existsSync(each));

    if (!file) {
        throw new Error(`GIO has no module for TLS in ${folder}: install glib-networking`);
    }
    return file;
}

/** @param {string} folder @returns {string[]} its files, relative */
function filesOf(folder, below = '') {
    return fs.readdirSync(path.join(folder, below), { withFileTypes: true }).reduce((/** @type {string[]} */ files, entry) => {
        const name = path.join(below, entry.name);

        return files.concat(entry.isDirectory() ? filesOf(folder, name) : [name]);
    }, []).sort();
}

/**
 * The newest symbol of glibc's that any of the files wants.
 * @param {string} folder
 * @param {string[]} files
 */
function glibcOf(folder, files) {
    let newest = [2, 0];

    for (const file of files) {
        const bytes = fs.readFileSync(path.join(folder, file), 'latin1');

        for (const [, minor] of bytes.startsWith('\x7fELF') ? Array.from(bytes.matchAll(/GLIBC_2\.(\d+)\0/g)) : []) {
            newest = Number(minor) > newest[1] ? [2, Number(minor)] : newest;
        }
    }
    return newest.join('.');
}

/**
 * Copy all of it.
 * @param {string} folder
 * @param {import('./plugins').Choice} choice
 * @param {Libraries} libraries
 * @param {string} player
 * @returns {Map<string, string>} the files, by their names in the bundle
 */
function copyAll(folder, choice, libraries, player) {
    const copier = new Copier(folder, libraries);
    const glib = libraries.of(player).get('libglib-2.0.so.0');
    const authorities = AUTHORITIES.find((file) => fs.existsSync(file));

    copier.take(player, PLACES.player);
    copier.take(findScanner(choice.plugins[0].file), PLACES.scanner);
    choice.plugins.forEach(({ file }) => copier.take(file, PLACES.plugins));
    choice.opened.forEach((file) => copier.takeLibrary(file));
    if (choice.network && glib) {
        copier.take(findTls(glib), PLACES.modules);
    }
    if (choice.network && authorities) {
        copier.takeData(authorities, 'etc/authorities.pem');
    }
    return copier.files;
}

/**
 * @param {string} folder
 * @param {string[]} files
 * @param {object} more
 */
function writeManifest(folder, files, more) {
    const sizes = files.map((name) => [name, fs.statSync(path.join(folder, name)).size]);

    fs.writeFileSync(path.join(folder, MANIFEST), `${JSON.stringify(Object.assign({}, more, { files: Object.fromEntries(sizes) }), null, 1)}\n`);
}

/**
 * Does each plugin load, from here alone?
 * @param {string} folder
 * @param {import('./plugins').Choice} choice
 */
function check(folder, choice) {
    const runtime = new Runtime(folder);
    const cache = fs.mkdtempSync(path.join(folder, 'check-'));

    try {
        const env = Object.assign({}, runtime.environment(process.env), { GST_REGISTRY_1_0: path.join(cache, 'registry') });
        const said = run(runtime.player, ['--inspect', 'plugins'], env);
        const lost = choice.plugins.filter(({ name }) => !said.includes(`plugin\t${name}\t`));

        if (lost.length > 0) {
            throw new Error(`these plugins do not load from the bundle: ${lost.map(({ name }) => name).join(', ')}`);
        }
    } finally {
        fs.rmSync(cache, { recursive: true, force: true });
    }
}

/**
 * Make a bundle of this machine's GStreamer.
 * @param {string} folder to make; it must not be there, or empty
 * @param {BundleOptions} options
 * @returns {Bundled}
 */
function bundle(folder, options) {
    const player = native.find('player');
    const libraries = new Libraries();
    const { version, plugins } = inspect(player);
    const choice = choose(plugins, libraries, options);

    if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0) {
        throw new Error(`${folder} is there already, and not empty: remove it, or name another folder`);
    }
    const copied = copyAll(folder, choice, libraries, player);
    const origins = originsOf(Array.from(copied.values()));

    // The player and its library are ours.
    copied.delete(path.join(PLACES.player, path.basename(player)));
    copied.delete(path.join(PLACES.libraries, LIBRARY));
    const unknown = writeLicences(folder, new Map(Array.from(copied, ([name, file]) => [name, origins.get(file) || null])));
    const files = filesOf(folder);
    const glibc = glibcOf(folder, files);
    const bytes = files.reduce((sum, name) => sum + fs.statSync(path.join(folder, name)).size, 0);

    writeManifest(folder, files, {
        frameshare: ownVersion(), gstreamer: version, glibc, arch: process.arch, only: options.only || null, gpl: options.gpl,
        plugins: choice.plugins.map(({ name }) => name),
    });
    check(folder, choice);
    return { gstreamer: version, glibc, plugins: choice.plugins.length, files: files.length + 1, bytes, without: choice.without, unknown };
}

module.exports = { bundle };
