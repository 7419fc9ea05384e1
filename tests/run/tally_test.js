// SPDX-License-Identifier: MIT
'use strict';

// scripts/tally.py must never take a suite that crashed, or said nothing, for a success; nor tests/support/junit.js.

const assert = require('assert');
const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const test = require('node:test');

const TALLY = path.join(__dirname, '..', '..', 'scripts', 'tally.py');
const REPORTER = path.join(__dirname, '..', 'support', 'junit.js');

let folder = '';

test.beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-tally-'));
});

test.afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(name, text) {
    const file = path.join(folder, name);
    fs.writeFileSync(file, text);

    return file;
}

function tally(...words) {
    const said = spawnSync('python3', [TALLY, ...words], { encoding: 'utf8' });
    assert.strictEqual(said.status, 0, said.stderr);

    return { counts: said.stdout.trim().split(' ').map(Number), stdout: said.stdout, stderr: said.stderr };
}

/** A JUnit file of one suite: tests by name, with what is wrong with those that failed. */
function junit(file, suite, cases) {
    const texts = Object.entries(cases).map(([one, problem]) => `<testcase name="${one}" classname="${suite}">${
        problem ? `<failure message="${problem}"/>` : ''}</testcase>`);

    return write(file, `<testsuites><testsuite name="${suite}" file="/${suite}">${texts.join('')}</testsuite></testsuites>`);
}

/** What Meson writes of programs: [name, result, return code, checks by name, with what is wrong or '']. */
function meson(...programs) {
    const suites = programs.map(([name, , , checks]) => {
        const cases = Object.entries(checks || {}).map(([check, problem], i) => (
            `<testcase name="${i + 1} - ../tests/${name}_test.c:all:${check}: ${problem || 'Passed'}" classname="x">${problem ? '<failure/>' : ''}</testcase>`));
        return checks ? `<testsuite name="frameshare.frameshare:core / ${name}">${cases.join('')}</testsuite>` : '';
    });

    write('log.junit.xml', `<testsuites>${suites.join('')}<testsuite name="frameshare"><system-out>\x1b[31m\x01</system-out></testsuite></testsuites>`);
    write('log.json', programs.map(([name, result, returncode]) => (
        `${JSON.stringify({ name: `frameshare:core / ${name}`, result, returncode, stdout: 'out\x01' })}\n`)).join(''));
    tally('meson', path.join(folder, 'log'), path.join(folder, 'c.xml'));

    return path.join(folder, 'c.xml');
}

test('each check of a Check program is a test, and any other program is one', () => {
    const file = meson(['slots', 'OK', 0, { free: '', full: '' }], ['links', 'FAIL', 1, { one: '', two: 'no: 1 == 2' }], ['plain', 'OK', 0],
        ['other', 'FAIL', 1], ['skipped', 'SKIP', 77]);

    assert.deepStrictEqual(tally('count', '1', file).counts, [4, 2, 0]);
    assert.strictEqual(tally('count', '1', file).stderr, 'failed: core / links: all:two\n    no: 1 == 2\nfailed: core / other\n    exit code 1\n' +
        'skipped: core / skipped\n');
    assert.strictEqual(tally('failed', file).stdout, 'links\nother\n');
});

test('a program that dies has failed, whatever its checks said before', () => {
    assert.deepStrictEqual(tally('count', '1', meson(['slots', 'ERROR', -11])).counts, [0, 1, 0]);
    assert.deepStrictEqual(tally('count', '1', meson(['slots', 'ERROR', 23, { free: '', full: '' }])).counts, [2, 1, 0]);
    assert.deepStrictEqual(tally('count', '1', meson(['slots', 'TIMEOUT', -15, { free: '', full: 'no' }])).counts, [1, 2, 0]);
});

test('a suite that wrote nothing has failed when its exit code is bad, and its file says so', () => {
    const file = path.join(folder, 'none.xml');

    assert.deepStrictEqual(tally('count', '139', file).counts, [0, 1, 0]);
    assert.match(fs.readFileSync(file, 'utf8'), /exit code 139/);
    assert.deepStrictEqual(tally('count', '0', path.join(folder, 'silent.xml')).counts, [0, 1, 0]);
    assert.deepStrictEqual(tally('count', '1', junit('good.xml', 'a', { one: '' })).counts, [1, 1, 0]);
});

