'use strict';

const assert = require('assert');
const test = require('node:test');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');
const { isAlive, sockets, until } = require('./support/processes');

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

test('a host that is killed leaves a window with its error, and load() plays again', async () => {
    const { application, ids } = await prepare();

    try {
        process.kill(ids.host, 'SIGKILL');
        const errors = await application.main((world) => world.until(() => world.players.one.errors.length > 0 &&
            world.players.one.errors, 'the player tells'));
        assert.strictEqual(errors[0].code, 'host');
        assert.match(errors[0].message, /SIGKILL.*load\(\)/);
        const shown = await application.page(0, () => new Promise((resolve) => {
            const video = document.querySelector('gst-video');
            const look = () => (video.error ? resolve(video.error) : setTimeout(look, 10));
            look();
        }));
        assert.strictEqual(shown.message, errors[0].message);
        assert.ok(!sockets().includes(ids.stream), 'no socket is left');

        const again = await application.main(async (world) => {
            const player = world.players.one;
            await player.load();
            await world.shown(0);
            await player.play();
            await world.until(() => player.position > 0.2, 'it plays again');
            return { pid: player.pid, statistics: await world.page(0, () =>
                document.querySelector('gst-video').stats) };
        });
        assert.notStrictEqual(again.pid, ids.host);
        assert.notStrictEqual(again.statistics.stream, ids.stream);
        assert.ok(again.statistics.shown > 1);
        assert.strictEqual(await application.page(0, () => document.querySelector('gst-video').error), null);
    } finally {
        await application.stop();
    }
});

test('load() of the element plays again after its host was killed', async () => {
    const { application, ids } = await prepare();

    try {
        process.kill(ids.host, 'SIGKILL');
        await application.page(0, () => new Promise((resolve) => {
            const video = document.querySelector('gst-video');
            video.addEventListener('error', () => resolve());
            if (video.error) {
                resolve();
            }
        }));
        await application.page(0, () => document.querySelector('gst-video').load());
        await application.main((world) => world.shown(0));
        await application.page(0, () => document.querySelector('gst-video').play());
        await application.main((world) => world.until(() => world.players.one.position > 0.2, 'it plays again'));
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
