// SPDX-License-Identifier: MIT
'use strict';

// player.snapshot(), the element's, and `frameshare dump x.png`: the picture that is seen, at its full size.

const assert = require('assert');
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { Application } = require('./support/electron');
const { temporaryFolder } = require('./support/clips');

const TOOL = path.join(__dirname, '..', '..', 'build', 'frameshare');

/** Sharp edges in every colour. */
const PATTERN = 'testsrc2=s=640x360';

/** Lossless stills; BT.709 says so. */
function encode(name, filters, pixelFormat, more = []) {
    const file = path.join(temporaryFolder(), name);

    if (!fs.existsSync(file)) {
        execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', PATTERN, '-frames:v', '5', '-r', '10',
            '-vf', 'format=gbrp,zscale=matrixin=gbr:transferin=709:primariesin=709:rangein=full:' +
                `matrix=709:transfer=709:primaries=709:range=limited,format=${pixelFormat}${filters}`,
            '-c:v', 'libx264', '-qp', '0', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709',
            '-color_range', 'tv', ...more, file]);
    }
    return file;
}

/** Ten bits, pixels of 4:3, and to be turned by a quarter. */
function makeTurnedClip() {
    const upright = encode('upright.mp4', ',setsar=4/3', 'yuv420p10le');
    const turned = path.join(temporaryFolder(), 'turned.mp4');

    execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', upright, '-c', 'copy', '-metadata:s:v', 'rotate=270', turned]);
    return turned;
}

function readPixels(...input) {
    return execFileSync('ffmpeg', ['-v', 'error', ...input, '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgba', '-'],
        { maxBuffer: 1 << 28 });
}

/** The differences of red, green and blue. */
function compare(a, b) {
    let sum = 0;
    let squares = 0;
    let most = 0;

    assert.strictEqual(a.length, b.length);
    for (let i = 0; i < a.length; i++) {
        if ((i & 3) !== 3) {
            const difference = Math.abs(a[i] - b[i]);
            sum += difference;
            squares += difference * difference;
            most = Math.max(most, difference);
        }
    }
    const count = a.length / 4 * 3;
    return { mean: sum / count, most, psnr: 10 * Math.log10(255 * 255 * count / Math.max(squares, 1)) };
}

/** player.snapshot() of player `one`, in this process. */
async function snapshot(application, options) {
    const { width, height, data, png } = await application.main(async (world, how) => {
        const picture = await world.players.one.snapshot(how);
        return {
            width: picture.width, height: picture.height,
            data: Buffer.from(picture.data).toString('base64'), png: picture.toPNG().toString('base64'),
        };
    }, options);

    return { width, height, data: Buffer.from(data, 'base64'), png: Buffer.from(png, 'base64') };
}

async function withApplication(body) {
    const application = await Application.launch();

    try {
        await application.main((world) => void world.player('one'));
        await body(application);
    } finally {
        await application.stop();
    }
}

test('a turned clip of ten bits and oblong pixels: snapshot, screenshot, element and dump are the same', (t) =>
    withApplication(async (application) => {
        const file = makeTurnedClip();
        const png = path.join(temporaryFolder(), 'dump.png');

        const stream = await application.main(async (world, source) => {
            await world.players.one.load(source);
            return world.players.one.stream;
        }, file);
        const picture = await snapshot(application);
        assert.deepStrictEqual([picture.width, picture.height], [360, 853]);

        // zimg, sample for sample; and that ffmpeg turns it the same way round, where it filters chroma another way.
        const scaled = readPixels('-noautorotate', '-i', file, '-vf',
            'zscale=w=853:h=360:filter=bilinear:matrix=gbr:range=full,format=gbrp,transpose=clock');
        const { psnr } = compare(picture.data, scaled);
        t.diagnostic(`ffmpeg: PSNR ${psnr.toFixed(1)} dB`);
        assert.ok(psnr > 45, `PSNR ${psnr} dB`);
        const turned = readPixels('-i', file, '-vf', 'zscale=w=360:h=853:filter=bilinear:matrix=gbr:range=full,format=gbrp');
        assert.ok(compare(picture.data, turned).psnr > 30);

        const shown = await application.main(async (world, width, height) => {
            await world.open({ src: 'frameshare:one', width, height });
            await world.shown(0);
            await world.wait(300);
            const image = await world.windows[0].webContents.capturePage();
            const { width: w, height: h } = image.getSize();
            return { width: w, height: h, bgra: image.toBitmap().toString('base64') };
        }, 360, 853);
        assert.deepStrictEqual([shown.width, shown.height], [360, 853]);
        const screenshot = Buffer.from(shown.bgra, 'base64').swap32().map((_, i, all) => all[(i & ~3) + ((i & 3) + 1) % 4]);
        const { mean, most } = compare(picture.data, screenshot);
        t.diagnostic(`screenshot: mean difference ${mean.toFixed(3)}, most ${most}`);
        assert.ok(mean < 1, `mean difference ${mean}`);
        assert.ok(most <= 4, `greatest difference ${most}`);

        const element = await application.page(0, async () => {
            const { width, height, data } = await document.querySelector('gst-video').snapshot();
            const image = new ImageData(data, width, height);
            return { width, height, name: data.constructor.name, text: Array.from(image.data).join(' ') };
        });
        assert.deepStrictEqual([element.width, element.height, element.name], [360, 853, 'Uint8ClampedArray']);
        assert.ok(Buffer.from(element.text.split(' ').map(Number)).equals(picture.data));
        assert.strictEqual(await application.page(0, () => document.querySelector('gst-video').stream), stream);

        execFileSync(TOOL, ['dump', stream, '--output', png], { stdio: 'ignore' });
        assert.ok(readPixels('-i', png).equals(picture.data));
        fs.writeFileSync(png, picture.png);
        assert.ok(readPixels('-i', png).equals(picture.data));
    }));

