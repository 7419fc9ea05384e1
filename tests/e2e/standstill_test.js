// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const fs = require('fs');
const test = require('node:test');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');
const { watchLoop, whileIdle } = require('./support/loop_watch');

// The main process never stands still for a host, a stream or a page. The longest that its event loop takes is compared with what an idle
// process sees at the same time: a busy machine makes both long.

/** How often a host is stopped: FRAMESHARE_STOPS=1000 is the long form. */
const STOPS = Number(process.env.FRAMESHARE_STOPS) || (process.env.FRAMESHARE_QUICK ? 15 : 50);

/** So many of them are looked at together. */
const A_ROUND = 3;

/** So long may the main process stand still for anything of ours, ms. */
const MOST = 50;

/** So often is it measured, until the machine lets it be seen. */
const ROUNDS = 8;

const clip = makeClip({ frames: 300 });

/** A main process that stands still for good is ended. */
const PATIENCE = 60000;

/** @param {Application} application @param {Promise<any>} answer of it */
async function patient(application, answer) {
    let timer;

    try {
        return await Promise.race([answer, new Promise((resolve, reject) => {
            timer = setTimeout(() => {
                application.child.kill('SIGKILL');
                reject(new Error('the main process stands still'));
            }, PATIENCE);
        })]);
    } finally {
        clearTimeout(timer);
    }
}

/**
 * A loop of this process, which has nothing to do, stands still for as long as the machine is late: a round in which that is
 * as long is no measure, and is repeated.
 * @param {Application} application
 * @param {() => Promise<{longest: number, long: number[]}>} run
 * @param {Application} [witness] an application without a player, whose loop is watched, too
 */
async function within(application, run, witness) {
    const seen = [];

    for (let round = 0; round < ROUNDS; round++) {
        if (witness) {
            await witness.main((world) => world.keep.loop.take() && 0);
        }
        const { value: { longest, long }, longest: idle } = await whileIdle(() => patient(application, run()));
        const beside = witness ? (await witness.main((world) => world.keep.loop.take())).longest : 0;

        seen.push([Math.round(longest), Math.round(Math.max(idle, beside)), long]);
        if (longest <= Math.max(MOST, idle, beside)) {
            return;
        }
    }
    assert.fail(`the main process stood still, [ms, ms of an idle process, all of more than 25 ms]: ${JSON.stringify(seen)}`);
}

test(`while hosts are stopped at any point, the main process goes on, whatever is asked of players (${STOPS} stops)`, async () => {
    const application = await Application.launch();
    const witness = await Application.launch();

    try {
        await application.main(watchLoop);
        await application.main(async (world, file) => {
            const player = world.player('film');

            await player.load(file);
            await player.setLoop(true);
            await world.open({ src: 'frameshare:film' });
            await world.shown(0);
            await player.play();
        }, clip);
        await witness.main(watchLoop);
        await witness.main(async (world) => {
            await world.open({ attached: false });
            // As a window with a film is painted.
            await world.page(0, () => {
                const canvas = document.body.appendChild(document.createElement('canvas'));
                const gl = canvas.getContext('webgl2');
                const paint = (time) => {
                    requestAnimationFrame(paint);
                    gl.clearColor(time / 1000 % 1, 0, 0, 1);
                    gl.clear(gl.COLOR_BUFFER_BIT);
                };
                paint(0);
                return 0;
            });
        });
        const rounds = Math.ceil(STOPS / A_ROUND);

        for (let round = 0; round < rounds; round++) {
            await within(application, async () => {
                // Each reader is a new one, so that it is opened while its host stands still.
                return application.main(async (world, most) => {
                    const player = world.players.film;
                    const asked = [];
                    const ask = (promise) => asked.push(promise.catch((error) => error));

                    world.keep.loop.take();
                    for (let i = 0; i < most; i++) {
                        await world.wait(Math.random() * 60);
                        process.kill(player.pid, 'SIGSTOP');
                        player._pictures.close();
                        for (const end = Date.now() + 150; Date.now() < end; await world.wait(5)) {
                            const frame = player.getFrame();
                            if (frame) {
                                frame.release();
                            }
                        }
                        ask(player.snapshot());
                        ask(player.seek(Math.random() * 8));
                        ask(player.stats());
                        player.toRecord();
                        world.page(0, () => {
                            const video = document.querySelector('gst-video');
                            video.volume = Math.random();
                            video.remove();
                            document.body.append(video);
                            return 0;
                        });
                        await world.wait(Math.random() * 60);
                        process.kill(player.pid, 'SIGCONT');
                        await world.until(() => player.getFrame() !== null, 'there are pictures again', 60000);
                    }
                    const seen = world.keep.loop.take();
                    const answers = await Promise.all(asked);
                    const bad = answers.filter((each) => each instanceof Error && each.code !== 'interrupted');
                    if (bad.length > 0) {
                        throw bad[0];
                    }
                    return seen;
                }, A_ROUND);
            }, witness);
        }
        await application.main((world) => world.shown(0));
    } finally {
        await application.stop();
        await witness.stop();
    }
});

