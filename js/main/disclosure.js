// SPDX-License-Identifier: MIT
'use strict';

const crypto = require('crypto');
const { isPlain, sentenceOf } = require('../plain-words');
const { PageError, PlayerError } = require('./error');

/**
 * Track ids contain URIs, or hashes of them: pages get hashes of the ids, salted once per app
 * start.
 */
const KEY = crypto.randomBytes(32);

/**
 * Fields of events, and of a player's record, that do not reveal where a source is. Pages get no
 * other fields.
 */
const FIELDS = /** @type {{[event: string]: string[]}} */ ({
    'about-to-finish': [],
    buffered: ['ranges'],
    buffering: ['percent'],
    chapters: ['chapters'],
    duration: ['duration', 'seekable', 'live'],
    end: [],
    hello: ['stream'],
    looped: [],
    position: ['position'],
    rate: ['rate'],
    recovering: ['position', 'attempt'],
    seeked: ['position'],
    state: ['state'],
    video: ['width', 'height', 'fps', 'format', 'pixelAspect', 'orientation', 'still'],
    volume: ['volume', 'mute'],
});
const RECORD = ['stream', 'state', 'position', 'duration', 'seekable', 'live', 'video', 'buffered', 'chapters', 'rate', 'loop', 'preservesPitch',
    'volume', 'mute'];

/** The kinds of missing elements, as GStreamer names them. */
const OF_STREAM = /^(application|audio|closedcaption|image|subpicture|subtitle|text|video)\/[a-z]/;

/** @typedef {import('./player').TrackKind} TrackKind */
/**
 * @typedef {{href: string, src: string}} Word a URI as the player knows it, and as the page wrote
 * it
 */

/**
 * @param {any} from
 * @param {string[]} names
 * @returns {any}
 */
function pick(from, names) {
    return Object.assign({}, ...names.filter((name) => from[name] !== undefined).map((name) => ({ [name]: from[name] })));
}

/**
 * @param {string} id the player's track id
 * @param {number} [number] its place among the tracks of the source
 * @returns {string} the page's track id
 */
function publicId(id, number = 0) {
    return /^(video|audio|text)$/.test(id) ? id : `${number}-${crypto.createHmac('sha256', KEY).update(id).digest('hex').slice(0, 24)}`;
}

/** @param {string} uri @returns {string} without user name and password */
function withoutPassword(uri) {
    return uri.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1');
}

/** @param {string} text @returns {string} decoded, if it is valid percent-encoding */
function decoded(text) {
    try {
        return decodeURIComponent(text);
    } catch (error) {
        return text;
    }
}

/**
 * @param {string} src
 * @returns {string[]} the parts of it that an error may mention, longest first
 */
function partsOf(src) {
    const parts = [src, withoutPassword(src)];

    try {
        const { host, hostname, pathname } = new URL(src);
        parts.push(host, hostname, pathname, pathname.split('/').pop() || '');
    } catch (error) {
        // Not a URI: it has no parts.
    }
    return parts.concat(parts.map(decoded)).filter((part, i, all) => part.length > 2 && all.indexOf(part) === i)
        .sort((a, b) => b.length - a.length);
}

/**
 * Filters what a page learns about a player: events, the record, answers and errors all pass
 * through here.
 *
 * A page knows the URIs that it set itself. It must not learn anything else that the main process
 * chose: paths, hosts, headers, the pipeline, redirections. A page gets the player's error message
 * if that consists of plain words and of what the page wrote itself; else a generic sentence for
 * the error's code.
 */
class Disclosure {
    /** @param {boolean} own the page chose the player's source */
    constructor(own) {
        this._own = own;
        /** @type {Word[]} */
        this._words = [];
        /**
         * Numbers of the source's tracks: pages sort tracks by id, as media-chrome's menu of audio
         * tracks does. @type {Map<string, number>}
         */
        this._numbers = new Map();
        /** Words that pages must not see, although they look like any word. @type {string[]} */
        this._secrets = [];
    }

    /**
     * @param {string} src as the page wrote it
     * @param {string} href as the player knows it
     * @param {import('./player').SourceOptions} [opening] the app's options for opening it
     */
    know(src, href, opening = {}) {
        this._words = this._words.filter((word) => word.href !== href).slice(-7).concat({ src, href });
        this._secrets = this._secrets.slice(-64).concat(opening.userAgent || [], ...Object.entries(opening.headers || {}));
    }

    /** @param {string} href @returns {string | null} as the page wrote it */
    _wordFor(href) {
        const word = this._words.find((each) => each.href === href);

        return word ? word.src : null;
    }

    /** @param {any} event of the player @returns {any} the event for the page; null for none */
    event(event) {
        const name = event.event;

        if (name === 'error' || name === 'warning') {
            return Object.assign({ event: name }, this.error(event));
        }
        if (name === 'source') {
            return { event: name, uri: this._own && typeof event.uri === 'string' ? this._wordFor(event.uri) : null };
        }
        if (name === 'tracks') {
            return Object.assign({ event: name }, this._tracks(event));
        }
        return Object.prototype.hasOwnProperty.call(FIELDS, name) ? Object.assign({ event: name }, pick(event, FIELDS[name])) : null;
    }

