// SPDX-License-Identifier: MIT
'use strict';

/**
 * The charts as libplacebo has them on the same curve as ours: what nobody here wrote. Its output is kept in
 * libplacebo.json, made by
 *
 *     node tests/picture/libplacebo.js > tests/picture/libplacebo.json
 *
 * with libplacebo 4.208 on lavapipe (Mesa 22.3.6), because later versions map tones in another space and fewer
 * machines have a Vulkan device than run the tests. Where both are there a test makes it anew and compares.
 */

const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { makeChart, readPatches } = require('./chart');

const PINNED = path.join(__dirname, 'libplacebo.json');
const VERSION = '4.208';
const QUIET = { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28, timeout: 120000 };

/** Transfer, and luminances of the mastering display in cd/m2 where the stream says them. */
const CHARTS = {
    'PQ without metadata': { transfer: 'pq' },
    'PQ mastered at 1000 cd/m2': { transfer: 'pq', mastering: { max: 1000, min: 0.0001 } },
    'PQ mastered at 4000 cd/m2': { transfer: 'pq', mastering: { max: 4000, min: 0.005 } },
    'HLG without metadata': { transfer: 'hlg' },
};

/** H.273's names in ffmpeg, and its numbers. */
const TRANSFERS = { pq: { name: 'smpte2084', code: 16 }, hlg: { name: 'arib-std-b67', code: 18 } };

/** The EETF of BT.2390 with its own knee (0.5) on the brightest component, and nothing else: see docs/design/colour.md. */
const FILTER = ['tonemapping=bt.2390', 'tonemapping_param=0.5', 'tonemapping_mode=max', 'tonemapping_crosstalk=0',
    'tonemapping_lut_size=1024', 'gamut_mode=clip', 'intent=relative', 'peak_detect=false', 'dithering=none',
    'colorspace=gbr', 'color_primaries=bt709', 'color_trc=iec61966-2-1', 'range=pc', 'format=rgba64le'].join(':');

/**
 * A lossless H.265 clip of a chart, which is what carries mastering data.
 * @param {string} name of CHARTS
 * @param {string} file to make
 * @param {{frames?: number, pixelFormat?: string}} [options]
 * @returns {ReturnType<typeof makeChart>}
 */
function makeClip(name, file, { frames = 1, pixelFormat = 'yuv444p10le' } = {}) {
    const { transfer, mastering } = CHARTS[name];
    const chart = makeChart(transfer);
    const parameters = ['lossless=1', 'log-level=none', 'range=limited', 'colorprim=bt2020', 'colormatrix=bt2020nc',
        `transfer=${TRANSFERS[transfer].name}`, 'repeat-headers=1'];

    if (mastering) {
        const luminance = [mastering.max, mastering.min].map((value) => Math.round(value * 10000)).join();
        parameters.push(`master-display=G(8500,39850)B(6550,2300)R(35400,14600)WP(15635,16450)L(${luminance})`);
    }
    const all = Buffer.concat(Array.from({ length: frames }, () => chart.frame));
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'yuv444p10le', '-r', '10',
        '-s', `${chart.width}x${chart.height}`, '-color_range', 'tv', '-colorspace', 'bt2020nc', '-i', '-',
        '-pix_fmt', pixelFormat, '-c:v', 'libx265', '-x265-params', parameters.join(':'), '-color_primaries', 'bt2020',
        '-color_trc', TRANSFERS[transfer].name, '-colorspace', 'bt2020nc', '-color_range', 'tv', file],
    { ...QUIET, stdio: ['pipe', 'pipe', 'pipe'], input: all });
    return chart;
}

/** What libplacebo makes of a chart: sRGB of each patch, 0..1. @param {string} name of CHARTS */
function map(name) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-libplacebo-'));

    try {
        const clip = path.join(folder, 'chart.mkv');
        const { width } = makeClip(name, clip);
        const raw = execFileSync('ffmpeg', ['-v', 'error', '-init_hw_device', 'vulkan=vk', '-filter_hw_device', 'vk',
            '-i', clip, '-frames:v', '1', '-vf', `hwupload,libplacebo=${FILTER},hwdownload,format=rgba64le`,
            '-f', 'rawvideo', '-'], QUIET);

        return readPatches((x, y) => [0, 1, 2].map((i) => raw.readUInt16LE((y * width + x) * 8 + i * 2) / 65535));
    } finally {
        fs.rmSync(folder, { recursive: true });
    }
}

/** Why libplacebo cannot be asked here, or null. */
function whyNot() {
    try {
        const log = execFileSync('bash', ['-c', 'ffmpeg -v verbose -init_hw_device vulkan=vk -filter_hw_device vk ' +
            '-f lavfi -i color=s=16x16,format=yuv444p10le -frames:v 1 -vf hwupload,libplacebo,hwdownload,' +
            'format=yuv444p10le -f null - 2>&1'], { ...QUIET, encoding: 'utf8' });
        const version = (/Initialized libplacebo v([\d.]+)/.exec(log) || [])[1] || 'an unknown version';

        return version.startsWith(VERSION) ? null : `libplacebo ${VERSION} is needed, and here is ${version}`;
    } catch (error) {
        return 'no Vulkan device for ffmpeg\'s libplacebo (mesa-vulkan-drivers has one in software)';
    }
}

/** The kept output. @param {string} name of CHARTS @returns {number[][]} */
function pinned(name) {
    const bytes = Buffer.from(JSON.parse(fs.readFileSync(PINNED, 'utf8'))[name], 'base64');

    return Array.from({ length: bytes.length / 6 }, (_, i) =>
        [0, 2, 4].map((at) => bytes.readUInt16LE(6 * i + at) / 65535));
}

if (require.main === module) {
    const kept = Object.keys(CHARTS).map((name) => {
        const words = Uint16Array.from(map(name).flat().map((value) => Math.round(value * 65535)));
        return [name, Buffer.from(words.buffer).toString('base64')];
    });
    process.stdout.write(`${JSON.stringify(Object.fromEntries(kept), null, 1)}\n`);
}

module.exports = { CHARTS, TRANSFERS, makeClip, map, whyNot, pinned };
