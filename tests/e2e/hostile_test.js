// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeClip, temporaryFolder } = require('./support/clips');
const { MostHosts, hostsOf, until } = require('./support/processes');

// A page that tries everything it has: sources, events of its own making, and, as a renderer that was taken over,
// messages of its own making.

const clip = makeClip({ frames: 60 });
const folder = pathToFileURL(path.dirname(clip)).href;
const made = path.join(temporaryFolder(), 'made');
const link = path.join(path.dirname(clip), 'link.mp4');

if (!fs.existsSync(link)) {
    fs.symlinkSync('/etc/passwd', link);
}

const PRESETS = {
    ball: 'videotestsrc pattern={pattern} ! video/x-raw,width=64,height=48 ! framesharesink',
    film: 'filesrc location={file} ! decodebin ! videoconvert ! framesharesink',
};

/** [source, words of its refusal] */
const SOURCES = [
    ['file:///etc/passwd', /not among the sources.*"allow" of attach/],
    [`${folder}/../etc/passwd`, /not among/],
    [`${folder}/%2e%2e/%2e%2e/etc/passwd`, /not among/],
    [`${folder}/..%2f..%2fetc/passwd`, /hides a slash/],
    [`${folder}/link.mp4`, /link that leads out/],
    [`file://evil${path.dirname(clip)}/a.mp4`, /another computer/],
    ['https://example.com.evil.org/a.mp4', /not among/],
    ['https://example.com@evil.org/a.mp4', /not among/],
    ['http://example.com/a.mp4', /not among/],
    ['data:video/mp4;base64,AAAA', /not among/],
    ['fd://0', /names no source/],
    ['pipe:///tmp/x', /names no source/],
    ['testbin://video,pattern=ball', /names no source/],
    ['videotestsrc ! framesharesink', /not among/],
    ['preset:doorbell?url=a', /no preset "doorbell"; it has preset:ball, preset:film/],
    ['preset:__proto__', /no preset "__proto__"/],
    ['preset:ball', /needs its parameter "pattern"/],
    ['preset:ball?pattern=1&pattern=2', /twice/],
    ['preset:ball?pattern=1&caps=x', /no parameter "caps"/],
    [`preset:ball?pattern=1%20!%20filesink%20location=${made}`, /only a number/],
    [`preset:ball?pattern=1%22%20!%20filesink%20location=${made}`, /no quotation mark/],
    ['preset:film?file=/etc/passwd', /not among/],
    [`preset:film?file=${link}`, /link that leads out/],
    ['frameshare:__proto__', /no player "__proto__"; it has none/],
];

/** A window that may open the folder of the clip, https://example.com and two presets. */
async function prepare(more = {}) {
    const application = await Application.launch();

    await application.main((world, policy) => world.open(policy),
        { allow: [folder, 'https://example.com'], presets: PRESETS, ...more });
    return application;
}

/** What an element says to a source: its error, or null when it shows it. */
function outcome(application, src) {
    return application.page(0, (uri) => new Promise((resolve) => {
        document.body.innerHTML = '<gst-video></gst-video>';
        const video = document.querySelector('gst-video');
        const look = () => (video.error || video.readyState >= 2 ? resolve(video.error) : setTimeout(look, 10));
        video.src = uri;
        look();
    }), src);
}

test('a page gets what the app has listed, and of everything else a refusal that says why', async (t) => {
    const application = await prepare();

    try {
        for (const [src, words] of SOURCES) {
            await t.test(src, async () => {
                const error = await outcome(application, src);
                assert.ok(error, 'it is refused');
                assert.strictEqual(error.reason, 'refused', error.message);
                assert.match(error.message, words);
            });
        }
        assert.deepStrictEqual(hostsOf(application.child.pid), [], 'no player was started for them');
        for (const src of [pathToFileURL(clip).href, 'preset:ball?pattern=18', `preset:film?file=${clip}`]) {
            assert.strictEqual(await outcome(application, src), null, src);
        }
        assert.ok(!fs.existsSync(made));
    } finally {
        await application.stop();
    }
});

