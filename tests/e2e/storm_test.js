// SPDX-License-Identifier: MIT
'use strict';

// Seeks, loads and other sources faster than any player can follow: nothing hangs, nothing is lost, and no picture is seen
// where it does not belong. FRAMESHARE_STORM=60 makes each storm that many seconds long.

const assert = require('assert');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');
const { until } = require('./support/processes');
const { watch, eventually, counterOnScreen } = require('./support/witness');

const SECONDS = Number(process.env.FRAMESHARE_STORM) || 2;
const FPS = 30;
const FRAMES = 600;
/** The numbers of a clip's frames begin there: which clip a picture is of can be read from it. */
const FIRST = 100000;

/** Clips that are told apart by the numbers of their frames: clip k has k * FIRST on. */
function clipOf(k) {
    const more = ['--first', String(k * FIRST), '--audio'];

    return makeClip({ size: '320x180', fps: FPS, frames: FRAMES, more });
}

const clips = [0, 1, 2, 3].map(clipOf);
const uris = clips.map((clip) => pathToFileURL(clip).href);

/** A window that may open files, with an element and a witness of it in it. */
async function prepare(attributes) {
    const application = await Application.launch();

    await application.main((world) => world.open({ allow: ['file:///'], width: 400, height: 300 }));
    await watch(application, 0, attributes);
    return application;
}

/** The window itself shows the picture that belongs to the element's time; gives the number of that frame of its clip. */
async function assertPicture(application, first = 0) {
    let seen = {};

    await until(async () => {
        const look = () => application.page(0, () => ({
            counter: window.witness.counter, time: window.video.currentTime, ready: window.video.readyState,
            seeking: window.video.seeking,
        }));
        const before = await look();
        const screen = await counterOnScreen(application, 0);
        const after = await look();

        seen = { before, screen, after };
        return [before, after].every(({ counter, time, ready, seeking }) => counter === screen && ready === 4 && !seeking &&
            Math.abs(time * FPS - (counter - first)) <= 1.01);
    }, () => `the screen shows the picture of the element's time: ${JSON.stringify(seen)}`);
    return seen.screen - first;
}

/** Each promise of play() was settled, and each that was rejected says that something came between. */
async function assertSettled(application) {
    await eventually(application, 0, (video, { promises }) => promises.made === promises.resolved + promises.rejected,
        'each promise is settled');
    const { reasons } = await application.page(0, () => window.witness.promises);
    assert.deepStrictEqual(reasons.filter((reason) => reason !== 'AbortError'), []);
}

/** Ten seeks a second to places that are the same each time; gives how many there were. */
function storm(application, seconds) {
    return application.page(0, (duration) => new Promise((resolve) => {
        const { video } = window;
        const end = performance.now() + duration * 1000;
        let state = 7;
        let count = 0;
        const timer = setInterval(() => {
            state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
            video.currentTime = state / 2 ** 32 * 19;
            count++;
            if (performance.now() > end) {
                clearInterval(timer);
                resolve(count);
            }
        }, 100);
    }), seconds);
}

/** No `seeked` without a `seeking` before it, and the last seek was ended by one. */
function assertSeeks(log) {
    const events = log.filter(({ event }) => event === 'seeking' || event === 'seeked');

    assert.ok(events.length > 0);
    events.forEach(({ event }, i) => {
        assert.ok(event === 'seeking' || (i > 0 && events[i - 1].event === 'seeking'), `${event} ${i} of ${events.length}`);
    });
    assert.strictEqual(events.pop().event, 'seeked');
}

