'use strict';

// scripts/tally.py must never take a suite that crashed, or said nothing, for a success.

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const test = require('node:test');

const tally = path.join(__dirname, '..', '..', 'scripts', 'tally.py');

/** What tally says of a log, as [passed, failed]. */
function count(kind, log, status) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-tally-'));
    const file = path.join(folder, 'log');
    if (log !== null) {
        fs.writeFileSync(file, log);
    }
    const { stdout } = spawnSync('python3', [tally, kind, file, String(status)], { encoding: 'utf8' });
    fs.rmSync(folder, { recursive: true });
    return stdout.trim().split(' ').map(Number);
}

function meson(result, stdout) {
    return JSON.stringify({ name: 'frameshare / slots', result, stdout }) + '\n';
}

test('a Check program counts with each of its checks', () => {
    assert.deepStrictEqual(count('meson', meson('OK', 'Running\n100%: Checks: 7, Failures: 0, Errors: 0\n'), 0), [7, 0]);
    assert.deepStrictEqual(count('meson', meson('FAIL', '71%: Checks: 7, Failures: 1, Errors: 1\n'), 1), [5, 2]);
});

test('any other program counts as one test', () => {
    assert.deepStrictEqual(count('meson', meson('OK', '') + meson('FAIL', ''), 1), [1, 1]);
});

test('a program that dies before it says anything has failed', () => {
    assert.deepStrictEqual(count('meson', meson('ERROR', ''), 1), [0, 1]);
    assert.deepStrictEqual(count('meson', meson('TIMEOUT', ''), 1), [0, 1]);
});

test('a program that dies after good checks, as under a sanitizer, has failed', () => {
    assert.deepStrictEqual(count('meson', meson('FAIL', '100%: Checks: 7, Failures: 0, Errors: 0\n'), 1), [7, 1]);
});

test('a suite without a log has failed when its exit code is bad', () => {
    assert.deepStrictEqual(count('meson', null, 1), [0, 1]);
    assert.deepStrictEqual(count('tap', '', 139), [0, 1]);
});

test('the sums of node --test are taken', () => {
    assert.deepStrictEqual(count('tap', '# tests 5\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 0\n', 1), [3, 2]);
});
