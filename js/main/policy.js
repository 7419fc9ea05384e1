'use strict';

/**
 * @typedef {string[] | ((uri: string) => boolean)} Allow which URIs a page may open: prefixes, or a function
 */

const SCHEME = /^[a-z][a-z0-9+.-]*:\/{0,3}$/i;

/**
 * @param {string} uri
 * @returns {string | null} the same in its normal form (`..` resolved, scheme in small letters), null for none
 */
function normalise(uri) {
    try {
        return new URL(uri).href;
    } catch (error) {
        return null;
    }
}

/**
 * Does `href` lie below `prefix`? A prefix ends where a part of the URI ends: `https://example.com` covers
 * `https://example.com/a.mp4`, not `https://example.com.evil.org` nor `https://example.com@evil.org`.
 * @param {string} href normalised
 * @param {string} prefix
 */
function covers(href, prefix) {
    if (SCHEME.test(prefix)) {
        return href.startsWith(prefix.toLowerCase());
    }
    const base = normalise(prefix);
    if (base === null || !href.startsWith(base)) {
        return false;
    }
    return href.length === base.length || base.endsWith('/') || '/?#'.includes(href[base.length]);
}

/**
 * May a page open this URI? Nothing is allowed that nobody allowed.
 * @param {string} uri
 * @param {Allow | undefined} allow
 * @returns {boolean}
 */
function isAllowed(uri, allow) {
    const href = normalise(uri);

    if (href === null || !allow) {
        return false;
    }
    // An encoded slash survives the normal form and could climb out of a folder afterwards.
    if (/%(2f|5c|00)/i.test(href)) {
        return false;
    }
    if (typeof allow === 'function') {
        return allow(href) === true;
    }
    return allow.some((prefix) => covers(href, prefix));
}

module.exports = { isAllowed, normalise };
