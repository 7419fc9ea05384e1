// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { GstPlayer } = require('../../js/main');
const { Policy } = require('../../js/main/policy');
const { Preset } = require('../../js/main/preset');
const { temporaryFolder } = require('../support/folder');

const root = temporaryFolder();
fs.writeFileSync(path.join(root, 'a b.mp4'), 'film');

const PICTURE = 'videotestsrc num-buffers=2 pattern={p} ! video/x-raw,width=32,height=16 ! framesharesink';

/** The pipeline of a preset with a page's values. */
function fill(definition, query, allow) {
    return new Preset('one', definition).fill(new URLSearchParams(query), new Policy(allow));
}

/** Why a page does not get it. */
function whyNot(definition, query, allow) {
    try {
        fill(definition, query, allow);
        return '';
    } catch (error) {
        assert.strictEqual(error.code, 'refused', error.stack);
        return error.message;
    }
}

test('a preset without parameters is its pipeline', () => {
    assert.strictEqual(fill('videotestsrc ! framesharesink', ''), 'videotestsrc ! framesharesink');
});

test('the value of a place must be among the sources that the window may open', () => {
    const doorbell = 'rtspsrc location={url} latency=0 ! decodebin ! framesharesink';

    assert.strictEqual(fill(doorbell, 'url=rtsp://Door/1', ['rtsp:']),
        'rtspsrc location="rtsp://Door/1" latency=0 ! decodebin ! framesharesink');
    assert.match(whyNot(doorbell, 'url=rtsp://evil/1', ['rtsp://door/']), /rtsp:\/\/evil\/1 is not among/);
    assert.match(whyNot(doorbell, 'url=/etc/passwd', [root]), /not among/);
    assert.match(whyNot(doorbell, 'url=passwd', ['/']), /no URI/);
});

test('a file is a path for "location" and a URI for "uri"', () => {
    const both = 'filesrc location={f} ! fakesink uridecodebin uri={f} ! framesharesink';
    const filled = `filesrc location="${root}/a b.mp4" ! fakesink uridecodebin uri="file://${root}/a%20b.mp4" ! framesharesink`;

    assert.strictEqual(fill(both, `f=${root}/a b.mp4`, [root]), filled);
    assert.strictEqual(fill(both, `f=file://${root}/x/../a%2520b.mp4`, [root]), filled);
    assert.match(whyNot(both, `f=${root}/../secret`, [root]), /not among/);
});

test('any other property takes a number, true or false, unless the preset says what else', () => {
    for (const value of ['0', '-1.5', 'true', 'false', '18']) {
        assert.strictEqual(fill('a b={p}', `p=${value}`), `a b="${value}"`);
    }
    for (const value of ['', 'fakesink', '1 ! fakesink', '1e9999', '0x10', 'inf', '1\n2']) {
        assert.notStrictEqual(whyNot('a b={p}', new URLSearchParams({ p: value }).toString()), '', value);
    }
    const checked = (check) => ({ pipeline: 'a b={p}', parameters: { p: check } });
    assert.strictEqual(fill(checked(['ball', 'snow']), 'p=snow'), 'a b="snow"');
    assert.match(whyNot(checked(['ball', 'snow']), 'p=smpte'), /does not take "smpte"/);
    assert.strictEqual(fill(checked((value) => value === 'ball'), 'p=ball'), 'a b="ball"');
    assert.match(whyNot(checked(() => 1), 'p=ball'), /does not take/);
});

test('a RegExp must match the whole value, whatever its flags', () => {
    for (const check of [/ball/, /ball/g, /^ball$/m, /ball|x/y]) {
        const definition = { pipeline: 'a b={p}', parameters: { p: check } };

        assert.strictEqual(fill(definition, 'p=ball'), 'a b="ball"');
        assert.strictEqual(fill(definition, 'p=ball'), 'a b="ball"', 'also again');
        for (const value of ['balls', 'a ball', 'x\nball', 'ball ! x']) {
            assert.notStrictEqual(whyNot(definition, new URLSearchParams({ p: value }).toString()), '', value);
        }
    }
});

test('parameters that are missing, unknown or there twice are refused', () => {
    assert.match(whyNot('a b={p} c={q}', 'p=1'), /needs its parameter "q"/);
    assert.match(whyNot('a b={p} c={q}', 'p=1&q=2&r=3'), /no parameter "r"; it has p, q/);
    assert.match(whyNot('a b={p}', 'p=1&p=2'), /twice/);
    assert.match(whyNot('a b={p}', 'p=1&__proto__=2'), /no parameter "__proto__"/);
    assert.match(whyNot('a', 'p=1'), /it has none/);
});

test('a value that looks like a parameter stays a value', () => {
    const parameters = { p: /.*/, q: /.*/ };

    assert.strictEqual(fill({ pipeline: 'a b={p} c={q}', parameters }, 'p={q}&q=$1$%26'), 'a b="{q}" c="$1$&"');
});

