// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const test = require('node:test');

const root = path.join(__dirname, '..', '..');

/** A folder with an app, and the package as it would be installed. */
function install() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-types-'));
    const modules = path.join(folder, 'node_modules');
    const own = path.join(modules, 'frameshare');

    fs.mkdirSync(own, { recursive: true });
    fs.copyFileSync(path.join(root, 'package.json'), path.join(own, 'package.json'));
    fs.copyFileSync(path.join(__dirname, 'app.ts'), path.join(folder, 'app.ts'));
    for (const name of ['@types', 'electron']) {
        fs.symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
    }
    const made = spawnSync(path.join(root, 'scripts', 'types'), [path.join(own, 'types')], { encoding: 'utf8' });
    assert.strictEqual(made.status, 0, made.stdout + made.stderr);
    return folder;
}

test('an app in TypeScript compiles with the package\'s types, wherever it looks for them', async (t) => {
    const folder = install();

    try {
        for (const [module, resolution] of [['commonjs', 'node10'], ['node16', 'node16'], ['esnext', 'bundler']]) {
            await t.test(resolution, () => {
                const { status, stdout } = spawnSync(process.execPath, [path.join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
                    '--noEmit', '--strict', '--target', 'es2020', '--lib', 'es2020,dom', '--types', 'node',
                    '--module', module, '--moduleResolution', resolution, 'app.ts'], { cwd: folder, encoding: 'utf8' });

                assert.strictEqual(status, 0, stdout);
            });
        }
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
});

test('the types have no type parameter that only the newest compiler, or one @types/node, knows', () => {
    const folder = install();
    const types = path.join(folder, 'node_modules', 'frameshare', 'types');

    try {
        const files = fs.readdirSync(types, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ?
            fs.readdirSync(path.join(types, entry.name)).map((name) => path.join(entry.name, name)) : [entry.name])).filter((name) => /\.d\.ts$/.test(name));

        assert.ok(files.length > 50, `${files.length} files`);
        for (const file of files) {
            assert.doesNotMatch(fs.readFileSync(path.join(types, file), 'utf8'), /\bEventEmitter<|\w(8|16|32|64|Clamped)Array<|\bArrayIterator</, file);
        }
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
});
