// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const fs = require('fs');
const http = require('http');
const path = require('path');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');
const { temporaryFolder } = require('../support/folder');
const { until } = require('./support/processes');

// What the app chose, with a secret in each place: paths, hosts, queries, user names, headers, pipelines, names of files, redirects.
// The page notes every word that it hears, in events and properties.

const SECRET = /s3cret|vault|hunter2|127\.0\.0\.1:\d+\/hidden|sesame/i;

const root = path.join(temporaryFolder(), 'vault-s3cret');
fs.mkdirSync(root, { recursive: true });
const clip = path.join(root, 'film-s3cret.mp4');
fs.copyFileSync(makeClip({ frames: 60 }), clip);
const text = path.join(root, 'letter-s3cret.mp4');
fs.writeFileSync(text, 'Dear reader,\nthis is no video.\n'.repeat(100));
const cut = path.join(root, 'cut-s3cret.mp4');
fs.writeFileSync(cut, fs.readFileSync(clip).subarray(0, 3000));
const subtitles = path.join(root, 'words-s3cret.srt');
fs.writeFileSync(subtitles, '1\n00:00:00,000 --> 00:00:05,000\nHello\n');
const damaged = path.join(root, 'damaged-s3cret.mp4');
fs.writeFileSync(damaged, fs.readFileSync(clip).fill(0x5a, 20000));
const open = path.join(temporaryFolder(), 'films');
fs.mkdirSync(open, { recursive: true });
fs.copyFileSync(clip, path.join(open, 'good.mp4'));
fs.symlinkSync(text, path.join(open, 'link.mp4'));
fs.symlinkSync(subtitles, path.join(open, 'words.srt'));

/** A server that sends on to where only it knows, and wants to be told a secret. */
function serve() {
    const server = http.createServer((request, response) => {
        if (request.url.startsWith('/open/moved')) {
            response.writeHead(302, { Location: '/hidden/s3cret.mp4?token=hunter2' }).end();
        } else if (request.url === '/open/list.m3u8') {
            response.writeHead(200, { 'Content-Type': 'application/vnd.apple.mpegurl' })
                .end('#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n/hidden/s3cret.ts?token=hunter2\n#EXT-X-ENDLIST\n');
        } else if (request.url === '/open/refused') {
            response.writeHead(403, `no ${request.headers.authorization}`).end();
        } else {
            response.writeHead(404).end();
        }
    });

    return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({ server, base: `http://127.0.0.1:${server.address().port}` })));
}

/** Runs in the page: an element, alone in it; `heard` has all that it and its canvas are told, and `all` looks at every property, too. */
function listen(src, attributes) {
    const video = document.createElement('gst-video');
    const { dispatchEvent } = EventTarget.prototype;

    window.heard = window.heard || [];
    document.body.innerHTML = '';
    Object.entries(attributes).forEach(([name, value]) => video.setAttribute(name, value));
    video._view.canvas.addEventListener('frameshare:event', ({ detail }) => window.heard.push(JSON.stringify(detail)));
    ['error', 'loadeddata', 'emptied', 'about-to-finish'].forEach((name) => video.addEventListener(name, () => window.heard.push(name)));
    window.video = video;
    window.all = () => {
        const names = [];
        for (let at = video; at && at !== HTMLElement.prototype; at = Object.getPrototypeOf(at)) {
            names.push(...Object.getOwnPropertyNames(at));
        }
        const tracks = [video.videoTracks, video.audioTracks, video.textTracks].map((list) => Array.from(list).map(({ id, label, language, kind }) => ({ id, label, language, kind })));
        const values = names.map((name) => {
            try {
                return [name, String(video[name]), video[name] instanceof HTMLElement ? '' : JSON.stringify(video[name])];
            } catch (error) {
                return [name, error.message];
            }
        });
        return JSON.stringify([values, tracks, video.error && [video.error.message, video.error.reason], video.currentSrc, video.stats, window.heard]);
    };
    video.src = src;
    document.body.append(video);
    return dispatchEvent.length;
}

/** All that a page knows when its element has a picture or an error. */
async function outcome(application, src, attributes = {}) {
    await application.page(0, listen, src, attributes);
    await application.page(0, () => new Promise((resolve) => {
        const look = () => (window.video.error || window.video.readyState >= 2 ? resolve() : setTimeout(look, 10));
        look();
    }));
    return application.page(0, () => window.all());
}

/** A page knows nothing of that. */
function clean(known, what) {
    const found = SECRET.exec(known);

    assert.ok(!found, `${what}: ${found && known.slice(Math.max(0, found.index - 300), found.index + 200)}`);
    return known;
}

/** What the app loads into its player, each with a secret. */
const SOURCES = [
    ['a film', clip], ['a film with subtitles', clip, { subtitles }], ['no film', text], ['part of a film', cut], ['a damaged film', damaged],
    ['nothing', path.join(root, 'nothing.mp4')], ['a folder', root], ['a film with subtitles that are not there', clip, { subtitles: `${subtitles}.no` }],
    ['a server that is not there', 'http://user:hunter2@127.0.0.1:1/vault/s3cret.mp4?token=hunter2', { headers: { Authorization: 'Bearer s3cret' } }],
    ['a host that is not there', 'https://vault-s3cret.invalid/film?token=hunter2'], ['a camera', 'rtsp://me:hunter2@127.0.0.1:1/vault'],
    ['a scheme that is not there', 's3cret://vault/hunter2'],
    ['a pipeline', { pipeline: `filesrc location="${root}/none" ! decodebin ! videoconvert ! framesharesink` }],
    ['a wrong pipeline', { pipeline: `filesrc lokation="${root}" ! framesharesink` }],
    ['a pipeline of no element', { pipeline: 'rtspsrc location=rtsp://me:hunter2@127.0.0.1:1/vault user-pw=hunter2 nothing=s3cret ! decodebin ! framesharesink' }],
];

