// SPDX-License-Identifier: MIT
'use strict';

const path = require('path');
const { fileURLToPath, pathToFileURL } = require('url');
const { PageError } = require('./error');
const { isWithin, realPath } = require('./folders');

/**
 * Which sources the pages of a window may open. A list has absolute paths of folders and files,
 * schemes (`rtsp:`) and prefixes of URIs (`https://example.com/films/`). A function gets each
 * normalised URI, file URIs without symbolic links, and returns true to allow it.
 * @typedef {string[] | ((uri: string) => boolean)} Allow
 */

const SCHEME = /^[a-z][a-z0-9+.-]+:\/{0,3}$/i;

/** Maximum characters of a source's URI. */
const LONGEST = 8192;

/**
 * Schemes of GStreamer 1.22 to 1.28 that no page may open, whatever is allowed, because what
 * follows describes elements, is a descriptor of the player's own, or names local files and devices
 * in a way that no list of folders covers. A preset may use them.
 */
const NEVER = [
    // Elements, their properties, and memory.
    'appsink:', 'appsrc:', 'fd:', 'ges:', 'gst-pipeline:', 'pipe:', 'testbin:',
    // Local files under other names: patterns, descriptions, GIO's schemes.
    'admin:', 'afc:', 'archive:', 'burn:', 'computer:', 'gphoto2:', 'imagesequence:', 'localtest:', 'mtp:', 'multifile:', 'network:', 'pushfile:', 'recent:',
    'resource:', 'rtsp-sdp:', 'sdp:', 'splitfile:', 'splitmux:', 'trash:',
    // Devices.
    'cdda:', 'dv:', 'dvb:', 'dvd:', 'hdv:', 'radio:', 'v4l2:',
];

/** Schemes of servers, and of data within the URI. */
const SOURCES = [
    'afp:', 'data:', 'dav:', 'davs:', 'ftp:', 'ftps:', 'http:', 'https:', 'icy:', 'icyx:', 'mms:', 'mmsh:', 'mmst:', 'mmsu:', 'nfs:', 'pnm:', 'rfb:', 'rist:', 'rtmp:', 'rtmpe:',
    'rtmfp:', 'rtmps:', 'rtmpt:', 'rtmpte:', 'rtmpts:', 'rtp:', 'rtsp:', 'rtsph:', 'rtsps:', 'rtspsh:', 'rtspst:', 'rtspsu:', 'rtspt:', 'rtspu:', 'sftp:', 'smb:', 'srt:', 'udp:',
];

/** @param {string} scheme with its colon @returns {'never' | 'file' | 'source' | 'unknown'} */
function kindOf(scheme) {
    return NEVER.includes(scheme) ? 'never' : scheme === 'file:' ? 'file' : SOURCES.includes(scheme) ? 'source' : 'unknown';
}

/**
 * Schemes whose query sets properties of the source element: such a URI must be in the list word by
 * word.
 */
const QUERY_IS_PROPERTIES = ['rist:', 'rtp:', 'srt:', 'udp:'];

/** @param {string} uri @param {string} why @returns {PageError} */
function refusal(uri, why) {
    return new PageError('refused', `${uri.slice(0, 200)} ${why}`);
}

/**
 * @param {string} uri as a page wrote it
 * @returns {URL} normalised: `..` and `%2e%2e` resolved, scheme and host in small letters
 */
function parse(uri) {
    if (typeof uri !== 'string') {
        throw new PageError('refused', 'a URI is a text');
    }
    if (uri.length > LONGEST) {
        throw refusal(uri, `... is longer than ${LONGEST} letters`);
    }
    let url;
    try {
        url = new URL(uri);
    } catch (error) {
        throw refusal(uri, 'is no URI');
    }
    // An encoded slash survives normalisation and could climb out of a folder afterwards.
    if (/%(2f|5c|00)/i.test(url.pathname)) {
        throw refusal(uri, 'hides a slash, a backslash or a zero in its path');
    }
    // A scheme of one letter is a drive on other systems, and a path for a player.
    if (url.protocol.length <= 2 || kindOf(url.protocol) === 'never') {
        throw refusal(uri, `is nothing that a page may open: "${url.protocol}" names no source`);
    }
    return url;
}

/** @param {string} uri as a page wrote it @param {URL} url of a file @returns {string} */
function pathOf(uri, url) {
    try {
        return fileURLToPath(`file://${url.pathname}`);
    } catch (error) {
        throw refusal(uri, 'names a file by what is no text');
    }
}

/**
 * Does `href` start with `prefix`, up to the end of a part of the URI? `https://example.com` covers
 * `https://example.com/a.mp4`, not `https://example.com.evil.org` nor
 * `https://example.com@evil.org`.
 * @param {URL} url
 * @param {string} prefix
 */