test('events of a page\'s own making say no more than an element may', async () => {
    const application = await prepare();
    const pipeline = `videotestsrc num-buffers=1 ! filesink location=${made}`;

    try {
        const heard = await application.page(0, async (description, uri) => {
            const events = [];
            const host = document.body.appendChild(document.createElement('div'));
            const canvas = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('canvas'));
            const connect = (target) => target.dispatchEvent(new CustomEvent('gst-video-connect', { bubbles: true, composed: true }));
            const cycle = { command: 'open' };

            cycle.src = cycle;
            canvas.addEventListener('frameshare:event', (event) => events.push(event.detail));
            // Things that are no element of ours.
            [window, document, document.body, document.createTextNode('x'), host].forEach(connect);
            for (const detail of [
                null, undefined, 1, 'open', [], {}, { command: null }, { command: 'load', pipeline: description },
                { command: ['open'], src: uri }, { command: 'toString' }, { command: '__proto__' }, { command: 'hello' }, { command: 'bye' },
                { command: 'open' }, { command: 'open', src: null }, { command: 'open', src: { uri } }, { command: 'open', src: { pipeline: description } },
                { command: 'open', src: [uri] }, { command: 'open', src: 'x'.repeat(1e6) }, cycle,
                { command: 'open', src: 'preset:ball', pipeline: description, source: { pipeline: description }, load: { pipeline: description } },
                { command: 'open', src: uri, subtitles: 'file:///etc/passwd' }, { command: 'open', src: uri, subtitles: '/etc/passwd' },
                { command: 'open', src: 'file:///etc/passwd', document: 'x', element: 7 },
                { command: 'quit' }, { command: 'stats' }, { command: 'stop' }, { command: 'orientation', direction: 'left' },
                { command: 'seek', position: 'now' }, { command: 'rate' }, { command: 'volume', volume: {} }, { command: 'seek', position: NaN },
            ]) {
                canvas.dispatchEvent(new CustomEvent('frameshare:command', { detail }));
                // An element that opens something else wants no answer to what it asked before.
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
            return events;
        }, pipeline, pathToFileURL(clip).href);

        assert.ok(heard.some(({ event }) => event === 'linked'), 'the preload took it for an element');
        const errors = heard.filter(({ event }) => event === 'error' || event === 'failed');
        assert.ok(errors.length > 8, JSON.stringify(heard));
        errors.forEach(({ code, message }) => assert.ok(code === 'refused' || code === 'closed', message));
        assert.ok(!heard.some(({ event }) => event === 'opened'), 'nothing was opened');
        assert.deepStrictEqual(hostsOf(application.child.pid), []);
        assert.ok(!fs.existsSync(made));
        assert.strictEqual(await outcome(application, pathToFileURL(clip).href), null, 'the window plays as before');
    } finally {
        await application.stop();
    }
});

test('a renderer that was taken over gets refusals for messages of any shape, and nothing else', async () => {
    const application = await prepare();
    const pipeline = `videotestsrc num-buffers=1 ! filesink location=${made}`;

    try {
        const answers = await application.preload(0, async ({ ipcRenderer }, description, uri) => {
            const document = '0123456789abcdef';
            const results = [];
            const send = async (message) => results.push([JSON.stringify(message), await ipcRenderer.invoke('frameshare', message)]);
            const mine = (message) => send(Object.assign({ document, element: 1 }, message));

            for (const message of [undefined, null, 0, 'open', [], {}, { document: 1 }, { document }, { document, command: 'open' },
                { document, command: { toString: 1 } }, { document: { toString: 1 }, command: 'hello' }, { document: '__proto__', command: 'hello' },
                { document: 'x'.repeat(1e6), command: 'hello' }, { document, element: {}, command: 'hello' },
                { document: 'fedcba9876543210', element: 1, command: 'play' }]) {
                await send(message);
            }
            await ipcRenderer.invoke('frameshare', { document, command: 'hello' });
            for (const message of [{ command: 'load', pipeline: description }, { command: 'open', src: { pipeline: description } },
                { command: 'open', src: 'file:///etc/passwd' }, { command: 'open', src: uri, subtitles: 'file:///etc/passwd' },
                { command: 'open', src: 'preset:ball', pipeline: description }, { command: 'open', src: '' }, { command: 'play' },
                { command: 'open', element: -1.5, src: uri }, { command: 'open', element: '1', src: uri }, { command: 'constructor' }]) {
                await mine(message);
            }
            const opened = await ipcRenderer.invoke('frameshare', { document, element: 2, command: 'open', src: uri });
            for (const message of [{ command: 'load', pipeline: description }, { command: 'quit' }, { command: 'stop' }, { command: 'seek', position: '1' },
                { command: 'seek' }, { command: 'select' }, { command: 'select', kind: 'caps', id: 'x' }, { command: 'select', kind: 'text', id: {} },
                { command: 'step', frames: '1 ! x' }, { command: 'rate', rate: null }, { command: 'volume', volume: Infinity }, { command: '_request' },
                { command: 'setOrientation', direction: '90r' }, { command: 'orientation', direction: 'left' }, { command: 'orientation', direction: ['90r'] }, { command: 'next', uri }]) {
                await mine(Object.assign({ element: 2 }, message));
            }
            return { results, opened };
        }, pipeline, pathToFileURL(clip).href);

        assert.strictEqual(answers.opened.ok.state, 'paused', JSON.stringify(answers.opened));
        for (const [message, { error }] of answers.results) {
            assert.ok(error && (error.code === 'refused' || error.code === 'closed'), `${String(message).slice(0, 200)}: ${JSON.stringify(error)}`);
        }
        assert.ok(!fs.existsSync(made));
    } finally {
        await application.stop();
    }
});

