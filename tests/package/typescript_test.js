// SPDX-License-Identifier: MIT
'use strict';

// Apps in TypeScript that installed the package, by the strictest rules.

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { ROOT, installPackage } = require('./support/package');

const TSC = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const APPS = path.join(__dirname, 'apps', 'types');
const MODULES = ['@types/node', 'electron', 'csstype', '@types/prop-types'];

const folder = installPackage({}, MODULES);

/** The React whose types the app has, null for none. @param {string | null} name of a module of this clone */
function setReact(name) {
    const place = path.join(folder, 'node_modules', '@types', 'react');

    fs.rmSync(place, { force: true });
    if (name) {
        fs.symlinkSync(path.join(ROOT, 'node_modules', name), place);
    }
}

/** Compile files of the app. @param {string[]} files @param {string[]} options */
function compile(files, options) {
    const names = files.map((file) => path.basename(file));

    files.forEach((file, i) => fs.copyFileSync(file, path.join(folder, names[i])));
    const { status, stdout } = spawnSync(process.execPath, [TSC, '--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022',
        '--types', 'node', ...options, ...names], { cwd: folder, encoding: 'utf8' });

    assert.strictEqual(status, 0, stdout);
}

const RESOLUTIONS = { node16: ['--module', 'node16', '--moduleResolution', 'node16'], bundler: ['--module', 'esnext', '--moduleResolution', 'bundler'] };
const page = path.join(APPS, 'page.tsx');

for (const [resolution, options] of Object.entries(RESOLUTIONS)) {
    test(`a main process in CommonJS, ${resolution}`, () => {
        setReact(null);
        compile([path.join(ROOT, 'tests', 'types', 'app.ts')], options);
    });

    test(`a main process in ESM, ${resolution}`, () => {
        setReact(null);
        compile([path.join(APPS, 'main.mts')], options);
    });

    test(`a page without React, ${resolution}`, () => {
        setReact(null);
        compile([page], options);
    });

    for (const [version, react] of [['18', 'react-18-types'], ['19', '@types/react']]) {
        test(`a page with React ${version}, ${resolution}`, () => {
            setReact(react);
            compile([page, path.join(APPS, 'react.tsx')], [...options, '--jsx', 'react-jsx', '--preserveSymlinks']);
        });
    }
}
