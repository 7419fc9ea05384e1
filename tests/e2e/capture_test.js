// SPDX-License-Identifier: MIT
'use strict';

// What a page does with the picture of an element by the means it has for `<video>`.

const assert = require('assert');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeClip, makeOther, makeWebm } = require('./support/clips');
const { watch, eventually } = require('./support/witness');

const clip = pathToFileURL(makeClip({ size: '320x180', fps: 30, frames: 300 })).href;

/** Runs in the page: a stream's pictures in a `<video>` of the page's, with the counter that is read in it. */
function play(stream) {
    const player = document.createElement('video');

    player.muted = true;
    player.style.cssText = 'width: 320px; height: 180px';
    document.body.append(player);
    player.srcObject = stream;
    player.play();
    window.seen = () => {
        window.witness._copy.clearRect(0, 0, 320, 180);
        return player.videoWidth > 0 ? window.witness._read(player) : -1;
    };
}

async function prepare(attributes = {}, flags = []) {
    const application = await Application.launch({ flags });

    await application.main((world) => world.open({ allow: ['file:///'], width: 400, height: 600 }));
    await watch(application, 0, Object.assign({ src: clip }, attributes));
    await eventually(application, 0, (video) => video.readyState === 4, 'it is loaded');
    return application;
}

test('captureStream() has the picture that is shown, each way, and goes on when the way changes', async (t) => {
    const application = await prepare();

    try {
        const ways = await application.page(0, async (source) => {
            const { video } = window;
            const stream = video.captureStream();
            const changes = [];

            new Function(`return (${source})`)()(stream);
            window.changes = changes;
            ['addtrack', 'removetrack'].forEach((name) => stream.addEventListener(name, ({ track }) => changes.push(`${name} ${track.kind}`)));
            return [video.stats.presenter, stream.getVideoTracks().length, stream.getAudioTracks().length];
        }, String(play));
        const [way, ...counts] = ways;

        assert.deepStrictEqual(counts, [1, 0]);
        await eventually(application, 0, () => window.seen() === 0, 'the paused picture is in the stream');
        for (const present of ['webgl', 'auto', '2d']) {
            await application.page(0, (name, number) => {
                window.video.setAttribute('present', name);
                window.video.currentTime = (number + 0.5) / 30;
            }, present, 40 + present.length);
            await eventually(application, 0, (video, witness, number) => window.seen() === number, `the picture of a seek is in the stream by ${present}`,
                40 + present.length);
        }
        const changes = await application.page(0, () => window.changes);

        t.diagnostic(`${way}: ${changes.join(', ')}`);
        // Three changes, or the one from WebGL to 2D.
        assert.deepStrictEqual(changes, new Array(way === 'video' ? 3 : 1).fill(['removetrack video', 'addtrack video']).flat());
    } finally {
        await application.stop();
    }
});

test('a stream that was captured before there is a picture gets its track with it, and keeps it as the element does', async () => {
    const application = await Application.launch();

    try {
        await application.main((world) => world.open({ allow: ['file:///'], width: 400, height: 600 }));
        await watch(application, 0);
        await application.page(0, (source, uri) => {
            window.stream = window.video.captureStream();
            window.before = window.stream.getTracks().length;
            new Function(`return (${source})`)()(window.stream);
            window.video.src = uri;
        }, String(play), clip);
        assert.strictEqual(await application.page(0, () => window.before), 0);
        await eventually(application, 0, () => window.seen() === 0, 'the first picture is in the stream');
        await application.page(0, () => window.video.remove());
        if (application.major < 10) {
            await eventually(application, 0, () => window.stream.getTracks().length === 0, 'it has no track any more');
            return;
        }
        // It is paused, and its source stays, as that of <video>.
        await application.page(0, () => void (window.video.currentTime = 71.5 / 30));
        await eventually(application, 0, () => window.stream.getTracks().length === 1 && window.seen() === 71, 'another picture is in the stream');
    } finally {
        await application.stop();
    }
});

test('element.video is what drawImage(), createImageBitmap(), texImage2D() and new VideoFrame() take', async (t) => {
    const application = await prepare();

    try {
        const seen = await application.page(0, async () => {
            const { video, witness } = window;
            const film = video.video;

            if (film === null) {
                return { way: video.stats.presenter };
            }
            const bitmap = await createImageBitmap(film);
            const gl = document.createElement('canvas').getContext('webgl2');
            const frame = new window.VideoFrame(film);

            gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
            gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, film);
            const result = {
                way: video.stats.presenter, drawn: witness._read(film), bitmap: witness._read(bitmap), frame: witness._read(frame), error: gl.getError(),
                isVideo: film instanceof HTMLVideoElement,
            };
            frame.close();
            return result;
        });

        t.diagnostic(JSON.stringify(seen));
        assert.deepStrictEqual(seen, seen.way === 'video' ? { way: 'video', drawn: 0, bitmap: 0, frame: 0, error: 0, isVideo: true } : { way: 'webgl' });
        await application.page(0, () => window.video.setAttribute('present', 'webgl'));
        await eventually(application, 0, (video) => video.stats.presenter === 'webgl' && video.video === null, 'there is none where WebGL draws');
    } finally {
        await application.stop();
    }
});

/** As on a graphics card, by Mesa. */
const COMPOSITING = { software: [], gpu: ['--ignore-gpu-blocklist', '--use-gl=angle', '--use-angle=gl'] };

