// SPDX-License-Identifier: MIT
'use strict';

// What `meson install` puts where, and that other programs find and use it there.

const assert = require('assert');
const { execFileSync, spawn, spawnSync } = require('child_process');
const { once } = require('events');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { until } = require('../e2e/support/processes');
const { temporaryFolder } = require('../support/folder');
const { ROOT, listFiles } = require('./support/package');

const ROOTS = path.join(temporaryFolder(), 'root');
const PREFIX = path.join(ROOTS, 'usr', 'local');

/** @param {string} program @param {string[]} args @param {object} [env] @returns {string} what it prints */
function run(program, args, env = {}) {
    return execFileSync(program, args, { cwd: ROOT, encoding: 'utf8', env: Object.assign({}, process.env, { LC_ALL: 'C' }, env) });
}

run('meson', ['install', '-C', 'build', '--no-rebuild', '--quiet', '--destdir', ROOTS]);
const installed = listFiles(ROOTS);

/** @param {RegExp} name @returns {string} the one file that is called so */
function find(name) {
    const found = installed.filter((file) => name.test(file));

    assert.strictEqual(found.length, 1, `${name}: ${found}`);
    return path.join(ROOTS, found[0]);
}

const pluginFolder = run('pkg-config', ['--variable=pluginsdir', 'gstreamer-1.0']).trim();
const libraries = path.dirname(find(/\/libframeshare\.so$/));
const environment = { GST_PLUGIN_PATH: path.join(ROOTS, pluginFolder), LD_LIBRARY_PATH: libraries };
const COMMANDS = ['list', 'info', 'top', 'dump'];

/** Options of a command, as it tells them itself. @returns {string[]} */
function optionsOf(command) {
    const help = run(path.join(PREFIX, 'bin', 'frameshare'), [command, '--help']);

    return Array.from(new Set(help.match(/--[a-z][a-z-]+/g))).filter((option) => option !== '--help').sort();
}

test('it installs no test, no benchmark, and nothing of the build\'s folder', () => {
    assert.deepStrictEqual(installed.filter((file) => /test|bench|reader$/.test(file)), []);
    assert.deepStrictEqual(fs.readdirSync(path.join(PREFIX, 'bin')).sort(), ['frameshare', 'frameshare-player']);
});

test('a program in C is built by what pkg-config says, and reads what an installed framesharesink writes', async () => {
    const pkg = { PKG_CONFIG_PATH: path.dirname(find(/frameshare\.pc$/)), PKG_CONFIG_SYSROOT_DIR: ROOTS };
    const flags = run('pkg-config', ['--cflags', '--libs', 'frameshare'], pkg).trim().split(/\s+/);
    const reader = path.join(temporaryFolder(), 'reader');
    const stream = `installed-${process.pid}`;

    assert.strictEqual(run('pkg-config', ['--modversion', 'frameshare'], pkg).trim(), require('../../package.json').version);
    run('cc', ['-Wall', '-Werror', 'examples/reader.c', '-o', reader, ...flags]);
    const writer = spawn('gst-launch-1.0', ['-q', 'videotestsrc', 'is-live=true', 'pattern=white', '!', 'video/x-raw,format=NV12', '!', 'framesharesink',
        `stream=${stream}`], { stdio: 'ignore', env: Object.assign({}, process.env, environment) });
    const child = spawn(reader, [stream], { stdio: ['ignore', 'pipe', 'inherit'], env: Object.assign({}, process.env, environment) });
    let said = '';

    child.stdout.on('data', (text) => (said += text));
    try {
        await until(() => /frame \d+ {2}320x240 NV12 {2}mean 23\d/.test(said), 'it reads a white picture', 60000);
    } finally {
        const ends = [writer, child].map((each) => once(each, 'exit'));

        writer.kill();
        child.kill();
        await Promise.all(ends);
    }
});

