'use strict';

// scripts/tally.py must never take a suite that crashed, or said nothing, for a success.

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const test = require('node:test');

const TALLY = path.join(__dirname, '..', '..', 'scripts', 'tally.py');

/** What tally writes of a log: {stdout, stderr}. */
function tally(log, ...words) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-tally-'));
    const file = path.join(folder, 'log');
    if (log !== null) {
        fs.writeFileSync(file, log);
    }
    const said = spawnSync('python3', [TALLY, ...words.map((word) => word || file)], { encoding: 'utf8' });
    fs.rmSync(folder, { recursive: true });
    return said;
}

/** What tally says of a log, as [passed, failed, unsteady]. */
function count(kind, log, status) {
    return tally(log, kind, null, String(status)).stdout.trim().split(' ').map(Number);
}

function meson(result, stdout, name = 'slots') {
    return JSON.stringify({ name: `frameshare:core / ${name}`, result, stdout }) + '\n';
}

function tap(passed, ...failures) {
    const lines = failures.map((name, i) => `not ok ${i + 1} - ${name}\n  ---\n  location: '/tests/${name}_test.js:3:1'\n  ` +
        `error: 'it is not so'\n  code: 'ERR_ASSERTION'\n  ...\n`);
    return `TAP version 13\n${lines.join('')}# pass ${passed}\n# fail ${failures.length}\n# cancelled 0\n`;
}

test('a Check program counts with each of its checks', () => {
    assert.deepStrictEqual(count('meson', meson('OK', 'Running\n100%: Checks: 7, Failures: 0, Errors: 0\n'), 0), [7, 0, 0]);
    assert.deepStrictEqual(count('meson', meson('FAIL', '71%: Checks: 7, Failures: 1, Errors: 1\n'), 1), [5, 2, 0]);
});

test('any other program counts as one test', () => {
    assert.deepStrictEqual(count('meson', meson('OK', '', 'one') + meson('FAIL', '', 'other'), 1), [1, 1, 0]);
});

test('a program that dies before it says anything has failed', () => {
    assert.deepStrictEqual(count('meson', meson('ERROR', ''), 1), [0, 1, 0]);
    assert.deepStrictEqual(count('meson', meson('TIMEOUT', ''), 1), [0, 1, 0]);
});

test('a program that dies after good checks, as under a sanitizer, has failed', () => {
    assert.deepStrictEqual(count('meson', meson('FAIL', '100%: Checks: 7, Failures: 0, Errors: 0\n'), 1), [7, 1, 0]);
});

test('a suite without a log has failed when its exit code is bad', () => {
    assert.deepStrictEqual(count('meson', null, 1), [0, 1, 0]);
    assert.deepStrictEqual(count('tap', '', 139), [0, 1, 0]);
});

test('the sums of node --test are taken', () => {
    assert.deepStrictEqual(count('tap', '# tests 5\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 0\n', 1), [3, 2, 0]);
});

test('what failed is told with its reason', () => {
    assert.strictEqual(tally(tap(3, 'play'), 'tap', null, '1').stderr, 'failed: play\n    it is not so\n');
    const check = 'Running\n66%: Checks: 3, Failures: 1, Errors: 0\n../a_test.c:7:F:core:a_slot_is_free:0: no\n';
    assert.strictEqual(tally(meson('FAIL', check), 'meson', null, '1').stderr,
        'failed: frameshare:core / slots: core:a_slot_is_free:0 (FAIL)\n    ../a_test.c:7:F:core:a_slot_is_free:0: no\n');
});

test('the files and programs that failed are named, to run again', () => {
    assert.strictEqual(tally(tap(3, 'play', 'seek'), 'failed', 'tap', null).stdout, '/tests/play_test.js\n/tests/seek_test.js\n');
    assert.strictEqual(tally(meson('OK', '', 'one') + meson('FAIL', '', 'other'), 'failed', 'meson', null).stdout, 'other\n');
});

