// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { makePages } = require('../../scripts/reference');

const FOLDER = path.join(__dirname, '..', '..', 'docs', 'reference');
const { pages, manifest, silent } = makePages();

test('the reference pages are what the sources say now', () => {
    assert.deepStrictEqual(fs.readdirSync(FOLDER).sort(), Array.from(pages.keys()).sort());
    for (const [name, text] of pages) {
        assert.strictEqual(fs.readFileSync(path.join(FOLDER, name), 'utf8'), text, `docs/reference/${name} is old: run node scripts/reference`);
    }
});

test('editors know the element by custom-elements.json, which is what the sources say now', () => {
    assert.strictEqual(fs.readFileSync(path.join(FOLDER, '..', '..', 'custom-elements.json'), 'utf8'), manifest, 'run node scripts/reference');
    const [{ declarations: [element], exports: [definition] }] = JSON.parse(manifest).modules;
    const named = (list, name) => list.find((each) => each.name === name);

    assert.deepStrictEqual([element.tagName, definition.name, definition.declaration.name], ['gst-video', 'gst-video', element.name]);
    assert.strictEqual(named(element.attributes, 'rotate').type.text, '\'90\' | \'180\' | \'270\'');
    assert.strictEqual(named(element.members, 'readyState').readonly, true);
    assert.strictEqual(named(element.members, 'currentTime').readonly, undefined);
    assert.strictEqual(named(element.members, 'setNext').kind, 'method');
    assert.ok(named(element.events, 'loadedmetadata').description);
    for (const each of [...element.attributes, ...element.members, ...element.events]) {
        assert.ok(each.name && (each.kind === 'method' || each.type.text), JSON.stringify(each));
    }
});

test('of every public name something is said', () => {
    assert.deepStrictEqual(silent, []);
});

test('the reference has what people look for, and links that lead somewhere', () => {
    for (const [name, heading] of [['main.md', 'attach(target, [options])'], ['main.md', 'GstPlayer: events'], ['page.md', 'GstVideo: attributes'],
        ['page.md', 'requestVideoFrameCallback(callback)'], ['preload.md', 'getFrame(element)'], ['stream.md', 'waitFrame([timeout])'], ['c.md', 'reader.h']]) {
        assert.match(pages.get(name), new RegExp(`^#+ ${heading.replace(/[()[\]]/g, '\\$&')}$`, 'm'), name);
    }
    for (const [name, text] of pages) {
        for (const [, file, anchor] of text.matchAll(/\]\(([\w.]*\.md)?#([\w-]+)\)/g)) {
            assert.match(pages.get(file || name).toLowerCase(), new RegExp(`^## ${anchor}$`, 'm'), `${name} links to ${file || ''}#${anchor}`);
        }
        for (const [, file] of text.matchAll(/\]\(([\w./-]+)\)/g)) {
            assert.ok(pages.has(file) || fs.existsSync(path.join(FOLDER, file)), `${name} links to ${file}`);
        }
    }
});