/** Runs in the page: the counter that each API reads in the element's canvas, and its size. */
async function readCanvas() {
    const { video, witness } = window;
    const { canvas } = video;
    const bitmap = await createImageBitmap(canvas);
    const gl = document.createElement('canvas').getContext('webgl');
    const pixels = new Uint8Array(4 * canvas.width * canvas.height);
    const drawn = document.createElement('canvas');

    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, video.canvas);
    gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, gl.getParameter(gl.TEXTURE_BINDING_2D), 0);
    gl.readPixels(0, 0, canvas.width, canvas.height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    drawn.width = canvas.width;
    drawn.height = canvas.height;
    drawn.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(pixels), canvas.width, canvas.height), 0, 0);
    return {
        size: [canvas.width, canvas.height], same: video.canvas === canvas, drawn: witness._read(canvas), bitmap: witness._read(bitmap),
        texture: witness._read(drawn), error: gl.getError(),
    };
}

/** Runs in the page: the same of a VideoFrame. */
function readFrame() {
    const { video, witness } = window;

    if (!window.VideoFrame) {
        try {
            video.toVideoFrame();
        } catch (error) {
            return error.name;
        }
        return 'nothing';
    }
    const frame = video.toVideoFrame();
    const { displayWidth, displayHeight, timestamp, format, colorSpace } = frame;
    const read = { size: [displayWidth, displayHeight], timestamp, drawn: witness._read(frame) };

    frame.close();
    return { read, format, colorSpace: [colorSpace.matrix, colorSpace.fullRange] };
}

for (const compositing of Object.keys(COMPOSITING)) {
    test(`element.canvas and toVideoFrame() have the newest picture for canvas and WebGL, where pages are put together by ${compositing}`, async (t) => {
        const application = await prepare({}, COMPOSITING[compositing]);
        const ways = application.major < 22 ? ['webgl', '2d'] : ['video', 'webgl', '2d'];

        try {
            for (const [i, present] of ways.entries()) {
                const number = 40 + 7 * i;

                await application.page(0, (name, at) => {
                    window.video.setAttribute('present', name);
                    window.video.currentTime = (at + 0.5) / 30;
                }, present, number);
                await eventually(application, 0, (video) => !video.seeking, 'it is there');
                assert.deepStrictEqual(await application.page(0, readCanvas), {
                    size: [320, 180], same: true, drawn: number, bitmap: number, texture: number, error: 0,
                });
                const frame = await application.page(0, readFrame);

                t.diagnostic(`${present}: ${JSON.stringify(frame)}`);
                if (application.major < 22) {
                    assert.strictEqual(frame, 'NotSupportedError');
                } else {
                    assert.deepStrictEqual(frame.read, { size: [320, 180], timestamp: Math.round(number * 1e6 / 30), drawn: number });
                    assert.deepStrictEqual([frame.format === 'RGBA', frame.colorSpace[0] === 'rgb'], new Array(2).fill(compositing === 'software'));
                }
            }
        } finally {
            await application.stop();
        }
    });

    test(`element.canvas and toVideoFrame() have the colours and the size of a snapshot, and nothing before a picture (${compositing})`, async (t) => {
        const application = await Application.launch({ flags: COMPOSITING[compositing] });

        try {
            await application.main((world) => world.open({ allow: ['file:///'], width: 800, height: 600 }));
            for (const [name, file, ...size] of [['colours', makeWebm(), 320, 180], ['turned', makeOther('turned.mp4'), 180, 320]]) {
                const seen = await application.page(0, async (src) => {
                    const video = document.createElement('gst-video');
                    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
                    const pixels = (source, width, height) => {
                        Object.assign(context.canvas, { width, height });
                        context.drawImage(source, 0, 0);
                        return context.getImageData(0, 0, width, height).data;
                    };
                    const before = video.canvas;
                    const empty = pixels(before, 10, 10).every((value) => value === 0);
                    let refused = '';
                    try {
                        video.toVideoFrame();
                    } catch (error) {
                        refused = error.name;
                    }
                    document.body.append(video);
                    video.src = src;
                    await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }));
                    const { width, height, data } = await video.snapshot();
                    const compare = (source) => {
                        const off = pixels(source, width, height).map((value, i) => Math.abs(value - data[i]));

                        return { most: off.reduce((a, b) => Math.max(a, b)), mean: off.reduce((sum, value) => sum + value, 0) / off.length };
                    };
                    const result = {
                        empty, refused, canvas: [video.canvas.width, video.canvas.height], video: [video.videoWidth, video.videoHeight],
                        off: [compare(video.canvas)],
                    };
                    if (window.VideoFrame) {
                        const frame = video.toVideoFrame();
                        result.off.push(compare(frame));
                        frame.close();
                    }
                    video.removeAttribute('src');
                    video.load();
                    result.after = pixels(video.canvas, 10, 10).every((value) => value === 0);
                    video.remove();
                    return result;
                }, pathToFileURL(file).href);

                t.diagnostic(`${name}: ${JSON.stringify(seen)}`);
                assert.deepStrictEqual([seen.empty, seen.refused, seen.after], [true, application.major < 22 ? 'NotSupportedError' : 'InvalidStateError', true]);
                assert.deepStrictEqual([seen.canvas, seen.video], [size, size]);
                // On a graphics card Chromium converts, and filters chroma at edges in another way.
                seen.off.forEach(({ most, mean }) => assert.ok(compositing === 'software' ? most === 0 : mean < 1, `mean ${mean}, most ${most}`));
                assert.strictEqual(seen.off.length, application.major < 22 ? 1 : 2);
            }
        } finally {
            await application.stop();
        }
    });
}
