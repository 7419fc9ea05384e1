// SPDX-License-Identifier: MIT
'use strict';

// A player that plays no more takes the memory of what its decoder refers to and of what is shown, in its host and in
// the windows; and nothing grows from one pause to the next.

const assert = require('assert');
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const frameshare = require('../../js');
const { Application } = require('./support/electron');
const { makeClip } = require('./support/clips');
const { mappings, until } = require('./support/processes');

const QUICK = Boolean(process.env.FRAMESHARE_QUICK);
const TOOL = path.join(__dirname, '..', '..', 'build', 'frameshare');
const ROUNDS = QUICK ? 2 : 8;
/** What may come and go by chance in living processes, not by our doing: slots, bytes in them, mappings. */
const SPARE = { slots: () => 2, used: (before) => 0.3 * before.used, host: () => 150, window: () => 150 };
/** How often it is looked for growth until it counts. */
const LOOKS = 5;
/** More frames than the decoder refers to. */
const HISTORY = 20;
/** Of these frames some may be the same picture, in one slot: that of a pause, and of the first after it. */
const REPEATED = 4;
const PICTURE = 3840 * 2160 * 3 / 2;

const large = makeClip({ size: '3840x2160', frames: 60 });
const small = makeClip({ size: '640x360', frames: 300 });

/** What the stream says of its memory. */
function memoryOf(stream) {
    return JSON.parse(execFileSync(TOOL, ['info', stream, '--json'], { encoding: 'utf8' })).memory;
}

/** The slots that a process has mapped: how many, and the bytes of them that are in memory. */
function slotsOf(pid) {
    const segments = new Set();
    let resident = 0;
    let inSlot = false;

    for (const line of fs.readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')) {
        const head = /^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ (\d+) */.exec(line);
        if (head) {
            inSlot = line.includes('frameshare-slot');
            if (inSlot) {
                segments.add(head[1]);
            }
        } else if (inSlot && line.startsWith('Rss:')) {
            resident += 1024 * parseInt(line.slice(4), 10);
        }
    }
    return { count: segments.size, resident };
}

async function start(file, windows) {
    const application = await Application.launch({ flags: ['--js-flags=--expose-gc'] });

    const pids = await application.main(async (world, source, count) => {
        const player = world.player('one');

        await player.load(source);
        for (let i = 0; i < count; i++) {
            await world.open({ src: 'frameshare:one' });
            await world.shown(i);
        }
        return {
            stream: player.stream, host: player.pid, windows: world.windows.map((window) => window.webContents.getOSProcessId()),
        };
    }, file, windows);
    return { application, ...pids };
}

/** Play until so many frames more are published: a busy machine drops some, so it starts anew at the end. */
function play(application, frames) {
    return application.main(async (world, count) => {
        const player = world.players.one;
        const before = (await player.stats()).published;

        const played = async () => {
            if (player.state === 'ended') {
                await player.seek(0);
                await player.play();
            }
            return (await player.stats()).published >= before + count;
        };

        await player.play();
        await world.until(played, `${count} frames are published`, 120000);
        await player.pause();
    }, frames);
}

/** Wait until no slot is free, and every process has mapped those there are and no other. */
async function waitForFloor(stream, pids) {
    let memory;

    await until(() => {
        memory = memoryOf(stream);
        return memory.slots_free === 0 && pids.every((pid) => slotsOf(pid).count === memory.slots.length);
    }, 'only slots in use are mapped');
    return memory;
}

