// SPDX-License-Identifier: MIT
'use strict';

// docs/quirks.md, which scripts/quirks.js makes, and the way of FRAMESHARE_QUIRKS from the app to its players.

const assert = require('assert');
const fs = require('fs');
const test = require('node:test');
const { GstPlayer } = require('../../js/main');
const { PAGE, parse, readPage } = require('../../scripts/quirks');
const { encode } = require('../e2e/support/clips');

test('docs/quirks.md is what the table of quirks says now', () => {
    assert.strictEqual(fs.readFileSync(PAGE, 'utf8'), readPage(), 'docs/quirks.md is old: run node scripts/quirks.js');
});

test('a field of a quirk is all that stands behind its name', () => {
    const [quirk, ...others] = parse('GStreamer 1.22.0\n\na-quirk\n    element   one, two\n    does      Two  words: more.\n\nb-quirk\n    element   x\n');

    assert.deepStrictEqual([quirk.name, ...quirk.fields], ['a-quirk', ['element', 'one, two'], ['does', 'Two  words: more.']]);
    assert.deepStrictEqual(others.map(({ name }) => name), ['b-quirk']);
});

/** How long a film of 5 s lasts whose file does not say it. @param {string} quirks FRAMESHARE_QUIRKS */
async function durationWith(quirks) {
    const film = encode('live.mkv', ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25', '-t', '5', '-c:v', 'libx264', '-preset', 'ultrafast',
        '-pix_fmt', 'yuv420p', '-f', 'matroska', '-live', '1', '-cluster_time_limit', '2000']);

    process.env.FRAMESHARE_QUIRKS = quirks;
    const player = new GstPlayer();

    try {
        await player.load(film);
        return player.duration;
    } finally {
        await player.close();
        delete process.env.FRAMESHARE_QUIRKS;
    }
}

test('FRAMESHARE_QUIRKS in the environment of the app switches quirks of its players off', async () => {
    assert.ok(Math.abs(await durationWith('') - 5) < 0.1);
    assert.ok(await durationWith('-matroskademux-end') < 4.9);
});