test('a page hears no path, token or host of what the app loads into a player that it shows', async (t) => {
    const application = await Application.launch();

    try {
        await application.main((world) => {
            world.player('film', { stream: `public_${process.pid}` });
            return world.open();
        });
        for (const [what, source, options] of SOURCES) {
            await t.test(what, async () => {
                await application.page(0, () => (window.heard = []));
                const load = application.main((world, input, how) => world.players.film.load(input, how).then(() => '', ({ message, debug }) => message + debug), source, options);
                // One that was there before, and hears the events, ...
                clean(await outcome(application, 'frameshare:film'), 'events');
                await load;
                // ... and one that joins, and gets the record.
                clean(await outcome(application, 'frameshare:film', { loop: '' }), 'record');
                await application.main((world) => world.players.film.play().catch(() => {}));
                await application.page(0, () => Promise.all(['play', 'pause'].map((name) => Promise.resolve(window.video[name]()).catch(({ message }) => window.heard.push(message)))));
                await application.page(0, () => window.video.setNext('file:///etc/nothing').catch(({ message }) => window.heard.push(message)));
                clean(await application.page(0, () => window.all()), 'afterwards');
                const ids = await application.page(0, () => Array.from(window.video.textTracks).map(({ id }) => id));
                assert.ok(!ids.some((id) => /[:/]/.test(id)), 'ids of tracks are no URIs');
            });
        }
        // What comes next in a player of the app's.
        await application.main(async (world, file) => {
            await world.players.film.load(file);
            await world.players.film.setNext(file);
        }, clip);
        await outcome(application, 'frameshare:film');
        await application.main((world) => {
            world.players.film.once('source', (uri) => (world.keep.uri = uri));
            return world.players.film.play();
        });
        await application.main((world) => world.until(() => world.keep.uri, 'the next one plays'));
        const known = await application.page(0, () => window.all());
        clean(known, 'what is next');
        assert.match(known, /"source\\*"/, 'it hears that something else plays');
        assert.strictEqual(await application.page(0, () => window.video.currentSrc), 'frameshare:film');
    } finally {
        await application.stop();
    }
});

test('a page hears nothing of how the app opens what it chose, nor of where that leads', async (t) => {
    const application = await Application.launch();
    const { server, base } = await serve();
    const cases = [
        [`${base}/open/moved?a=1`, /"not-found/], [`${base}/open/list.m3u8`, /./], [`${base}/open/refused`, /"forbidden/], [`${base}/open/gone`, /gone[^"]*: Not Found/],
        [`${pathToFileURL(open).href}/link.mp4`, /"format/], [`${pathToFileURL(open).href}/nothing.mp4`, /"not-found/],
        ['preset:camera', /./], [`preset:file?name=${open}/link.mp4`, /./],
    ];

    try {
        await application.main((world, folder, from, secret, camera) => world.open({
            allow: [folder, secret, `${from}/open/`],
            opening: (uri) => {
                if (uri.endsWith('boom')) {
                    throw new Error(`no s3cret for ${uri}`);
                }
                return { headers: { Authorization: 'Bearer opensesame' }, userAgent: 'hunter2' };
            },
            presets: { camera, file: 'filesrc location={name} ! decodebin ! videoconvert ! framesharesink' },
            report: (error, src) => (world.keep.reports = (world.keep.reports || []).concat(`${src} ${error.message}`)),
        }), open, base, root, 'rtspsrc location=rtsp://me:hunter2@127.0.0.1:1/vault ! decodebin ! framesharesink');
        for (const [src, words] of cases) {
            await t.test(src.replace(base, ''), async () => {
                await application.page(0, () => (window.heard = []));
                const known = clean(await outcome(application, src), src);
                assert.match(known, words);
            });
        }
        await application.page(0, () => (window.heard = []));
        const broken = clean(await outcome(application, `${base}/open/boom`), 'a function of the app that throws');
        assert.match(broken, /internal/);
        await outcome(application, `${pathToFileURL(open).href}/good.mp4`);
        await application.page(0, (uri) => {
            const track = document.createElement('track');
            Object.assign(track, { kind: 'subtitles', src: uri, label: 'mine' });
            window.video.append(track);
        }, `${pathToFileURL(open).href}/words.srt`);
        await until(() => application.page(0, () => window.video.textTracks.length === 1 && (window.video.textTracks[0].mode = 'showing')), 'the page has a track');
        await until(() => application.page(0, () => window.heard.filter((each) => /"tracks"/.test(each)).some((each) => /words\.srt/.test(each))), 'its own subtitles are a track');
        assert.strictEqual(await application.page(0, () => window.video.textTracks.length), 1, 'that is there once');
        clean(await application.page(0, () => window.all()), 'subtitles behind a link');
        const reports = await application.main((world) => world.keep.reports);
        assert.ok(reports.some((each) => each.startsWith(`${base}/open/moved`) && /hidden/.test(each) || /link\.mp4 .*vault/.test(each)), `the app hears all of it: ${reports.join('\n')}`);
    } finally {
        await application.stop();
        server.close();
    }
});
