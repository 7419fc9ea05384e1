// SPDX-License-Identifier: MIT
'use strict';

// The page's end of what goes between it and the main process, with an Electron of the test's own.

const assert = require('assert');
const Module = require('module');
const test = require('node:test');

/** What the main process answers to the next request, and what hears its events. */
const main = { reply: null, hear: null };
const electron = { ipcRenderer: { invoke: () => main.reply, on: (channel, listener) => (main.hear = listener) } };
const load = Module._load;

Module._load = (name, ...rest) => (name === 'electron' ? electron : load(name, ...rest));
global.window = { addEventListener: () => {} };
const { Page } = require('../../js/preload/page');
Module._load = load;

/** A page that heard nothing yet, with one element: {page, heard, tell}. */
async function makePage() {
    let name = '';
    const heard = [];

    main.reply = Promise.resolve({ sent: 0 });
    electron.ipcRenderer.invoke = (channel, { document }) => {
        name = document;
        return main.reply;
    };
    const page = new Page();
    page._links.set(1, () => ({ hear: (event) => heard.push(event) }));
    await new Promise(setImmediate);
    return { page, heard, tell: (event, order, document = name) => main.hear(null, { document, element: 1, event, order }) };
}

test('an answer waits for the events that were sent before it, which it overtakes in Electron 9', async () => {
    for (const answer of [{ ok: 'paused' }, { error: { code: 'refused', message: 'no' } }]) {
        const { page, heard, tell } = await makePage();

        main.reply = Promise.resolve({ ...answer, sent: 2 });
        const done = page.request({ command: 'open', element: 1 }).then((ok) => heard.push(ok), (error) => heard.push(error.code));
        await new Promise(setImmediate);
        tell('another page\'s', 2, '0123456789abcdef');
        tell('loading', 1);
        await new Promise(setImmediate);
        assert.deepStrictEqual(heard, ['loading']);
        tell('loaded', 2);
        await done;
        assert.deepStrictEqual(heard, ['loading', 'loaded', answer.ok || 'refused']);
    }
});

test('an answer that comes last does not wait, also where its events were for an element that is gone', async () => {
    const { page, tell } = await makePage();

    page.forget(1);
    tell('loading', 1);
    main.reply = Promise.resolve({ ok: 'paused', sent: 1 });
    assert.strictEqual(await page.request({ command: 'open', element: 1 }), 'paused');
});

test('an answer does not wait for ever for an event that could not be sent, nor for one that came too early', async (t) => {
    const { page, tell } = await makePage();

    t.mock.timers.enable({ apis: ['setTimeout'] });
    main.reply = Promise.resolve({ ok: 'paused', sent: 1 });
    const done = page.request({ command: 'open', element: 1 });
    await new Promise(setImmediate);
    t.mock.timers.tick(1000);
    assert.strictEqual(await done, 'paused');
    main.reply = Promise.resolve({ ok: 'playing', sent: 3 });
    tell('error', 3);
    tell('state', 2);
    assert.strictEqual(await page.request({ command: 'open', element: 1 }), 'playing');
});