for (const playing of [false, true]) {
    test(`${SECONDS} s of ten seeks a second, ${playing ? 'playing' : 'paused'}, end at the last of them`, async (t) => {
        const application = await prepare({ src: uris[0] });

        try {
            await eventually(application, 0, (video) => video.readyState === 4, 'it is loaded');
            if (playing) {
                await application.page(0, () => window.witness.play());
                await eventually(application, 0, (video) => video.currentTime > 0.2, 'it plays');
            }
            const seeks = await storm(application, SECONDS);
            if (playing) {
                await eventually(application, 0, (video) => !video.seeking, 'it has arrived');
                assert.strictEqual(await application.page(0, () => window.video.paused), false);
                const before = await application.page(0, () => window.video.currentTime);
                await eventually(application, 0, (video, witness, time) => video.ended || video.currentTime > time + 0.2,
                    'it plays on', before);
                await application.page(0, () => window.video.pause());
            }
            await application.page(0, () => (window.video.currentTime = 7.7));
            await eventually(application, 0, (video) => !video.seeking && video.readyState === 4, 'it has arrived');
            assert.ok(Math.abs(await assertPicture(application) - 7.7 * FPS) <= 1);
            await assertSettled(application);
            const log = await application.page(0, () => window.witness.take());
            assertSeeks(log);
            const counters = new Set(log.map(({ counter }) => counter).filter((counter) => counter >= 0));
            const torn = log.filter(({ counter }) => counter === -2);
            assert.strictEqual(torn.length, 0);
            assert.ok(counters.size >= SECONDS, 'pictures were seen meanwhile');
            t.diagnostic(`${seeks} seeks, ${counters.size} pictures seen`);
        } finally {
            await application.stop();
        }
    });
}

/**
 * No picture that was drawn, or stayed on the screen, after the `loadstart` of a source is one of another source.
 * @param {object[]} log
 * @param {(events: number) => number} sourceOf which clip the n-th `loadstart` was for
 */
function assertSources(log, sourceOf) {
    let loads = 0;

    log.forEach((entry, i) => {
        if (entry.event === 'loadstart') {
            loads++;
        }
        const counter = entry.counter === undefined ? entry.shown : entry.counter;
        if (counter !== undefined && loads > 0) {
            assert.ok(counter >= 0, `picture ${counter} is torn or unreadable`);
            assert.strictEqual(Math.floor(counter / FIRST), sourceOf(loads), `picture ${counter} after loadstart ${loads}: ${
                JSON.stringify(log.slice(Math.max(0, i - 12), i + 2))}`);
        }
    });
}

for (const playing of [false, true]) {
    const what = playing ? 'each with play()' : 'paused';

    test(`a source every 200 ms for ${SECONDS} s, ${what}: the last one is shown, and none after its successor's loadstart`, async (t) => {
        const application = await prepare({ src: uris[0] });

        try {
            await eventually(application, 0, (video) => video.readyState === 4, 'it is loaded');
            await application.page(0, () => window.witness.take());
            const changes = await application.page(0, (sources, duration, plays) => new Promise((resolve) => {
                const { video, witness } = window;
                const end = performance.now() + duration * 1000;
                const used = [];
                video.addEventListener('loadstart', () => used.push(video.currentSrc));
                let count = 0;
                const timer = setInterval(() => {
                    if (performance.now() > end) {
                        clearInterval(timer);
                        resolve({ count, used });
                        return;
                    }
                    video.src = sources[++count % sources.length];
                    if (plays) {
                        witness.play();
                    }
                }, 200);
            }), uris, SECONDS, playing);
            const last = changes.count % clips.length;
            if (playing) {
                await eventually(application, 0, (video) => video.currentTime > 0.3, 'the last one plays');
                await application.page(0, () => window.video.pause());
            }
            await eventually(application, 0, (video) => video.readyState === 4 && !video.seeking, 'the last one is loaded');
            await assertPicture(application, last * FIRST);
            await assertSettled(application);
            const log = await application.page(0, () => window.witness.take());
            const order = changes.used.map((uri) => uris.indexOf(uri));
            assertSources(log, (load) => (load > order.length ? last : order[load - 1]));
            const shown = log.filter(({ counter }) => counter >= 0).length;
            t.diagnostic(`${changes.count} sources, ${order.length} begun, ${shown} pictures drawn`);
        } finally {
            await application.stop();
        }
    });
}