test('after a pause, windows and player map what the decoder refers to and the picture that is shown', async (t) => {
    const { application, stream, host, windows } = await start(large, 2);

    try {
        await application.main((world) => world.windows[1].hide());
        // A reader that comes, has a long history kept for it, and goes.
        const passing = frameshare.open(stream, { history: HISTORY });
        await play(application, 40);
        const playing = { memory: memoryOf(stream), host: slotsOf(host), window: slotsOf(windows[0]) };
        passing.close();
        const paused = await waitForFloor(stream, [host, ...windows]);

        t.diagnostic(`playing ${JSON.stringify({ ...playing, memory: playing.memory.slots.length })}`);
        t.diagnostic(`paused ${JSON.stringify({ ...paused, slots: paused.slots.length })}, window ${JSON.stringify(slotsOf(windows[0]))}`);
        const taken = Math.min(playing.memory.slots.length, playing.window.count);
        assert.ok(taken >= HISTORY - REPEATED, `playing took ${taken} slots`);
        assert.ok(paused.slots.length < playing.memory.slots.length, 'memory went back');
        assert.ok(paused.slots.every((slot) => slot.references > 0 || slot.frames > 0), 'each slot that is left is used');
        assert.ok(paused.slots.length <= paused.slots_referred + 1, 'the decoder\'s, and the newest');
        assert.strictEqual(paused.slots_held, 0);
        for (const pid of [host, ...windows]) {
            assert.ok(slotsOf(pid).resident <= paused.used, 'no other page is in memory');
        }
        // The picture is still there for who comes now, and playing goes on.
        const index = await application.main((world) => world.open({ src: 'frameshare:one' }));
        await application.main((world, which) => world.shown(which), index);
        await application.main((world) => world.players.one.seek(0));
        await play(application, 10);
        const { mapping, shown } = await application.page(0, () => document.querySelector('gst-video').stats);
        assert.strictEqual(mapping, 'shared');
        assert.ok(shown > 0);
    } finally {
        await application.stop();
    }
});

test('a stop leaves one picture, a smaller film no large one', async () => {
    const { application, stream, host, windows } = await start(large, 1);

    try {
        await play(application, 20);
        await application.main((world) => world.players.one.stop());
        const stopped = await waitForFloor(stream, [host, ...windows]);
        assert.ok(stopped.slots.length <= 1 && stopped.slots_referred === 0, JSON.stringify(stopped));
        await application.main((world, file) => world.players.one.load(file), small);
        await play(application, 50);
        const other = await waitForFloor(stream, [host, ...windows]);
        assert.ok(other.slots.every((slot) => slot.bytes < PICTURE / 16), JSON.stringify(other));
    } finally {
        await application.stop();
    }
});

test(`${ROUNDS} rounds of playing, pausing and changing the size grow nothing`, async (t) => {
    const { application, stream, host, windows } = await start(small, 1);
    // At the first picture of the same film: what was played before may have ended or not.
    const measure = async () => {
        await application.main((world, file) => world.players.one.load(file), small);
        const { used, slots } = await waitForFloor(stream, [host, ...windows]);
        // The buffer of a slot that is gone has no memory any more, but a mapping until V8 frees it.
        await application.preload(0, () => {
            global.gc();
            global.gc();
        });
        return { used, slots: slots.length, host: mappings(host).all, window: mappings(windows[0]).all };
    };
    const round = async (i) => {
        await application.main(async (world, file, width) => {
            await world.players.one.load(file);
            world.windows[0].setContentSize(width, width / 16 * 9);
        }, i % 2 ? large : small, 320 + i % 4 * 160);
        await play(application, 20);
    };

    try {
        for (let i = 0; i < 4; i++) {
            await round(i);
        }
        const before = await measure();
        for (let i = 0; i < ROUNDS; i++) {
            await round(i);
        }
        // What grows stays; what only waits for V8 to collect it goes.
        let after;
        const grown = () => ['slots', 'used', 'host', 'window'].filter((what) => after[what] > before[what] + SPARE[what](before));
        for (let look = 0; look < LOOKS && !(after && grown().length === 0); look++) {
            after = await measure();
        }
        t.diagnostic(`before ${JSON.stringify(before)} after ${JSON.stringify(after)}`);
        assert.deepStrictEqual(grown(), [], `before ${JSON.stringify(before)} after ${JSON.stringify(after)}`);
    } finally {
        await application.stop();
    }
});