function covers(url, prefix) {
    const { href } = url;
    const base = SCHEME.test(prefix) ? prefix.toLowerCase() : new URL(prefix).href;

    if (url.search !== '' && QUERY_IS_PROPERTIES.includes(url.protocol)) {
        return href === base;
    }
    if (!href.startsWith(base)) {
        return false;
    }
    return SCHEME.test(prefix) || href.length === base.length || base.endsWith('/') || '/?#'.includes(href[base.length]);
}

/**
 * @param {string} entry of a list
 * @returns {{folder: string} | {prefix: string}}
 */
function readEntry(entry) {
    if (path.isAbsolute(entry)) {
        return { folder: path.resolve(entry) };
    }
    try {
        if (SCHEME.test(entry)) {
            return /^file:/i.test(entry) ? { folder: path.sep } : { prefix: entry };
        }
        const url = new URL(entry);

        return url.protocol === 'file:' ? { folder: path.resolve(fileURLToPath(url)) } : { prefix: entry };
    } catch (error) {
        throw new TypeError(`"${entry}" in "allow" of attach() is neither an absolute path nor a scheme (rtsp:) nor the ` +
            'beginning of a URI (https://example.com/films/)');
    }
}

/** Which URIs the pages of a window may open. Everything else is refused, with the reason. */
class Policy {
    /**
     * @param {Allow | null} [allow]
     * @throws {TypeError} for an entry that is neither a path nor a URI
     */
    constructor(allow) {
        /** @type {((uri: string) => any) | null} */
        this._decide = typeof allow === 'function' ? allow : null;
        /** @type {string[]} */
        this._folders = [];
        /** @type {string[]} */
        this._prefixes = [];
        if (Array.isArray(allow)) {
            allow.forEach((each) => this._add(readEntry(String(each))));
        } else if (allow !== undefined && allow !== null && !this._decide) {
            throw new TypeError('"allow" of attach() is a list of paths, schemes and beginnings of URIs, or a function');
        }
    }

    /** @param {any} entry */
    _add({ folder, prefix }) {
        if (folder === undefined) {
            this._prefixes.push(prefix);
        } else {
            this._folders.push(folder);
        }
    }

    /** Is there anything that pages may open? @returns {boolean} */
    get opens() {
        return this._decide !== null || this._folders.length > 0 || this._prefixes.length > 0;
    }

    /**
     * May a page open this?
     * @param {string} uri
     * @returns {string} the normalised URI that was checked, and that must be opened
     * @throws {PageError} `refused`, and why
     */
    permit(uri) {
        const url = parse(uri);

        if (url.protocol === 'file:') {
            return this._permitFile(uri, url);
        }
        if (this._decide) {
            if (kindOf(url.protocol) === 'unknown') {
                throw refusal(uri, `has a scheme that frameshare does not know: who means "${url.protocol}" lists it in "allow" of attach()`);
            }
            return this._ask(uri, url.href);
        }
        if (!this._prefixes.some((prefix) => covers(url, prefix))) {
            throw this._unlisted(uri);
        }
        return url.href;
    }

    /** @param {string} uri @param {URL} url */
    _permitFile(uri, url) {
        if (url.host !== '') {
            throw refusal(uri, `names a file of another computer, "${url.host}"`);
        }
        const file = path.resolve(pathOf(uri, url));

        // Check before any access to the disk: a page must not learn which files exist.
        if (!this._decide && !this._lists(file)) {
            throw this._unlisted(uri);
        }
        const real = realPath(file);

        if (real === null) {
            throw this._decide ? this._unlisted(uri) : refusal(uri, 'is a link that leads nowhere');
        }
        const href = pathToFileURL(real).href;

        if (this._decide) {
            return this._ask(uri, href);
        }
        if (!this._lists(real)) {
            throw refusal(uri, 'is a link that leads out of what this window may open');
        }
        return href;
    }

    /** @param {string} file the list may name a folder by a symbolic link to it */
    _lists(file) {
        return this._folders.some((folder) => isWithin(file, folder) || isWithin(file, realPath(folder) || folder));
    }

    /** @param {string} uri as the page wrote it @param {string} href what would be opened */
    _ask(uri, href) {
        // Only true allows it: a promise is truthy, too.
        if (/** @type {(uri: string) => any} */ (this._decide)(href) !== true) {
            throw this._unlisted(uri);
        }
        return href;
    }

    /** @param {string} uri */
    _unlisted(uri) {
        return refusal(uri, 'is not among the sources this window may open; name it in "allow" of attach() in the main ' +
            'process');
    }
}

module.exports = { Policy, kindOf };
