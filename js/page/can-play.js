'use strict';

/** Containers of video that GStreamer's good, bad and libav plugins open, and the codecs that are found in them. */
const CONTAINERS = {
    'video/mp4': 'mp4', 'video/x-m4v': 'mp4', 'video/quicktime': 'mp4', 'video/3gpp': 'mp4', 'video/3gpp2': 'mp4',
    'video/webm': 'webm', 'video/x-matroska': 'mkv', 'video/matroska': 'mkv', 'video/ogg': 'ogg', 'application/ogg': 'ogg',
    'video/mp2t': 'ts', 'video/mpeg': 'ts', 'video/x-msvideo': 'mkv', 'video/x-flv': 'mp4', 'video/x-ms-wmv': 'wmv',
    'application/vnd.apple.mpegurl': 'ts', 'application/x-mpegurl': 'ts', 'application/dash+xml': 'mp4',
};

/** As RFC 6381 and its registries begin them. */
const MODERN = /^(avc[13]|hev1|hvc1|vp0?[89]|av01|mp4a|ac-3|ec-3|opus|flac|mp3|dtsc|mp4v)\b/i;
const OGG = /^(theora|vorbis|opus|flac|vp8|speex)\b/i;
const WEBM = /^(vp0?[89]|av01|vorbis|opus)\b/i;
const WINDOWS = /^(wmv[123]|wvc1|wma[v12]*|vc-?1)\b/i;

/** @type {{[container: string]: RegExp[]}} */
const CODECS = {
    mp4: [MODERN], webm: [WEBM], mkv: [MODERN, OGG, WINDOWS], ogg: [OGG], ts: [MODERN], wmv: [WINDOWS],
};

/**
 * HTMLMediaElement.canPlayType(). It knows formats, not what is installed: loading is what tells.
 * @param {string} type a MIME type, maybe with `codecs`
 * @returns {'' | 'maybe' | 'probably'}
 */
function canPlayType(type) {
    const [name, ...parameters] = String(type).split(';').map((part) => part.trim());
    const container = /** @type {{[name: string]: string}} */ (CONTAINERS)[name.toLowerCase()];
    const codecs = parameters.map((each) => /^codecs\s*=\s*"?([^"]*)"?$/i.exec(each)).find(Boolean);

    if (!container) {
        return '';
    }
    if (!codecs) {
        return 'maybe';
    }
    const known = codecs[1].split(',').every((codec) => CODECS[container].some((each) => each.test(codec.trim())));

    return known ? 'probably' : '';
}

module.exports = { canPlayType };
