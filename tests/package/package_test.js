// SPDX-License-Identifier: MIT
'use strict';

// What `npm run package` writes: which files, how large, made for what.

const assert = require('assert');
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { PLATFORMS, listFiles, makePackage, unpackPackage } = require('./support/package');

const NATIVES = ['frameshare', 'frameshare-player', 'frameshare.node', 'gst/libgstframeshare.so', 'libframeshare-player.so', 'libframeshare.so.0'];
const MACHINES = { 'linux-x64': /X86-64/, 'linux-arm64': /AArch64/ };

/** The oldest glibc with which all this works: that of Debian 10, of RHEL 8. */
const GLIBC = [2, 28];

const folder = unpackPackage();
const natives = PLATFORMS.flatMap((platform) => NATIVES.map((name) => path.join('prebuilds', platform, name)));

/** @param {string[]} args @param {string} file @returns {string} */
function readelf(args, file) {
    return execFileSync('readelf', ['--wide', ...args, path.join(folder, file)], { encoding: 'utf8', env: Object.assign({}, process.env, { LC_ALL: 'C' }) });
}

test('the package has binaries of both platforms in less than 1.5 MB', () => {
    const { size } = fs.statSync(makePackage());

    assert.ok(size < 1.5e6, `${size} bytes`);
});

test('the package has the scripts, the types, the papers, the binaries, and nothing else', () => {
    const files = listFiles(folder);
    const papers = ['CHANGELOG.md', 'LICENSE', 'README.md', 'custom-elements.json', 'main.js', 'package.json', 'page.js', 'preload.js'];

    assert.deepStrictEqual(files.filter((file) => /^prebuilds/.test(file)).sort(), natives.slice().sort());
    assert.deepStrictEqual(files.filter((file) => !/^(prebuilds|js|types)\//.test(file)).sort(), papers);
    for (const file of files) {
        assert.ok(fs.lstatSync(path.join(folder, file)).isFile(), `${file} is a file`);
        assert.doesNotMatch(file, /test|\.(jpg|png)$/);
    }
    for (const name of ['index', 'main/index', 'preload/index', 'page/index']) {
        assert.ok(files.includes(`js/${name}.js`) && files.includes(`types/${name}.d.ts`), name);
    }
});

test('package.json says what npm has to know, and names files that are there', () => {
    const json = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));

    assert.ok(!('private' in json));
    assert.deepStrictEqual([json.os, json.cpu, json.libc], [['linux'], ['x64', 'arm64'], ['glibc']]);
    for (const name of ['repository', 'bugs']) {
        assert.match(json[name].url, /^(git\+)?https:/);
    }
    for (const [name, file] of Object.entries(json.bin)) {
        assert.match(fs.readFileSync(path.join(folder, file), 'utf8'), /^#!\/usr\/bin\/env node\n/, name);
    }
    for (const [entry, { import: imported, require: required }] of Object.entries(json.exports)) {
        for (const place of entry === './package.json' ? [] : [imported.types, imported.default, required.types, required.default]) {
            assert.ok(fs.existsSync(path.join(folder, place)), `${entry} of exports names ${place}`);
        }
    }
    assert.deepStrictEqual(json.dependencies, undefined);
});

for (const [i, platform] of PLATFORMS.entries()) {
    test(`the binaries for ${platform} are stripped, know no folder of this machine, and need no glibc after ${GLIBC.join('.')}`, () => {
        for (const file of natives.slice(i * NATIVES.length, (i + 1) * NATIVES.length)) {
            assert.match(readelf(['--file-header'], file), MACHINES[platform], file);
            assert.doesNotMatch(readelf(['--sections'], file), /\.(symtab|debug_info)\b/, file);
            // The program's library lies beside it.
            const [, folders] = /(?:RPATH|RUNPATH).*\[(.*)\]/.exec(readelf(['--dynamic'], file)) || [];

            assert.ok(file.endsWith('frameshare-player') ? /^\$ORIGIN\/?(:\$ORIGIN\/[\w./-]+)*$/.test(folders) : folders === undefined, `${file}: ${folders}`);
            assert.ok(fs.statSync(path.join(folder, file)).mode & 0o100, `${file} can be executed`);

            const versions = Array.from(readelf(['--version-info'], file).matchAll(/\bGLIBC_(\d+)\.(\d+)/g), ([, major, minor]) => [major, minor].map(Number));
            assert.ok(versions.length > 0, file);
            for (const [major, minor] of versions) {
                assert.ok(major === GLIBC[0] && minor <= GLIBC[1], `${file} needs GLIBC_${major}.${minor}`);
            }
        }
    });

    test(`the addon, the C library and the command for ${platform} link libc alone`, () => {
        for (const name of ['frameshare.node', 'libframeshare.so.0', 'frameshare']) {
            const needed = Array.from(readelf(['--dynamic'], path.join('prebuilds', platform, name)).matchAll(/NEEDED.*\[(.*)\]/g), ([, library]) => library);

            assert.deepStrictEqual(needed.filter((library) => !/^(libc|libm|libpthread|libdl|ld-linux-[\w-]+)\.so\.\d$/.test(library)), [], name);
        }
    });

    test(`the addon for ${platform} shows nothing but what Node asks for`, () => {
        const symbols = Array.from(readelf(['--dyn-syms'], path.join('prebuilds', platform, 'frameshare.node'))
            .matchAll(/(?:GLOBAL|WEAK)\s+DEFAULT\s+\d+\s+(\S+)$/gm), ([, name]) => name);

        assert.deepStrictEqual(symbols.sort(), ['napi_register_module_v1', 'node_api_module_get_api_version_v1']);
    });
}
