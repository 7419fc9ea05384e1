// SPDX-License-Identifier: MIT
'use strict';

// Memory that the writer gives back: readers in JavaScript let go of it too, also those that take no frames.

const assert = require('assert');
const { spawn } = require('child_process');
const fs = require('fs');
const test = require('../node/test');
const { eventually, isFilledWith, mappings, newName, root, startWriter, stats } = require('../node/programs');

const frameshare = require('../../js');

/** The pages of slots that a process has mapped and that are in memory, KiB. */
function residentSlots(pid) {
    let sum = 0;
    let slot = false;
    for (const line of fs.readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')) {
        if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) {
            slot = /frameshare-/.test(line);
        } else if (slot && line.startsWith('Rss:')) {
            sum += parseInt(line.slice(4), 10);
        }
    }
    return sum;
}

test.withWriter('a reader that takes no more frames unmaps what its writer gave back, and its pages are gone',
    async ({ writer, open }) => {
        await writer.ask('size 512 512');
        const stream = open();
        const floor = mappings().segments;
        await writer.ask('burst 10');
        await writer.ask('frame 1');
        const frame = await stream.waitFrame();
        assert.ok(isFilledWith(frame.data, 1));
        frame.release();
        assert.strictEqual(mappings().segments, floor + 10);
        const full = residentSlots(writer.pid);
        // Nothing is asked of the stream from here on; this process only sits in its event loop.
        await eventually(() => mappings().segments === floor + 1, 'all slots but the newest picture\'s are unmapped here');
        assert.strictEqual(mappings(writer.pid).segments, 3); // control, page, picture
        assert.ok(residentSlots(writer.pid) <= full - 9 * 1024);
        assert.deepStrictEqual([stats(await writer.ask('stats')).slots, stats(await writer.ask('stats')).free], [1, 0]);
        const again = stream.reader.acquire(true);
        assert.ok(again && isFilledWith(stream.reader.views.planes[0].data, 1));
        stream.reader.release();
    });

test.withWriter('a frame that is held stays whole while all around it is given back', async ({ writer, open }) => {
    await writer.ask('size 64 64');
    await writer.ask('frame 1');
    const stream = open();
    const frame = stream.getFrame();
    await writer.ask('burst 10');
    await writer.ask('frame 1');
    await eventually(async () => stats(await writer.ask('stats')).slots === 2, 'two slots are left');
    assert.ok(isFilledWith(frame.data, 1));
    frame.release();
    await eventually(async () => stats(await writer.ask('stats')).slots === 1, 'one slot is left');
    assert.ok(isFilledWith(stream.getFrame().data, 2));
});

test.withWriter('where frames are copied the mappings go as well', async ({ writer, name }) => {
    await writer.ask('burst 10');
    await writer.ask('frame 1');
    const reader = spawn(process.execPath, ['-e', `
        const addon = require(${JSON.stringify(root)} + '/js/stream/addon');
        addon.selfTest = () => 'copy';
        const stream = require(${JSON.stringify(root)} + '/js').open(${JSON.stringify(name)});
        stream.getFrame().release();
        setInterval(() => {}, 1000);
        console.log(stream.mapping);`], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
        const line = await new Promise((resolve) => reader.stdout.once('data', (data) => resolve(String(data))));
        assert.strictEqual(line, 'copy\n');
        await eventually(() => mappings(reader.pid).segments === 3, 'only control, page and one picture are mapped');
    } finally {
        reader.kill();
    }
});

test('accounts say who holds which slots', async () => {
    const name = newName();
    const writer = await startWriter(name);
    await writer.ask('size 512 512');
    await writer.ask('frame 1');
    const stream = frameshare.open(name, { history: 3 });
    const frame = stream.getFrame();
    await writer.ask('frame 1');
    const accounts = await frameshare.accounts(name);
    assert.strictEqual(accounts.slots.length, 2);
    assert.deepStrictEqual([accounts.size, accounts.used], [2 << 20, 2 << 20]);
    assert.deepStrictEqual([accounts.free, accounts.held, accounts.referred], [0, 1, 0]);
    assert.strictEqual(accounts.holders.length, 1);
    const [holder] = accounts.holders;
    assert.deepStrictEqual([holder.pid, holder.everyFrame, holder.history], [process.pid, false, 3]);
    const held = accounts.slots.find((slot) => slot.leases === 1);
    assert.deepStrictEqual(holder.slots, [held.id]);
    assert.deepStrictEqual([held.references, held.overlays], [0, false]);
    frame.release();
    assert.deepStrictEqual((await frameshare.accounts(name)).holders[0].slots, []);
    stream.close();
    await writer.stop();
    await assert.rejects(() => frameshare.accounts(name), { code: 'FRS_ENOENT' });
});
