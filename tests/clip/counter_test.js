// SPDX-License-Identifier: MIT
'use strict';

// The counter survives codecs and pixel formats: clips are made, decoded by ffmpeg, and every number is read.

const assert = require('assert');
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');

const { counterOf, counterSource } = require('../support/counter');
const { temporaryFolder } = require('../support/folder');

const maker = process.env.FRAMESHARE_TESTCLIP || path.join(__dirname, '..', '..', 'build', 'framesharetestclip');
const WIDTH = 640;
const HEIGHT = 360;
const FRAMES = 20;

function makeClip(name, options) {
    const file = path.join(temporaryFolder(), name);
    execFileSync(maker, [`--size=${WIDTH}x${HEIGHT}`, `--frames=${FRAMES}`, `--output=${file}`, ...options],
        { stdio: ['ignore', 'ignore', 'pipe'] });
    return file;
}

function decode(file, pixelFormat) {
    return execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-fps_mode', 'passthrough', '-pix_fmt', pixelFormat,
        '-f', 'rawvideo', '-'], { maxBuffer: 1 << 28 });
}

/** All numbers in raw video whose frames have `size` bytes. */
function numbersIn(raw, size, format, stride) {
    const numbers = [];
    for (let at = 0; at < raw.length; at += size) {
        const data = raw.subarray(at, at + size);
        numbers.push(counterOf({ format, width: WIDTH, height: HEIGHT, planes: [{ data, stride }] }));
    }
    return numbers;
}

const expected = Array.from({ length: FRAMES }, (_, i) => i);

for (const [codec, container] of [['h264', 'mp4'], ['openh264', 'mp4'], ['vp8', 'webm'], ['vp9', 'webm'],
    ['mpeg4', 'mp4'], ['mjpeg', 'avi'], ['raw', 'y4m'], ['h264', 'ts']]) {
    test(`every number survives ${codec} in ${container}`, () => {
        const raw = decode(makeClip(`${codec}.${container}`, [`--codec=${codec}`, `--container=${container}`]), 'yuv420p');
        assert.deepStrictEqual(numbersIn(raw, WIDTH * HEIGHT * 3 / 2, 'I420', WIDTH), expected);
    });
}

test('every number survives 16 reference frames and 8 B-frames', () => {
    const raw = decode(makeClip('ref.mp4', ['--x264=ref=16 bframes=8']), 'yuv420p');
    assert.deepStrictEqual(numbersIn(raw, WIDTH * HEIGHT * 3 / 2, 'I420', WIDTH), expected);
});

for (const format of ['RGBA', 'BGRA']) {
    test(`every number is read from ${format}`, () => {
        const raw = decode(makeClip('packed.mp4', []), format.toLowerCase());
        assert.deepStrictEqual(numbersIn(raw, WIDTH * HEIGHT * 4, format, WIDTH * 4), expected);
    });
}

test('the source text reads the same as the function', () => {
    const raw = decode(makeClip('text.mp4', []), 'yuv420p').subarray(0, WIDTH * HEIGHT * 3 / 2);
    const read = new Function(`return ${counterSource()}`)();
    assert.strictEqual(read({ format: 'I420', width: WIDTH, height: HEIGHT, data: raw, stride: WIDTH }), 0);
});

test('a picture at half size is read with its scale', () => {
    const raw = decode(makeClip('half.mp4', ['--first=77']), 'gray');
    const half = new Uint8Array(WIDTH / 2 * HEIGHT / 2);
    for (let i = 0; i < half.length; i++) {
        half[i] = raw[Math.floor(i / (WIDTH / 2)) * 2 * WIDTH + i % (WIDTH / 2) * 2];
    }
    const picture = { format: 'I420', width: WIDTH / 2, height: HEIGHT / 2, data: half, stride: WIDTH / 2 };
    assert.strictEqual(counterOf(picture, 0.5), 77);
});

test('a change of size in mid-stream shows both sizes, half of the frames each', () => {
    const file = makeClip('change.ts', ['--container=ts', '--change-size=320x240']);
    const sizes = execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'frame=width,height', '-of', 'csv=p=0', file])
        .toString().split('\n').map((line) => line.replace(/,$/, '')).filter(Boolean);
    assert.strictEqual(sizes.filter((size) => size === '640,360').length, FRAMES / 2);
    assert.strictEqual(sizes.filter((size) => size === '320,240').length, FRAMES / 2);
});

for (const [option, message] of [['--codec=nonsense', /codec 'nonsense'/], ['--size=10x10', /10x10/], ['--size=big', /'big'/]]) {
    test(`${option} is refused with a sentence`, () => {
        assert.throws(() => makeClip('never.mp4', [option]), (/** @type {any} */ error) => {
            assert.strictEqual(error.status, 2);
            return message.test(error.stderr.toString());
        });
        assert.strictEqual(fs.existsSync(path.join(temporaryFolder(), 'never.mp4')), false);
    });
}
