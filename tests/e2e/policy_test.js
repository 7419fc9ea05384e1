'use strict';

const assert = require('assert');
const test = require('node:test');
const { isAllowed } = require('../../js/main/policy');

test('nothing is allowed that nobody allowed', () => {
    assert.strictEqual(isAllowed('file:///a.mp4', undefined), false);
    assert.strictEqual(isAllowed('file:///a.mp4', []), false);
    assert.strictEqual(isAllowed('no uri', () => true), false);
});

test('a prefix ends where a part of the URI ends', () => {
    assert.strictEqual(isAllowed('https://example.com/a.mp4', ['https://example.com']), true);
    assert.strictEqual(isAllowed('https://example.com.evil.org/a.mp4', ['https://example.com']), false);
    assert.strictEqual(isAllowed('https://example.com@evil.org/a.mp4', ['https://example.com']), false);
    assert.strictEqual(isAllowed('rtsp://camera@evil/', ['rtsp://camera']), false);
    assert.strictEqual(isAllowed('rtsp://camera/1', ['rtsp://camera']), true);
    assert.strictEqual(isAllowed('file:///media/films/a.mp4', ['file:///media/film']), false);
    assert.strictEqual(isAllowed('rtsp://any/1', ['rtsp:']), true);
    assert.strictEqual(isAllowed('file:///etc/passwd', ['rtsp:']), false);
});

test('a path cannot climb out of its prefix', () => {
    for (const path of ['../etc/passwd', '%2e%2e/etc/passwd', 'x/../../etc/passwd', '..%2fetc%2fpasswd', '%2E%2E%5cetc']) {
        assert.strictEqual(isAllowed(`file:///media/${path}`, ['file:///media/']), false, path);
    }
});

test('a function decides on the normal form', () => {
    const asked = [];

    assert.strictEqual(isAllowed('FILE:///a/../b.mp4', (uri) => asked.push(uri) > 0), true);
    assert.deepStrictEqual(asked, ['file:///b.mp4']);
    assert.strictEqual(isAllowed('file:///b.mp4', () => 'yes'), false);
});