/** Bring the element to a state, by its name. */
const STATES = {
    'without a source': async (application) => {
        await application.page(0, () => window.video.removeAttribute('src'));
        await application.page(0, () => window.video.load());
        await eventually(application, 0, (video) => video.networkState === 0, 'it has no source');
        await application.page(0, (src) => (window.video.setAttribute('src', src)), uris[1]);
    },
    'while it chooses a source': (application) => application.page(0, (src) => (window.video.src = src), uris[1]),
    'while it loads': async (application) => {
        await application.page(0, (src) => (window.video.src = src), uris[1]);
        await eventually(application, 0, (video, witness) => witness.log.some(({ event }) => event === 'loadstart'), 'it loads');
    },
    'while it loads and shall play': (application) => application.page(0, (src) => {
        window.video.src = src;
        window.witness.play();
    }, uris[1]),
    'when it has metadata': (application) => application.page(0, (src) => new Promise((resolve) => {
        window.video.src = src;
        window.video.addEventListener('loadedmetadata', () => resolve(), { once: true });
    }), uris[1]),
    'paused': async (application) => {
        await application.page(0, (src) => (window.video.src = src), uris[1]);
        await eventually(application, 0, (video) => video.readyState === 4, 'it is loaded');
    },
    'playing': async (application) => {
        await STATES.paused(application);
        await application.page(0, () => window.witness.play());
        await eventually(application, 0, (video) => video.currentTime > 0.2, 'it plays');
    },
    'while it begins to play': async (application) => {
        await STATES.paused(application);
        await application.page(0, () => window.witness.play());
    },
    'paused in the middle': async (application) => {
        await STATES.playing(application);
        await application.page(0, () => window.video.pause());
    },
    'seeking, paused': async (application) => {
        await STATES.paused(application);
        await application.page(0, () => (window.video.currentTime = 15));
    },
    'seeking, playing': async (application) => {
        await STATES.playing(application);
        await application.page(0, () => (window.video.currentTime = 15));
    },
    'ended': async (application) => {
        await STATES.paused(application);
        await application.page(0, () => (window.video.currentTime = 19.8));
        await application.page(0, () => window.witness.play());
        await eventually(application, 0, (video) => video.ended, 'it has ended');
    },
    'playing backwards': async (application) => {
        await STATES.paused(application);
        await application.page(0, () => (window.video.currentTime = 15));
        await eventually(application, 0, (video) => !video.seeking, 'it is there');
        await application.page(0, () => (window.video.playbackRate = -1));
        await application.page(0, () => window.witness.play());
    },
    'in error': async (application) => {
        await application.page(0, (src) => (window.video.src = src), `${uris[1]}.missing`);
        await eventually(application, 0, (video) => video.error !== null, 'it says what is wrong');
        await application.page(0, (src) => window.video.setAttribute('src', src), uris[1]);
        await eventually(application, 0, (video) => video.readyState === 4, 'it is loaded');
    },
    'in error, with play()': (application) => application.page(0, (src, good) => new Promise((resolve) => {
        const { video, witness } = window;

        video.addEventListener('error', () => {
            video.src = good;
            witness.play();
            resolve();
        }, { once: true });
        video.src = src;
    }), `${uris[1]}.missing`, uris[1]),
};

