// SPDX-License-Identifier: MIT
'use strict';

// scripts/check-circles: what counts as an arrow from one file to another, and that a circle is told.

const assert = require('assert');
const { execFileSync, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { test } = require('node:test');

const script = path.join(__dirname, '../../scripts/check-circles');

/**
 * What it says of a tree of these files, whose C is built as Meson would.
 *
 * @param {import('node:test').TestContext} t
 * @param {Record<string, string>} files
 */
function check(t, files) {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'circles-'));
    t.after(() => fs.rmSync(root, { recursive: true }));
    const all = { 'src/core/lone.c': 'int lone;', 'src/player/alone.c': 'int alone;', 'js/page/index.js': '', ...files };
    for (const [name, text] of Object.entries(all)) {
        fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
        fs.writeFileSync(path.join(root, name), text);
    }
    const build = path.join(root, 'build');
    fs.mkdirSync(build);
    const sources = Object.keys(all).filter((name) => name.endsWith('.c'));
    const commands = sources.map((name, i) => ({ directory: build, file: path.join('..', name), output: `${i}.o` }));
    for (const { file, output } of commands) {
        execFileSync('cc', ['-w', '-I../src/core', '-I../src/player', '-c', file, '-o', output], { cwd: build });
    }
    fs.writeFileSync(path.join(build, 'compile_commands.json'), JSON.stringify(commands));
    const { status, stdout, stderr } = spawnSync(script, [root], { encoding: 'utf8' });
    return { status, said: stdout + stderr };
}

test('a tree without a circle passes, and is counted', (t) => {
    const { status, said } = check(t, {
        'src/core/a.h': 'void a(void);',
        'src/core/a.c': '#include "a.h"\nvoid a(void) {}',
        'src/core/b.c': '#include "a.h"\nvoid b(void) { a(); }',
    });
    assert.match(said, /^no circle among 2 files$/m);
    assert.strictEqual(status, 0);
});

const circles = {
    'two files that call each other without a header': {
        files: { 'src/core/a.c': 'void b(void); void a(void) { b(); }', 'src/core/b.c': 'void a(void); void b(void) { a(); }' },
        arrows: ['src/core/a -> src/core/b: b', 'src/core/b -> src/core/a: a'],
    },
    'a call, and an include on the way back': {
        files: {
            'src/player/one/a.h': '#define A 1',
            'src/player/one/a.c': 'void b(void); void a(void) { b(); }',
            'src/player/b.c': '#include "one/a.h"\nvoid b(void) {}',
        },
        arrows: ['src/player/one/a -> src/player/b: b', 'src/player/b -> src/player/one/a: #include "one/a.h"'],
    },
    'three files, of which one takes the address of a function': {
        files: {
            'src/core/a.c': 'void b(void); void a(void) { b(); }',
            'src/core/b.c': 'void c(void); void (*b_calls)(void) = c; void b(void) {}',
            'src/core/c.c': 'void a(void); void c(void) { a(); }',
        },
        arrows: ['src/core/a -> src/core/b: b', 'src/core/b -> src/core/c: c', 'src/core/c -> src/core/a: a'],
    },
    'pages that require each other': {
        files: { 'js/page/a.js': "require('./sub/b');", 'js/page/sub/b.js': "const { a } = require('../a');" },
        arrows: ['js/page/a.js -> js/page/sub/b.js: ./sub/b', 'js/page/sub/b.js -> js/page/a.js: ../a'],
    },
};
for (const [name, { files, arrows }] of Object.entries(circles)) {
    test(`a circle is told: ${name}`, (t) => {
        const { status, said } = check(t, files);
        assert.match(said, new RegExp(`^a circle of ${arrows.length} files:$`, 'm'));
        for (const arrow of arrows) {
            assert.ok(said.includes(`    ${arrow}\n`), `${arrow} is not in\n${said}`);
        }
        assert.strictEqual(status, 1);
    });
}

test('a type in a comment is no arrow, nor is a static function of the same name', (t) => {
    const { status } = check(t, {
        'js/page/a.js': "require('./b');",
        'js/page/b.js': "/** @param {import('./a').A} a */\nfunction b(a) {}",
        'src/core/a.c': 'static void same(void) {} void b(void); void a(void) { same(); b(); }',
        'src/core/b.c': 'static void same(void) {} void b(void) { same(); }',
    });
    assert.strictEqual(status, 0);
});

test('a source that is in no meson.build is told, and nothing is taken for circle-free', (t) => {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'circles-'));
    t.after(() => fs.rmSync(root, { recursive: true }));
    for (const folder of ['src/core', 'src/player', 'js/page', 'build']) {
        fs.mkdirSync(path.join(root, folder), { recursive: true });
    }
    fs.writeFileSync(path.join(root, 'src/core/a.c'), '');
    const unbuilt = spawnSync(script, [root], { encoding: 'utf8' });
    assert.match(unbuilt.stderr, /build first/);
    assert.notStrictEqual(unbuilt.status, 0);
    fs.writeFileSync(path.join(root, 'build/compile_commands.json'), '[]');
    const left = spawnSync(script, [root], { encoding: 'utf8' });
    assert.match(left.stderr, /src\/core\/a\.c is not built/);
    assert.notStrictEqual(left.status, 0);
});
