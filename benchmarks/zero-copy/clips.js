// SPDX-License-Identifier: MIT
'use strict';

// What the table is made from, besides the encoders that the worker finds in GStreamer's registry.

/** Sizes of clips, the first one that the encoder takes. A few take multiples of 16 or of one standard only. */
const SIZES = ['320x240', '352x288', '1280x720'];

/**
 * Streams that GStreamer's encoders do not make: arguments for ffmpeg, behind a test picture of 30 frames.
 * @type {{name: string, format: string, file: string, args: string[]}[]}
 */
const FFMPEG = [
    { name: 'mpeg1video', format: 'I420', file: 'mkv', args: ['-pix_fmt', 'yuv420p', '-bf', '2'] },
    { name: 'mpeg2video', format: 'I420', file: 'mkv', args: ['-pix_fmt', 'yuv420p', '-bf', '2'] },
    { name: 'mpeg2video', format: 'Y42B', file: 'mkv', args: ['-pix_fmt', 'yuv422p', '-bf', '2'] },
    { name: 'libvpx', format: 'A420', file: 'webm', args: ['-pix_fmt', 'yuva420p', '-deadline', 'realtime', '-auto-alt-ref', '0'] },
    { name: 'libvpx-vp9', format: 'A420', file: 'webm', args: ['-pix_fmt', 'yuva420p', '-deadline', 'realtime'] },
    { name: 'rv10', format: 'I420', file: 'rm', args: ['-pix_fmt', 'yuv420p', '-s', '352x288'] },
    { name: 'rv20', format: 'I420', file: 'rm', args: ['-pix_fmt', 'yuv420p', '-s', '352x288'] },
    { name: 'cfhd', format: 'I422_10LE', file: 'mov', args: ['-pix_fmt', 'yuv422p10le'] },
    { name: 'msvideo1', format: 'RGB15', file: 'avi', args: ['-pix_fmt', 'rgb555le'] },
    { name: 'svq1', format: 'YUV9', file: 'mov', args: ['-pix_fmt', 'yuv410p'] },
    { name: 'qtrle', format: 'RGB', file: 'mov', args: ['-pix_fmt', 'rgb24'] },
    { name: 'rpza', format: 'RGB15', file: 'mov', args: ['-pix_fmt', 'rgb555be'] },
    { name: 'smc', format: 'RGB8P', file: 'mov', args: ['-pix_fmt', 'pal8'] },
    { name: 'gif', format: 'RGBA', file: 'gif', args: [] },
    { name: 'libx264', format: 'I420 322x242', file: 'mkv', args: ['-pix_fmt', 'yuv420p', '-s', '322x242'] },
    { name: 'libx265', format: 'I420 322x242', file: 'mkv', args: ['-pix_fmt', 'yuv420p', '-s', '322x242', '-preset', 'ultrafast'] },
];

const PICTURES = 'videotestsrc num-buffers=30 ! video/x-raw,width=320,height=240,framerate=25/1';
const RAW = `${PICTURES},format=I420`;

/** Raw sources, parsers and converters: `element` writes what the sink gets. RAW_FILE is a file of I420 pictures. */
const SOURCES = [
    ...['I420', 'NV12', 'YUY2', 'Y444', 'I420_10LE', 'P010_10LE', 'GRAY8', 'AYUV', 'RGB', 'RGBA', 'ARGB64_LE'].map((format) => (
        { element: 'videotestsrc', format, text: `${PICTURES},format=${format}` })),
    ...['NV12', 'Y42B', 'A420', 'I422_10LE', 'BGRA', 'GRAY16_LE'].map((format) => (
        { element: 'videoconvert', format, text: `${RAW} ! videoconvert ! video/x-raw,format=${format}` })),
    { element: 'videoscale', format: 'I420', text: `${RAW} ! videoscale ! video/x-raw,width=202,height=150` },
    { element: 'videorate', format: 'I420', text: `${RAW} ! videorate ! video/x-raw,framerate=50/1` },
    { element: 'videoflip', format: 'I420', text: `${RAW} ! videoflip method=clockwise` },
    { element: 'videocrop', format: 'I420', text: `${RAW} ! videocrop top=16 left=8` },
    { element: 'videobox', format: 'I420', text: `${RAW} ! videobox top=-16` },
    { element: 'videobalance', format: 'I420', text: `${RAW} ! videobalance brightness=0.1` },
    { element: 'gamma', format: 'I420', text: `${RAW} ! gamma gamma=2` },
    { element: 'deinterlace', format: 'I420', text: `${RAW} ! deinterlace mode=interlaced` },
    { element: 'compositor', format: 'I420', text: `${RAW} ! compositor` },
    { element: 'queue', format: 'I420', text: `${RAW} ! queue` },
    { element: 'rtpvrawdepay', format: 'I420', text: `${RAW} ! rtpvrawpay ! rtpvrawdepay` },
    { element: 'rtpvrawdepay', format: 'UYVY', text: `${PICTURES},format=UYVY ! rtpvrawpay ! rtpvrawdepay` },
    { element: 'rtpvrawdepay', format: 'RGB', text: `${PICTURES},format=RGB ! rtpvrawpay ! rtpvrawdepay` },
    { element: 'rawvideoparse', format: 'I420', text: 'filesrc location=RAW_FILE ! rawvideoparse width=320 height=240 format=i420' },
    { element: 'multifilesrc', format: 'I420', text: 'multifilesrc location=RAW_FILE blocksize=115200 num-buffers=30 ' +
        'caps=video/x-raw,format=I420,width=320,height=240,framerate=25/1' },
    { element: 'y4mdec', format: 'I420', text: `${RAW} ! y4menc ! y4mdec` },
    { element: 'matroskademux', format: 'I420', text: `${RAW} ! matroskamux ! matroskademux` },
    { element: 'tee', format: 'I420', text: `${RAW} ! tee ! queue` },
    { element: 'identity', format: 'I420', text: `${RAW} ! identity drop-allocation=true` },
];

module.exports = { FFMPEG, RAW, SIZES, SOURCES };
