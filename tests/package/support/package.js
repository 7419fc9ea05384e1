// SPDX-License-Identifier: MIT
'use strict';

const { execFileSync, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { temporaryFolder } = require('../../support/folder');

const ROOT = path.join(__dirname, '..', '..', '..');
const { version } = require('../../../package.json');

/** The platforms that the package has binaries for. */
const PLATFORMS = ['linux-x64', 'linux-arm64'];

/** @type {string | null} */
let made = null;

/** The package as `npm run package` writes it now. @returns {string} its path */
function makePackage() {
    if (made === null) {
        const { status, stdout, stderr } = spawnSync('npm', ['run', 'package'], { cwd: ROOT, encoding: 'utf8' });

        if (status !== 0) {
            throw new Error(`npm run package did not succeed:\n${stdout}${stderr}`);
        }
        made = path.join(ROOT, 'build', `frameshare-${version}.tgz`);
    }
    return made;
}

let folders = 0;

/** What is in the package, unpacked anew. @returns {string} the folder */
function unpackPackage() {
    const folder = path.join(temporaryFolder(), `unpacked-${++folders}`);

    fs.mkdirSync(folder);
    execFileSync('tar', ['-xzf', makePackage(), '-C', folder]);
    return path.join(folder, 'package');
}

/**
 * An app in an empty folder that installed the package as anybody does.
 * @param {{[file: string]: string}} [files] of the app
 * @param {string[]} [more] modules of this clone's node_modules that the app has, too
 * @returns {string} the folder
 */
function installPackage(files = {}, more = []) {
    const folder = path.join(temporaryFolder(), `app-${++folders}`);

    fs.mkdirSync(folder);
    execFileSync('npm', ['init', '-y'], { cwd: folder, stdio: 'ignore' });
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--offline', makePackage()], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    for (const name of more) {
        const place = path.join(folder, 'node_modules', name);

        fs.mkdirSync(path.dirname(place), { recursive: true });
        fs.symlinkSync(path.join(ROOT, 'node_modules', name), place);
    }
    for (const [name, text] of Object.entries(files)) {
        fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        fs.writeFileSync(path.join(folder, name), text);
    }
    return folder;
}

/**
 * Run Node where no compiler, no build tool and no header of Node's is found.
 * @param {string} folder
 * @param {string[]} args
 * @param {object} [env]
 */
function runNode(folder, args, env = {}) {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: folder, encoding: 'utf8', timeout: 120000,
        env: Object.assign({ PATH: '/nonexistent', HOME: folder, XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR }, env),
    });

    return { status, stdout, stderr };
}

/** @returns {string[]} the Electrons that the set-up has fetched, or the one of $ELECTRON alone */
function electrons() {
    const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'frameshare');

    return process.env.ELECTRON ? [process.env.ELECTRON] : fs.readdirSync(cache).filter((name) => /^electron-\d/.test(name))
        .map((name) => path.join(cache, name, 'electron')).filter((file) => fs.existsSync(file));
}

/** @param {string} folder @returns {string[]} all that is in it, by paths in it */
function listFiles(folder, beginning = '') {
    return fs.readdirSync(path.join(folder, beginning), { withFileTypes: true }).flatMap((entry) => {
        const name = path.join(beginning, entry.name);

        return entry.isDirectory() ? listFiles(folder, name) : [name];
    });
}

module.exports = { PLATFORMS, ROOT, electrons, installPackage, listFiles, makePackage, runNode, unpackPackage };