test('the library has a soname of its major number, and shows what the headers declare alone', () => {
    const library = find(/libframeshare\.so\.\d+\.\d+\.\d+$/);
    const symbols = run('nm', ['--dynamic', '--defined-only', '--format=posix', library]).trim().split('\n').map((line) => line.split(' ')[0]);
    const headers = installed.filter((file) => /\.h$/.test(file)).map((file) => fs.readFileSync(path.join(ROOTS, file), 'utf8')).join('');

    assert.match(run('readelf', ['--dynamic', library]), /SONAME.*\[libframeshare\.so\.0\]/);
    assert.strictEqual(fs.readlinkSync(path.join(libraries, 'libframeshare.so.0')), path.basename(library));
    assert.ok(symbols.length > 30, symbols.join(' '));
    assert.deepStrictEqual(symbols.filter((name) => !new RegExp(`\\b${name}\\b`).test(headers)), []);
});

test('the plugin lies where GStreamer looks, and gst-inspect names author, address, and what each property is for', () => {
    assert.ok(fs.existsSync(path.join(ROOTS, pluginFolder, 'libgstframeshare.so')));
    const told = run('gst-inspect-1.0', ['framesharesink'], environment);

    assert.match(told, /^ {2}Author +The frameshare authors <https:/m);
    assert.match(told, /^ {2}Origin URL +https:\/\/github\.com\/frameshare\//m);
    for (const name of ['stream', 'wait-for-connection', 'lossless', 'max-memory', 'video-direction', 'published-direction', 'stats', 'writer']) {
        const [, words] = new RegExp(`^ {2}${name} +: (.*)$`, 'm').exec(told);

        assert.ok(words.split(' ').length > 10, `${name}: ${words}`);
    }
});

test('the man pages are well formed, and name each option that the programs have', () => {
    for (const name of ['frameshare', 'frameshare-player']) {
        const page = find(new RegExp(`/man1/${name}\\.1$`));
        const { stderr } = spawnSync('groff', ['-man', '-ww', '-z', page], { encoding: 'utf8' });

        assert.strictEqual(stderr, '');
    }
    const words = (page) => fs.readFileSync(find(page), 'utf8').replace(/\\-/g, '-');

    for (const option of COMMANDS.flatMap(optionsOf)) {
        assert.ok(words(/\/frameshare\.1$/).includes(option), option);
    }
    for (const option of run(path.join(PREFIX, 'bin', 'frameshare-player'), ['--help']).match(/^ {2}--[a-z-]+/gm)) {
        assert.ok(words(/frameshare-player\.1$/).includes(option.trim()), option);
    }
});

/** What bash offers for a line. @param {string[]} line its words, the last of which is to be completed @returns {string[]} */
function complete(line) {
    return run('bash', ['-c', `source '${find(/bash-completion.*frameshare$/)}'; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _frameshare; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'bash', ...line], { PATH: `${path.join(PREFIX, 'bin')}:${process.env.PATH}` }).trim().split('\n').sort();
}

test('bash completes commands, the options of each, and the names of streams', async () => {
    assert.deepStrictEqual(complete(['frameshare', '']), ['--help', ...COMMANDS].sort());
    assert.deepStrictEqual(complete(['frameshare', 'in']), ['info']);
    for (const command of COMMANDS) {
        assert.deepStrictEqual(complete(['frameshare', command, ...(/info|dump/.test(command) ? ['a'] : []), '--']), ['--help', ...optionsOf(command)].sort(), command);
    }
    const stream = `completed-${process.pid}`;
    const writer = spawn(path.join(ROOT, 'build', 'tests', 'node', 'test-writer'), [stream], { stdio: ['pipe', 'pipe', 'inherit'] });

    await once(writer.stdout, 'data');
    try {
        assert.deepStrictEqual(complete(['frameshare', 'info', 'compl']), [stream]);
        assert.deepStrictEqual(complete(['frameshare', 'dump', 'compl']), [stream]);
    } finally {
        const end = once(writer, 'exit');

        writer.stdin.end();
        await end;
    }
});

test('zsh reads its completion, which has the options of each command', () => {
    const file = find(/site-functions\/_frameshare$/);
    const text = fs.readFileSync(file, 'utf8');

    assert.strictEqual(spawnSync('zsh', ['-n', file]).status, 0);
    for (const option of COMMANDS.flatMap(optionsOf)) {
        assert.ok(text.includes(`'${option}[`), option);
    }
});
