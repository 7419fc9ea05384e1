// SPDX-License-Identifier: MIT
'use strict';

// Installs the package in an empty folder, as anybody does, where there is no compiler and no header of Node's, and uses it.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { makeClip } = require('../e2e/support/clips');
const { SIZE, seeCounter, withApp } = require('../e2e/support/apps');
const { ROOT, electrons, installPackage, listFiles, runNode } = require('./support/package');

/** What the README and docs/reference name, by the entry that has it. */
const NAMES = {
    frameshare: ['open', 'openAsync', 'list', 'accounts', 'now', 'mapping', 'Stream', 'FrameReader'],
    'frameshare/main': ['GstPlayer', 'PlayerError', 'attach', 'chooseGraphics'],
};

/** The app that the README prints. @returns {{[file: string]: string}} */
function readmeApp() {
    const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
    const [, main] = /^`main\.js`[^\n]*\n\n```js\n(.*?)```/ms.exec(readme);
    const [, preload] = /^`preload\.js` is `(.*?)`/m.exec(readme);
    const [, page] = /the page says\n\n```html\n(.*?)```/s.exec(readme);

    return { 'main.js': main, 'preload.js': preload, 'index.html': page };
}

const folder = installPackage(readmeApp());

test('npm installs the package alone, and copies no link', () => {
    const modules = path.join(folder, 'node_modules');

    assert.deepStrictEqual(fs.readdirSync(modules).filter((name) => !name.startsWith('.')), ['frameshare']);
    assert.ok(!fs.lstatSync(path.join(modules, 'frameshare')).isSymbolicLink());
    assert.ok(listFiles(path.join(modules, 'frameshare')).length > 100);
});

for (const [entry, names] of Object.entries(NAMES)) {
    test(`require('${entry}') and its import have every documented name`, () => {
        const required = runNode(folder, ['-p', `Object.keys(require('${entry}')).sort().join(' ')`]);
        const imported = runNode(folder, ['--input-type=module', '-e', `import { ${names.join(', ')} } from '${entry}';
            import whole from '${entry}'; import * as all from '${entry}';
            console.log([${names.join(', ')}].every((each) => each !== undefined), Object.keys(whole).every((name) => whole[name] === all[name]));`]);

        assert.strictEqual(required.stdout.trim(), names.slice().sort().join(' '), required.stderr);
        assert.strictEqual(imported.stdout.trim(), 'true true', imported.stderr);
    });
}

test('a player of the package plays, and a reader reads, without any tool of a developer', () => {
    const { status, stdout, stderr } = runNode(folder, ['-e', `
        const frameshare = require('frameshare');
        const { GstPlayer } = require('frameshare/main');
        (async () => {
            const player = new GstPlayer({ stream: 'packed-${process.pid}' });
            await player.load(process.argv[1]);
            await player.play();
            const stream = await frameshare.openAsync(player.stream);
            const frame = await stream.waitFrame(60000);
            console.log(frame.width, frame.height, frameshare.mapping);
            frame.release();
            stream.close();
            await player.close();
        })();`, makeClip({ frames: 60 })]);

    assert.deepStrictEqual([status, stdout.trim()], [0, '640 360 shared'], stderr);
});

test('the frameshare command is there, with its end', () => {
    const command = path.join('node_modules', '.bin', 'frameshare');
    const help = runNode(folder, [command, '--help']);
    const wrong = runNode(folder, [command, 'fly']);
    const host = runNode(folder, [path.join('node_modules', '.bin', 'frameshare-player'), '--help']);

    assert.strictEqual(help.status, 0, help.stderr);
    assert.match(help.stdout, /^Usage: frameshare COMMAND/);
    assert.strictEqual(wrong.status, 2, wrong.stderr);
    assert.strictEqual(host.status, 0, host.stderr);
    assert.match(host.stdout, /--last-words/);
});

for (const electron of electrons()) {
    test(`the app that the README prints plays with ${path.basename(path.dirname(electron))}`, async () => {
        process.env.ELECTRON = electron;
        fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ main: 'main.js' }));
        await withApp(folder, [makeClip({ frames: 60 })], async (application) => {
            // As large as the film, below and beside the margin that every page has.
            await seeCounter(application, 0, { x: 8, y: 8, ...SIZE });
        }, { PATH: '/nonexistent' });
    });
}
