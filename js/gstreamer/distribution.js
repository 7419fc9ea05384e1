// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const path = require('path');
const native = require('../native');

/**
 * @typedef {{name: string, like: string[], install: string}} Distribution
 *
 * @typedef {object} Needs
 * @property {Distribution[]} distributions
 * @property {{[debian: string]: {[name: string]: string}}} packages names of Debian's packages
 * elsewhere
 * @property {{name: string, packages: string[]}[]} needs
 */

/** @returns {Needs} what the C side has, too */
function readNeeds() {
    return JSON.parse(fs.readFileSync(path.join(native.root(), 'js', 'gstreamer', 'needs.json'), 'utf8'));
}

/** @returns {string} what this system says of itself */
function osRelease() {
    for (const file of ['/etc/os-release', '/usr/lib/os-release']) {
        try {
            return fs.readFileSync(file, 'utf8');
        } catch (error) {
            // The other one, then.
        }
    }
    return '';
}

/** @param {string} text @param {string} key @returns {string[]} words */
function valueOf(text, key) {
    const [, value] = new RegExp(`^${key}=["']?([^"'\\n]*)`, 'm').exec(text) || [];

    return value ? value.split(' ') : [];
}

/**
 * @param {string} [text] of a file as /etc/os-release
 * @returns {Distribution | null} null: none that needs.json has
 */
function distribution(text = osRelease()) {
    const { distributions } = readNeeds();

    for (const word of valueOf(text, 'ID').concat(valueOf(text, 'ID_LIKE'))) {
        const found = distributions.find(({ like }) => like.includes(word));

        if (found) {
            return found;
        }
    }
    return null;
}

/**
 * Packages of a distribution that have all that is wanted of GStreamer: what a package of an app
 * depends on, say.
 * @param {string} [name] 'debian' (Ubuntu, too), 'fedora', 'arch', 'suse'
 * @returns {string[]}
 */
function packages(name = 'debian') {
    const { needs, packages: table } = readNeeds();
    const debian = needs.reduce((/** @type {string[]} */ all, need) => all.concat(need.packages), []);

    return Array.from(new Set(debian.map((each) => (name === 'debian' ? each : table[each][name]))));
}

/** @returns {string} the command that installs all of it here, or where to look for it */
function installation() {
    const found = distribution();
    const sudo = process.getuid && process.getuid() === 0 ? '' : 'sudo ';

    return found ? `${found.install.split('&& ').map((each) => sudo + each).join('&& ')} ${packages(found.name).join(' ')}`
        : `install GStreamer 1.20 or newer with its plugins (Debian's packages: ${packages().join(' ')})`;
}

module.exports = { distribution, installation, packages };
