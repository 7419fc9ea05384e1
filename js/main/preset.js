// SPDX-License-Identifier: MIT
'use strict';

const { fileURLToPath, pathToFileURL } = require('url');
const { PageError } = require('./error');

/**
 * A pipeline that pages may open by its name, `preset:NAME?PARAMETER=VALUE&...`. Where its
 * description has `PROPERTY={PARAMETER}`, the page's value becomes that property's value, and
 * nothing else.
 *
 * A check says which values a parameter may have. Without one, `location={p}` and `uri={p}` accept
 * what `allow` of attach() lets the window open, and every other property a number, `true` or
 * `false`.
 * @typedef {RegExp | string[] | ((value: string) => boolean)} Check a RegExp must match the whole
 * value
 * @typedef {string | {pipeline: string, parameters?: {[name: string]: Check}}} PresetDefinition
 */

const PLACEHOLDER = /\{([A-Za-z_]\w*)\}/g;

/**
 * What must stand before a placeholder: a property, and nothing that opens a quotation or continues
 * caps.
 */
const PROPERTY = /(?:^|[^\s,;])\s+([A-Za-z](?:[\w-]|::)*)=$/;

/** Properties whose value is parsed as elements, caps or structures. */
const NOT_PLAIN =
    /^name$|(^|-)(caps|sink|src|source|filter|plugin|combiner|muxer|demuxer|parser|factor(y|ies)|converter|element|child|bin|structure|properties|headers|sdes|map|decoders|encoders)$/;

const PLACES = ['location', 'uri'];

const PLAIN = /^(-?\d{1,18}(\.\d{1,18})?|true|false)$/;

/**
 * Characters that end a quotation in gst-launch syntax, or are invisible. No real value needs them:
 * a URI has %22 and %5C.
 */
