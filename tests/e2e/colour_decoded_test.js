// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const { execFileSync } = require('child_process');
const path = require('path');
const test = require('node:test');
const { Application } = require('./support/electron');
const { temporaryFolder } = require('./support/clips');

const WIDTH = 640;
const HEIGHT = 360;

/** Smooth colours all over the cube, so that rounding and chroma filters are all that can differ. */
const PICTURE = `gradients=s=${WIDTH}x${HEIGHT}:n=8:c0=red:c1=lime:c2=blue:c3=white:c4=black:c5=yellow:c6=cyan:c7=magenta:seed=7`;

/** A still video of a known colour space, lossless. In Matroska, as GStreamer loses the full range of an MP4. */
function makeStill(name, matrix, range) {
    const file = path.join(temporaryFolder(), `${name}.mkv`);
    const code = matrix === 'bt709' ? 'bt709' : 'smpte170m';

    execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', PICTURE, '-frames:v', '5', '-r', '10',
        '-vf', `loop=4:1:0,scale=out_color_matrix=${matrix}:out_range=${range}:sws_flags=accurate_rnd+full_chroma_int,` +
            'format=yuv420p',
        '-c:v', 'libx264', '-qp', '0', '-colorspace', code, '-color_primaries', code, '-color_trc', code,
        '-color_range', range, '-pix_fmt', range === 'pc' ? 'yuvj420p' : 'yuv420p', file]);
    return file;
}

/** The first picture of a file in RGBA, as ffmpeg has it. */
function reference(file, matrix, range) {
    return execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-frames:v', '1',
        '-vf', `scale=in_color_matrix=${matrix}:in_range=${range}:out_range=pc:` +
            'sws_flags=bilinear+accurate_rnd+full_chroma_int+full_chroma_inp,format=rgba',
        '-f', 'rawvideo', '-'], { maxBuffer: 1 << 26 });
}

/** What a new window of the same size shows, as RGBA. */
async function shownPixels(application, source, options) {
    const base64 = await application.main(async (world, what, how, width, height) => {
        const player = world.player('one');

        await player.load(what, how);
        const index = await world.open({ src: 'frameshare:one', width, height });
        await world.shown(index);
        await world.wait(300);
        const image = await world.windows[index].webContents.capturePage();
        world.windows[index].destroy();
        await player.close();
        const size = image.getSize();
        if (size.width !== width || size.height !== height) {
            throw new Error(`the screenshot is ${size.width} x ${size.height}`);
        }
        return image.toBitmap().toString('base64');
    }, source, options, WIDTH, HEIGHT);
    const pixels = Buffer.from(base64, 'base64');

    // Electron's bitmaps are BGRA.
    return pixels.swap32().map((value, i, all) => all[(i & ~3) + ((i & 3) + 1) % 4]);
}

/** Mean and peak signal-to-noise of the differences, without alpha. */
function compare(a, b) {
    let sum = 0;
    let squares = 0;
    let count = 0;

    assert.strictEqual(a.length, b.length);
    for (let i = 0; i < a.length; i++) {
        if ((i & 3) !== 3) {
            const difference = a[i] - b[i];
            sum += Math.abs(difference);
            squares += difference * difference;
            count++;
        }
    }
    return { mean: sum / count, psnr: 10 * Math.log10(255 * 255 * count / Math.max(squares, 1)) };
}

const SPACES = [
    ['BT.601 limited', 'bt601', 'tv'],
    ['BT.709 limited', 'bt709', 'tv'],
    ['BT.601 full', 'bt601', 'pc'],
    ['BT.709 full', 'bt709', 'pc'],
];

let application;

test.before(async () => {
    application = await Application.launch();
});
test.after(() => application.stop());

for (const [name, matrix, range] of SPACES) {
    for (const format of ['native', 'rgba']) {
        test(`a decoded file in ${name} looks as ffmpeg has it (${format})`, async (t) => {
            const file = makeStill(`${matrix}-${range}`, matrix, range);
            const pixels = await shownPixels(application, file, { format });
            const { mean, psnr } = compare(pixels, reference(file, matrix, range));

            t.diagnostic(`mean difference ${mean.toFixed(2)}, PSNR ${psnr.toFixed(1)} dB`);
            assert.ok(mean < 2.5, `mean difference ${mean}`);
            assert.ok(psnr > 37, `PSNR ${psnr} dB`);
        });
    }
}
