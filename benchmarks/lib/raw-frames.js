// SPDX-License-Identifier: MIT
'use strict';

// One colourful picture as raw frames of every pixel format, made and shown by ffmpeg.

const { execFileSync } = require('child_process');

/**
 * A test pattern with small letters, and smooth colours from black to white under it; alpha from 1/4 at the left to 1.
 * @type {(width: number, height: number) => string}
 */
const picture = (width, height) => `testsrc2=s=${width}x${height / 2}:d=1[above];color=s=${width}x${height / 2}:d=1,format=gbrp,` +
    "geq=r='255*X/W':g='255*Y/H':b='127.5+127.5*cos(12.6*X/W+6.3*Y/H)'[below];[above][below]vstack,format=gbrap16le," +
    "geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='min(65535,16384+98304*X/W)'";

/** Stands for what libswscale cannot do: both chroma planes as one, sample by sample. */
const PAIRS = 'pairs';

/**
 * GStreamer's name to ffmpeg's: a planar format that zscale reads, and what puts its samples in the format's order. Where
 * ffmpeg has no such format, planes are exchanged so that the bytes of another format come out right.
 * @type {{[format: string]: [string, string?]}}
 */
const LAYOUTS = {
    I420: ['yuv420p'], YV12: ['yuv420p', 'swapuv'],
    NV12: ['yuv420p', 'format=nv12'], NV21: ['yuv420p', 'format=nv21'],
    NV16: ['yuv422p', PAIRS], NV61: ['yuv422p', `swapuv,${PAIRS}`], NV24: ['yuv444p', PAIRS],
    Y42B: ['yuv422p'], Y41B: ['yuv411p'], Y444: ['yuv444p'],
    YUY2: ['yuv422p', 'format=yuyv422'], UYVY: ['yuv422p', 'format=uyvy422'],
    VYUY: ['yuv422p', 'swapuv,format=uyvy422'], YVYU: ['yuv422p', 'format=yvyu422'],
    AYUV: ['yuva444p', 'mergeplanes=0x01020003:gbrap,format=argb'],
    VUYA: ['yuva444p', 'mergeplanes=0x01000203:gbrap,format=rgba'],
    A420: ['yuva420p'], GRAY8: ['gray'], GRAY16_LE: ['gray16le'],
    RGB: ['gbrp', 'format=rgb24'], BGR: ['gbrp', 'format=bgr24'],
    RGBx: ['gbrp', 'format=rgb0'], BGRx: ['gbrp', 'format=bgr0'], xRGB: ['gbrp', 'format=0rgb'], xBGR: ['gbrp', 'format=0bgr'],
    RGBA: ['gbrap', 'format=rgba'], BGRA: ['gbrap', 'format=bgra'], ARGB: ['gbrap', 'format=argb'], ABGR: ['gbrap', 'format=abgr'],
    RGBA64_LE: ['gbrap16le', 'format=rgba64le'],
    ARGB64_LE: ['gbrap16le', 'mergeplanes=0x02000103:yuva444p16le,format=ayuv64le'],
    GBR: ['gbrp'], GBR_10LE: ['gbrp10le'], GBR_12LE: ['gbrp12le'],
    I420_10LE: ['yuv420p10le'], I422_10LE: ['yuv422p10le'], Y444_10LE: ['yuv444p10le'],
    P010_10LE: ['yuv420p10le', 'format=p010le'],
    I420_12LE: ['yuv420p12le'], I422_12LE: ['yuv422p12le'], Y444_12LE: ['yuv444p12le'],
    A420_10LE: ['yuva420p10le'],
};

/** What ffmpeg writes as raw video. @param {string[]} input its options @param {Buffer} [body] its standard input */
function ffmpeg(input, body) {
    return execFileSync('ffmpeg', ['-v', 'error', ...input, '-f', 'rawvideo', '-'], { input: body, maxBuffer: 1 << 28 });
}

/**
 * @param {string} pixels ffmpeg's name
 * @param {number} width
 * @param {number} height
 * @param {Buffer} bytes
 * @param {string} filters
 */
function through(pixels, width, height, bytes, filters) {
    return ffmpeg(['-f', 'rawvideo', '-pix_fmt', pixels, '-s', `${width}x${height}`, '-i', '-', '-vf', filters], bytes);
}

/**
 * @param {Buffer} planes Y, Cb, Cr of a byte each
 * @param {number} luma bytes of the first
 */
function pair(planes, luma) {
    const chroma = (planes.length - luma) / 2;

    return Buffer.from(planes.map((value, i) =>
        i < luma ? value : planes[luma + (i - luma >> 1) + ((i - luma) & 1) * chroma]));
}

/** Its colours as GStreamer's caps say them. @param {string} format */
function coloursOf(format) {
    const [planar] = LAYOUTS[format];

    return planar.startsWith('yuv') ? { colorimetry: '2:3:5:1', site: 'mpeg2' }
        : { colorimetry: planar.startsWith('gray') ? '1:4:5:1' : '1:1:5:1' };
}

/**
 * @param {string} format GStreamer's name
 * @param {number} width a multiple of 4
 * @param {number} height
 * @returns {{raw: Buffer, rendered: Uint16Array}} the planes with tight rows, and ffmpeg's rendering of them in RGBA of 16 bits
 */
function makeFrame(format, width, height) {
    const [planar, order = ''] = LAYOUTS[format];
    const isVideo = planar.startsWith('yuv');
    const same = 't=709:tin=709:p=709:pin=709:d=none:f=bilinear';
    const samples = ffmpeg(['-f', 'lavfi', '-i', picture(width, height), '-frames:v', '1', '-vf', isVideo
        ? `zscale=min=gbr:rin=full:m=709:r=limited:c=left:${same},format=${planar}` : `format=${planar}`]);
    const filters = order.replace(/,?pairs$/, '');
    const ordered = filters ? through(planar, width, height, samples, filters) : samples;
    const raw = order.endsWith(PAIRS) ? pair(ordered, width * height) : ordered;
    const known = /^format=(\w+)$/.exec(order);
    // More than 8 bits are rounded by us: libswscale truncates.
    const deep = /\d\dle$/.test(planar) ? '16le' : '';
    const rgba = deep ? 'rgba64le' : 'rgba';
    const shown = isVideo ? `format=${planar},zscale=min=709:rin=limited:cin=left:m=gbr:r=full:${same},` +
        `format=${planar.startsWith('yuva') ? 'gbrap' : 'gbrp'}${deep},format=${rgba}` : `format=${rgba}`;
    const bytes = known ? through(known[1], width, height, raw, shown) : through(planar, width, height, samples, shown);

    return { raw, rendered: deep ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2) :
        Uint16Array.from(bytes, (value) => value * 257) };
}

module.exports = { coloursOf, makeFrame };
