// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { Disclosure } = require('../../js/main/disclosure');
const { PageError, PlayerError } = require('../../js/main/error');
const { newRecord } = require('../../js/main/player-record');
const { isPlain } = require('../../js/plain-words');

const SECRETS = ['s3cret', 'hidden-host', '/vault/', 'token'];
const PLACES = [
    'file:///vault/s3cret/film.mkv', '/vault/s3cret/film.mkv', 'https://hidden-host.example/a.mp4?token=s3cret', 'rtsp://me:s3cret@hidden-host/1',
    'hidden-host.example', '"s3cret"', '\u201cs3cret\u201d', '\'s3cret\'', 'key=s3cret', 's3cret@hidden-host', '10.11.12.13', 'token:s3cret', '..\\s3cret',
    'C:\\vault\\s3cret', '%2fvault%2fs3cret', '[fe80::1]', 's3cret\n', 'eyJhbGciOiJIUzI1NiJ9s3cretpayloadsig',
];

/** No secret is in what a page hears. */
function clean(what) {
    const text = JSON.stringify(what);

    SECRETS.forEach((secret) => assert.ok(!text.includes(secret), text));
    assert.ok(!/10\.11\.12|fe80/.test(text), text);
    return what;
}

/** Every string of an object becomes this one. */
function filled(value, text) {
    return JSON.parse(JSON.stringify(value), (name, each) => (typeof each === 'string' && name !== 'event' ? text : each));
}

const EVENTS = [
    { event: 'error', code: 'x', message: 'x', element: 'x', debug: 'x', missing: [{ description: 'x', detail: 'x', package: 'x' }], uri: 'x' },
    { event: 'warning', code: 'x', message: 'x', element: 'x', debug: 'x' },
    { event: 'source', uri: 'x' },
    { event: 'tags', title: 'x', location: 'x' },
    { event: 'debug', text: 'x' },
    { event: 'state', uri: 'x' },
    { event: 'quit', uri: 'x' },
];

test('no event, record or error has a word of what the app chose', () => {
    for (const place of PLACES) {
        for (const own of [true, false]) {
            const disclosure = new Disclosure(own);
            disclosure.know('https://page.example/film.mp4', 'https://page.example/film.mp4',
                { userAgent: 'hidden-host agent', headers: { Authorization: 'Bearer s3cret' } });
            EVENTS.forEach((event) => clean(disclosure.event(filled(event, place))));
            const track = { id: place, label: place.split('/').pop(), language: '', codec: '', selected: true };
            const error = new PlayerError('resource', `it fails: ${place}`, { element: place, debug: place });
            clean(disclosure.event({ event: 'tracks', video: [], audio: [], text: [Object.assign({}, track, { id: `file://${encodeURI(place)}` })] }));
            clean(disclosure.error(error));
            clean(disclosure.error(new TypeError(place)));
            clean(disclosure.error(new PlayerError('resource', `https://page.example/film.mp4: moved to ${place}`)));
            clean(disclosure.record(Object.assign(newRecord(), { uri: place, tags: { title: place }, error: error.toRecord() })));
        }
    }
});

test('a header of the app is heard in no message, though it looks like a word', () => {
    const disclosure = new Disclosure(true);

    disclosure.know('https://page.example/a', 'https://page.example/a', { headers: { Authorization: 'opensesame' }, userAgent: 'visitor' });
    for (const word of ['opensesame', 'visitor', 'Authorization']) {
        assert.doesNotMatch(disclosure.error(new PlayerError('forbidden', `https://page.example/a: no ${word} here (souphttpsrc0)`)).message, new RegExp(word));
    }
});

test('a page hears what is wrong with a source that it chose, in its own words', () => {
    const disclosure = new Disclosure(true);
    const said = (message) => disclosure.error(new PlayerError('not-found', message)).message;

    disclosure.know('rtsp://me:word@door.local:8554/films/nothing', 'rtsp://me:word@door.local:8554/films/nothing');
    assert.strictEqual(said('rtsp://door.local:8554/films/nothing: Not found (rtspsrc0: Not Found (404))'),
        'rtsp://door.local:8554/films/nothing: Not found (rtspsrc0: Not Found (404))');
    disclosure.know('file:///films/a.mkv', 'file:///vault/s3cret/real%20name.mkv');
    assert.strictEqual(said('file:///vault/s3cret/real%20name.mkv: it is cut off (matroskademux0)'), 'file:///films/a.mkv: it is cut off (matroskademux0)');
    for (const message of ['file:///vault/s3cret/real%20name.mkv.bak: no', 'file:///vault/s3cret/: no', 'rtsp://door.local:8554/films/nothing.s3cret: no',
        'rtsp://door.local:8554/films/nothing?token=s3cret: no', 'door.local.s3cret: no', 'door.local/s3cret: no', 's3cret.door.local: no']) {
        assert.strictEqual(clean(said(message)), 'this source is not there', message);
    }
});

