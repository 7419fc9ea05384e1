// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const path = require('path');

/** Libraries under the GPL that plugins are linked with, by the begin of their names. */
const GPL = [
    'libx264.so', 'libx265.so', 'libxvidcore.so', 'libmpeg2.so', 'libmpeg2convert.so', 'liba52.so', 'libdvdread.so', 'libdvdnav.so', 'libfaad.so', 'libdca.so',
    'libdts.so', 'libmjpegutils', 'libmplex', 'libmpeg2encpp', 'libsidplay', 'libcdio', 'libiso9660', 'librubberband.so', 'libvidstab.so', 'libfftw3',
    'libpostproc.so', 'libsmbclient.so', 'libgsl.so', 'libreadline.so', 'libjbig.so', 'libzvbi.so', 'libslang.so', 'libgpm.so',
];

/** FFmpeg's libraries say themselves under which licence they were built. */
const FFMPEG = /^lib(avcodec|avformat|avutil|avfilter|avdevice|swscale|swresample|postproc)\.so/;

/** @param {string} file one of FFmpeg's @returns {string} as "GPL version 2 or later" */
function licenceOfFfmpeg(file) {
    const [, licence] = /lib\w+ license: ([ -~]+)/.exec(fs.readFileSync(file, 'latin1')) || [];

    return licence || 'LGPL version 2.1 or later';
}

/**
 * @param {string} file a library
 * @returns {string | null} why it is under the GPL, null where it is not
 */
function isGpl(file) {
    const name = path.basename(file);

    if (FFMPEG.test(name)) {
        const licence = licenceOfFfmpeg(file);

        if (/nonfree/.test(licence)) {
            throw new Error(`${file} says of itself that it is "${licence}": it must not be given to others; install another FFmpeg`);
        }
        return licence.startsWith('GPL') ? `${name} was built as "${licence}"` : null;
    }
    return GPL.some((begin) => name.startsWith(begin)) ? `${name} is under the GPL` : null;
}

/**
 * @param {import('./plugins').Plugin} plugin
 * @param {Map<string, string>} libraries that it needs
 * @returns {string | null} why it is under the GPL, null where it is not
 */
function whyGpl(plugin, libraries) {
    if (/^GPL/.test(plugin.licence)) {
        return `the plugin ${plugin.name} is`;
    }
    for (const file of libraries.values()) {
        const why = isGpl(file);

        if (why) {
            return why;
        }
    }
    return null;
}

module.exports = { isGpl, whyGpl };