test('a page that floods its window with sources, elements and commands gets no more than it may have, and the app goes on', async () => {
    const application = await prepare({ maxPlayers: 3 });
    const hosts = new MostHosts(application.child.pid);

    try {
        await application.page(0, async (uri) => {
            const make = () => document.body.appendChild(document.createElement('gst-video'));
            const commands = ['play', 'pause', 'seek', 'rate', 'volume', 'mute', 'select', 'step', 'close'];

            document.body.innerHTML = '';
            for (let i = 0; i < 200; i++) {
                const video = make();
                video.src = `${uri}${i % 20}`;
                video.play().catch(() => {});
                if (i % 2) {
                    video.remove();
                }
            }
            document.body.innerHTML = '';
            const video = make();
            for (let i = 0; i < 100; i++) {
                video.src = `${uri}${i % 20}`;
                await new Promise((resolve) => setTimeout(resolve, 5));
            }
            // What an element never says so often, a page can say in its place.
            const host = document.body.appendChild(document.createElement('div'));
            const canvas = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('canvas'));
            host.dispatchEvent(new CustomEvent('gst-video-connect', { bubbles: true, composed: true }));
            for (let i = 0; i < 5000; i++) {
                const detail = i % 100 ? { command: commands[i % commands.length], position: i, rate: 1, volume: 1, frames: 1, number: i }
                    : { command: 'open', src: `${uri}${i % 20}` };
                canvas.dispatchEvent(new CustomEvent('frameshare:command', { detail }));
            }
        }, 'preset:ball?pattern=');
        assert.ok(await application.main((world) => world.page(0, () => 1 + 1)) === 2, 'page and app answer');
        await application.page(0, () => (document.body.innerHTML = ''));
        await until(() => hostsOf(application.child.pid).length === 0, 'all players end with their elements', 60000);
        const most = hosts.stop();

        assert.ok(most > 1 && most <= 3, `${most} hosts`);
        assert.strictEqual(await outcome(application, 'preset:ball?pattern=0'), null, 'the window plays as before');
    } finally {
        hosts.stop();
        await application.stop();
    }
});

test('a renderer that was taken over cannot reach the elements of another window', async () => {
    const application = await prepare();
    const uri = pathToFileURL(clip).href;

    try {
        await application.main((world, policy) => world.open(policy), { allow: [folder] });
        const document = 'fedcba9876543210';
        await application.preload(0, ({ ipcRenderer }, name, src) => ipcRenderer.invoke('frameshare', { document: name, command: 'hello' })
            .then(() => ipcRenderer.invoke('frameshare', { document: name, element: 1, command: 'open', src })), document, uri);
        const answers = await application.preload(1, ({ ipcRenderer }, name) => Promise.all(['play', 'close', 'bye', 'confirm'].map((command) =>
            ipcRenderer.invoke('frameshare', { document: name, element: 1, command }))), document);
        answers.forEach(({ error }) => assert.deepStrictEqual([error.code, error.message], ['closed', 'this page is gone']));
        await application.preload(1, ({ ipcRenderer }, name) => ipcRenderer.invoke('frameshare', { document: name, command: 'hello' }), document);
        const { ok } = await application.preload(0, ({ ipcRenderer }, name) => ipcRenderer.invoke('frameshare', { document: name, element: 1, command: 'confirm' }), document);
        assert.match(ok, /^gst_player_/, 'it is there as before');
    } finally {
        await application.stop();
    }
});

test('a page cannot start more players than its window may have', async () => {
    const application = await prepare({ maxPlayers: 2 });

    try {
        const messages = await application.page(0, (uri) => Promise.all([1, 2, 3, 4].map(() => new Promise((resolve) => {
            const video = document.body.appendChild(document.createElement('gst-video'));
            const look = () => (video.error || video.readyState >= 2 ? resolve(video.error && video.error.message) : setTimeout(look, 10));
            video.src = uri;
            look();
        }))), 'preset:ball?pattern=0');
        assert.strictEqual(messages.filter((message) => message === null).length, 2);
        messages.filter(Boolean).forEach((message) => assert.match(message, /2 players already; "maxPlayers"/));
        assert.strictEqual(hostsOf(application.child.pid).length, 2);
        await application.page(0, () => (document.body.innerHTML = ''));
        await until(() => hostsOf(application.child.pid).length === 0, 'they are gone');
        assert.strictEqual(await outcome(application, 'preset:ball?pattern=0'), null, 'then it may have others');
    } finally {
        await application.stop();
    }
});