test('a program without tests of its own is one test', () => {
    const file = path.join(folder, 'lint.xml');

    tally('command', 'lint', '0', write('lint.log', 'fine'), file);
    assert.deepStrictEqual(tally('count', '0', file).counts, [1, 0, 0]);
    tally('command', 'lint', '2', write('lint.log', 'a.c:1: <bad> & worse\n'), file);
    assert.deepStrictEqual(tally('count', '2', file).counts, [0, 1, 0]);
    assert.strictEqual(tally('count', '2', file).stderr, 'failed: lint\n    a.c:1: <bad> & worse\n');
});

test('what fails and then passes is unsteady, and has not passed; what fails twice has failed', () => {
    const compare = (first, again) => tally('count', '1', junit('a.xml', 'a', first), junit('a.again.xml', 'a', again));
    const both = compare({ one: '', play: 'late', seek: 'no' }, { one: '', play: '', seek: 'no' });

    assert.deepStrictEqual(both.counts, [1, 1, 1]);
    assert.strictEqual(both.stderr, 'failed: a: seek\n    no\nunsteady: a: play\n    late\n');
    assert.deepStrictEqual(compare({ one: '', play: 'late' }, { one: '', play: '' }).counts, [1, 0, 1]);
    assert.deepStrictEqual(compare({ one: '', play: 'late' }, { one: 'no', play: '' }).counts, [0, 0, 2]);
});

test('what did not run again is no better than before', () => {
    const first = junit('a.xml', 'a', { one: '', play: 'late', seek: 'no' });

    assert.deepStrictEqual(tally('count', '139', first, path.join(folder, 'none.xml')).counts, [1, 2, 0]);
    assert.deepStrictEqual(tally('count', '1', first, junit('a.again.xml', 'a', { play: '' })).counts, [1, 1, 1]);
});

test('a file that died, and does not when it runs again, is unsteady', () => {
    assert.deepStrictEqual(tally('count', '1', junit('a.xml', 'a', { one: '', a: 'died' }), junit('a.again.xml', 'a', { one: '' })).counts, [1, 0, 1]);
    assert.deepStrictEqual(tally('count', '1', junit('a.xml', 'a', { one: '', two: 'no' }), junit('a.again.xml', 'a', { a: 'died' })).counts, [1, 1, 1]);
});

/** Run `node --test` on a file of this text, and stop it once it writes to `started`: the JUnit file. */
async function runNode(text, isStopped) {
    const file = write('some_test.js', text);
    const out = path.join(folder, 'node.xml');
    const started = path.join(folder, 'started');
    const runner = spawn(process.execPath, ['--test', `--test-reporter=${REPORTER}`, file], {
        env: { ...process.env, FRAMESHARE_JUNIT: out, STARTED: started, NODE_TEST_CONTEXT: undefined }, stdio: 'ignore',
    });
    const ended = new Promise((resolve) => runner.on('exit', resolve));

    while (isStopped && !fs.existsSync(started)) {
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    if (isStopped) {
        runner.kill('SIGTERM');
    }
    await ended;

    return out;
}

test('tests of Node are told with their file, groups by their parts, and what died', async () => {
    const text = `const test = require('node:test');
        test('good', () => {});
        test('outer', async (t) => { await t.test('in & out', () => {}); await t.test('bad', () => { throw new Error('it is <not> so'); }); });
        test('left out', { skip: 'why' }, () => {});`;
    const file = await runNode(text);
    const said = tally('count', '1', file);

    assert.deepStrictEqual(said.counts, [2, 1, 0]);
    assert.match(said.stderr, /^failed: \S*some_test\.js: outer: bad\n {4}it is <not> so\nskipped: \S*some_test\.js: left out\n$/);
    assert.strictEqual(tally('failed', file).stdout, `${path.join(folder, 'some_test.js')}\n`);
    assert.deepStrictEqual(tally('count', '1', await runNode('process.kill(process.pid, "SIGKILL");')).counts, [0, 1, 0]);
});

test('when the time of a suite is over, what passed counts, and what ran has failed', async () => {
    const text = `const test = require('node:test');
        test('good', () => {});
        test('hangs', async (t) => {
            await t.test('a part', () => {});
            await t.test('for ever', () => new Promise((resolve) => { setInterval(() => require('fs').writeFileSync(process.env.STARTED, ''), 50); }));
        });`;
    const said = tally('count', '124', await runNode(text, true));

    assert.deepStrictEqual(said.counts, [2, 1, 0]);
    assert.match(said.stderr, /^failed: \S*some_test\.js: hangs: for ever\n {4}it ran when the time was over\n$/);
    assert.deepStrictEqual(tally('count', '124', meson(['good', 'OK', 0, { one: '' }], ['hangs', 'INTERRUPT', -15, { two: '' }])).counts, [2, 1, 0]);
});
