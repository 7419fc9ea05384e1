// SPDX-License-Identifier: MIT
'use strict';

const { GstPlayer } = require('./player');

/** @typedef {{player: GstPlayer, users: number, loaded: Promise<void> | null}} Entry */

/**
 * @type {Map<string, Entry>} players of elements with `share`, of all windows, by source and
 * options
 */
const entries = new Map();

/**
 * A player that elements use. `open` loads its source if it is not loaded yet. `release` is called
 * once; its promise resolves when a player that ends with its last element has ended.
 * @typedef {object} PooledPlayer
 * @property {GstPlayer} player
 * @property {(again: boolean) => Promise<void>} open `again`: the page asks for another try
 * @property {() => Promise<void>} release
 */

/**
 * A player that only elements use.
 * @param {import('./player').PlayerOptions | undefined} options
 */
function make(options) {
    const player = new GstPlayer(options);

    // The host may report errors while it ends; an `error` event without a listener would be
    // thrown.
    return player.on('error', () => {});
}

/**
 * The app's player: the app loads and closes it.
 * @param {GstPlayer} player
 * @returns {PooledPlayer}
 */
function borrow(player) {
    return {
        player,
        open: async (again) => {
            if (again && player.state === 'error') {
                await player.load();
            }
        },
        release: async () => {},
    };
}

/**
 * A player for one element only.
 * @param {import('./player').Source} source
 * @param {import('./player').LoadOptions} load
 * @param {import('./player').PlayerOptions | undefined} options
 * @returns {PooledPlayer}
 */
function own(source, load, options) {
    const player = make(options);

    return { player, open: () => player.load(source, load), release: () => player.close() };
}

/** @param {string} key @param {Entry} entry */
function forget(key, entry) {
    if (entries.get(key) === entry) {
        entries.delete(key);
    }
}

/**
 * The player of all elements that show this source with these options; releasing the last of them
 * closes it.
 * @param {import('./player').Source} source
 * @param {import('./player').LoadOptions} load
 * @param {import('./player').PlayerOptions | undefined} options
 * @returns {PooledPlayer}
 */
function share(source, load, options) {
    const key = JSON.stringify([source, load, options]);
    const entry = entries.get(key) || { player: make(options), users: 0, loaded: null };

    if (entry.users === 0) {
        // Once this player has moved on to its next source, new elements get a player of their own.
        entry.player.once('source', () => forget(key, entry));
    }
    entries.set(key, entry);
    entry.users++;
    return {
        player: entry.player,
        open: () => {
            if (!entry.loaded || entry.player.state === 'error') {
                entry.loaded = entry.player.load(source, load);
            }
            return entry.loaded;
        },
        release: async () => {
            entry.users--;
            if (entry.users === 0) {
                forget(key, entry);
                await entry.player.close();
            }
        },
    };
}

module.exports = { borrow, own, share };
