// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');
const { mappings } = require('./support/processes');

const QUICK = Boolean(process.env.FRAMESHARE_QUICK);
const RELOADS = QUICK ? 20 : 200;
const WINDOWS = QUICK ? 5 : 50;
/** What may come and go by chance in a living process (heap, fonts, threads), not by our doing. */
const NOISE = 150;

const clip = makeClip({ frames: 300 });

/** A playing player that starts again at its end, shown in one window. */
async function prepare() {
    const application = await Application.launch();

    await application.main(async (world, file) => {
        const player = world.player('one');

        player.on('end', () => player.seek(0).then(() => player.play()));
        await player.load(file);
        await world.open({ src: 'frameshare:one' });
        await world.shown(0);
        await player.play();
        world.keep.reload = async () => {
            const contents = world.windows[0].webContents;
            const loaded = new Promise((resolve) => contents.once('did-finish-load', resolve));
            contents.reload();
            await loaded;
            await world.page(0, () => {
                document.body.innerHTML = '<gst-video src="frameshare:one"></gst-video>';
            });
            await world.shown(0);
        };
        // The same without frameshare, to know what Electron itself does.
        world.keep.bare = new world.BrowserWindow({
            show: false, webPreferences: { preload: world.emptyPreload, contextIsolation: true, sandbox: false },
        });
        await world.keep.bare.loadURL('about:blank');
        world.keep.reloadBare = async () => {
            const contents = world.keep.bare.webContents;
            const loaded = new Promise((resolve) => contents.once('did-finish-load', resolve));
            contents.reload();
            await loaded;
        };
    }, clip);
    return application;
}

/** Mappings of both ends, and what the host counts. */
async function measure(application) {
    const { host, renderer, bare, stats } = await application.main(async (world) => ({
        host: world.players.one.pid,
        renderer: world.windows[0].webContents.getOSProcessId(),
        bare: world.keep.bare.webContents.getOSProcessId(),
        stats: await world.players.one.stats(),
    }));

    return { host: mappings(host), renderer: mappings(renderer), bare: mappings(bare), stats };
}

test(`${RELOADS} reloads of a playing renderer leave no mapping, no reader and no lease`, async (t) => {
    const application = await prepare();

    try {
        const reload = (name, count) => application.main(async (world, what, times) => {
            for (let i = 0; i < times; i++) {
                await world.keep[what]();
            }
        }, name, count);

        await reload('reload', 20);
        await reload('reloadBare', 20);
        const before = await measure(application);
        await reload('reload', RELOADS);
        await reload('reloadBare', RELOADS);
        const after = await measure(application);
        // Electron 9 leaves a thread behind at each reload of any page with a preload, with its stack and whatever malloc() and V8
        // reserved for it: there nobody can tell whose anonymous mappings are.
        const electrons = after.bare.all - before.bare.all;

        t.diagnostic(`before ${JSON.stringify(before)}`);
        t.diagnostic(`after ${JSON.stringify(after)}`);
        assert.ok(before.renderer.shared > 0, 'mappings of pictures can be counted');
        assert.ok(after.renderer.shared <= before.renderer.shared + 8, 'the renderer maps no more pictures');
        assert.ok(after.renderer.named <= before.renderer.named + NOISE, 'the renderer maps no more files');
        assert.ok(after.renderer.all <= before.renderer.all + electrons + NOISE || electrons >= RELOADS, 'the renderer maps no more of anything');
        assert.ok(after.host.all <= before.host.all + NOISE, 'the host maps no more');
        assert.strictEqual(after.stats.readers, 1);
        assert.ok(after.stats.slots <= before.stats.slots + 2, 'no slot is held by a lease that nobody has');
    } finally {
        await application.stop();
    }
});

test(`${WINDOWS} windows that open and close leave nothing in the host`, async (t) => {
    const application = await prepare();

    try {
        const openAndClose = (count) => application.main(async (world, times) => {
            for (let i = 0; i < times; i++) {
                const index = await world.open({ src: 'frameshare:one', width: 320, height: 180 });
                await world.shown(index);
                world.windows[index].destroy();
                world.windows.pop();
            }
            await world.until(async () => (await world.players.one.stats()).readers === 1, 'one reader is left');
        }, count);

        await openAndClose(2);
        const before = await measure(application);
        await openAndClose(WINDOWS);
        const after = await measure(application);

        t.diagnostic(`before ${JSON.stringify(before)}`);
        t.diagnostic(`after ${JSON.stringify(after)}`);
        assert.ok(after.host.all <= before.host.all + NOISE, 'the host maps no more');
        assert.ok(after.stats.slots <= before.stats.slots + 2, 'no slot is held by a lease that nobody has');
    } finally {
        await application.stop();
    }
});

test('a lost WebGL context comes back with the picture', async () => {
    const application = await prepare();

    try {
        await application.main((world) => world.players.one.pause());
        const isBlack = () => application.main(async (world) => {
            const image = await world.windows[0].webContents.capturePage();
            return !image.toBitmap().some((value, i) => (i & 3) !== 3 && value > 60);
        });
        await application.main((world) => world.until(() => world.players.one.state === 'paused', 'it is paused'));
        assert.strictEqual(await isBlack(), false);

        // The same canvas gives the page the context that the preload has.
        await application.page(0, () => new Promise((resolve) => {
            const canvas = document.querySelector('gst-video')._view.canvas;
            const loss = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
            canvas.addEventListener('webglcontextlost', () => setTimeout(() => loss.restoreContext(), 50), { once: true });
            canvas.addEventListener('webglcontextrestored', () => setTimeout(resolve, 300), { once: true });
            loss.loseContext();
        }));
        assert.strictEqual(await isBlack(), false);
        assert.strictEqual(await application.page(0, () => document.querySelector('gst-video').error), null);
    } finally {
        await application.stop();
    }
});

test('another size of the window shows the paused picture in that size', async () => {
    const application = await prepare();

    try {
        const size = await application.main(async (world) => {
            await world.players.one.pause();
            world.windows[0].setContentSize(400, 300);
            await world.until(() => world.page(0, () => {
                const canvas = document.querySelector('gst-video')._view.canvas;
                return canvas.width === 400 && canvas.height === 300;
            }), 'the canvas has its size');
            await world.wait(300);
            const image = await world.windows[0].webContents.capturePage();
            const { width, height } = image.getSize();
            const bitmap = image.toBitmap();
            // 16:9 in 4:3: bars above and below, the picture between them.
            const lit = (y) => bitmap.subarray(y * width * 4, (y + 1) * width * 4).some((value, i) =>
                (i & 3) !== 3 && value > 60);
            return { width, height, top: lit(10), middle: lit(150), bottom: lit(290) };
        });
        assert.deepStrictEqual(size, { width: 400, height: 300, top: false, middle: true, bottom: false });
    } finally {
        await application.stop();
    }
});