test('load() in every state begins anew: the first picture, paused, every promise settled', async (t) => {
    const application = await prepare({ src: uris[0] });

    try {
        for (const state of Object.keys(STATES)) {
            await application.page(0, () => window.witness.take());
            await STATES[state](application);
            await application.page(0, () => {
                window.video.load();
                window.witness.play();
                window.video.load();
            });
            await eventually(application, 0, (video, { log }) => video.readyState === 4 &&
                log.map(({ event }) => event).lastIndexOf('canplaythrough') > log.map(({ event }) => event).lastIndexOf('loadstart'),
            `it is loaded again: ${state}`);
            assert.strictEqual(await assertPicture(application, FIRST), 0, state);
            const log = await application.page(0, () => window.witness.take());
            const since = log.map(({ event }) => event).lastIndexOf('loadstart');
            assert.ok(since >= 0, `${state}: a loadstart`);
            // Of what was shown before it nothing is drawn, or stays, after it.
            const seen = log.slice(since).map(({ counter, shown }) => (counter === undefined ? shown : counter));
            assert.deepStrictEqual(Array.from(new Set(seen.filter((number) => number !== undefined))), [FIRST], state);
            assert.deepStrictEqual(await application.page(0, () => {
                const { currentTime, paused, ended, seeking, error, networkState, playbackRate } = window.video;
                return { currentTime, paused, ended, seeking, error, networkState, playbackRate };
            }), { currentTime: 0, paused: true, ended: false, seeking: false, error: null, networkState: 1, playbackRate: 1 }, state);
            await assertSettled(application);
            t.diagnostic(state);
        }
    } finally {
        await application.stop();
    }
});

/**
 * No picture after a `loadstart` is of the source that was shown before it, unless that was loaded once more since.
 * @param {object[]} log
 * @param {{source: number, at: number}[]} loads on the log's clock
 */
function assertLoads(log, loads) {
    /** The load whose pictures were seen before the last `loadstart`, and since. @type {any} */
    let before = null;
    /** @type {any} */
    let now = null;
    const loadOf = (source, at) => loads.filter((load) => load.source === source && load.at <= at).pop();

    log.forEach((entry, i) => {
        const counter = entry.counter === undefined ? entry.shown : entry.counter;

        if (entry.event === 'loadstart') {
            before = now || before;
            now = null;
        } else if (counter !== undefined) {
            assert.ok(counter >= 0, `picture ${counter} is torn or unreadable`);
            now = loadOf(Math.floor(counter / FIRST), entry.at);
            assert.notStrictEqual(now, before, `picture ${counter} is of the source before: ${
                JSON.stringify(log.slice(Math.max(0, i - 12), i + 2))}`);
        }
    });
}

test(`the main process loads something else every 200 ms for ${SECONDS} s: no picture after its successor's loadstart`, async (t) => {
    const application = await Application.launch();

    try {
        await application.main(async (world, file) => {
            const player = world.player('one');
            await player.load(file);
            await player.play();
            await world.open({ width: 400, height: 300 });
        }, clips[0]);
        await watch(application, 0, { src: 'frameshare:one' });
        await eventually(application, 0, (video, witness) => witness.counter > 0, 'it is shown');
        const loads = await application.main(async (world, files, seconds) => {
            const player = world.players.one;
            const end = Date.now() + seconds * 1000;
            const results = [];
            const times = [];
            let count = 0;
            while (Date.now() < end) {
                times.push({ source: (count + 1) % files.length, at: Date.now() });
                results.push(player.load(files[++count % files.length]).then(() => player.play()).then(() => 'loaded',
                    (error) => error.code));
                await world.wait(200);
            }
            return { last: count % files.length, times, results: await Promise.all(results) };
        }, clips, SECONDS);
        await eventually(application, 0, (video) => video.currentTime > 0.3, 'the last one plays');
        await application.main((world) => world.players.one.pause());
        await eventually(application, 0, (video) => video.paused, 'it is paused');
        await assertPicture(application, loads.last * FIRST);
        assert.deepStrictEqual(loads.results.filter((result) => result !== 'loaded' && result !== 'interrupted'), []);
        const log = await application.page(0, () => window.witness.take());
        const origin = await application.page(0, () => performance.timeOrigin);
        assertLoads(log, [{ source: 0, at: -Infinity }].concat(loads.times.map(({ source, at }) => ({ source, at: at - origin }))));
        t.diagnostic(`${loads.results.length} loads, ${loads.results.filter((each) => each === 'loaded').length} of them done, ${
            log.filter(({ counter }) => counter >= 0).length} pictures drawn`);
    } finally {
        await application.stop();
    }
});
