'use strict';

const { GstPlayer } = require('./player');

/** @typedef {{player: GstPlayer, users: number, loaded: Promise<void> | null}} Entry */

/** @type {Map<string, Entry>} players of elements with `share`, of all windows, by what they play */
const entries = new Map();

/**
 * The players that elements hold. `open` loads what is not loaded yet, `release` is called once; its promise is kept when
 * nothing is left of a player that ends with it.
 *
 * @typedef {object} Holding
 * @property {GstPlayer} player
 * @property {(again: boolean) => Promise<void>} open `again`: the page asks for another try
 * @property {() => Promise<void>} release
 */

/**
 * A player that nobody but elements knows of.
 * @param {import('./player').PlayerOptions | undefined} options
 */
function make(options) {
    const player = new GstPlayer(options);

    // Its host may still have something to say while it ends, to nobody; `error` needs a listener.
    return player.on('error', () => {});
}

/**
 * A player that the app made: it says what is loaded, and when it ends.
 * @param {GstPlayer} player
 * @returns {Holding}
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
 * A player for one element alone.
 * @param {import('./player').Source} source
 * @param {import('./player').LoadOptions} load
 * @param {import('./player').PlayerOptions | undefined} options
 * @returns {Holding}
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
 * The player of all elements that show this source in this way; the last one out ends it.
 * @param {import('./player').Source} source
 * @param {import('./player').LoadOptions} load
 * @param {import('./player').PlayerOptions | undefined} options
 * @returns {Holding}
 */
function share(source, load, options) {
    const key = JSON.stringify([source, load, options]);
    const entry = entries.get(key) || { player: make(options), users: 0, loaded: null };

    if (entry.users === 0) {
        // Who comes when something else plays there gets a player that plays what it asks for.
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
