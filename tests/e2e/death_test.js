// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');
const { withCrasher } = require('../main/support/crasher');
const { isAlive, socketFolder, sockets, until } = require('./support/processes');

const clip = makeClip({ frames: 300 });

/** A window that shows a playing player; the ids of host, renderer and stream. */
async function prepare() {
    const application = await Application.launch();
    const ids = await application.main(async (world, file) => {
        const player = world.player('one');

        await player.load(file);
        await world.open({ src: 'frameshare:one' });
        await world.shown(0);
        await player.play();
        await world.until(() => player.position > 0.2, 'it plays');
        return { host: player.pid, renderer: world.windows[0].webContents.getOSProcessId(), stream: player.stream };
    }, clip);

    return { application, ids };
}

/** Kill the host of player `one`, and each that replaces it, until the player gives up. What it tells then. */
async function killAll(application) {
    for (let killed = 0, last = 0; killed < 3; killed++) {
        last = await application.main((world, before) => world.until(() => {
            const { pid, state } = world.players.one;
            return state === 'playing' && pid !== before && pid;
        }, 'another host plays'), last);
        process.kill(last, 'SIGKILL');
    }
    return application.main((world) => world.until(() => world.players.one.errors[0], 'the player tells'));
}

/** The error of the window's element, once it has one. */
async function errorShown(application) {
    const look = () => application.page(0, () => document.querySelector('gst-video').error);

    await until(look, 'the window shows an error');
    return look();
}

test('a host that is killed is replaced, and its window goes on where it was', async () => {
    const { application, ids } = await prepare();

    try {
        const before = await application.main((world) => world.players.one.position);
        process.kill(ids.host, 'SIGKILL');
        const again = await application.main(async (world, stream) => {
            const player = world.players.one;
            await world.until(() => player.state === 'playing' && player.stream !== stream, 'it plays again');
            const { position } = player;
            const statistics = () => world.page(0, () => document.querySelector('gst-video').stats);
            await world.until(async () => (await statistics()).stream === player.stream && (await statistics()).shown > 1,
                'the window shows it');
            await world.until(() => player.position > position, 'it goes on');
            return { position, errors: player.errors, error: await world.page(0, () => document.querySelector('gst-video').error) };
        }, ids.stream);
        assert.ok(again.position >= before, `at ${again.position} after ${before}`);
        assert.deepStrictEqual([again.errors, again.error], [[], null]);
        assert.ok(!sockets().includes(ids.stream), 'no socket is left');
    } finally {
        await application.stop();
    }
});

