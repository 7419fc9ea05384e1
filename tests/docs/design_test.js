// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');

const ROOT = path.join(__dirname, '..', '..');

/** The rows of a document's tables, as their cells. */
function rows(document) {
    return fs.readFileSync(path.join(ROOT, 'docs', 'design', document), 'utf8').split('\n')
        .filter((line) => /^\| (?!-)/.test(line)).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
}

const quoted = (cell) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name]) => name);

/** Is it defined there: a function of C, or a method or a function of JavaScript? */
function defines(file, name) {
    const definition = file.endsWith('.c') ? `^[a-z][\\w *]*\\b${name}\\(` : `^( {4}(async )?|(async )?function )${name}\\(`;

    return new RegExp(definition, 'm').test(fs.readFileSync(path.join(ROOT, file), 'utf8'));
}

test('each step of a seek is a function that is there', () => {
    const steps = rows('seek.md').filter(([step]) => /^\d+$/.test(step));

    assert.deepStrictEqual(steps.map(([step]) => Number(step)), Array.from({ length: 15 }, (_, i) => i + 1));
    for (const [step, file, name] of steps) {
        assert.ok(defines(quoted(file)[0], quoted(name)[0]), `step ${step}: ${name} is not in ${file}`);
    }
    assert.ok(!defines('js/page/player/seeker.js', 'nothing') && !defines('src/gst/sink.c', 'nothing'));
});

/** The files that pause for a time, or look again after one: what a sleep or a timer with a constant is, in product code. */
function filesThatPause() {
    const c = /^ +.*\b(g_usleep|nanosleep|g_timeout_add|frs_context_set_timer)\(/m;
    const js = /\bset(Timeout|Interval)\([^;]*\b[A-Z][A-Z_]{2,}\b/s;
    const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'js', 'demo/*.js'], { cwd: ROOT, encoding: 'utf8' });

    return stdout.split('\n').filter((file) => /\.(c|js)$/.test(file) && !/^(src\/(tools|clip)|demo\/page)\//.test(file) &&
        (file.endsWith('.c') ? c : js).test(fs.readFileSync(path.join(ROOT, file), 'utf8')));
}

test('every pause in place of an event is named with its file', () => {
    const text = fs.readFileSync(path.join(ROOT, 'docs', 'design', 'waits.md'), 'utf8');
    const files = filesThatPause();

    assert.ok(files.length > 15);
    assert.deepStrictEqual(files.filter((file) => !text.includes(`\`${path.basename(file)}\``) && !text.includes(`\`${file}\``)), []);
    for (const [constant, places] of rows('waits.md').filter(([, file]) => /^`(src|js|demo)\/\S+`(, `\S+`)*$/.test(file)).map(([a, b]) => [quoted(a)[0], quoted(b)])) {
        if (/^[A-Z_]+$/.test(constant)) {
            places.forEach((file) => assert.match(fs.readFileSync(path.join(ROOT, file), 'utf8'), new RegExp(`\\b${constant}\\b`), file));
        }
    }
});

test('where one changes something is there', () => {
    const from = rows('README.md');
    const first = from.findIndex(([what]) => what === 'what');
    const places = from.slice(first + 1, first + 23);

    assert.ok(first > 0);
    for (const [what, where] of places) {
        assert.ok(quoted(where).length > 0, what);
        for (const file of quoted(where)) {
            assert.ok(fs.existsSync(path.join(ROOT, file)), `${what}: ${file}`);
        }
    }
});
