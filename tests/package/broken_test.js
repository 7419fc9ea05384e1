// SPDX-License-Identifier: MIT
'use strict';

// What is said where the package cannot work: each one sentence that names the thing and tells what to do.

const assert = require('assert');
const { execFileSync, spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { installPackage, runNode } = require('./support/package');

const folder = installPackage();
const own = path.join(folder, 'node_modules', 'frameshare');
const prebuilds = path.join(own, 'prebuilds');
const HERE = 'linux-x64';

/** @param {string} name @returns {string} a native file's path here */
function nativeFile(name) {
    return path.join(prebuilds, HERE, name);
}

/** Do something to a file of the package, look, and put it back. */
function withChanged(file, change, look) {
    const kept = `${file}.kept`;

    fs.renameSync(file, kept);
    try {
        change(file, kept);
        return look();
    } finally {
        fs.rmSync(file, { recursive: true, force: true });
        fs.renameSync(kept, file);
    }
}

/** What an app gets that asks for the addon. @returns {string} the message */
function askForAddon(before = '', entry = 'frameshare') {
    const { stdout, stderr } = runNode(folder, ['-e', `${before}; try { require('${entry}'); } catch (error) { console.log(error.message); }`]);

    assert.strictEqual(stderr, '');
    return stdout.trim();
}

/** What an app gets that starts a player. @returns {string} code and message */
function askForPlayer(inProcess) {
    const { stdout, stderr } = runNode(folder, ['-e', `const { GstPlayer } = require('frameshare/main');
        new GstPlayer({ inProcess: ${inProcess} }).start().then(() => process.exit(), (error) => console.log(error.code, error.message))`]);

    assert.strictEqual(stderr, '');
    return stdout.trim();
}

/** One sentence: one line, and what to do in it. */
function assertSentence(message, ...patterns) {
    assert.doesNotMatch(message, /\n/);
    patterns.forEach((pattern) => assert.match(message, pattern));
}

const otherMachine = (name) => (file) => fs.copyFileSync(path.join(prebuilds, 'linux-arm64', name), file);
const cutShort = (file, kept) => fs.writeFileSync(file, fs.readFileSync(kept).subarray(0, fs.statSync(kept).size >> 1));
const empty = (file) => fs.writeFileSync(file, '');
const unreadable = (file) => fs.mkdirSync(file);
const gone = () => {};

const FAULTS = [
    ['of another machine', otherMachine, /is for arm64, and this process runs as x64: install frameshare again/],
    ['cut short', () => cutShort, /is cut short: it has \d+ of \d+ bytes: install frameshare again/],
    ['empty', () => empty, /is damaged: it has 0 bytes and is no ELF file: install frameshare again/],
    ['that cannot be read', () => unreadable, /cannot be read \(EISDIR\): install frameshare again/],
    ['that is missing', () => gone, /is missing: install frameshare again/],
];

for (const [what, change, says] of FAULTS) {
    test(`an addon ${what}`, () => {
        const message = withChanged(nativeFile('frameshare.node'), change('frameshare.node'), () => askForAddon());

        assertSentence(message, /prebuilds\/linux-x64\/frameshare\.node /, says);
    });

    test(`a host ${what}`, () => {
        const message = withChanged(nativeFile('frameshare-player'), change('frameshare-player'), () => askForPlayer(false));

        assertSentence(message, /^host .*prebuilds\/linux-x64\/frameshare-player /, says);
    });

    test(`a library of the player ${what}`, () => {
        for (const inProcess of [false, true]) {
            const message = withChanged(nativeFile('libframeshare-player.so'), change('libframeshare-player.so'), () => askForPlayer(inProcess));

            assertSentence(message, /^host .*prebuilds\/linux-x64\/libframeshare-player\.so /, says);
        }
    });

    test(`a command ${what}`, () => {
        const { status, stderr } = withChanged(nativeFile('frameshare'), change('frameshare'),
            () => runNode(folder, [path.join('node_modules', '.bin', 'frameshare'), 'list']));

        assert.strictEqual(status, 1);
        assertSentence(stderr.trim(), /^frameshare: .*prebuilds\/linux-x64\/frameshare /, says);
    });
}

test('an addon that this user may not read', { skip: process.getuid() === 0 && spawnSync('setpriv', ['--version']).status !== 0 }, () => {
    fs.chmodSync(folder, 0o755);
    fs.chmodSync(path.dirname(folder), 0o755);
    fs.chmodSync(nativeFile('frameshare.node'), 0);
    try {
        const as = process.getuid() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : ['env'];
        const { stdout } = spawnSync(as[0], [...as.slice(1), process.execPath, '-e',
            'try { require("frameshare") } catch (error) { console.log(error.message) }'], { cwd: folder, encoding: 'utf8' });

        assertSentence(stdout.trim(), /frameshare\.node cannot be read \(EACCES\): install frameshare again/);
    } finally {
        fs.chmodSync(nativeFile('frameshare.node'), 0o755);
    }
});

test('an addon that the loader refuses', () => {
    // Whole by its header, but with another one's middle.
    const message = withChanged(nativeFile('frameshare.node'), (file, kept) => {
        const bytes = fs.readFileSync(kept);

        fs.writeFileSync(file, bytes.fill(0, 0x40, 0x400));
    }, () => askForAddon());

    assertSentence(message, /frameshare\.node cannot be loaded \(.*\): it needs glibc 2\.28 or newer/);
});

test('a platform that the package has nothing for', () => {
    for (const [key, value] of [['arch', 'riscv64'], ['platform', 'darwin']]) {
        const message = askForAddon(`Object.defineProperty(process, '${key}', { value: '${value}' })`);

        assertSentence(message, new RegExp(`no binaries for .*${value}.*, only for linux-arm64 and linux-x64: clone its repository, run scripts/build`));
    }
});

test('what the environment names and is not there', () => {
    const { stdout } = runNode(folder, ['-e', 'try { require("frameshare") } catch (error) { console.log(error.message) }'],
        { FRAMESHARE_ADDON: '/nowhere/frameshare.node' });

    assertSentence(stdout.trim(), /^\/nowhere\/frameshare\.node is not there: the environment's FRAMESHARE_ADDON names it/);
});

test('a clone that is not built says so, and one that is built goes before its prebuilds', () => {
    const clone = path.join(own, 'meson.build');
    const build = path.join(own, 'build');

    fs.writeFileSync(clone, '');
    try {
        withChanged(prebuilds, gone, () => assertSentence(askForAddon(), /frameshare\.node is not built: run scripts\/build in .*frameshare$/));
        fs.mkdirSync(build);
        fs.writeFileSync(path.join(build, 'frameshare.node'), '');
        assertSentence(askForAddon(), /build\/frameshare\.node is damaged.*: run scripts\/build again$/);
        fs.copyFileSync(nativeFile('frameshare.node'), path.join(build, 'frameshare.node'));
        assert.strictEqual(askForAddon(), '');
    } finally {
        fs.rmSync(clone);
        fs.rmSync(build, { recursive: true, force: true });
    }
});

/** What a user's shell shows of the command. @returns {string} */
function askForCommand() {
    const { status, stderr } = runNode(folder, [path.join('node_modules', '.bin', 'frameshare'), 'list']);

    assert.strictEqual(status, 1);
    return stderr.trim();
}

test('a package without prebuilds, or without those of this platform, is to be installed again', () => {
    for (const place of [prebuilds, path.join(prebuilds, HERE)]) {
        withChanged(place, gone, () => {
            assertSentence(askForAddon(), /prebuilds\/linux-x64\/frameshare\.node is missing: install frameshare again/);
            assertSentence(askForCommand(), /prebuilds\/linux-x64\/frameshare is missing: install frameshare again/);
        });
    }
});

test('programs that may not be executed', () => {
    for (const name of ['frameshare', 'frameshare-player']) {
        fs.chmodSync(nativeFile(name), 0o644);
    }
    try {
        assertSentence(askForCommand(), /^frameshare: .*linux-x64\/frameshare cannot be started: it may not be executed: .*chmod \+x.*noexec$/);
        assertSentence(askForPlayer(false), /^host .*frameshare-player cannot be started: it may not be executed: .*chmod \+x.*noexec$/);
    } finally {
        for (const name of ['frameshare', 'frameshare-player']) {
            fs.chmodSync(nativeFile(name), 0o755);
        }
    }
});

/** Of another C library: the loader that it names is not here. */
function withLoaderOfMusl(file, kept) {
    const bytes = fs.readFileSync(kept);
    const at = bytes.indexOf('/lib64/ld-linux-x86-64.so.2\0');

    assert.ok(at > 0, 'it names a loader');
    bytes.write('/lib/ld-musl-x86_64.so.1\0', at, 'latin1');
    fs.writeFileSync(file, bytes, { mode: 0o755 });
}

test('programs of a system with musl', { skip: fs.existsSync('/lib/ld-musl-x86_64.so.1') && 'this system has musl, too' }, () => {
    const says = /cannot be started: the loader that it names is not on this machine, so that it was made for another C library: install frameshare again/;

    assertSentence(withChanged(nativeFile('frameshare'), withLoaderOfMusl, askForCommand), says);
    assertSentence(withChanged(nativeFile('frameshare-player'), withLoaderOfMusl, () => askForPlayer(false)), /^host /, says);
});

test('an addon of a system with musl', () => {
    const message = withChanged(nativeFile('frameshare.node'), (file, kept) => {
        fs.copyFileSync(kept, file);
        execFileSync('patchelf', ['--replace-needed', 'libc.so.6', 'libc.musl-x86_64.so.1', file]);
    }, () => askForAddon());

    assertSentence(message, /frameshare\.node is made for musl, and this process has glibc \(.*libc\.musl-x86_64.*\): install frameshare again/);
});

test('a package on a file system that is mounted noexec', { skip: process.getuid() !== 0 && 'only root may mount' }, (t) => {
    const place = path.join(prebuilds, HERE);
    const kept = `${place}.kept`;

    fs.renameSync(place, kept);
    fs.mkdirSync(place);
    try {
        if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'noexec', 'none', place]).status !== 0) {
            t.skip('nothing can be mounted here');
            return;
        }
        try {
            fs.cpSync(kept, place, { recursive: true });
            assertSentence(askForAddon(), /frameshare\.node cannot be loaded \(failed to map segment.*\): put it on a file system that is not mounted noexec/);
            assertSentence(askForCommand(), /cannot be started: it may not be executed: .*noexec/);
        } finally {
            execFileSync('umount', [place]);
        }
    } finally {
        fs.rmSync(place, { recursive: true, force: true });
        fs.renameSync(kept, place);
    }
});
