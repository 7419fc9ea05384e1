// SPDX-License-Identifier: MIT
'use strict';

// A wrong argument of ./run gets a sentence that names it, exit code 2, and nothing is installed, built or started.

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const test = require('node:test');

const root = path.join(__dirname, '..', '..');

// A folder that is certainly empty, and one in it that is certainly not there.
const empty = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-run-'));
const nowhere = path.join(empty, 'nowhere');
test.after(() => fs.rmSync(empty, { recursive: true }));

// SIGTERM makes ./run end its Electron, should a wrong argument have got through to there.
function run(args, env = {}) {
    return spawnSync(path.join(root, 'run'), args,
        { encoding: 'utf8', timeout: 20000, env: Object.assign({}, process.env, env) });
}

const wrong = [
    ['an unknown option', ['--colour'], '--colour'],
    ['an unknown option with a value', ['--colour=red'], '--colour'],
    ['a missing value', ['--seconds'], '--seconds'],
    ['seconds that are no number', ['--seconds', 'soon'], 'soon'],
    ['zero seconds', ['--seconds', '0'], '0'],
    ['no windows', ['--windows', '0'], '--windows'],
    ['half a window', ['--windows=1.5'], '1.5'],
    ['an unknown format', ['--format', 'yuv'], 'yuv'],
    ['a screenshot that is not PNG', ['--screenshot', 'a.jpg'], 'a.jpg'],
    ['a report into a folder that is not there', ['--report', `${nowhere}/r.json`], nowhere],
    ['a screenshot into a folder that is not there', [`--screenshot=${nowhere}/s.png`], nowhere],
    ['an Electron that is not there', ['--electron', `${nowhere}/electron`], nowhere],
    ['a folder as Electron', ['--electron', '/usr'], '/usr'],
    ['a pipeline and a file', ['--pipeline', 'videotestsrc ! framesharesink', 'a.mp4'], '--pipeline'],
];

for (const [what, args, named] of wrong) {
    test(`./run refuses ${what} and names it`, () => {
        const { status, stdout, stderr } = run(args);
        assert.strictEqual(status, 2, stderr);
        assert.strictEqual(stdout, '');
        assert.match(stderr, /^\.\/run: .+\n$/);
        assert.ok(stderr.includes(named), stderr);
    });
}

for (const display of [':garbage', 'nonsense', ':98765']) {
    test(`./run refuses the display ${display} in a line that names it`, () => {
        const { status, stdout, stderr } = run([], { DISPLAY: display, WAYLAND_DISPLAY: '' });
        assert.strictEqual(status, 2, stderr);
        assert.strictEqual(stdout, '');
        assert.match(stderr, /^\.\/run: .+\n$/);
        assert.ok(stderr.includes(display), stderr);
    });
}

test('./run --help names every option and exits with 0', () => {
    const { status, stdout } = run(['--help']);
    assert.strictEqual(status, 0);
    for (const option of ['--pipeline', '--electron', '--windows', '--seconds', '--report', '--screenshot', '--format',
        '--in-process']) {
        assert.ok(stdout.includes(option), `--help says nothing of ${option}`);
    }
});

test('./test and scripts/setup refuse an unknown option', () => {
    for (const program of ['test', 'scripts/setup', 'scripts/build']) {
        const { status, stderr } = spawnSync(path.join(root, program), ['--nonsense'], { encoding: 'utf8' });
        assert.strictEqual(status, 2, program);
        assert.ok(stderr.includes('--nonsense'), stderr);
    }
});
