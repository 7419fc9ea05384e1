// SPDX-License-Identifier: MIT
'use strict';

// Hosts that cannot start: each is a PlayerError of code `host` that says what and what to do, and never what spawn() threw.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { GstPlayer, PlayerError } = require('../../js/main');
const { explainRefusal } = require('../../js/main/host-failure');
const { temporaryFolder } = require('../support/folder');

const BUILD = path.join(__dirname, '..', '..', 'build');
const PLAYER = path.join(BUILD, 'frameshare-player');

/** What becomes of a load by that host. @param {string} host @param {object} [more] @returns {Promise<string>} */
async function failure(host, more) {
    const player = new GstPlayer({ host, ...more });

    try {
        await player.load('/none.mp4');
    } catch (error) {
        assert.ok(error instanceof PlayerError, String(error));
        assert.strictEqual(error.code, 'host', error.message);
        assert.ok(!/\bspawn\b/.test(error.message), error.message);
        return error.message;
    } finally {
        await player.close();
    }
    throw new Error('it loaded');
}

/** @param {string} name @param {string | Buffer} content @param {number} [mode] @returns {string} */
function write(name, content, mode = 0o755) {
    const file = path.join(temporaryFolder(), name);

    fs.writeFileSync(file, content, { mode });
    return file;
}

test('a host that is not there', async () => {
    assert.match(await failure('/none/frameshare-player'), /the player \/none\/frameshare-player is not there/);
});

test('a host that may not be executed', async () => {
    assert.match(await failure(write('plain', fs.readFileSync(PLAYER), 0o644)), /plain cannot be started: it may not be executed.*chmod \+x/);
});

test('a host inside an archive', () => {
    const error = Object.assign(new Error('spawn ENOTDIR'), { code: 'ENOTDIR' });

    assert.match(explainRefusal('/app.asar/frameshare-player', error), /inside an archive.*asarUnpack/);
});

test('a host whose loader is not there', async () => {
    // A script says so in the same way.
    assert.match(await failure(write('stranger', '#!/none/loader\n')), /the loader that it names is not on this machine/);
});

test('a host that lacks libraries names all of them, and what installs them', async () => {
    const orphan = write('orphan', fs.readFileSync(path.join(BUILD, 'tests', 'tools', 'orphan')));
    const message = await failure(orphan);

    assert.match(message, /this machine lacks libgone\.so\./);
    assert.match(message, /gstreamer/);
});

test('a host that is no program, cut short, or of another machine', async () => {
    const bytes = fs.readFileSync(PLAYER);
    const foreign = Buffer.from(bytes);

    foreign.writeUInt16LE(process.arch === 'arm64' ? 62 : 183, 18);
    assert.match(await failure(write('text', 'this is a text\n')), /it is damaged: it has 15 bytes and is no ELF file/);
    assert.match(await failure(write('cut', bytes.subarray(0, 8192))), /it is cut short/);
    assert.match(await failure(write('foreign', foreign)), /it is for \w+, and this process runs as/);
});

test('what the loader says in its own words is told in ours', async () => {
    const says = (name, words) => failure(write(name, `#!/bin/sh\necho "${words}" >&2\nexit 127\n`));

    assert.match(await says('old-libc', 'p: /lib/libc.so.6: version \\`GLIBC_2.99\' not found (required by p)'),
        /this machine's C library is older than GLIBC_2\.99/);
    assert.match(await says('old-gst', 'p: symbol lookup error: p: undefined symbol: gst_thing_new'), /GStreamer or GLib of this machine is older.*gst_thing_new/);
    assert.match(await says('odd', 'something odd'), /cannot be started: "something odd"/);
    assert.match(await failure(write('mute', '#!/bin/sh\nexit 3\n')), /it ended with status 3/);
});

test('a host that crashes as it starts is no host that cannot start', async () => {
    const player = new GstPlayer({ host: write('crash', '#!/bin/sh\nkill -SEGV $$\n') });

    await assert.rejects(player.start(), /was ended by SIGSEGV/);
    await player.close();
});
