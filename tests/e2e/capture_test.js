'use strict';

// What a page does with the picture of an element by the means it has for `<video>`.

const assert = require('assert');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');
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

async function prepare(attributes = {}) {
    const application = await Application.launch();

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

test('a stream that was captured before there is a picture gets its track with it, and loses it with the element', async () => {
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
        await eventually(application, 0, () => window.stream.getTracks().length === 0, 'it has no track any more');
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