test('what plays next is called as the page called it, and nothing where it did not', () => {
    const own = new Disclosure(true);
    const borrowed = new Disclosure(false);

    [own, borrowed].forEach((each) => each.know('file:///films/a.mkv', 'file:///vault/s3cret/a.mkv'));
    assert.strictEqual(own.event({ event: 'source', uri: 'file:///vault/s3cret/a.mkv' }).uri, 'file:///films/a.mkv');
    assert.strictEqual(own.event({ event: 'source', uri: 'file:///vault/s3cret/b.mkv' }).uri, null);
    assert.strictEqual(borrowed.event({ event: 'source', uri: 'file:///vault/s3cret/a.mkv' }).uri, null);
});

test('tracks have ids that say nothing, and the page\'s choice finds the player\'s track', () => {
    const disclosure = new Disclosure(false);
    const track = (id, label) => ({ id, label, language: 'en', codec: 'SubRip', selected: false });
    const tracks = { video: [track('video', '')], audio: [track('0a1b/001', 'English')], text: [track('file:///vault/s3cret.srt', 's3cret.srt'), track('http://a/b.srt', 'b.srt')] };

    disclosure.know('http://A/b.srt', 'http://a/b.srt');
    const heard = clean(disclosure.event({ event: 'tracks', ...tracks }));
    assert.deepStrictEqual([heard.video[0].id, heard.audio[0].label, heard.text[0].label, heard.text[1].id, heard.text[1].label],
        ['video', 'English', '', 'http://A/b.srt', 'b.srt']);
    for (const kind of ['video', 'audio', 'text']) {
        heard[kind].forEach(({ id }, i) => assert.strictEqual(disclosure.playersId(tracks, kind, id), tracks[kind][i].id));
    }
    assert.strictEqual(disclosure.playersId(tracks, 'text', null), null);
    assert.strictEqual(new Disclosure(true).event({ event: 'tracks', ...tracks }).audio[0].id, heard.audio[0].id, 'every window calls it the same');
});

test('sorted by id, tracks are in the order of the source, and one that was there keeps its id', () => {
    const disclosure = new Disclosure(true);
    const ids = (names) => disclosure.event({ event: 'tracks', video: [], audio: names.map((id) => ({ id })), text: [] }).audio.map(({ id }) => id);
    const names = Array.from({ length: 12 }, (each, i) => `0a1b/${String(97 * i % 12).padStart(3, '0')}`);
    // As media-chrome sorts them.
    const first = ids(names);
    assert.deepStrictEqual(first.slice().sort((a, b) => a.localeCompare(b, undefined, { numeric: true })), first);

    const [added, ...rest] = ids(['0a1b/new', ...names.slice(1)]);
    assert.deepStrictEqual(rest, first.slice(1));
    assert.ok(!first.includes(added));
    assert.deepStrictEqual(new Set([added, ...rest]).size, 12);
    assert.match(ids(['cd/1'])[0], /^1-/, 'another source begins anew');
});

test('refusals made for a page reach it word by word', () => {
    const refusal = new PageError('refused', 'file:///a is not among the sources');

    assert.strictEqual(new Disclosure(false).error(refusal).message, refusal.message);
});

test('words of the player are plain, and paths, hosts and keys are not', () => {
    for (const text of ['Could not connect', 'Not found (souphttpsrc0: Not Found (404))', '20000x16: at most 16384x16384', 'H.265 (Main 10 Profile) decoder',
        'it is cut off, after 2.5 seconds', 'the player\'s process 12 ended']) {
        assert.ok(isPlain(text), text);
    }
    PLACES.concat(['a'.repeat(3000), null, 7, {}]).forEach((text) => assert.ok(!isPlain(text), String(text)));
});
