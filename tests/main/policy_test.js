// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Policy, kindOf } = require('../../js/main/policy');
const { temporaryFolder } = require('../support/folder');

/** A folder with what the tests ask for; {allowed, secret}: a folder that is allowed, a file beside it. */
const root = temporaryFolder();
const allowed = path.join(root, 'films');
const secret = path.join(root, 'secret.mp4');
fs.mkdirSync(path.join(allowed, 'old'), { recursive: true });
for (const file of [secret, path.join(allowed, 'a.mp4'), path.join(allowed, 'old', 'b c.mp4')]) {
    fs.writeFileSync(file, 'film');
}
fs.symlinkSync(secret, path.join(allowed, 'out.mp4'));
fs.symlinkSync(root, path.join(allowed, 'up'));
fs.symlinkSync(path.join(root, 'nowhere'), path.join(allowed, 'broken.mp4'));
fs.symlinkSync('loop', path.join(allowed, 'loop'));
fs.symlinkSync(path.join(allowed, 'a.mp4'), path.join(allowed, 'within.mp4'));
fs.symlinkSync(allowed, path.join(root, 'linked'));

const uriOf = (file) => pathToFileURL(file).href;

/** Why a policy refuses a URI, '' when it does not. */
function whyNot(uri, allow) {
    try {
        new Policy(allow).permit(uri);
        return '';
    } catch (error) {
        assert.strictEqual(error.code, 'refused', error.stack);
        return error.message;
    }
}

const permits = (uri, allow) => whyNot(uri, allow) === '';

test('nothing is allowed that nobody allowed', () => {
    assert.match(whyNot('file:///a.mp4', undefined), /not among.*"allow" of attach/);
    assert.match(whyNot('file:///a.mp4', []), /not among/);
    assert.match(whyNot('no uri', () => true), /no uri is no URI/);
    assert.match(whyNot('', ['/']), /is no URI/);
    assert.match(whyNot(`https://a/${'x'.repeat(10000)}`, ['https:']), /longer than/);
});

test('a prefix ends where a part of the URI ends', () => {
    assert.ok(permits('https://example.com/a.mp4', ['https://example.com']));
    assert.ok(!permits('https://example.com.evil.org/a.mp4', ['https://example.com']));
    assert.ok(!permits('https://example.com@evil.org/a.mp4', ['https://example.com']));
    assert.ok(!permits('https://user:word@example.com/a.mp4', ['https://example.com']));
    assert.ok(!permits('https://example.com:8443/a.mp4', ['https://example.com']));
    assert.ok(!permits('http://example.com/a.mp4', ['https://example.com']));
    assert.ok(!permits('rtsp://camera@evil/', ['rtsp://camera']));
    assert.ok(!permits('rtsp://camera\\@evil/', ['rtsp://camera']));
    assert.ok(!permits('https://evil.org\\@example.com/', ['https://example.com']));
    assert.ok(permits('rtsp://camera/1', ['rtsp://camera']));
    assert.ok(permits('rtsp://any/1', ['rtsp:']));
    assert.ok(!permits('rtsps://any/1', ['rtsp:']));
    assert.ok(!permits('file:///etc/passwd', ['rtsp:']));
});

test('what is opened is the normal form that was checked', () => {
    assert.strictEqual(new Policy(['https://example.com/films/']).permit('HTTPS://EXAMPLE.com\\films/x/../\ta.mp4'),
        'https://example.com/films/a.mp4');
    assert.strictEqual(new Policy([allowed]).permit(`${uriOf(allowed)}/old/../a.mp4?x#y`), uriOf(`${allowed}/a.mp4`));
    assert.strictEqual(new Policy([allowed]).permit(uriOf(`${allowed}/within.mp4`)), uriOf(`${allowed}/a.mp4`));
});