    /** @param {import('./player').PlayerRecord} record @returns {object} */
    record(record) {
        return Object.assign(pick(record, RECORD), {
            tracks: this._tracks(record.tracks), error: record.error && this.error(record.error),
        });
    }

    /** @param {any} lists */
    _tracks(lists) {
        this._number(lists);
        return Object.assign({}, ...['video', 'audio', 'text'].map((kind) => ({
            [kind]: (lists[kind] || []).map((/** @type {any} */ track) => Object.assign(pick(track, ['language', 'codec', 'selected']), {
                id: this.idOf(track.id), label: this._label(track),
            })),
        })));
    }

    /**
     * Number the tracks in the order of the source; a track keeps its number. @param {any} lists
     */
    _number(lists) {
        const ids = ['video', 'audio', 'text'].flatMap((kind) => (lists[kind] || []).map((/** @type {any} */ track) => String(track.id)));

        this._numbers = new Map(Array.from(this._numbers).filter(([id]) => ids.includes(id)));
        let last = Math.max(0, ...this._numbers.values());
        ids.filter((id) => !this._numbers.has(id)).forEach((id) => this._numbers.set(id, ++last));
    }

    /** The label of external subtitles is their file name. @param {any} track */
    _label({ id, label }) {
        const word = this._wordFor(id);

        if (word !== null) {
            return decoded(word.replace(/[?#].*$/, '').split('/').pop() || '');
        }
        return /^[a-z][a-z0-9+.-]+:\//i.test(id) ? '' : label;
    }

    /**
     * External subtitles that the page chose have the page's URI as their id. @param {string} id
     * the player's track id @returns {string} the page's
     */
    idOf(id) {
        return this._wordFor(id) || publicId(String(id), this._numbers.get(String(id)));
    }

    /**
     * @param {import('./player').Tracks} tracks of the player
     * @param {TrackKind} kind
     * @param {string | null} id the page's track id
     * @returns {string | null} the player's; an unknown id is returned unchanged
     */
    playersId(tracks, kind, id) {
        const track = id === null ? null : tracks[kind].find((each) => this.idOf(each.id) === id);

        return track ? track.id : id;
    }

    /**
     * @param {any} error
     * @returns {import('./error').ErrorRecord}
     */
    error(error) {
        if (error instanceof PageError) {
            return error.toRecord();
        }
        const { code, message, element, missing } = PlayerError.from(error);
        // Of a source that the app chose, only the kinds of its streams are told, no scheme or
        // element.
        const mayTell = (/** @type {import('./error').Missing} */ each) => isPlain(each.description) && (this._own || OF_STREAM.test(each.detail));
        const lacks = (Array.isArray(missing) ? missing : []).filter(mayTell).map((each) => ({
            description: each.description, detail: isPlain(each.detail) ? each.detail : '', package: isPlain(each.package) ? each.package : null,
        }));
        const culprit = isPlain(element) && element !== '' ? element : null;

        return {
            code: isPlain(code) ? code : 'internal', message: this._own && this._said(message) || messageOf(code, culprit, lacks),
            element: culprit, debug: null, missing: lacks,
        };
    }

    /**
     * @param {string} message of the player
     * @returns {string | null} the message with the page's own URIs, if it contains nothing else
     * that is private
     */
    _said(message) {
        const known = this._words.flatMap(({ href, src }) => partsOf(href).concat(partsOf(src)).map((part) => [part, src]))
            .sort((a, b) => b[0].length - a[0].length);
        const found = /** @type {string[]} */ ([]);
        // A number between two characters that occur in no message stands for each URI that the
        // page knows.
        const rest = known.reduce((text, [part, src]) => text.split(part).join(`\u0001${found.push(short(src)) - 1}\u0002`), message);

        // Two in a row are not two words, but one URI that starts with another one.
        if (/\u0002[^\s:;,.)]|[^\s(]\u0001/.test(rest) || !isPlain(rest.replace(/\u0001\d+\u0002/g, 'it')) ||
            this._secrets.some((secret) => secret.length > 2 && rest.includes(secret))) {
            return null;
        }
        return rest.replace(/\u0001(\d+)\u0002/g, (whole, i) => found[Number(i)]);
    }
}

/** @param {string} src @returns {string} as it appears in a message */
function short(src) {
    return withoutPassword(src).slice(0, 200);
}

/**
 * @param {string} code
 * @param {string | null} element
 * @param {import('./error').Missing[]} missing
 * @returns {string} for people
 */
function messageOf(code, element, missing) {
    const lacks = missing.map((each) => each.description + (each.package ? `, which is in the Debian package ${each.package}` : ''));

    return sentenceOf(code) + (element ? ` (in the GStreamer element ${element})` : '') + (lacks.length > 0 ? `. Missing: ${lacks.join('; ')}` : '');
}

module.exports = { Disclosure };