const FILES = [
    ['8-bit 4:2:0', 'plain8.mkv', 'yuv420p'],
    ['10-bit 4:2:2', 'plain10.mkv', 'yuv422p10le'],
    ['8-bit 4:4:4', 'plain444.mkv', 'yuv444p'],
];

for (const [name, file, pixelFormat] of FILES) {
    test(`a snapshot of a file is what ffmpeg makes of it (${name})`, (t) => withApplication(async (application) => {
        const source = encode(file, '', pixelFormat);

        await application.main((world, what) => world.players.one.load(what), source);
        const picture = await snapshot(application);
        const reference = readPixels('-i', source, '-vf', 'zscale=filter=bilinear:matrix=gbr:range=full,format=gbrp');
        const { mean, psnr } = compare(picture.data, reference);

        t.diagnostic(`mean difference ${mean.toFixed(3)}, PSNR ${psnr.toFixed(1)} dB`);
        assert.ok(psnr > 45, `PSNR ${psnr} dB`);
    }));
}

test('a snapshot can be taken before, while, and after it plays', () => withApplication(async (application) => {
    const file = encode('states.mkv', '', 'yuv420p');
    const sizes = await application.main(async (world, source) => {
        const player = world.players.one;
        const size = async () => {
            const { width, height } = await player.snapshot();
            return [player.state, width, height];
        };
        const nothing = await player.snapshot().then(() => 'a picture', (error) => [error.code, error.message]);
        await player.load(source);
        const paused = await size();
        const ended = new Promise((resolve) => player.once('end', resolve));
        await player.play();
        const playing = await size();
        await ended;
        const after = await size();
        await player.stop();
        return { nothing, paused, playing, after, stopped: (await player.snapshot()).width };
    }, file);

    assert.deepStrictEqual(sizes.nothing, ['closed', 'nothing is loaded: call load() before snapshot']);
    assert.deepStrictEqual(sizes.paused, ['paused', 640, 360]);
    assert.deepStrictEqual(sizes.playing.slice(1), [640, 360]);
    assert.deepStrictEqual(sizes.after, ['ended', 640, 360]);
    assert.strictEqual(sizes.stopped, 640);
}));

test('subtitles are in a snapshot unless they are left out', () => withApplication(async (application) => {
    await application.main((world) => world.players.one.load({
        pipeline: 'videotestsrc num-buffers=1 pattern=black ! video/x-raw,format=I420,width=320,height=240 ! ' +
            'textoverlay text=WWWW valignment=center font-desc="Sans 40" ! framesharesink',
    }));
    const brightest = ({ data }) => data.reduce((most, value, i) => ((i & 3) === 3 ? most : Math.max(most, value)), 0);

    assert.ok(brightest(await snapshot(application)) > 200);
    assert.strictEqual(brightest(await snapshot(application, { subtitles: false })), 0);
    await application.main(async (world) => {
        await world.open({ src: 'frameshare:one' });
        await world.shown(0);
    });
    const most = (options) => application.page(0, async (how) => {
        const { data } = await document.querySelector('gst-video').snapshot(how);
        return data.reduce((max, value, i) => ((i & 3) === 3 ? max : Math.max(max, value)), 0);
    }, options);
    assert.ok(await most({}) > 200);
    assert.strictEqual(await most({ subtitles: false }), 0);
}));

test('an element without a picture says so', () => withApplication(async (application) => {
    await application.main((world) => world.open());
    const messages = await application.page(0, async () => {
        const video = document.createElement('gst-video');
        const say = () => video.snapshot().then(() => 'a picture', (error) => error.message);
        const outside = await say();
        document.body.append(video);
        return [outside, await say(), video.stream];
    });

    assert.match(messages[0], /no picture yet/);
    assert.match(messages[1], /no picture yet/);
    assert.strictEqual(messages[2], null);
}));
