// SPDX-License-Identifier: MIT
'use strict';

// Makes a Debian package of the packed app: node deb.js FOLDER OUT.deb [--bundled] FOLDER is what
// electron-builder or @electron/packager made. Its Depends: are what Electron is linked with and,
// unless the app brings its GStreamer along, what `frameshare doctor --depends debian` lists.

const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const app = JSON.parse(fs.readFileSync(path.join(__dirname, 'package.json'), 'utf8'));

/**
 * Package names of newer releases, else those of Debian 12 and Ubuntu 22.04: newer releases only
 * provide these as virtual packages, some by several packages.
 */
const ELECTRON = ['libgtk-3-0t64 | libgtk-3-0', 'libnss3', 'libasound2t64 | libasound2', 'libgbm1', 'libxss1', 'libxtst6',
    'libatspi2.0-0t64 | libatspi2.0-0', 'libsecret-1-0', 'libnotify4', 'libx11-xcb1', 'libxkbcommon0', 'fonts-dejavu-core'];

/** Debian's names of Node's architectures. @type {{[arch: string]: string}} */
const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' };

/** @param {boolean} bundled @returns {string} */
function depends(bundled) {
    const command = path.join(__dirname, 'node_modules', '.bin', 'frameshare');
    const gstreamer = bundled ? [] : execFileSync(command, ['doctor', '--depends', 'debian'], { encoding: 'utf8' }).trim().split(', ');

    return ELECTRON.concat(gstreamer).join(', ');
}

/** @param {string} folder @param {boolean} bundled */
function control(folder, bundled) {
    const kilobytes = execFileSync('du', ['-sk', folder], { encoding: 'utf8' }).split('\t')[0];

    return [
        `Package: ${app.name}`, `Version: ${app.version}`, `Architecture: ${ARCHITECTURES[process.arch]}`, `Maintainer: ${app.author} <nobody@example.org>`,
        `Installed-Size: ${kilobytes}`, `Depends: ${depends(bundled)}`, 'Section: video', 'Priority: optional', `Description: ${app.description}`, '',
    ].join('\n');
}

const [folder, target, option] = process.argv.slice(2);

if (!folder || !target || (option && option !== '--bundled')) {
    throw new Error('Usage: node deb.js FOLDER OUT.deb [--bundled]');
}
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'deb-'));
const program = fs.readdirSync(folder).find((name) => [app.name, 'packaged'].includes(name));

fs.chmodSync(work, 0o755);
['DEBIAN', 'opt', 'usr/bin'].forEach((name) => fs.mkdirSync(path.join(work, name), { recursive: true }));
execFileSync('cp', ['-a', folder, path.join(work, 'opt', app.name)]);
fs.symlinkSync(`/opt/${app.name}/${program}`, path.join(work, 'usr', 'bin', app.name));
fs.writeFileSync(path.join(work, 'DEBIAN', 'control'), control(path.join(work, 'opt'), option === '--bundled'));
// Chromium's sandbox helper, for kernels without unprivileged user namespaces.
fs.chmodSync(path.join(work, 'opt', app.name, 'chrome-sandbox'), 0o4755);
execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', work, target], { stdio: 'inherit' });
fs.rmSync(work, { recursive: true, force: true });
