// SPDX-License-Identifier: MIT
'use strict';

// What happens to a window or a player's process in the middle of something: nothing hangs, and it goes on.

const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');
const { hostsOf, until } = require('./support/processes');
const { watch, eventually } = require('./support/witness');

const clip = pathToFileURL(makeClip({ size: '320x180', frames: 600, more: ['--audio'] })).href;

/** A window with a playing element, and the process of the application. */
async function prepare() {
    const application = await Application.launch();
    const browser = await application.main(async (world) => {
        await world.open({ allow: ['file:///'], width: 400, height: 300 });
        return process.pid;
    });

    await begin(application);
    return { application, browser };
}

async function begin(application) {
    await watch(application, 0, { src: clip });
    await eventually(application, 0, (video) => video.readyState === 4, 'it is loaded');
    await application.page(0, () => window.witness.play());
    await eventually(application, 0, (video) => video.currentTime > 0.2, 'it plays');
}

/** Ten seeks a second while something is done; then it plays on. */
async function seekMeanwhile(application, what) {
    await application.page(0, () => {
        let count = 0;
        window.timer = setInterval(() => (window.video.currentTime = count++ * 7 % 17), 100);
    });
    await what();
    await application.page(0, () => {
        clearInterval(window.timer);
        window.video.currentTime = 3;
    });
    await eventually(application, 0, (video) => !video.seeking && video.readyState === 4 && video.currentTime > 3.3, 'it plays on');
}

test('a storm of seeks outlives its player, killed or stopped for seconds', async () => {
    const { application, browser } = await prepare();
    const host = () => Number(hostsOf(browser)[0]);

    try {
        await seekMeanwhile(application, async () => {
            const killed = host();
            process.kill(killed, 'SIGKILL');
            await until(() => host() > 0 && host() !== killed, 'there is another player');
        });
        await seekMeanwhile(application, async () => {
            process.kill(host(), 'SIGSTOP');
            await application.main((world) => world.wait(2000));
            process.kill(host(), 'SIGCONT');
        });
    } finally {
        await application.stop();
    }
});

test('a page that is reloaded in a seek, and an element that is taken out while it loads, leave nothing', async () => {
    const { application, browser } = await prepare();

    try {
        await application.main(async (world) => {
            await world.page(0, () => {
                window.video.currentTime = 9;
            });
            const contents = world.windows[0].webContents;
            const loaded = new Promise((resolve) => contents.once('did-finish-load', resolve));
            contents.reload();
            await loaded;
        });
        await begin(application);
        await watch(application, 0);
        await application.page(0, (src) => new Promise((resolve) => {
            window.video.addEventListener('loadstart', () => {
                window.video.remove();
                resolve();
            });
            window.video.src = src;
            window.witness.play();
        }), clip);
        await eventually(application, 0, (video, { promises }) => promises.made === promises.resolved + promises.rejected,
            'play() is settled');
        await until(() => hostsOf(browser).length === 0, 'no player is left');
    } finally {
        await application.stop();
    }
});

test('a page that nobody sees loads, plays and seeks, and is drawn when it is seen again', async () => {
    const { application } = await prepare();

    try {
        await application.main((world) => {
            world.windows[0].webContents.setBackgroundThrottling(true);
            world.windows[0].hide();
        });
        await eventually(application, 0, () => document.hidden, 'the page is hidden');
        await begin(application);
        await application.page(0, () => (window.video.currentTime = 12));
        await eventually(application, 0, (video) => !video.seeking && video.currentTime > 12.2, 'it plays from there');
        await application.main((world) => world.windows[0].show());
        await eventually(application, 0, (video, witness) => witness.counter > 360, 'it is drawn');
    } finally {
        await application.stop();
    }
});
