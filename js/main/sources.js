// SPDX-License-Identifier: MIT
'use strict';

const { Disclosure } = require('./disclosure');
const { PageError } = require('./error');
const pool = require('./player-pool');
const { Policy } = require('./policy');
const { Preset } = require('./preset');

/**
 * @typedef {import('./player-pool').PooledPlayer} PooledPlayer
 * @typedef {import('./error').PlayerError} PlayerError
 * @typedef {object} Permission
 * @property {(uri: any) => string} permit a file of subtitles: as it may be read; throws `refused`
 * @property {(message: any) => [import('./player').Source, import('./player').LoadOptions]} next
 * what a page wants to be played next, and how; throws `refused`
 * @property {(error: PlayerError) => void} report hears of errors in full
 * @property {Disclosure} disclosure what a page may know of the player
 */

const PLAYER = 'frameshare:';
const PRESET = 'preset:';

/** Default of maxPlayers: each player that elements open is a process. */
const MOST_PLAYERS = 32;

/** Maximum characters of a source, which may be a preset with all its parameters. */
const LONGEST = 65536;

/**
 * @param {string} name as it stands in a URI
 * @returns {string} decoded, if it is valid percent-encoding
 */
function decode(name) {
    try {
        return decodeURIComponent(name);
    } catch (error) {
        return name;
    }
}

/** @param {any} src of a page @returns {string} */
function text(src) {
    if (typeof src !== 'string' || src.length > LONGEST) {
        throw new PageError('refused', `the source of an element is a text of at most ${LONGEST} letters`);
    }
    return src;
}

/** What the pages of a window may show, as the options of attach() say. */
class Sources {
    /** @param {import('./attach').AttachOptions} options @throws {TypeError} for invalid options */
    constructor({ players = {}, presets = {}, allow, opening = {}, player, maxPlayers = MOST_PLAYERS, report }) {
        this._players = players;
        this._playerOptions = player;
        this._policy = new Policy(allow);
        if (opening === null || (typeof opening !== 'object' && typeof opening !== 'function')) {
            throw new TypeError('"opening" of attach() is {headers, userAgent, rtsp, tls, subtitleEncoding}, or a function that gives it');
        }
        if (report !== undefined && typeof report !== 'function') {
            throw new TypeError('"report" of attach() is a function');
        }
        this._opening = opening;
        this._report = report;
        /** @type {Map<string, Preset>} */
        this._presets = new Map();
        this._most = maxPlayers;
        this._inUse = 0;
        /**
         * Players that have been released, and whose processes have not ended yet. @type
         * {Set<Promise<void>>}
         */
        this._closing = new Set();
        Object.keys(presets).forEach((name) => this._presets.set(name, new Preset(name, presets[name])));
    }

    /** Can its elements open players in processes of their own? @returns {boolean} */
    get opens() {
        return (this._presets.size > 0 || this._policy.opens) && !(this._playerOptions || {}).inProcess;
    }

    /**
     * The player for an element.
     * @param {any} message {src, share, format, deinterlace, subtitles} of a page
     * @returns {PooledPlayer & Permission}
     * @throws {PageError} `refused`, and why
     */
    hold(message) {
        const src = text(message.src);

        if (src.startsWith(PLAYER)) {
            return this._allow(pool.borrow(this._player(decode(src.slice(PLAYER.length)))), new Disclosure(false));
        }
        if (this._inUse >= this._most) {
            throw new PageError('refused', `this window has ${this._most} players already; "maxPlayers" of attach() in ` +
                'the main process is how many it may have');
        }
        const source = this._locate(src);
        const make = message.share === true ? pool.share : pool.own;
        const disclosure = new Disclosure(source.uri !== undefined);
        const options = this._loadOptions(message, source, disclosure);

        return this._allow(this._count(make(source, options, this._playerOptions)), disclosure, src);
    }

    /**
     * @param {PooledPlayer} pooled
     * @param {Disclosure} disclosure
     * @param {string} [src] of the element, if the app did not create its player
     * @returns {PooledPlayer & Permission}
     */
    _allow(pooled, disclosure, src) {
        const report = this._report;

        return Object.assign({}, pooled, {
            permit: (/** @type {any} */ uri) => this._permit(uri, disclosure),
            next: (/** @type {any} */ message) => this._next(message, disclosure),
            report: (/** @type {PlayerError} */ error) => src !== undefined && report && report(error, src),
            disclosure,
        });
    }

