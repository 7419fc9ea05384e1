// SPDX-License-Identifier: MIT
'use strict';

// examples/packaged, packed by electron-builder and @electron/packager with nothing but what docs/shipping.md says, started from another folder.

const assert = require('assert');
const { execFileSync, spawn, spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { electronOptions } = require('../e2e/support/electron');
const { makeClip } = require('../e2e/support/clips');
const { until } = require('../e2e/support/processes');
const { Display, SIZE } = require('../roots/support/window');
const { temporaryFolder } = require('../support/folder');
const { PACK, electronPath, prepare, run } = require('./support/packers');

const ELECTRON = electronPath();
const film = makeClip({ frames: 600, more: ['--audio'] });

/** @type {string} */
let app;
/** @type {{[packer: string]: string}} */
const programs = {};

/**
 * Start the packed app from another folder, and do something with it.
 * @param {string} program
 * @param {(shown: {display: Display, output: () => string, pid: number}) => Promise<void>} use
 */
async function withProgram(program, use) {
    const display = await Display.start();
    const env = { ...process.env, DISPLAY: display.name, FRAMESHARE_PLAYER: '' };
    const child = spawn(program, electronOptions(), { cwd: '/', env, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    let output = '';

    [child.stdout, child.stderr].forEach((stream) => stream.setEncoding('utf8').on('data', (text) => (output += text)));
    try {
        await use({ display, output: () => output, pid: child.pid });
    } finally {
        child.kill();
        await ended;
        display.stop();
    }
}

/** What a program says that cannot play. @param {string} program */
async function failureOf(program) {
    let said = '';

    await withProgram(program, async ({ output }) => {
        await until(() => /^(\w[\w-]*): .*frameshare/m.test(output()) || /Error: .*frameshare/.test(output()), output, 60000);
        said = output();
    });
    return said;
}

/** A packed app, damaged. @param {string} packer @param {(resources: string) => void} damage @returns {string} its program */
function damaged(packer, damage) {
    const program = programs[packer];
    const folder = fs.mkdtempSync(path.join(temporaryFolder(), 'damaged-'));

    run('cp', ['-al', `${path.dirname(program)}/.`, folder]);
    damage(path.join(folder, 'resources'));
    return path.join(folder, path.basename(program));
}

for (const packer of Object.keys(PACK)) {
    test(`${packer} makes an app that plays`, async (t) => {
        app = app || prepare({ film });
        programs[packer] = PACK[packer](app, ELECTRON);
        assert.ok(fs.statSync(path.join(path.dirname(programs[packer]), 'resources', 'app.asar')).isFile());
        await withProgram(programs[packer], async ({ display, output, pid }) => {
            let number = -1;

            await until(() => (number = display.picture().counter(SIZE)) >= 15, () => `the film is seen: ${number}, ${output()}`, 120000);
            const hosts = fs.readdirSync('/proc').filter((id) => /^\d+$/.test(id)).map((id) => {
                try {
                    return { exe: fs.readlinkSync(`/proc/${id}/exe`), parent: /^PPid:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${id}/status`, 'utf8'))[1] };
                } catch (error) {
                    return { exe: '', parent: '' };
                }
            }).filter(({ exe, parent }) => Number(parent) === pid && /frameshare-player/.test(exe));

            assert.strictEqual(hosts.length, 1);
            assert.match(hosts[0].exe, /resources\/app\.asar\.unpacked\/node_modules\/frameshare\/prebuilds\/linux-\w+\/frameshare-player$/);
        });
        t.diagnostic(programs[packer]);
    });
}

test('native files left in the archive are told, with what to tell the packer', async () => {
    assert.match(await failureOf(PACK['@electron/packager'](app, ELECTRON, '--asar')), /packed into .*app\.asar\S*, where nothing can run: .*asarUnpack.*unpackDir/);
});

test('native files that are gone are told', async () => {
    const said = await failureOf(damaged('@electron/packager', (resources) => fs.rmSync(path.join(resources, 'app.asar.unpacked'), { recursive: true })));

    assert.match(said, /frameshare.*(where nothing can run|install frameshare again)/);
});

test('native files that this user may not read are told', { skip: process.getuid() !== 0 && 'it takes root to be another user' }, () => {
    const folder = path.join(temporaryFolder(), 'unreadable');
    const modules = path.join(folder, 'app.asar.unpacked', 'node_modules');

    fs.mkdirSync(modules, { recursive: true });
    fs.chmodSync(temporaryFolder(), 0o755);
    run('cp', ['-a', path.join(app, 'node_modules', 'frameshare'), modules]);
    fs.chmodSync(path.join(modules, 'frameshare', 'prebuilds'), 0o700);
    const { status, stderr } = spawnSync(process.execPath, ['-e', `require(${JSON.stringify(path.join(modules, 'frameshare'))})`],
        { encoding: 'utf8', uid: 65534, gid: 65534, cwd: '/', env: { PATH: process.env.PATH } });

    assert.notStrictEqual(status, 0);
    assert.match(stderr, /prebuilds.* cannot be read by this user: .*chmod/);
});

test('a host that may not be executed is told', async () => {
    const said = await failureOf(damaged('electron-builder', (resources) => {
        const folder = path.join(resources, 'app.asar.unpacked', 'node_modules', 'frameshare', 'prebuilds', `linux-${process.arch}`);
        const copy = fs.readFileSync(path.join(folder, 'frameshare-player'));

        fs.unlinkSync(path.join(folder, 'frameshare-player'));
        fs.writeFileSync(path.join(folder, 'frameshare-player'), copy, { mode: 0o644 });
    }));

    assert.match(said, /host: the player .* cannot be started: it may not be executed/);
    assert.doesNotMatch(said, /spawn E/);
});

test('a Debian package depends on what the project lists', () => {
    const deb = path.join(temporaryFolder(), 'packaged.deb');
    const folder = path.dirname(programs['electron-builder']);

    run(process.execPath, [path.join(app, 'deb.js'), folder, deb]);
    const fields = execFileSync('dpkg-deb', ['--field', deb, 'Depends'], { encoding: 'utf8' });
    const names = require('../../js/gstreamer/distribution').packages('debian');

    assert.ok(names.length > 8);
    names.concat('libgtk-3-0t64 | libgtk-3-0').forEach((name) => assert.ok(fields.split(/,\s*/).map((each) => each.trim()).includes(name), `${name} in ${fields}`));
    assert.match(execFileSync('dpkg-deb', ['--contents', deb], { encoding: 'utf8', maxBuffer: 1 << 26 }), /\.\/opt\/frameshare-packaged\/resources\/app\.asar\n/);
});