/** Kill the host of player `one` while an element is in a state, then play. What the element says of it all. */
async function killIn(application, state) {
    await application.main((world) => world.page(0, () => {
        document.body.innerHTML = '<gst-video src="frameshare:one"></gst-video>';
    }));
    await application.main(async (world, what, file) => {
        const player = world.players.one;

        player.load(file).catch(() => {});
        await world.until(() => player.state === (what === 'loading' ? 'loading' : 'paused'), 'it loads');
    }, state, clip);
    await application.page(0, async (what) => {
        const video = document.querySelector('gst-video');
        const come = async (met) => {
            for (const end = Date.now() + 30000; !met(); await new Promise((resolve) => setTimeout(resolve, 10))) {
                if (Date.now() > end) {
                    throw new Error(`${what}: it never came to that`);
                }
            }
        };
        if (what === 'loading') {
            return;
        }
        await come(() => video.readyState === 4);
        video.currentTime = what === 'ended' ? video.duration - 0.3 : 2;
        if (what === 'seeking') {
            await come(() => video.seeking);
        } else {
            await come(() => !video.seeking);
        }
        if (what === 'ended') {
            video.play();
            await come(() => video.ended);
        }
    }, state);
    await application.main(async (world) => {
        const player = world.players.one;
        const { pid } = player;

        process.kill(pid, 'SIGKILL');
        await world.until(() => player.pid !== pid && ['paused', 'ended'].includes(player.state), 'another host is where it was');
    });
    return application.page(0, async () => {
        const video = document.querySelector('gst-video');
        const { ended } = video;
        for (const end = Date.now() + 30000; (video.seeking || video.readyState < 4) && Date.now() < end;) {
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        const at = video.currentTime;
        const how = await video.play().then(() => 'plays', (error) => error.name);

        return [ended, Math.round(at), how, video.paused];
    });
}

test('an element whose host is killed while it loads, is paused, seeks, or has ended, is as it was, and plays', async () => {
    const application = await Application.launch();

    try {
        await application.main(async (world) => {
            world.player('one');
            await world.open();
        });
        assert.deepStrictEqual(await killIn(application, 'loading'), [false, 0, 'plays', false]);
        assert.deepStrictEqual(await killIn(application, 'paused'), [false, 2, 'plays', false]);
        assert.deepStrictEqual(await killIn(application, 'seeking'), [false, 2, 'plays', false]);
        assert.deepStrictEqual(await killIn(application, 'ended'), [true, 10, 'plays', false]);
    } finally {
        await application.stop();
    }
});

test('a host that is killed three times leaves a window with its error, and load() plays again', async () => {
    const { application, ids } = await prepare();

    try {
        const error = await killAll(application);
        assert.strictEqual(error.code, 'crashed');
        assert.match(error.message, /3 times.*clip\.mp4.*load\(\)/);
        assert.match(error.debug, /SIGKILL/);
        assert.match((await errorShown(application)).message, /^the player crashed 3 times.*load\(\)/);
        await until(() => !sockets().includes(ids.stream), 'no socket is left');
        await application.main(async (world) => {
            const player = world.players.one;
            await player.load();
            await world.shown(0);
            await player.play();
            await world.until(() => player.position > 0.2, 'it plays again');
        });
        assert.strictEqual(await application.page(0, () => document.querySelector('gst-video').error), null);
    } finally {
        await application.stop();
    }
});

test('load() of the element plays again after its host was killed three times', async () => {
    const { application } = await prepare();

    try {
        await killAll(application);
        await errorShown(application);
        await application.page(0, () => document.querySelector('gst-video').load());
        await application.main((world) => world.shown(0));
        await application.page(0, () => document.querySelector('gst-video').play());
        await application.main((world) => world.until(() => world.players.one.position > 0.2, 'it plays again'));
    } finally {
        await application.stop();
    }
});

test('a decoder that crashes again and again is named in the error of its window, which plays the next source', async () => {
    const application = await Application.launch({ env: withCrasher() });
    const crash = 'videotestsrc ! videoconvert ! frscrasher name=culprit at=1 ! framesharesink';

    try {
        await application.main((world, presets) => world.open({ presets, src: 'preset:crash' }), { crash, ball: 'videotestsrc ! framesharesink' });
        const { message, reason } = await errorShown(application);
        assert.strictEqual(reason, 'crashed');
        assert.match(message, /3 times.*in the GStreamer element culprit/);
        await application.page(0, () => (document.querySelector('gst-video').src = 'preset:ball'));
        await application.main((world) => world.shown(0));
    } finally {
        await application.stop();
    }
});

test('a stream that is not there is an error that names it, though its player is', async () => {
    const { application, ids } = await prepare();

    try {
        fs.unlinkSync(path.join(socketFolder(), ids.stream));
        await application.page(0, () => (document.body.innerHTML = '<gst-video src="frameshare:one"></gst-video>'));
        const error = await errorShown(application);
        assert.deepStrictEqual([error.code, error.reason], [2, 'FRS_ENOENT']);
        assert.match(error.message, new RegExp(`no stream ${ids.stream}`));
        assert.strictEqual(await application.main((world) => world.players.one.state), 'playing', 'it has no part in this');
    } finally {
        await application.stop();
    }
});

test('a renderer that is killed takes nothing with it, and its window can be loaded again', async () => {
    const { application, ids } = await prepare();

    try {
        process.kill(ids.renderer, 'SIGKILL');
        await application.main((world) => world.until(async () => (await world.players.one.stats()).readers === 0,
            'the host knows of no reader'));
        assert.ok(isAlive(ids.host));
        const before = await application.main((world) => world.players.one.position);
        await application.main((world, then) => world.until(() => world.players.one.position > then, 'it plays on'), before);
        await application.main(async (world) => {
            world.windows[0].reload();
            await new Promise((resolve) => world.windows[0].webContents.once('did-finish-load', resolve));
            await world.page(0, () => {
                document.body.innerHTML = '<gst-video src="frameshare:one"></gst-video>';
            });
            await world.shown(0);
        });
    } finally {
        await application.stop();
    }
});

test('a main process that is killed leaves no host, no renderer and no socket', async () => {
    const { application, ids } = await prepare();

    application.child.kill('SIGKILL');
    await application.exited;
    await until(() => !isAlive(ids.host), 'the host is gone');
    await until(() => !isAlive(ids.renderer), 'the renderer is gone');
    assert.ok(!sockets().includes(ids.stream), 'no socket is left');
    await application.stop();
});
