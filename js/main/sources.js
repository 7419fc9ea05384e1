'use strict';

const { Disclosure } = require('./disclosure');
const { PageError } = require('./error');
const holding = require('./holding');
const { Policy } = require('./policy');
const { Preset } = require('./preset');

/**
 * @typedef {import('./holding').Holding} Holding
 * @typedef {import('./error').PlayerError} PlayerError
 * @typedef {object} Permission
 * @property {(uri: any) => string} permit a file of subtitles: as it may be read; throws `refused`
 * @property {(message: any) => [import('./player').Source, import('./player').LoadOptions]} next what a page wants to be played next,
 *     and how; throws `refused`
 * @property {(error: PlayerError) => void} report hears of errors in full
 * @property {Disclosure} disclosure what a page may know of the player
 */

const PLAYER = 'frameshare:';
const PRESET = 'preset:';

/** Each player of an element's own is a process. */
const MOST_PLAYERS = 32;

/** More than any source needs, a preset with all its parameters. */
const LONGEST = 65536;

/**
 * @param {string} name as it stands in a URI
 * @returns {string} as it is where it is no such thing
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

/** What the pages of a window may show, by the words of attach(). */
class Sources {
    /**
     * @param {import('./attach').AttachOptions} options
     * @throws {TypeError} for options that cannot be meant
     */
    constructor({ players = {}, presets = {}, allow, opening = {}, player, maxPlayers = MOST_PLAYERS, report }) {
        this._players = players;
        this._playerOptions = player;
        this._policy = new Policy(allow);
        if (opening === null || (typeof opening !== 'object' && typeof opening !== 'function')) {
            throw new TypeError('"opening" of attach() is {headers, userAgent, rtsp, tls}, or a function that gives it');
        }
        if (report !== undefined && typeof report !== 'function') {
            throw new TypeError('"report" of attach() is a function');
        }
        this._opening = opening;
        this._report = report;
        /** @type {Map<string, Preset>} */
        this._presets = new Map();
        this._most = maxPlayers;
        this._held = 0;
        /** Ends of players that nobody holds any more, but whose processes are still there. @type {Set<Promise<void>>} */
        this._closing = new Set();
        Object.keys(presets).forEach((name) => this._presets.set(name, new Preset(name, presets[name])));
    }

    /** Some of its elements may get players in processes of their own. @returns {boolean} */
    get opens() {
        return (this._presets.size > 0 || this._policy.opens) && !(this._playerOptions || {}).inProcess;
    }

    /**
     * The player for an element.
     * @param {any} message {src, share, format, deinterlace, subtitles} of a page
     * @returns {Holding & Permission}
     * @throws {PageError} `refused`, and why
     */
    hold(message) {
        const src = text(message.src);

        if (src.startsWith(PLAYER)) {
            return this._allow(holding.borrow(this._player(decode(src.slice(PLAYER.length)))), new Disclosure(false));
        }
        if (this._held >= this._most) {
            throw new PageError('refused', `this window has ${this._most} players already; "maxPlayers" of attach() in ` +
                'the main process is how many it may have');
        }
        const source = this._locate(src);
        const make = message.share === true ? holding.share : holding.own;
        const disclosure = new Disclosure(source.uri !== undefined);
        const options = this._loadOptions(message, source, disclosure);

        return this._allow(this._count(make(source, options, this._playerOptions)), disclosure, src);
    }

    /**
     * @param {Holding} held
     * @param {Disclosure} disclosure
     * @param {string} [src] of the element, if it has a player that the app does not know
     * @returns {Holding & Permission}
     */
    _allow(held, disclosure, src) {
        const report = this._report;

        return Object.assign({}, held, {
            permit: (/** @type {any} */ uri) => this._permit(uri, disclosure),
            next: (/** @type {any} */ message) => this._next(message, disclosure),
            report: (/** @type {PlayerError} */ error) => src !== undefined && report && report(error, src),
            disclosure,
        });
    }

    /** @param {any} uri of a page @param {Disclosure} disclosure @returns {string} as it may be opened */
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

    /** @param {Holding} held @returns {Holding} the same, one of those that the window may have */
    _count(held) {
        this._held++;
        return Object.assign({}, held, {
            open: async (/** @type {boolean} */ again) => {
                await this._makeRoom();
                return held.open(again);
            },
            release: () => {
                const end = held.release().then(() => {
                    this._closing.delete(end);
                });

                this._held--;
                this._closing.add(end);
                return end;
            },
        });
    }

    /** A page that opens one source after the other has no more processes than one that opens them side by side. */
    async _makeRoom() {
        while (this._closing.size > 0 && this._held + this._closing.size > this._most) {
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
     * @param {string | undefined} uri none: a pipeline
     * @returns {import('./player').SourceOptions}
     */
    _openingOf(uri) {
        if (uri === undefined) {
            return {};
        }
        const { headers, userAgent, rtsp, tls } = (typeof this._opening === 'function' ? this._opening(uri) : this._opening) || {};

        return { headers, userAgent, rtsp, tls };
    }

    /**
     * What a page may say of how its source is shown, and the app of how it is opened.
     * @param {any} message
     * @param {{uri?: string}} source
     * @param {Disclosure} disclosure hears what the page named
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