    /**
     * @param {any} uri of a page
     * @param {Disclosure} disclosure
     * @returns {string} the URI to open
     */
    _permit(uri, disclosure) {
        const href = this._policy.permit(uri);

        disclosure.know(uri, href);
        return href;
    }

    /**
     * @param {any} message {src, format, deinterlace, subtitles} of a page
     * @param {Disclosure} disclosure
     * @returns {[import('./player').Source, import('./player').LoadOptions]}
     */
    _next(message, disclosure) {
        const src = text(message.src);

        if (src.startsWith(PLAYER)) {
            throw new PageError('refused', 'what is played next is a source, no player');
        }
        const source = this._locate(src);

        return [source, this._loadOptions(message, source, disclosure)];
    }

    /**
     * Count the player among those that the window may have.
     * @param {PooledPlayer} pooled
     * @returns {PooledPlayer} the same player
     */
    _count(pooled) {
        this._inUse++;
        return Object.assign({}, pooled, {
            open: async (/** @type {boolean} */ again) => {
                await this._makeRoom();
                return pooled.open(again);
            },
            release: () => {
                const end = pooled.release().then(() => {
                    this._closing.delete(end);
                });

                this._inUse--;
                this._closing.add(end);
                return end;
            },
        });
    }

    /**
     * A page that opens sources one after the other must not have more processes than one that
     * opens them at once: wait for processes to end.
     */
    async _makeRoom() {
        while (this._closing.size > 0 && this._inUse + this._closing.size > this._most) {
            await Promise.race(this._closing);
        }
    }

    /** @param {string} name */
    _player(name) {
        if (!Object.prototype.hasOwnProperty.call(this._players, name)) {
            const names = Object.keys(this._players).map((each) => PLAYER + each).join(', ') || 'none';

            throw new PageError('refused', `this window has no player "${name.slice(0, 200)}"; it has ${names}`);
        }
        return this._players[name];
    }

    /**
     * @param {string} src
     * @returns {{uri?: string, pipeline?: string}}
     */
    _locate(src) {
        if (!src.startsWith(PRESET)) {
            return { uri: this._policy.permit(src) };
        }
        const { pathname, searchParams } = new URL(src);
        const name = decode(pathname);
        const preset = this._presets.get(name);

        if (!preset) {
            const names = Array.from(this._presets.keys()).map((each) => PRESET + each).join(', ') || 'none';

            throw new PageError('refused', `this window has no preset "${name.slice(0, 200)}"; it has ${names}`);
        }
        return { pipeline: preset.fill(searchParams, this._policy) };
    }

    /**
     * @param {string | undefined} uri undefined: a pipeline
     * @returns {import('./player').SourceOptions}
     */
    _openingOf(uri) {
        if (uri === undefined) {
            return {};
        }
        const opening = (typeof this._opening === 'function' ? this._opening(uri) : this._opening) || {};
        const { headers, userAgent, rtsp, tls, subtitleEncoding } = opening;

        return { headers, userAgent, rtsp, tls, subtitleEncoding };
    }

    /**
     * Combine the page's options for showing its source with the app's options for opening it.
     * @param {any} message
     * @param {{uri?: string}} source
     * @param {Disclosure} disclosure learns which URIs the page wrote
     * @returns {import('./player').LoadOptions}
     */
    _loadOptions({ src, format, deinterlace, subtitles, position }, { uri }, disclosure) {
        const opening = this._openingOf(uri);

        if (uri !== undefined) {
            disclosure.know(src, uri, opening);
        }
        return {
            ...opening,
            position: Number.isFinite(position) && position > 0 ? position : undefined,
            format: format === 'rgba' ? 'rgba' : 'native',
            deinterlace: deinterlace !== false,
            subtitles: typeof subtitles === 'string' ? this._permit(subtitles, disclosure) : subtitles === true,
        };
    }
}

module.exports = { Sources };
