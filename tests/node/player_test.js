// SPDX-License-Identifier: MIT
'use strict';

// src/node/player.c: the player in this process.

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const nodeTest = require('node:test');
const { Worker } = require('worker_threads');
const { build, eventually, newName, root } = require('./programs');

const frameshare = require('../../js');
const addon = require('../../js/stream/addon');

const library = path.join(build, 'src', 'player', 'libframeshare-player.so');
const plugins = path.join(build, 'src', 'gst');
const skip = fs.existsSync(library) ? false : 'built without GStreamer';
process.env.GST_PLUGIN_PATH = plugins;

nodeTest('a library that is not there is an error that names it', () => {
    assert.throws(() => addon.playerCreate('/no/such/library.so', null, () => {}), /no\/such\/library/);
});

nodeTest('a library that is no player is an error that names it', () => {
    assert.throws(() => addon.playerCreate(process.env.FRAMESHARE_ADDON, null, () => {}),
        { code: 'FRS_EABI', message: /frameshare\.node/ });
});

/** A player and what it said. */
function create(name) {
    const said = [];
    const player = addon.playerCreate(library, name, (line) => said.push(JSON.parse(line)));
    const heard = (what) => said.find((message) => Object.entries(what).every(([key, value]) => message[key] === value));
    return { player, said, heard };
}

nodeTest('a player in this process plays a pipeline whose frames are read here', { skip }, async () => {
    const name = newName();
    const { player, heard } = create(name);
    await eventually(() => heard({ event: 'hello', stream: name, pid: process.pid }), 'it says hello');
    addon.playerCommand(player, JSON.stringify({
        id: 1, command: 'load', pipeline: 'videotestsrc ! video/x-raw,format=I420,width=320,height=240 ! framesharesink',
    }));
    await eventually(() => heard({ id: 1 }), 'it answers');
    assert.strictEqual(heard({ id: 1 }).ok, true, JSON.stringify(heard({ id: 1 })));
    addon.playerCommand(player, JSON.stringify({ id: 2, command: 'play' }));
    const stream = frameshare.open(name);
    for (let i = 0; i < 10; i++) {
        const frame = await stream.waitFrame();
        assert.deepStrictEqual([frame.width, frame.height, frame.format], [320, 240, 'I420']);
        frame.release();
    }
    const closed = new Promise((resolve) => stream.on('close', resolve));
    addon.playerDestroy(player);
    addon.playerDestroy(player);
    assert.strictEqual(await closed, 'ended');
    stream.close();
    assert.throws(() => addon.playerCommand(player, '{"id":3,"command":"play"}'), { code: 'FRS_ECLOSED' });
    assert.ok(!frameshare.list().some((listed) => listed.name === name));
});

nodeTest('a player whose stream is published already says so when it is created', { skip }, () => {
    const name = newName();
    const { player } = create(name);
    assert.throws(() => create(name), (error) => {
        const { event, code, message } = JSON.parse(error.line);
        return event === 'error' && code === 'exists' && message.includes(name);
    });
    addon.playerDestroy(player);
});

nodeTest('a worker that ends takes its player with it', { skip }, async () => {
    const name = newName();
    const worker = new Worker(`
        const { parentPort, workerData } = require('worker_threads');
        const addon = require(workerData.root + '/js/stream/addon');
        const player = addon.playerCreate(workerData.library, workerData.name, (line) => parentPort.postMessage(line));
        addon.playerCommand(player, '{"id":1,"command":"load","pipeline":"videotestsrc ! framesharesink"}');
        addon.playerCommand(player, '{"id":2,"command":"play"}');`, { eval: true, workerData: { root, library, name } });
    const said = [];
    worker.on('message', (line) => said.push(JSON.parse(line)));
    await eventually(() => said.some((message) => message.state === 'playing'), 'it plays');
    assert.ok(frameshare.list().some((listed) => listed.name === name));
    await worker.terminate();
    assert.ok(!frameshare.list().some((listed) => listed.name === name));
});

nodeTest('a process that ends with a player that plays ends cleanly', { skip }, () => {
    const name = newName();
    const { status, signal, stderr } = spawnSync(process.execPath, ['-e', `
        const addon = require(${JSON.stringify(path.join(root, 'js', 'stream', 'addon'))});
        const player = addon.playerCreate(${JSON.stringify(library)}, '${name}', (line) => {
            if (JSON.parse(line).state === 'playing') process.exit(7);
        });
        addon.playerCommand(player, '{"id":1,"command":"load","pipeline":"videotestsrc ! framesharesink"}');
        addon.playerCommand(player, '{"id":2,"command":"play"}');`], { encoding: 'utf8', timeout: 60000 });
    assert.deepStrictEqual([status, signal], [7, null], stderr);
    assert.ok(!frameshare.list().some((listed) => listed.name === name));
});