test('a folder is named by its path or its URI, and covers what is in it', () => {
    for (const folder of [allowed, `${allowed}/`, uriOf(allowed), `${uriOf(allowed)}/`, `${root}/linked`, 'file:', '/']) {
        assert.ok(permits(uriOf(`${allowed}/old/b c.mp4`), [folder]), folder);
    }
    assert.ok(permits(uriOf(`${root}/linked/a.mp4`), [`${root}/linked`]));
    assert.ok(permits(uriOf(`${allowed}/a.mp4`), [`${allowed}/a.mp4`]));
    assert.ok(permits(uriOf(`${allowed}/not/there/yet.mp4`), [allowed]));
    assert.ok(!permits(uriOf(`${allowed}2/a.mp4`), [allowed]));
    assert.ok(!permits(uriOf(secret), [allowed]));
});

test('a path cannot climb out of its folder', () => {
    const base = uriOf(allowed);

    for (const climb of ['../secret.mp4', '%2e%2e/secret.mp4', '.%2E/secret.mp4', 'old/../../secret.mp4', '..%2fsecret.mp4',
        '%2E%2E%5csecret.mp4', '..\\secret.mp4', 'a.mp4%00/../../secret.mp4']) {
        assert.ok(!permits(`${base}/${climb}`, [allowed]), climb);
    }
    assert.match(whyNot(`${base}/..%2fsecret.mp4`, [allowed]), /hides a slash/);
    // Decoded once, and no more, this is a strange name in the folder.
    assert.strictEqual(new Policy([allowed]).permit(`${base}/%252e%252e%252fsecret.mp4`),
        `${base}/%252e%252e%252fsecret.mp4`);
});

test('letters that look like others are others, and bytes that are no text name nothing', () => {
    const base = uriOf(allowed);

    for (const climb of ['\uff0e\uff0e/secret.mp4', '\u2024\u2024/secret.mp4', '..\u2215secret.mp4', '..\uff0fsecret.mp4', 'a\u0300/../x']) {
        const uri = `${base}/${climb}`;
        assert.ok(whyNot(uri, [allowed]) !== '' || new Policy([allowed]).permit(uri).startsWith(`${base}/`), climb);
    }
    for (const bytes of ['%ff', '%c0%ae%c0%ae/secret.mp4', '%ed%a0%80', '%', '%zz']) {
        assert.match(whyNot(`${base}/${bytes}`, [allowed]), /is no text/, bytes);
        assert.match(whyNot(`${base}/${bytes}`, () => true), /is no text/, bytes);
    }
    assert.ok(permits('https://xn--bcher-kva.example/', ['https://b\u00fccher.example/']), 'a host is compared as it is looked up');
});

test('a link cannot lead out of a folder, whoever decides', () => {
    assert.match(whyNot(uriOf(`${allowed}/out.mp4`), [allowed]), /link that leads out/);
    assert.match(whyNot(uriOf(`${allowed}/up/secret.mp4`), [allowed]), /link that leads out/);
    assert.match(whyNot(uriOf(`${allowed}/up/nothing.mp4`), [allowed]), /link that leads out/);
    assert.match(whyNot(uriOf(`${allowed}/broken.mp4`), [allowed]), /leads nowhere/);
    assert.match(whyNot(uriOf(`${allowed}/broken.mp4/x`), [allowed]), /leads nowhere/);
    assert.match(whyNot(uriOf(`${allowed}/loop`), [allowed]), /leads nowhere/);
    assert.ok(permits(uriOf(`${allowed}/out.mp4`), [allowed, secret]));
    const inFolder = (uri) => uri.startsWith(`${uriOf(allowed)}/`);
    assert.ok(permits(uriOf(`${allowed}/a.mp4`), inFolder));
    assert.ok(!permits(uriOf(`${allowed}/out.mp4`), inFolder));
    assert.ok(!permits(uriOf(`${allowed}/broken.mp4`), inFolder));
});

test('a refusal tells nothing of files that a page may not open', () => {
    const about = (name) => whyNot(uriOf(path.join(root, name)), [allowed]).replace(name, '');

    assert.strictEqual(about('secret.mp4'), about('nothing.mp4'));
});

