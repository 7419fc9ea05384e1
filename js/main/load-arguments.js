// SPDX-License-Identifier: MIT
'use strict';

const path = require('path');
const { pathToFileURL } = require('url');
const { PlayerError } = require('./error');

/**
 * @typedef {import('./player').LoadOptions} LoadOptions
 * @typedef {import('./player').Source} Source
 * @typedef {import('./player').SourceOptions} SourceOptions
 */

/**
 * URIs are kept; anything else is a path.
 * @param {string} source
 * @returns {string}
 */
function toUri(source) {
    return /^[a-z][a-z0-9+.-]+:/i.test(source) ? source : pathToFileURL(path.resolve(source)).href;
}

/**
 * @param {SourceOptions} options
 * @returns {SourceOptions | undefined} the load command's `options`, if any
 */
function openingOf({ headers, userAgent, rtsp, tls, subtitleEncoding }) {
    const said = { headers, userAgent, rtsp, tls, subtitleEncoding };

    // Drop undefined members, as JSON does.
    return Object.values(said).some((each) => each !== undefined) ? said : undefined;
}

/**
 * @param {Source} source
 * @param {LoadOptions} options
 * @returns {object} the arguments of the load command
 * @throws {PlayerError} `not-found` when it names no source
 */
function loadArguments(source, options) {
    const what = typeof source === 'string' ? { uri: source } : source || {};
    const { position, loop } = options;

    if (typeof what.pipeline === 'string') {
        return { pipeline: what.pipeline, position, loop };
    }
    if (typeof what.uri !== 'string' || what.uri === '') {
        throw new PlayerError('not-found', 'load() takes a path, a URI, or {pipeline: DESCRIPTION}');
    }
    return {
        uri: toUri(what.uri),
        format: options.format || 'native',
        deinterlace: options.deinterlace !== false,
        subtitles: typeof options.subtitles === 'string' ? toUri(options.subtitles) : options.subtitles === true,
        position,
        loop,
        options: openingOf(options),
    };
}

module.exports = { loadArguments, toUri };
