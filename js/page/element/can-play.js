// SPDX-License-Identifier: MIT
'use strict';

/** Containers that GStreamer's good, bad and libav plugins open, and the codecs that are found in them. */
const CONTAINERS = {
    'video/mp4': 'mp4', 'video/x-m4v': 'mp4', 'video/quicktime': 'mp4', 'video/3gpp': 'mp4', 'video/3gpp2': 'mp4',
    'video/webm': 'webm', 'video/x-matroska': 'mkv', 'video/matroska': 'mkv', 'video/ogg': 'ogg', 'application/ogg': 'ogg',
    'video/mp2t': 'ts', 'video/mpeg': 'ts', 'video/x-msvideo': 'mkv', 'video/x-flv': 'mp4', 'video/x-ms-wmv': 'wmv',
    'application/vnd.apple.mpegurl': 'ts', 'application/x-mpegurl': 'ts', 'application/dash+xml': 'mp4',
    'audio/mp4': 'mp4', 'audio/x-m4a': 'mp4', 'audio/3gpp': 'mp4', 'audio/webm': 'webm', 'audio/ogg': 'ogg',
    'audio/x-matroska': 'mkv', 'audio/matroska': 'mkv', 'audio/x-ms-wma': 'wmv', 'audio/wav': 'wav', 'audio/x-wav': 'wav', 'audio/wave': 'wav',
    'audio/vnd.wave': 'wav', 'audio/x-aiff': 'wav', 'audio/aiff': 'wav',
};

/** Types that are a codec as well, so that they say all there is to know. @type {{[type: string]: RegExp}} */
const ALONE = {
    'audio/mpeg': /^(mp3|mp4a\.(69|6b))$/i, 'audio/mp3': /^mp3$/i, 'audio/flac': /^flac$/i, 'audio/x-flac': /^flac$/i,
    'audio/aac': /^mp4a\b/i, 'audio/x-aac': /^mp4a\b/i, 'audio/ac3': /^ac-3$/i, 'audio/eac3': /^ec-3$/i,
};

/** As RFC 6381 and its registries begin them. */
const MODERN = /^(avc[13]|hev1|hvc1|vp0?[89]|av01|mp4a|ac-3|ec-3|opus|flac|mp3|dtsc|mp4v)\b/i;
const OGG = /^(theora|vorbis|opus|flac|vp8|speex)\b/i;
const WEBM = /^(vp0?[89]|av01|vorbis|opus)\b/i;
const WINDOWS = /^(wmv[123]|wvc1|wma[v12]*|vc-?1)\b/i;

/** @type {{[container: string]: RegExp[]}} */
const CODECS = {
    mp4: [MODERN], webm: [WEBM], mkv: [MODERN, OGG, WINDOWS], ogg: [OGG], ts: [MODERN], wmv: [WINDOWS], wav: [/^1$/],
};

/**
 * HTMLMediaElement.canPlayType(). It knows formats, not what is installed: loading is what tells.
 * @param {string} type a MIME type, maybe with `codecs`
 * @returns {'' | 'maybe' | 'probably'}
 */
function canPlayType(type) {
    const [name, ...parameters] = String(type).toLowerCase().split(';').map((part) => part.trim());
    const container = /** @type {{[name: string]: string}} */ (CONTAINERS)[name];
    const kinds = container ? CODECS[container] : ALONE[name] ? [ALONE[name]] : [];
    const codecs = parameters.map((each) => /^codecs\s*=\s*"?([^"]*)"?$/.exec(each)).find(Boolean);

    if (kinds.length === 0) {
        return '';
    }
    if (!codecs || codecs[1] === '') {
        return container ? 'maybe' : 'probably';
    }
    return codecs[1].split(',').every((codec) => kinds.some((each) => each.test(codec.trim()))) ? 'probably' : '';
}

module.exports = { canPlayType };
