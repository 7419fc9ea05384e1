// SPDX-License-Identifier: MIT
'use strict';

// A hostile writer against the addon and js/stream, where frames are mapped and where they are copied: errors are those
// that are declared, the event loop goes on, nothing is left behind. Hundreds of streams make little sense in each second,
// so this is a process of its own (addon_reader.js).
//
//     FRAMESHARE_FUZZ=1000000 FRAMESHARE_SEED=7 ./test --only fuzz

const assert = require('assert');
const { spawn } = require('child_process');
const path = require('path');
const test = require('node:test');
const { messages, seed } = require('./random');

const MESSAGES = messages(process.env.FRAMESHARE_QUICK ? 2000 : 6000);
/** A program that says nothing for so long hangs. */
const PATIENCE_MS = 120000;

/** @returns {Promise<{status: number | null, signal: string | null, last: any, errors: string}>} */
function readHostile(environment) {
    const child = spawn(process.execPath, [path.join(__dirname, 'addon_reader.js'), String(seed), String(MESSAGES)], {
        stdio: ['ignore', 'pipe', 'pipe'], env: Object.assign({}, process.env, environment),
    });
    let said = '';
    let errors = '';
    const hang = () => setTimeout(() => child.kill('SIGABRT'), PATIENCE_MS);
    let timer = hang();

    child.stdout.setEncoding('utf8').on('data', (text) => {
        clearTimeout(timer);
        timer = hang();
        said = (said + text).slice(-10000);
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (errors = (errors + text).slice(-20000)));
    return new Promise((resolve) => child.on('close', (status, signal) => {
        const lines = said.trim().split('\n');

        clearTimeout(timer);
        resolve({ status, signal, last: JSON.parse(lines[lines.length - 1] || 'null'), errors });
    }));
}

for (const [mapping, environment] of /** @type {[string, object][]} */ ([['shared', {}], ['copy', { FRAMESHARE_FORCE_COPY: '1' }]])) {
    test(`${MESSAGES} messages of a hostile writer (seed ${seed}) harm no reader in JavaScript, mapping ${mapping}`, async (t) => {
        const { status, signal, last, errors } = await readHostile(environment);

        t.diagnostic(JSON.stringify(last));
        assert.strictEqual(status, 0, `it ended with ${signal || status}: ${errors}`);
        assert.ok(last.taken >= MESSAGES && last.opened > 0 && last.frames > 0 && last.pictures > 0);
    });
}
