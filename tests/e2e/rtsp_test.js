// SPDX-License-Identifier: MIT
'use strict';

// A camera with a microphone over RTSP, as a page sees it: the server is one of GStreamer's own library (tests/player/rtsp.c).

const assert = require('assert');
const { spawn } = require('child_process');
const path = require('path');
const readline = require('readline');
const test = require('node:test');
const { Application } = require('./support/electron');
const { eventually } = require('./support/witness');

const SERVER = path.join(__dirname, '..', '..', 'build', 'tests', 'player', 'test-rtsp');

/** A server, where it is, and what it was asked. */
class Server {
    async start() {
        this.asked = [];
        this._process = spawn(SERVER, [], { stdio: ['pipe', 'pipe', 'inherit'] });

        const lines = readline.createInterface({ input: this._process.stdout });
        const port = await new Promise((resolve) => lines.once('line', (line) => resolve(line.split(' ')[1])));

        lines.on('line', (line) => this.asked.push(line));
        this.uri = `rtsp://127.0.0.1:${port}`;
        return this;
    }

    stop() {
        this._process.kill('SIGKILL');
    }
}

/** The error of the first element. */
function errorOf(application) {
    return application.page(0, () => {
        const { code, reason, message } = document.querySelector('gst-video').error;

        return { code, reason, message };
    });
}

function show(application, src) {
    return application.page(0, (uri) => {
        window.video = document.querySelector('gst-video');
        window.video.autoplay = true;
        window.video.src = uri;
    }, src);
}

test('a page shows a camera over RTSP, live and in the way that the app says, and hears when it is not there or gone', async () => {
    const application = await Application.launch();
    let server = await new Server().start();

    try {
        await application.main((world) => world.open({ src: 'about:blank', allow: ['rtsp:'], opening: { rtsp: { transport: 'tcp', latency: 100 } } }));
        await show(application, `${server.uri}/live`);
        await eventually(application, 0, (video) => video.readyState >= 3 && !video.paused && video.videoWidth === 320, 'it plays');
        assert.deepStrictEqual(await application.page(0, () => [window.video.duration === Infinity, window.video.streamType]), [true, 'live']);
        assert.ok(server.asked.some((line) => /^SETUP \/live\S* RTP\/AVP\/TCP/.test(line)), server.asked.join('\n'));
        await eventually(application, 0, (video) => video.audioTracks.length === 1, 'its sound is a track');

        server.stop();
        await eventually(application, 0, (video) => video.error !== null, 'that it is gone is told');
        const gone = await errorOf(application);
        assert.strictEqual(gone.reason, 'network');
        assert.match(gone.message, /the server closed the connection|refused/);
        assert.match(gone.message, /rtspsrc/);

        server = await new Server().start();
        await show(application, `${server.uri.replace('//', '//me:s3cret@')}/nothing`);
        await eventually(application, 0, (video) => video.error !== null && /nothing/.test(video.error.message), 'a wrong path is told');
        const wrong = await errorOf(application);
        assert.strictEqual(wrong.code, 4);
        assert.strictEqual(wrong.reason, 'not-found');
        assert.match(wrong.message, /Not Found \(404\)/);
        assert.match(wrong.message, /rtspsrc/);
        assert.doesNotMatch(wrong.message, /s3cret/);

        await show(application, `${server.uri}/silent`);
        await eventually(application, 0, (video) => video.error === null && video.readyState >= 3, 'the next one plays');
    } finally {
        await application.stop();
        server.stop();
    }
});
