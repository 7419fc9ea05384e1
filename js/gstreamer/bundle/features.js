// SPDX-License-Identifier: MIT
'use strict';

/**
 * What can be asked of a bundle with --only, as names of GStreamer's plugins. "a|b" is the first of
 * them that there is, and may be bundled; "a?" is taken where it is there. `decoders` are those
 * that something must be decoded by: one of them has to be there.
 *
 * @typedef {object} Feature
 * @property {string} what for people
 * @property {string[]} plugins names; see above
 */

/**
 * What every player needs, and what costs next to nothing: containers, subtitles, interlaced video,
 * covers, sound.
 * @type {string[]}
 */
const BASE = [
    'coreelements', 'typefindfunctions', 'playback', 'videoconvertscale|videoconvert', 'videoscale?', 'audioconvert', 'audioresample', 'volume',
    'app', 'audiofx', 'autodetect', 'alsa?', 'pulseaudio|pulse?', 'pipewire?', 'videotestsrc?', 'imagefreeze?', 'overlaycomposition?',
    'isomp4', 'matroska', 'mpegtsdemux', 'mpegpsdemux?', 'ogg', 'avi', 'flv', 'wavparse', 'id3demux', 'apetag?', 'icydemux?', 'auparse?',
    'audioparsers', 'videoparsersbad', 'subparse', 'pango', 'assrender', 'deinterlace', 'videocrop?', 'rawparse?', 'jpeg', 'png', 'mulaw', 'alaw',
    'codecalpha?', 'opusparse?', 'closedcaption?', 'dvdspu?',
];

/** @type {{[name: string]: Feature}} */
const FEATURES = {
    h264: { what: 'H.264 by openh264: 8 bits, 4:2:0, progressive', plugins: ['openh264'] },
    h265: { what: 'H.265 by libde265', plugins: ['de265'] },
    vp8: { what: 'VP8', plugins: ['vpx'] },
    vp9: { what: 'VP9', plugins: ['vpx'] },
    av1: { what: 'AV1', plugins: ['dav1d|aom|rsdav1d'] },
    mpeg2: { what: 'MPEG-2', plugins: ['mpeg2dec'] },
    theora: { what: 'Theora', plugins: ['theora'] },
    aac: { what: 'AAC', plugins: ['fdkaac|faad'] },
    mp3: { what: 'MP3', plugins: ['mpg123'] },
    opus: { what: 'Opus', plugins: ['opus'] },
    vorbis: { what: 'Vorbis', plugins: ['vorbis'] },
    flac: { what: 'FLAC', plugins: ['flac'] },
    ac3: { what: 'AC-3', plugins: ['a52dec'] },
    dts: { what: 'DTS', plugins: ['dtsdec'] },
    speex: { what: 'Speex', plugins: ['speex'] },
    libav: { what: 'all that FFmpeg decodes, H.264 and H.265 in every form', plugins: ['libav'] },
    asf: { what: 'ASF, WMV, WMA files', plugins: ['asf'] },
    http: { what: 'http: and https:', plugins: ['soup'] },
    hls: { what: 'HLS', plugins: ['soup', 'hls?', 'adaptivedemux2?', 'mpegtsdemux'] },
    dash: { what: 'DASH', plugins: ['soup', 'dash?', 'adaptivedemux2?'] },
    rtsp: { what: 'rtsp: and rtsps:', plugins: ['rtsp', 'rtp', 'rtpmanager', 'udp', 'tcp', 'sdpelem?', 'srtp?'] },
    hardware: { what: 'decoders in hardware (VA-API, NVIDIA, V4L2), with the drivers of the user\'s machine', plugins: ['va?', 'nvcodec?', 'v4l2codecs?'] },
};

/** What of these speaks TLS, and wants GIO's module for it. */
const NETWORK = ['http', 'hls', 'dash', 'rtsp'];

/**
 * Plugins that open their library by its name while they run: no loader tells of it.
 * @type {{[plugin: string]: string[]}}
 */
const OPENED = { soup: ['libsoup-3.0.so.0', 'libsoup-2.4.so.1'], adaptivedemux2: ['libsoup-3.0.so.0', 'libsoup-2.4.so.1'] };

/**
 * Plugins that no player of Electron's has a use for, and that pull in the most: windows, other
 * toolkits, scripts.
 */
const USELESS = [
    'gtk', 'gtk4', 'gtkwayland', 'qt5', 'qmlgl', 'qml6', 'ximagesink', 'xvimagesink', 'ximagesrc', 'cacasink', 'aasink', 'directfb', 'python',
    'wpe', 'opencv', 'opengl', 'vulkan', 'kms', 'waylandsink', 'fbdevsink', 'decklink', 'camerabin', 'packagekit', 'libvisual', 'goom', 'goom2k1', 'monoscope',
    'festival', 'espeak', 'pocketsphinx', 'openni2', 'jack', 'frei0r', 'ladspa', 'lv2', 'x264', 'x265', 'mpeg2enc', 'mplex',
];

module.exports = { BASE, FEATURES, NETWORK, OPENED, USELESS };