test('while a host is stopped a page goes on, and shows its picture when the host does', async () => {
    const application = await Application.launch();

    try {
        await application.main(async (world, file) => {
            const player = world.player('film');

            await player.load(file);
            await world.open();
            process.kill(player.pid, 'SIGSTOP');
        }, clip);
        const gap = await application.page(0, () => new Promise((resolve) => {
            let longest = 0;
            let last = performance.now();
            const timer = setInterval(() => {
                const now = performance.now();
                longest = Math.max(longest, now - last);
                last = now;
            }, 5);

            document.body.innerHTML = '<gst-video src="frameshare:film"></gst-video>';
            setTimeout(() => {
                clearInterval(timer);
                resolve(longest);
            }, 2000);
        }));
        assert.ok(gap < 1000, `the page stood still for ${gap} ms`);
        await application.main((world) => process.kill(world.players.film.pid, 'SIGCONT') && 0);
        await application.main((world) => world.shown(0));
    } finally {
        await application.stop();
    }
});

test('while a program holds the folder of the streams, hosts that are killed stop nobody', async () => {
    const application = await Application.launch();
    const { socketFolder } = require('./support/processes');
    const { spawn } = require('child_process');

    try {
        await application.main(watchLoop);
        await application.main(async (world, file) => {
            await world.player('film').load(file);
            await world.open({ src: 'frameshare:film' });
            await world.shown(0);
        }, clip);
        assert.ok(fs.existsSync(socketFolder()));
        const holder = spawn('flock', [socketFolder(), 'sh', '-c', 'echo held; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
        await new Promise((resolve) => holder.stdout.once('data', resolve));
        try {
            await within(application, async () => {
                return application.main(async (world) => {
                    world.keep.loop.take();
                    await world.players.film.start();
                    process.kill(world.players.film.pid, 'SIGKILL');
                    await world.wait(1500);
                    return world.keep.loop.take();
                });
            });
        } finally {
            holder.stdin.end();
            await new Promise((resolve) => holder.once('exit', resolve));
        }
    } finally {
        await application.stop();
    }
});

/** What a page can send without end. */
const FLOODS = {
    'frameshare:command': (canvas, n) => {
        const commands = ['play', 'seek', 'volume', 'select', 'close', 'open', 'next', 'subtitles', 'confirm', 'x'];
        for (let i = 0; i < n; i++) {
            canvas.dispatchEvent(new CustomEvent('frameshare:command', { detail: { command: commands[i % 10], position: 1, volume: 1, number: i, src: 'frameshare:film', kind: 'text', id: null, uri: 'x' } }));
        }
    },
    'gst-video-connect': (canvas, n, host) => {
        for (let i = 0; i < n; i++) {
            host.dispatchEvent(new CustomEvent('gst-video-connect', { bubbles: true, composed: true }));
        }
    },
    'elements that come and go': (canvas, n) => {
        for (let i = 0; i < n / 100; i++) {
            const video = document.createElement('gst-video');
            video.src = 'frameshare:film';
            document.body.append(video);
            video.remove();
        }
    },
    messages: (canvas, n) => {
        for (let i = 0; i < n; i++) {
            window.postMessage({ frameshare: i, handles: {}, slot: { index: i } }, '*');
        }
    },
    'large commands': (canvas, n) => {
        const long = 'x'.repeat(1e6);
        for (let i = 0; i < n / 1000; i++) {
            canvas.dispatchEvent(new CustomEvent('frameshare:command', { detail: { command: 'open', src: long, more: [long], uri: { long } } }));
        }
    },
};

test('a page that sends 100,000 events of any kind does not hold up the main process', async (t) => {
    const application = await Application.launch();

    try {
        await application.main(watchLoop);
        await application.main(async (world, file) => {
            await world.player('film').load(file);
            await world.open();
        }, clip);
        for (const [name, flood] of Object.entries(FLOODS)) {
            await t.test(name, async () => {
                await within(application, async () => {
                    const refused = await application.main(async (world, source) => {
                        world.keep.loop.take();
                        const told = await world.page(0, async (text) => {
                            document.body.innerHTML = '';
                            const host = document.body.appendChild(document.createElement('div'));
                            const canvas = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('canvas'));
                            const heard = [];
                            canvas.addEventListener('frameshare:event', ({ detail }) => heard.push(`${detail.event} ${detail.code} ${detail.message}`));
                            host.dispatchEvent(new CustomEvent('gst-video-connect', { bubbles: true, composed: true }));
                            new Function(`return (${text})`)()(canvas, 1e5, host);
                            await new Promise((resolve) => setTimeout(resolve, 1000));
                            return heard.filter((each) => /refused.*are not done yet/.test(each)).length;
                        }, source);
                        return Object.assign(world.keep.loop.take(), { told });
                    }, String(flood));
                    if (name === 'frameshare:command') {
                        assert.ok(refused.told > 50000, `${refused.told} were refused`);
                    }
                    return refused;
                });
            });
        }
        await application.main((world) => world.page(0, () => {
            document.body.innerHTML = '<gst-video src="frameshare:film"></gst-video>';
        }));
        await application.main((world) => world.shown(0));
    } finally {
        await application.stop();
    }
});
