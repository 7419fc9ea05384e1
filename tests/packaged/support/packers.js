// SPDX-License-Identifier: MIT
'use strict';

// Packs an app as its authors do: with electron-builder and @electron/packager from npm, which may fetch nothing else here: they get the Electron of
// the cache.

const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { installPackage } = require('../../package/support/package');
const { temporaryFolder } = require('../../support/folder');

const ROOT = path.join(__dirname, '..', '..', '..');
const EXAMPLE = path.join(ROOT, 'examples', 'packaged');
const PACKERS = path.join(__dirname, '..', 'packers');
const CACHE = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'frameshare');

/** @param {string} program @param {string[]} args @param {object} [options] */
function run(program, args, options) {
    const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26, ...options });

    if (error || status !== 0) {
        throw new Error(`${program} ${args.join(' ')} failed: ${error ? error.message : stdout + stderr}`);
    }
    return stdout;
}

/** The packers, installed once for all, by their lock. @returns {string} node_modules */
function packers() {
    const lock = fs.readFileSync(path.join(PACKERS, 'package-lock.json'), 'utf8');
    const folder = path.join(CACHE, 'packers');
    const modules = path.join(folder, 'node_modules');

    if (!fs.existsSync(path.join(modules, '.complete')) || fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8') !== lock) {
        fs.rmSync(folder, { recursive: true, force: true });
        fs.mkdirSync(folder, { recursive: true });
        fs.readdirSync(PACKERS).forEach((name) => fs.copyFileSync(path.join(PACKERS, name), path.join(folder, name)));
        run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
        fs.writeFileSync(path.join(modules, '.complete'), '');
    }
    return modules;
}

/** @param {string} electron its program in the cache @returns {{version: string, folder: string}} without the app that loads others */
function distribution(electron) {
    const from = path.dirname(electron);
    const [, version] = /electron-(\d+\.\d+\.\d+)$/.exec(from) || [];
    const folder = path.join(temporaryFolder(), `electron-${version}`);

    if (!version) {
        throw new Error(`${electron} is not in a folder electron-VERSION`);
    }
    if (!fs.existsSync(folder)) {
        run('cp', ['-a', from, folder]);
        fs.rmSync(path.join(folder, 'resources', 'app'), { recursive: true, force: true });
        fs.writeFileSync(path.join(folder, 'version'), version);
        // Packers copy it; not every one of these has it.
        fs.writeFileSync(path.join(folder, 'LICENSE'), 'MIT\n');
    }
    return { version, folder };
}

/**
 * The example, with frameshare installed from its package.
 * @param {{bundle?: string | null, film: string}} options bundle: a folder of `frameshare bundle`
 * @returns {string} its folder
 */
function prepare({ bundle, film }) {
    const app = installPackage();
    const { dependencies } = JSON.parse(fs.readFileSync(path.join(app, 'package.json'), 'utf8'));
    const json = JSON.parse(fs.readFileSync(path.join(EXAMPLE, 'package.json'), 'utf8'));

    json.build.extraResources.push({ from: 'film.mp4', to: 'film.mp4' });
    fs.readdirSync(EXAMPLE).filter((name) => /\.(js|html)$/.test(name)).forEach((name) => fs.copyFileSync(path.join(EXAMPLE, name), path.join(app, name)));
    fs.writeFileSync(path.join(app, 'package.json'), JSON.stringify({ ...json, dependencies }));
    fs.copyFileSync(film, path.join(app, 'film.mp4'));
    if (bundle) {
        run('cp', ['-a', bundle, path.join(app, 'gstreamer')]);
    }
    return app;
}

/**
 * By the packer's name: pack, and tell the program. `asar`: the option of @electron/packager that says what stays outside the archive.
 * @type {{[name: string]: (app: string, electron: string, asar?: string) => string}}
 */
const PACK = {
    'electron-builder'(app, electron) {
        const { version, folder } = distribution(electron);

        run(process.execPath, [path.join(packers(), 'electron-builder', 'cli.js'), '--linux', 'dir', '--projectDir', app,
            `-c.electronDist=${folder}`, `-c.electronVersion=${version}`], { cwd: app });
        return path.join(app, 'dist', 'linux-unpacked', 'frameshare-packaged');
    },

    '@electron/packager'(app, electron, asar = '--asar.unpackDir=**/node_modules/frameshare/prebuilds') {
        const { version, folder } = distribution(electron);
        const zips = path.join(temporaryFolder(), `zips-${version}`);
        const out = fs.mkdtempSync(path.join(temporaryFolder(), 'out-'));
        const resources = ['film.mp4', 'gstreamer'].filter((name) => fs.existsSync(path.join(app, name)));

        if (!fs.existsSync(zips)) {
            fs.mkdirSync(zips);
            run('zip', ['-qr1', path.join(zips, `electron-v${version}-linux-${process.arch}.zip`), '.'], { cwd: folder });
        }
        run(process.execPath, [path.join(packers(), '@electron', 'packager', 'bin', 'electron-packager.js'), '.', 'packaged', '--platform=linux',
            `--electron-version=${version}`, `--electron-zip-dir=${zips}`, asar, `--out=${out}`,
            '--ignore=^/(gstreamer|film\\.mp4|dist)($|/)', ...resources.map((name) => `--extra-resource=${name}`)], { cwd: app });
        return path.join(out, `packaged-linux-${process.arch}`, 'packaged');
    },
};

/** @returns {string} the Electron under test: $ELECTRON, else the newest of the cache */
function electronPath() {
    const newest = fs.readdirSync(CACHE).filter((name) => /^electron-\d/.test(name)).sort((a, b) => parseInt(b.slice(9), 10) - parseInt(a.slice(9), 10))[0];

    return process.env.ELECTRON || path.join(CACHE, newest, 'electron');
}

module.exports = { PACK, electronPath, prepare, run };
