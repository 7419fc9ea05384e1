// SPDX-License-Identifier: MIT
'use strict';

// The packed example on systems that have just been installed: with a bundle and no GStreamer, without either, and with what doctor says to install.
// Short: Debian 12. FRAMESHARE_ROOTS="bookworm trixie forky" is all of it. Systems are made once (minutes), and kept in the cache.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { bundle } = require('../../js/gstreamer/bundle');
const { makeClip } = require('../e2e/support/clips');
const { until } = require('../e2e/support/processes');
const { Sound } = require('../e2e/support/sound');
const { PACK, electronPath, prepare } = require('../packaged/support/packers');
const { temporaryFolder } = require('../support/folder');
const { ROOT, Root, desktop, minimal, unable } = require('./support/root');
const { Display, SIZE } = require('./support/window');

const SUITES = (process.env.FRAMESHARE_ROOTS || 'bookworm').split(' ').filter((each) => each);
const APP = '/opt/packed';
const PATIENCE = 180000;
const skip = unable() || false;

/** What of GStreamer is there, Debian's packages of it, and what doctor says then. */
const PARTS = [
    ['GStreamer\'s core alone', 'libgstreamer1.0-0', ({ problem }) => assert.match(problem, /lacks .*libgstvideo-1\.0\.so\.0.*libjson-glib/)],
    ['libraries and no plugin', 'libgstreamer-plugins-base1.0-0 libjson-glib-1.0-0', (all, has) => assert.strictEqual(has('Playback'), false)],
    ['the base plugins alone', 'gstreamer1.0-plugins-base libjson-glib-1.0-0', (all, has) => assert.deepStrictEqual([has('Playback'), has('H.264')], [true, false])],
];

/** Made once. @type {{program: string, bundle: string} | null} */
let packed = null;

function pack() {
    if (!packed) {
        const folder = path.join(temporaryFolder(), 'gstreamer');

        bundle(folder, { only: ['h264', 'h265', 'aac', 'opus', 'rtsp'], gpl: 'with' });
        packed = { program: PACK['electron-builder'](prepare({ film: makeClip({ frames: 900, more: ['--audio'] }) }), electronPath()), bundle: folder };
    }
    return packed;
}

/** @param {Root} root @param {boolean} bundled */
function install(root, bundled) {
    const { program, bundle: folder } = pack();

    root.copy(path.dirname(program), APP);
    if (bundled) {
        root.copy(folder, `${APP}/resources/gstreamer`);
    }
}

/**
 * Run the packed app in a root, with a display and a sound device of its own.
 * @param {Root} root
 * @param {(shown: {display: Display, sound: Sound | null, output: () => string}) => Promise<void>} use
 */
async function withApp(root, use) {
    const display = await Display.start();
    const sound = await Sound.start();
    const env = { DISPLAY: display.name, XDG_RUNTIME_DIR: '/tmp/run' };

    if (sound) {
        const socket = sound.env.PULSE_SERVER.replace('unix:', '');

        root.share(path.dirname(socket), '/tmp/sound');
        env.PULSE_SERVER = `unix:/tmp/sound/${path.basename(socket)}`;
    }
    root.shell('mkdir -p -m 700 /tmp/run');
    const app = root.start([`${APP}/${path.basename(pack().program)}`, '--no-sandbox'], env);

    try {
        await use({ display, sound, output: () => app.output });
    } finally {
        app.child.kill();
        await app.ended;
        display.stop();
        if (sound) {
            sound.stop();
        }
    }
}

/** It is seen, and heard. @param {Root} root */
async function seePlaying(root, name) {
    await withApp(root, async ({ display, sound, output }) => {
        let number = -1;

        await until(() => (number = display.picture().counter(SIZE)) >= 15, () => `${name}: the film is seen: ${number}, ${output()}`, PATIENCE);
        if (sound) {
            await until(() => sound.beeps.length > 0, () => `${name}: the film is heard: ${output()}`, PATIENCE);
        }
        display.picture(process.env.FRAMESHARE_PICTURES && path.join(process.env.FRAMESHARE_PICTURES, `${name}.png`));
    });
}

/** @param {string} system @param {(root: Root) => Promise<void>} use */
async function withRoot(system, use) {
    const root = Root.on(system);

    try {
        await use(root);
    } finally {
        root.close();
    }
}

for (const suite of SUITES) {
    test(`${suite}: the packed app plays with the GStreamer that it brings along`, { skip }, () => withRoot(desktop(suite), async (root) => {
        assert.notStrictEqual(root.try('ls /usr/lib/*/libgstreamer-1.0.so.0').status, 0, 'the system has no GStreamer');
        install(root, true);
        await seePlaying(root, `${suite}-bundle`);
    }));

    test(`${suite}: without any GStreamer the app says what to install`, { skip }, () => withRoot(desktop(suite), async (root) => {
        install(root, false);
        await withApp(root, async ({ output }) => {
            await until(() => /^host: .*lacks libgstreamer-1\.0\.so\.0.*apt-get install -y .*gstreamer1\.0-libav/m.test(output()), output, PATIENCE);
        });
    }));

    test(`${suite}: what doctor says installs what is missing, and then the app plays`, { skip }, () => withRoot(desktop(suite), async (root) => {
        const doctor = `${APP}/resources/app.asar.unpacked/node_modules/frameshare/prebuilds/linux-x64/frameshare doctor --json`;
        const before = (install(root, false), root.try(doctor));

        assert.strictEqual(before.status, 1, before.output);
        root.shell(JSON.parse(before.output).command);
        assert.strictEqual(root.try(doctor).status, 0, root.try(doctor).output);
        await seePlaying(root, `${suite}-doctor`);
    }));

    for (const [what, packages, seen] of PARTS) {
        test(`${suite}: with ${what} doctor names the rest, and its command brings it`, { skip }, () => withRoot(minimal(suite), async (root) => {
            const needs = () => JSON.parse(root.try('/opt/f/frameshare doctor --json').output);

            ['frameshare', 'frameshare-player'].forEach((name) => root.copy(fs.realpathSync(path.join(ROOT, 'build', name)), `/opt/f/${name}`));
            root.shell('apt-get update -q');
            root.shell(`apt-get install -y -q --no-install-recommends ${packages}`);
            const before = needs();

            seen(before, (name) => before.needs.find((each) => each.name === name).ok);
            assert.notStrictEqual(root.try('/opt/f/frameshare doctor').status, 0);
            root.shell(before.command);
            assert.deepStrictEqual(needs().packages, []);
            assert.strictEqual(root.try('/opt/f/frameshare doctor').status, 0);
        }));
    }
}