test('a preset with which a page could say more than a value is told to its author', () => {
    for (const pipeline of [
        '{p}', '{p} ! framesharesink', 'filesrc {p}', 'filesrc location="{p}"', 'filesrc location=\'x {p} x\'', 'filesrc location=a{p}',
        'filesrc location={p}b', 'a location={p}{q}', 'a ! video/x-raw,width={p} ! b', 'a ! video/x-raw, width={p} ! b',
        'a ! video/x-raw,width=(int){p} ! b', 'capsfilter caps={p}', 'playbin video-sink={p}', 'playbin video-filter={p}',
        'souphttpsrc extra-headers={p}', 'bin x::caps={p}', 'a name={p}', 'a location=" b={p} "', 'a location=\\" b={p}',
    ]) {
        assert.throws(() => new Preset('one', pipeline), (error) => error instanceof TypeError && /preset "one"/.test(error.message), pipeline);
    }
    assert.throws(() => new Preset('one', { pipeline: 'a b={p}', parameters: { q: /x/ } }), /"q", which its pipeline has not: p/);
    assert.throws(() => new Preset('one', { pipeline: 'a b={p}', parameters: { p: 'x' } }), TypeError);
    assert.throws(() => new Preset('o ne', 'a'), TypeError);
});

test('what would end a quotation is refused, and nothing else can', () => {
    const anything = { pipeline: 'a b={p}', parameters: { p: () => true } };

    for (const value of ['"', 'a" ! filesink location=x "', '\\', 'a\\" b', '\0', 'a\nb', '\ud800', '\x7f']) {
        assert.throws(() => new Preset('one', anything).fill(/** @type {any} */ ({
            keys: () => ['p'], getAll: () => [value], get: () => value,
        }), new Policy()), { code: 'refused' }, JSON.stringify(value));
    }
});

test('GStreamer takes a hostile value as the text it is', async () => {
    const marks = path.join(root, 'made');
    const player = new GstPlayer();
    const hostile = [
        'x ! filesink location=MADE', 'x\' ! filesink location=MADE \'', 'x ) ( filesink location=MADE )', 'x filesink location=MADE',
        'x num-buffers=1', 'x;video/x-raw,format=RGBA', '! fakesink !', ' x', '(', 'x,y=z', '{ x }', '$(touch MADE)', '`touch MADE`', '', '.', 'é 漢 🎞',
    ].map((value) => value.replace('MADE', marks));

    try {
        for (const value of hostile) {
            // textoverlay shows any text: the pipeline is as it was, so it loads.
            const pipeline = fill({
                pipeline: 'videotestsrc num-buffers=2 ! video/x-raw,width=64,height=32 ! textoverlay text={t} ! framesharesink',
                parameters: { t: () => true },
            }, new URLSearchParams({ t: value }).toString());
            await player.load({ pipeline });
            assert.strictEqual(player.video.width, 64, value);
            assert.ok(!fs.existsSync(marks), value);
            // The same is no number, so an enumeration does not take it: an error, and nothing that is made.
            if (value !== '') {
                await assert.rejects(player.load({ pipeline: fill({ pipeline: PICTURE, parameters: { p: () => true } },
                    new URLSearchParams({ p: value }).toString()) }), { code: 'pipeline' }, value);
            }
            assert.ok(!fs.existsSync(marks), value);
        }
        await player.load({ pipeline: fill(PICTURE, 'p=18') });
        assert.strictEqual(player.video.width, 32);
    } finally {
        await player.close();
    }
});

test('a pipeline takes each value that the app allows for what it is, also those that mean something to it', async () => {
    const values = ['NULL', 'null', ' NULL', 'NULL ', 'a b', '!', 'a ! b', '(string)x', '( x )', '\'x\'', '\'', 'a,b;c', '<a,b>', '{a}', '[1,2]', 'a=b', '%41', '#', '$x', 'caps', 'true', '-1', 'a.', 'a:', '@a'];
    const preset = new Preset('one', { pipeline: 'filesrc location={p} ! decodebin ! framesharesink', parameters: { p: () => true } });
    const player = new GstPlayer();

    player.on('error', () => {});
    try {
        for (const value of values) {
            const pipeline = preset.fill(new URLSearchParams({ p: value }), new Policy());
            const { code, message } = await player.load({ pipeline }).then(() => ({ code: '', message: 'it was loaded' }), (error) => error);
            assert.strictEqual(code, 'not-found', `${value}: ${message}`);
            assert.ok(message.includes(`No such file "${value}"`), `${value}: ${message}`);
        }
    } finally {
        await player.close();
    }
    for (const value of ['"', 'a"', '\\', 'a\nb', '\r', '\t', '\0', '\u007f']) {
        assert.throws(() => preset.fill(new URLSearchParams({ p: value }), new Policy()), { code: 'refused' });
    }
});
