// SPDX-License-Identifier: MIT
'use strict';

const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { temporaryFolder } = require('../../support/folder');

const TOOL = process.env.FRAMESHARE_TESTCLIP || path.join(__dirname, '..', '..', '..', 'build', 'framesharetestclip');

/**
 * A video whose frames say their number.
 * @param {{size?: string, fps?: number, frames?: number, more?: string[], name?: string}} [options]
 * @returns {string} its path
 */
function makeClip({ size = '640x360', fps = 30, frames = 300, more = [], name = 'clip.mp4' } = {}) {
    const file = path.join(temporaryFolder(), `${size}-${fps}-${frames}-${more.join('')}-${name}`.replace(/[=/ ]/g, '_'));

    if (!fs.existsSync(file)) {
        execFileSync(TOOL, ['--size', size, '--fps', String(fps), '--frames', String(frames), ...more, '--output', file],
            { stdio: ['ignore', 'ignore', 'inherit'] });
    }
    return file;
}

/**
 * What ffmpeg makes, once.
 * @param {string} name
 * @param {string[]} args
 * @returns {string} its path
 */
function encode(name, args) {
    const file = path.join(temporaryFolder(), name);

    if (!fs.existsSync(file)) {
        execFileSync('ffmpeg', ['-loglevel', 'error', ...args, file], { stdio: ['ignore', 'ignore', 'inherit'] });
    }
    return file;
}

const SOUND = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'];

/**
 * A video that every Chromium opens too: WebM of VP8 and Vorbis, with a key frame every half second.
 * @param {{seconds?: number, name?: string}} [options]
 * @returns {string} its path
 */
function makeWebm({ seconds = 3, name = 'clip.webm' } = {}) {
    return encode(name, ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25', ...SOUND, '-t', String(seconds), '-c:v', 'libvpx',
        '-g', '12', '-b:v', '500k', '-c:a', 'libvorbis']);
}

/** Two seconds like a photograph that moves: smooth shades and fine detail in all colours, with a film's grain, in H.264. @returns {string} its path */
function makeFilm() {
    return encode('film.mp4', ['-f', 'lavfi', '-i', 'mandelbrot=size=768x432:rate=25:start_scale=0.3:end_scale=0.02:end_pts=50', '-f', 'lavfi', '-i',
        'gradients=size=768x432:rate=25:speed=0.05:nb_colors=5:seed=3', '-filter_complex',
        '[0]format=gbrp[a];[1]format=gbrp[b];[a][b]blend=all_mode=average,gblur=sigma=0.8,noise=alls=6:allf=t:all_seed=1,format=yuv420p', '-t', '2',
        '-c:v', 'libx264', '-preset', 'fast', '-crf', '16', '-g', '25']);
}

/** @param {number} seconds @returns {string} as SubRip writes it */
function clock(seconds) {
    return `00:00:${String(seconds).padStart(2, '0')},000`;
}

/**
 * A film with what menus choose from: two sound tracks and two of subtitles, with a key frame and a line every second.
 * @param {{seconds?: number, name?: string}} [options]
 * @returns {string} its path
 */
function makeTracks({ seconds = 20, name = 'tracks.mkv' } = {}) {
    const texts = ['Good evening', 'Guten Abend'].map((text, i) => {
        const subtitles = path.join(temporaryFolder(), `${name}.${i}.srt`);

        fs.writeFileSync(subtitles, Array.from({ length: seconds }, (_, at) => {
            return `${at + 1}\n${clock(at)} --> ${clock(at + 1)}\n${text}, ${at}\n`;
        }).join('\n'));
        return ['-i', subtitles];
    });
    const titles = ['English', 'Deutsch'].map((title, i) => ['a', 's'].map((kind) => {
        return [`-metadata:s:${kind}:${i}`, `title=${title}`, `-metadata:s:${kind}:${i}`, `language=${['eng', 'ger'][i]}`];
    }));

    return encode(name, ['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=25', ...SOUND, '-f', 'lavfi', '-i',
        'sine=frequency=880:sample_rate=48000', ...texts.flat(), '-map', '0', '-map', '1', '-map', '2', '-map', '3', '-map', '4',
        '-t', String(seconds), ...titles.flat(2), '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-c:a', 'aac', '-c:s', 'srt']);
}

const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '12'];
const PICTURE = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25'];

/** Files that Chromium opens too. Of an MP4 with sound it would find out the duration bit by bit. @type {{[name: string]: string[]}} */
const OTHERS = {
    'picture.mp4': [...PICTURE, '-t', '2', ...H264], 'both.mkv': [...PICTURE, ...SOUND, '-t', '2', ...H264, '-c:a', 'aac'],
    'sound.webm': [...SOUND, '-t', '2', '-c:a', 'libvorbis'], 'turned.mp4': [...PICTURE, '-t', '2', ...H264],
};

/** As a phone writes what it was turned for: the matrix of the track says a quarter clockwise. @param {string} file an MP4 */
function turn(file) {
    const bytes = fs.readFileSync(file);
    const matrix = bytes.indexOf('tkhd') + 44;

    [0, 1, 0, -1, 0].forEach((value, i) => bytes.writeInt32BE(value << 16, matrix + 4 * i));
    fs.writeFileSync(file, bytes);
}

/** Two seconds. @param {string} name of OTHERS @returns {string} its path */
function makeOther(name) {
    const file = encode(name, OTHERS[name]);

    if (name === 'turned.mp4') {
        turn(file);
    }
    return file;
}

module.exports = { encode, makeClip, makeFilm, makeOther, makeTracks, makeWebm, temporaryFolder };
