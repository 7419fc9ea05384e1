'use strict';

const { fileURLToPath, pathToFileURL } = require('url');
const { PageError } = require('./error');

/**
 * A pipeline that pages may open by its name, `preset:NAME?PARAMETER=VALUE&...`. Where its description says
 * `PROPERTY={PARAMETER}` the page's value becomes the value of that property, and nothing but that.
 *
 * A check says which values a parameter may have. Without one, `location={p}` and `uri={p}` take what `allow` of
 * attach() lets the window open, and every other property a number, `true` or `false`.
 *
 * @typedef {RegExp | string[] | ((value: string) => boolean)} Check a RegExp must match the whole value
 * @typedef {string | {pipeline: string, parameters?: {[name: string]: Check}}} PresetDefinition
 */

const PLACEHOLDER = /\{([A-Za-z_]\w*)\}/g;

/** What stands before a placeholder: a property, with nothing that opens a quotation or continues caps. */
const PROPERTY = /(?:^|[^\s,;])\s+([A-Za-z](?:[\w-]|::)*)=$/;

/** Properties whose value makes elements, caps or structures of what it says. */
const NOT_PLAIN =
    /^name$|(^|-)(caps|sink|src|source|filter|plugin|combiner|muxer|demuxer|parser|factor(y|ies)|converter|element|child|bin|structure|properties|headers|sdes|map|decoders|encoders)$/;

const PLACES = ['location', 'uri'];

const PLAIN = /^(-?\d{1,18}(\.\d{1,18})?|true|false)$/;

/** What ends a quotation of gst-launch or hides in it. Nothing that plays needs it: a URI has it as %22 and %5C. */
const UNQUOTABLE = /["\\\x00-\x1f\x7f\ud800-\udfff]/u;

/** More than any value needs. */
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
    // Neither its anchors nor its flags (`m`, `g`, `y`) may let a part of the value through.
    return new RegExp(`^(?:${check.source})$`, check.flags.replace(/[mgy]/g, '')).test(value);
}

/** @param {any} check */
function isCheck(check) {
    return check instanceof RegExp || typeof check === 'function' ||
        (Array.isArray(check) && check.every((each) => typeof each === 'string'));
}

/**
 * A file is named by a path or a URI.
 * @param {string} value
 * @returns {string} a URI
 */
function placeToUri(value) {
    return value.startsWith('/') ? pathToFileURL(value).href : value;
}

/**
 * @param {string} value
 * @returns {string} the same for gst-launch, which takes all that is quoted for what it is, but for the word NULL: that is no text to it, unless
 *     it has quotation marks of its own
 */
function quote(value) {
    return value === 'NULL' ? '"\\"NULL\\""' : `"${value}"`;
}

/** One preset of attach(). */
class Preset {
    /**
     * @param {string} name
     * @param {PresetDefinition} definition
     * @throws {TypeError} when a page could say more with it than values
     */
    constructor(name, definition) {
        const { pipeline, parameters = {} } = typeof definition === 'string' ? { pipeline: definition } : definition;

        this._name = name;
        if (!/^[\w.-]+$/.test(name) || typeof pipeline !== 'string') {
            throw this._wrong('has a name of letters, digits, "-", "_" and ".", and a pipeline');
        }
        this._pipeline = pipeline;
        this._checks = parameters;
        /** @type {Map<string, string[]>} a parameter, and the properties it is the value of */
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
     * @returns {string} the description of a pipeline
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

        // In one pass, so that a value that looks like a placeholder stays a value.
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
     * @returns {{[property: string]: string}} what each of them becomes
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
     * What a value becomes that the app has no check for.
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