const UNQUOTABLE = /["\\\x00-\x1f\x7f\ud800-\udfff]/u;

/** Maximum characters of a value. */
const LONGEST = 8192;

/**
 * @param {Check} check
 * @param {string} value
 */
function passes(check, value) {
    if (typeof check === 'function') {
        return check(value) === true;
    }
    if (Array.isArray(check)) {
        return check.includes(value);
    }
    // Wrap the RegExp: neither its anchors nor its flags (`m`, `g`, `y`) may let it match only a
    // part of the value.
    return new RegExp(`^(?:${check.source})$`, check.flags.replace(/[mgy]/g, '')).test(value);
}

/** @param {any} check */
function isCheck(check) {
    return check instanceof RegExp || typeof check === 'function' ||
        (Array.isArray(check) && check.every((each) => typeof each === 'string'));
}

/**
 * A path or URI of a file.
 * @param {string} value
 * @returns {string} a URI
 */
function placeToUri(value) {
    return value.startsWith('/') ? pathToFileURL(value).href : value;
}

/**
 * @param {string} value
 * @returns {string} quoted for gst-launch, which takes quoted text literally except for the word
 * NULL: that one needs quotation marks of its own
 */
function quote(value) {
    return value === 'NULL' ? '"\\"NULL\\""' : `"${value}"`;
}

/** One preset of attach(). */
class Preset {
    /**
     * @param {string} name
     * @param {PresetDefinition} definition
     * @throws {TypeError} when a page could set more with it than values
     */
    constructor(name, definition) {
        const { pipeline, parameters = {} } = typeof definition === 'string' ? { pipeline: definition } : definition;

        this._name = name;
        if (!/^[\w.-]+$/.test(name) || typeof pipeline !== 'string') {
            throw this._wrong('has a name of letters, digits, "-", "_" and ".", and a pipeline');
        }
        this._pipeline = pipeline;
        this._checks = parameters;
        /** @type {Map<string, string[]>} a parameter, and the properties that get its value */
        this._parameters = new Map();
        this._read();
        Object.keys(parameters).forEach((each) => this._mustKnow(each, parameters[each]));
    }

    _read() {
        for (const match of Array.from(this._pipeline.matchAll(PLACEHOLDER))) {
            const [placeholder, parameter] = match;
            const start = /** @type {number} */ (match.index);
            const before = this._pipeline.slice(0, start);
            const property = PROPERTY.exec(before);

            if (!property || /["'\\]/.test(before.replace(/"[^"\\]*"|'[^'\\]*'/g, '')) ||
                !/^(\s|$)/.test(this._pipeline.slice(start + placeholder.length))) {
                throw this._wrong(`may have ${placeholder} only as the whole value of a property, PROPERTY=${placeholder}, ` +
                    'with no quotation marks');
            }
            const word = property[1].split('::').pop() || '';
            if (NOT_PLAIN.test(word)) {
                throw this._wrong(`cannot take ${placeholder} from a page: "${word}" makes more of a value than a value`);
            }
            this._parameters.set(parameter, (this._parameters.get(parameter) || []).concat(word));
        }
    }

    /** @param {string} parameter @param {any} check */
    _mustKnow(parameter, check) {
        if (!this._parameters.has(parameter)) {
            throw this._wrong(`checks the parameter "${parameter}", which its pipeline has not: ${this._list()}`);
        }
        if (!isCheck(check)) {
            throw this._wrong(`can check "${parameter}" by a RegExp, a list of texts or a function`);
        }
    }

    /** @param {string} what */
    _wrong(what) {
        return new TypeError(`the preset "${this._name}" of attach() ${what}`);
    }

    _list() {
        return Array.from(this._parameters.keys()).join(', ') || 'none';
    }

    /** @param {string} why */
    _refusal(why) {
        return new PageError('refused', `the preset "${this._name}" ${why}`);
    }

    /**
     * @param {URLSearchParams} values of a page
     * @param {import('./policy').Policy} policy
     * @returns {string} the pipeline description
     * @throws {PageError} `refused`, and why
     */
    fill(values, policy) {
        for (const name of Array.from(values.keys())) {
            if (!this._parameters.has(name)) {
                throw this._refusal(`has no parameter "${name}"; it has ${this._list()}`);
            }
            if (values.getAll(name).length > 1) {
                throw this._refusal(`got its parameter "${name}" twice`);
            }
        }
        /** @type {Map<string, {[property: string]: string}>} */
        const checked = new Map();
        this._parameters.forEach((properties, name) => checked.set(name, this._check(name, values.get(name), properties, policy)));

        // Replace in one pass, so that a value that looks like a placeholder stays a value.
        return this._pipeline.replace(PLACEHOLDER, (placeholder, name, at) => {
            const word = /([\w-]+)=$/.exec(this._pipeline.slice(0, at)) || [];

            return quote((checked.get(name) || {})[word[1]]);
        });
    }

    /**
     * @param {string} name
     * @param {string | null} value
     * @param {string[]} properties
     * @param {import('./policy').Policy} policy
     * @returns {{[property: string]: string}} the value of each property
     */
    _check(name, value, properties, policy) {
        if (value === null) {
            throw this._refusal(`needs its parameter "${name}"`);
        }
        if (value.length > LONGEST || UNQUOTABLE.test(value)) {
            throw this._refusal(`takes no quotation mark, backslash or control character in its parameter "${name}", and at ` +
                `most ${LONGEST} letters`);
        }
        const own = Object.prototype.hasOwnProperty.call(this._checks, name);

        if (own && !passes(this._checks[name], value)) {
            throw this._refusal(`does not take ${JSON.stringify(value)} as its parameter "${name}"`);
        }
        return Object.assign({}, ...properties.map((property) => ({
            [property]: own ? value : this._default(name, value, property, policy),
        })));
    }

    /**
     * Convert a value for which the app gave no check.
     * @param {string} name
     * @param {string} value
     * @param {string} property
     * @param {import('./policy').Policy} policy
     */
    _default(name, value, property, policy) {
        if (PLACES.includes(property)) {
            const uri = policy.permit(placeToUri(value));
            const place = property === 'location' && uri.startsWith('file:') ? fileURLToPath(uri) : uri;

            if (UNQUOTABLE.test(place)) {
                throw this._refusal(`cannot name ${JSON.stringify(value)} in a pipeline`);
            }
            return place;
        }
        if (!PLAIN.test(value)) {
            throw this._refusal(`takes only a number, true or false as its parameter "${name}"; say what else it may be in ` +
                '"parameters" of the preset');
        }
        return value;
    }
}

module.exports = { Preset };