test('a file of another computer is refused', () => {
    assert.match(whyNot('file://evil/share/a.mp4', ['file:', '/']), /another computer, "evil"/);
    assert.match(whyNot('file://evil/share/a.mp4', () => true), /another computer/);
    assert.ok(permits(`file://localhost${allowed}/a.mp4`, [allowed]));
});

test('what names no source is refused, even where everything is allowed', () => {
    for (const uri of ['testbin://video,pattern=ball', 'fd://0', 'pipe:///tmp/x', 'appsrc://', 'c:/etc/passwd', 'FD://0']) {
        assert.match(whyNot(uri, () => true), /names no source/, uri);
    }
    for (const uri of ['data:video/mp4;base64,AAAA', 'javascript:alert(1)', 'blob:https://a/b', 'videotestsrc ! fakesink', 'v4l2:///dev/video0',
        'udp://0.0.0.0:5000', '/etc/passwd', 'a.mp4']) {
        assert.ok(!permits(uri, ['https:', allowed]), uri);
    }
});

test('of each scheme that this machine\'s GStreamer opens it is known what it names, and those of devices and patterns are refused', () => {
    const output = execFileSync('gst-inspect-1.0', ['--uri-handlers'], { encoding: 'utf8' });
    const schemes = new Set(Array.from(output.matchAll(/\((?:read|write)[^)]*\): (.*)/g)).flatMap(([, list]) => list.split(', ')));
    const never = ['appsrc', 'cdda', 'dv', 'dvb', 'dvd', 'fd', 'imagesequence', 'multifile', 'pushfile', 'radio', 'resource', 'sdp', 'splitfile', 'splitmux', 'testbin', 'v4l2'];

    assert.ok(schemes.size > 5 && schemes.has('file'), output);
    schemes.forEach((scheme) => assert.notStrictEqual(kindOf(`${scheme}:`), 'unknown', scheme));
    for (const scheme of never.filter((each) => schemes.has(each)).concat('v4l2', 'multifile', 'splitmux')) {
        for (const uri of [`${scheme}://${allowed}/a%25d.mp4`, `${scheme}:/x`, `${scheme.toUpperCase()}:x`]) {
            assert.match(whyNot(uri, () => true), /names no source/, uri);
            assert.match(whyNot(uri, [`${scheme}:`, allowed, 'file:']), /names no source/, uri);
        }
    }
});

test('a scheme that nobody knows is opened by who lists it, not by who allows everything', () => {
    assert.match(whyNot('camera-7:/1', () => true), /does not know.*"allow"/);
    assert.ok(permits('camera-7:/1', ['camera-7:']));
    assert.ok(!permits('camera-7:/1', ['https:']));
});

test('properties in a query must be listed word by word', () => {
    assert.ok(permits('srt://camera:7000', ['srt://camera:7000']));
    assert.ok(!permits('srt://camera:7000?mode=listener', ['srt://camera:7000']));
    assert.ok(!permits('srt://camera:7000?mode=listener', ['srt:']));
    assert.ok(!permits('srt://camera:7000?mode=caller&passphrase=x', ['srt://camera:7000?mode=caller']));
    assert.ok(permits('srt://camera:7000?mode=caller', ['srt://camera:7000?mode=caller']));
    assert.ok(permits('https://example.com/a?b=c', ['https://example.com/']));
});

test('a function decides on the normal form, and only a clear yes is one', () => {
    const asked = [];

    assert.ok(permits('HTTPS://A/x/../b.mp4', (uri) => asked.push(uri) > 0));
    assert.deepStrictEqual(asked, ['https://a/b.mp4']);
    for (const answer of ['yes', 1, undefined, null, {}, Promise.resolve(true)]) {
        assert.ok(!permits('https://a/b.mp4', () => answer), String(answer));
    }
});

test('an entry that can cover nothing is told when it is listed', () => {
    for (const entry of ['films', './films', '', 'file://computer/films']) {
        assert.throws(() => new Policy([entry]), TypeError, entry);
    }
    assert.throws(() => new Policy('https:'), TypeError);
});
