// SPDX-License-Identifier: MIT
'use strict';

const { BASE, FEATURES, NETWORK, OPENED, USELESS } = require('./features');
const { whyGpl } = require('./gpl');
const { run } = require('./libraries');

/**
 * @typedef {object} Plugin of GStreamer
 * @property {string} name as gst-inspect-1.0 has it
 * @property {string} licence as it says itself
 * @property {string} file
 *
 * @typedef {object} Choice
 * @property {Plugin[]} plugins
 * @property {string[]} opened files of libraries that they open by name
 * @property {boolean} network some of them want TLS
 * @property {string[]} without for people: what was left out, and why
 *
 * @typedef {'with' | 'without' | 'refuse'} Gpl
 */

/**
 * @param {string} player the host
 * @returns {{version: string, plugins: Map<string, Plugin>}} what this machine has
 */
function inspect(player) {
    const plugins = new Map();
    let version = '';

    for (const line of run(player, ['--inspect', 'plugins']).split('\n')) {
        const [kind, name, , licence, file] = line.split('\t');

        if (kind === 'gstreamer') {
            version = name;
        } else if (kind === 'plugin') {
            plugins.set(name, { name, licence, file });
        }
    }
    return { version, plugins };
}

/** Chooses plugins of this machine. */
class Chooser {
    /**
     * @param {Map<string, Plugin>} plugins
     * @param {import('./libraries').Libraries} libraries
     * @param {Gpl} gpl
     */
    constructor(plugins, libraries, gpl) {
        this._plugins = plugins;
        this._libraries = libraries;
        this._gpl = gpl;
        /** @type {Set<Plugin>} */
        this._chosen = new Set();
        /** @type {string[]} */
        this._without = [];
        /** Why plugins are under the GPL, of those that were wanted. @type {Map<string, string>} */
        this._refused = new Map();
    }

    /** @param {Plugin} plugin @returns {string | null} */
    _whyGpl(plugin) {
        return whyGpl(plugin, this._libraries.of(plugin.file));
    }

    /**
     * @param {string} names as features.js has them
     * @returns {string | null} what is wrong, null where one of them was taken or none has to be
     */
    take(names) {
        const there = names.replace('?', '').split('|').map((name) => this._plugins.get(name)).filter((each) => each);
        const free = there.find((plugin) => !this._whyGpl(/** @type {Plugin} */ (plugin)));
        const plugin = free || there[0];

        if (!plugin) {
            return names.endsWith('?') ? null : `this machine has no plugin ${names.replace('|', ' or ')}`;
        }
        const why = this._whyGpl(plugin);

        if (why && this._gpl === 'without') {
            this._without.push(`${plugin.name}: ${why}`);
            return names.endsWith('?') ? null : `${plugin.name} is left out by --without-gpl (${why})`;
        }
        if (why && this._gpl === 'refuse') {
            this._refused.set(plugin.name, why);
        }
        this._chosen.add(plugin);
        return null;
    }

    /** @param {string[]} names of features */
    takeFeatures(names) {
        for (const each of BASE) {
            const wrong = this.take(each);

            if (wrong) {
                throw new Error(`${wrong}, and no player works without it: frameshare doctor says what to install`);
            }
        }
        for (const name of names) {
            for (const each of FEATURES[name].plugins) {
                const wrong = this.take(each);

                if (wrong) {
                    throw new Error(`"${name}" (${FEATURES[name].what}): ${wrong}`);
                }
            }
        }
    }

    /** Everything but what is of no use. */
    takeAll() {
        for (const name of this._plugins.keys()) {
            if (!USELESS.includes(name)) {
                this.take(`${name}?`);
            }
        }
    }

    /** @param {boolean} network @returns {Choice} */
    finish(network) {
        if (this._refused.size > 0) {
            const parts = Array.from(this._refused, ([name, why]) => `${name} (${why})`).sort();

            throw new Error(`these parts are under the GPL: ${parts.join(', ')}. Say --with-gpl if your app may be given away under the ` +
                'terms of the GPL (docs/shipping.md), --without-gpl to leave them out, or --only to name what you need');
        }
        const plugins = Array.from(this._chosen).sort((a, b) => (a.name < b.name ? -1 : 1));
        const opened = plugins.map(({ name }) => OPENED[name] && this._libraries.find(OPENED[name])).filter((file) => file);

        return { plugins, opened: Array.from(new Set(/** @type {string[]} */ (opened))), network, without: this._without };
    }
}

/**
 * @param {Map<string, Plugin>} plugins
 * @param {import('./libraries').Libraries} libraries
 * @param {{only?: string[] | null, gpl: Gpl}} options
 * @returns {Choice}
 */
function choose(plugins, libraries, { only, gpl }) {
    const chooser = new Chooser(plugins, libraries, gpl);

    if (only) {
        const unknown = only.filter((name) => !FEATURES[name]);

        if (unknown.length > 0) {
            throw new Error(`--only knows no ${unknown.join(', ')}: it knows ${Object.keys(FEATURES).join(', ')}`);
        }
        chooser.takeFeatures(only);
    } else {
        chooser.takeAll();
    }
    return chooser.finish(!only || only.some((name) => NETWORK.includes(name)));
}

module.exports = { choose, inspect };
