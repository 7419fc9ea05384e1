// SPDX-License-Identifier: MIT
'use strict';

// src/node/watch.c: being woken, and not keeping anybody awake.

const assert = require('assert');
const { spawnSync } = require('child_process');
const test = require('./test');
const { newName, root, startStranger, startWriter, eventually } = require('./programs');

const frameshare = require('../../js');

test.withWriter('a waiting reader is woken by each frame', async ({ writer, open }) => {
    const stream = open();
    for (let i = 1; i <= 200; i++) {
        const waiting = stream.waitFrame();
        await writer.ask('frame 1');
        const frame = await waiting;
        assert.strictEqual(frame.sequence, i);
        frame.release();
    }
});

test('waiting ends with null when the time is over, when the stream ends, and when it is closed', async () => {
    const name = newName();
    const writer = await startWriter(name);
    const stream = frameshare.open(name);
    assert.strictEqual(await stream.waitFrame(20), null);
    const closed = stream.waitFrame();
    stream.close();
    assert.strictEqual(await closed, null);
    const other = frameshare.open(name);
    const ended = other.waitFrame();
    await writer.stop();
    assert.strictEqual(await ended, null);
    assert.strictEqual(other.closed, 'ended');
    assert.strictEqual(await other.waitFrame(), null);
    other.close();
});

test('who waits for a frame whose slot has not come yet holds nothing else up', async () => {
    const name = newName();
    const stranger = await startStranger(name, 'late');
    const stream = frameshare.open(name);
    assert.strictEqual(stream.getFrame(), null);
    const waiting = stream.waitFrame();
    // Were it asked for again and again, neither would this timer be heard.
    await new Promise((resolve) => setTimeout(resolve, 20));
    stranger.process.stdin.write('now\n');
    const frame = await waiting;
    assert.strictEqual(frame.sequence, 1);
    frame.release();
    stream.close();
    await stranger.stop();
});

test.withWriter('an open stream does not keep the process alive, waiting for a frame does', async ({ writer, name }) => {
    await writer.ask('frame 1');
    const program = (code) => spawnSync(process.execPath, ['-e',
        `const stream = require(${JSON.stringify(root)} + '/js').open(${JSON.stringify(name)});
        stream.getFrame().release(); ${code}`], { encoding: 'utf8', timeout: 60000 });
    assert.strictEqual(program('').status, 0);
    const waiting = program('stream.waitFrame(300).then((frame) => console.log(String(frame)));');
    assert.strictEqual(waiting.stdout, 'null\n');
    assert.strictEqual(waiting.status, 0);
});

test('a stream may be closed by the listener that is being told of its slot or its end', async () => {
    const name = newName();
    const writer = await startWriter(name);
    const stream = frameshare.open(name);
    stream.on('slot', () => stream.close());
    await writer.ask('frame 1');
    await eventually(() => stream.closed === 'closed', 'the stream is closed');
    const other = frameshare.open(name);
    other.on('close', () => other.close());
    await writer.kill();
    await eventually(() => other.closed === 'died', 'the stream is closed');
    assert.strictEqual(other.getFrame(), null);
});