/** What `node --test` prints of tests that passed and that failed, in a run that came to its end. */
function run(good, bad = []) {
    const passed = good.map((name, i) => `# Subtest: ${name}\nok ${i + 1} - ${name}\n  ---\n  duration_ms: 1\n  ...\n`);

    return passed.join('') + tap(good.length, ...bad);
}

const AGAIN = '# ==== again ====\n';

test('what fails and then passes is unsteady, and has not passed; what fails twice has failed', () => {
    const both = run(['one'], ['play', 'seek']) + AGAIN + run(['one', 'play'], ['seek']);

    assert.deepStrictEqual(count('tap', both, 1), [1, 1, 1]);
    assert.strictEqual(tally(both, 'tap', null, '1').stderr,
        'unsteady: play\n    it is not so\nfailed: seek\n    it is not so\nfailed: seek\n    it is not so\n');
    assert.deepStrictEqual(count('tap', run(['one'], ['play']) + AGAIN + run(['one', 'play']), 0), [1, 0, 1]);
    assert.deepStrictEqual(count('tap', run(['one'], ['play']) + AGAIN + run(['play'], ['one']), 1), [0, 0, 2]);

    assert.deepStrictEqual(count('meson', meson('FAIL', '') + meson('OK', ''), 0), [0, 0, 1]);
    assert.match(tally(meson('FAIL', '') + meson('OK', ''), 'meson', null, '0').stderr, /^unsteady: frameshare:core \/ slots \(FAIL\)$/m);
    assert.deepStrictEqual(count('meson', meson('FAIL', '') + meson('FAIL', ''), 1), [0, 1, 0]);
});

test('of a Check program that ran twice each check is looked at by itself', () => {
    const checks = (...bad) => `50%: Checks: 4, Failures: ${bad.length}, Errors: 0\n${bad.map((name) => `../a_test.c:7:F:a case:${name}:0: no\n`).join('')}`;
    const two = (...runs) => runs.map((bad) => meson(bad.length > 0 ? 'FAIL' : 'OK', checks(...bad))).join('');

    assert.deepStrictEqual(count('meson', two(['free', 'full'], []), 0), [2, 0, 2]);
    assert.deepStrictEqual(count('meson', two(['free', 'full'], ['full']), 1), [2, 1, 1]);
    assert.deepStrictEqual(count('meson', two(['free'], ['full']), 1), [2, 0, 2]);
    assert.deepStrictEqual(count('meson', two(['free', 'full']) + meson('TIMEOUT', ''), 1), [2, 2, 0]);
    assert.match(tally(two(['free', 'full'], ['full']), 'meson', null, '1').stderr, /^unsteady: frameshare:core \/ slots: a case:free:0 \(FAIL\)$/m);
});

test('a second run that dies has failed', () => {
    assert.deepStrictEqual(count('tap', run(['one', 'two'], ['play']) + AGAIN, 139), [2, 1, 0]);
});

test('when the time of a suite is over, what passed counts, and what ran is named', () => {
    const log = run(['one', 'two']).replace(/# pass[^]*/, '') + '# Subtest: play\n    # Subtest: a part\n    ok 1 - a part\n      ---\n      ...\n';
    const interrupted = meson('OK', '100%: Checks: 7, Failures: 0, Errors: 0\n', 'good') + meson('INTERRUPT', '', 'hangs');

    assert.deepStrictEqual(count('tap', log, 124), [3, 1, 0]);
    assert.strictEqual(tally(log, 'tap', null, '124').stderr, 'failed: play\n    it ran when the time was over\n');
    assert.deepStrictEqual(count('meson', interrupted, 124), [7, 1, 0]);
    assert.strictEqual(tally(interrupted, 'meson', null, '124').stderr,
        'failed: frameshare:core / hangs (INTERRUPT)\n    it ran when the time was over\n');
});
