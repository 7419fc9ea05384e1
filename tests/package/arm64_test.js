// SPDX-License-Identifier: MIT
'use strict';

// The binaries for arm64, run by qemu-aarch64: the core's own tests, the addon in a Node for arm64, the command, the host.

const assert = require('assert');
const { execFileSync, spawnSync } = require('child_process');
const os = require('os');
const path = require('path');
const test = require('node:test');
const { startWriter } = require('../node/programs');
const { ROOT, installPackage } = require('./support/package');

const BUILD = 'build-arm64';
const SYSROOT = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'frameshare', 'sysroot-bookworm-arm64');

/**
 * Not by qemu: it leaks the descriptors of messages that are too long, and is slower than the times that "trim" is about. The model of
 * the lease protocol is the same on each machine, and takes it longer than all others together.
 */
const LEFT_OUT = ['message', 'trim', 'interleaving'];

/** Every 32-bit word of the writer's pictures is the number of the frame. */
const READER = `
    const frameshare = require('frameshare');
    const stream = frameshare.open(process.argv[1]);
    const { sequence, planes: [{ data, width }] } = stream.getFrame();
    const word = new DataView(data.buffer, data.byteOffset).getUint32(width & ~3, true);
    console.log(process.arch, frameshare.mapping, sequence, word === sequence);
    stream.close();`;

const folder = installPackage();
const natives = path.join(folder, 'node_modules', 'frameshare', 'prebuilds', 'linux-arm64');

/** @param {string[]} args a program for arm64 and its arguments */
function emulate(args) {
    return ['qemu-aarch64', ['-L', SYSROOT, ...args]];
}

test('the tests of the core pass on arm64', { skip: process.env.FRAMESHARE_QUICK ? 'takes minutes' : false }, () => {
    execFileSync('scripts/cross/build', ['linux-arm64', BUILD, '-Dgstreamer=false', '-Dnode=false', '-Dbenchmarks=false', '-Dexamples=false',
        '-Dstatic_png=true'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    const names = execFileSync('meson', ['test', '-C', BUILD, '--list', '--suite', 'core', '--no-rebuild'], { cwd: ROOT, encoding: 'utf8' })
        .split('\n').map((line) => line.split(' / ')[1]).filter((name) => name && !LEFT_OUT.includes(name));
    const { status, stdout } = spawnSync('meson', ['test', '-C', BUILD, '--no-rebuild', '--print-errorlogs', '--timeout-multiplier', '8', ...names],
        { cwd: ROOT, encoding: 'utf8' });

    assert.ok(names.length >= 15, names.join(' '));
    assert.strictEqual(status, 0, stdout);
});

test('a Node for arm64 reads a stream with the addon, without a copy', async () => {
    const node = execFileSync(path.join(ROOT, 'scripts', 'cross', 'node'), { encoding: 'utf8' }).trim();
    const stream = `arm64-${process.pid}`;
    const writer = await startWriter(stream);

    try {
        const number = await writer.ask('frame 3');
        const { stdout, stderr } = spawnSync(...emulate([node, '-e', READER, stream]), { cwd: folder, encoding: 'utf8', timeout: 120000,
            env: { PATH: process.env.PATH, XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR } });

        assert.strictEqual(stdout.trim(), `arm64 shared ${number} true`, stderr);
    } finally {
        await writer.stop();
    }
});

test('the command and the host for arm64 start', () => {
    for (const [name, says] of [['frameshare', /^Usage: frameshare COMMAND/], ['frameshare-player', /--last-words/]]) {
        const { status, stdout, stderr } = spawnSync(...emulate([path.join(natives, name), '--help']), { encoding: 'utf8' });

        assert.strictEqual(status, 0, stderr);
        assert.match(stdout, says);
    }
});

test('the GStreamer plugin for arm64 has all that it links in Debian 12', () => {
    const script = 'process.dlopen({ exports: {} }, process.argv[1])';
    const node = execFileSync(path.join(ROOT, 'scripts', 'cross', 'node'), { encoding: 'utf8' }).trim();

    for (const name of ['gst/libgstframeshare.so', 'libframeshare-player.so', 'libframeshare.so.0']) {
        const { stderr } = spawnSync(...emulate([node, '-e', script, path.join(natives, name)]), { encoding: 'utf8' });

        // It was loaded, and is no addon.
        assert.match(stderr, /Module did not self-register|did not self-register/, name);
    }
});
