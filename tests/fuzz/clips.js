// SPDX-License-Identifier: MIT
'use strict';

// Small files of every codec and container that ffmpeg makes and GStreamer plays: 160x120, 10 frames.

const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-x264-params', 'cabac=1', '-pix_fmt', 'yuv420p'];
const H265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error:bframes=2', '-pix_fmt', 'yuv420p'];
const VP8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8'];
const VP9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'];
const AV1 = ['-c:v', 'libaom-av1', '-usage', 'realtime', '-cpu-used', '8', '-pix_fmt', 'yuv420p'];
const I420 = ['-pix_fmt', 'yuv420p'];

/** File name: how ffmpeg makes it. @type {{[name: string]: string[]}} */
const RECIPES = {
    'h264.mp4': H264,
    'h264-fragmented.mp4': [...H264, '-movflags', 'frag_keyframe+empty_moov'],
    'h264.mkv': H264,
    'h264.ts': H264,
    'h264.avi': H264,
    'h264.flv': H264,
    'h264.h264': H264,
    'h264-fields.mkv': [...H264, '-flags', '+ildct+ilme', '-x264-params', 'tff=1'],
    'h264-10.mkv': ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le'],
    'h264-444.mp4': ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p'],
    'h265.mp4': H265,
    'h265.mkv': H265,
    'h265.ts': H265,
    'h265.h265': H265,
    'h265-10.mp4': ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error', '-pix_fmt', 'yuv422p10le'],
    'vp8.webm': [...VP8, ...I420],
    'vp8-alpha.webm': [...VP8, '-auto-alt-ref', '0', '-pix_fmt', 'yuva420p'],
    'vp8.ivf': [...VP8, ...I420],
    'vp9.webm': [...VP9, ...I420],
    'vp9-10.webm': [...VP9, '-pix_fmt', 'yuv420p10le'],
    'vp9-444.mp4': [...VP9, '-pix_fmt', 'yuv444p'],
    'av1.mp4': AV1,
    'av1.mkv': AV1,
    'mpeg1.mpg': ['-c:v', 'mpeg1video', '-bf', '2', ...I420],
    'mpeg2.mpg': ['-c:v', 'mpeg2video', '-f', 'vob', '-bf', '2', ...I420],
    'mpeg2.ts': ['-c:v', 'mpeg2video', '-bf', '2', ...I420],
    'mpeg2-422.mkv': ['-c:v', 'mpeg2video', '-pix_fmt', 'yuv422p'],
    'mpeg4.avi': ['-c:v', 'mpeg4', '-bf', '2', ...I420],
    'mpeg4.mp4': ['-c:v', 'mpeg4', '-bf', '2', ...I420],
    'msmpeg4.avi': ['-c:v', 'msmpeg4', ...I420],
    'mjpeg.avi': ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p'],
    'mjpeg.mkv': ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj422p'],
    'mjpeg.mov': ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj444p'],
    'theora.ogv': ['-c:v', 'libtheora', ...I420],
    'theora.mkv': ['-c:v', 'libtheora', ...I420],
    'prores.mov': ['-c:v', 'prores_ks', '-pix_fmt', 'yuv422p10le'],
    'ffv1.mkv': ['-c:v', 'ffv1', '-pix_fmt', 'yuv422p10le'],
    'huffyuv.avi': ['-c:v', 'huffyuv', '-pix_fmt', 'yuv422p'],
    'png.mov': ['-c:v', 'png', '-pix_fmt', 'rgba'],
    'dv.dv': ['-s', '720x576', '-c:v', 'dvvideo', ...I420],
    'wmv2.asf': ['-c:v', 'wmv2', ...I420],
    'wmv1.asf': ['-c:v', 'wmv1', ...I420],
    'flv1.flv': ['-c:v', 'flv', ...I420],
    'h263.3gp': ['-s', '176x144', '-c:v', 'h263', ...I420],
    'cinepak.avi': ['-c:v', 'cinepak', '-pix_fmt', 'rgb24'],
    'qtrle.mov': ['-c:v', 'qtrle', '-pix_fmt', 'rgb24'],
    'svq1.mov': ['-c:v', 'svq1', '-pix_fmt', 'yuv410p'],
    'rv10.rm': ['-s', '176x144', '-c:v', 'rv10', ...I420],
    'raw.avi': ['-c:v', 'rawvideo', ...I420],
    'raw.y4m': I420,
    'animated.gif': [],
    'still.png': ['-frames:v', '1'],
    'still.jpg': ['-frames:v', '1', '-pix_fmt', 'yuvj420p'],
    'still.webp': ['-frames:v', '1'],
    'jpeg2000.mov': ['-c:v', 'jpeg2000', '-pix_fmt', 'yuv420p'],
};

/**
 * Make them all in `folder`; those whose encoder this ffmpeg lacks are left out.
 *
 * @param {string} folder
 * @param {string[]} [names] only these
 * @returns {string[]} their paths
 */
function makeClips(folder, names = Object.keys(RECIPES)) {
    return names.map((name) => {
        const file = path.join(folder, name);
        const { status } = spawnSync('ffmpeg', ['-y', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=25',
            '-frames:v', '10', ...RECIPES[name], file], { stdio: 'ignore' });
        return status === 0 && fs.statSync(file).size > 0 ? file : '';
    }).filter(Boolean);
}

module.exports = { makeClips };
