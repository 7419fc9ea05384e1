// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const fs = require('fs');
const test = require('node:test');
const { GstPlayer } = require('../../js/main');
const { keepSpare } = require('../../js/main/spare');
const { makeClip } = require('../e2e/support/clips');
const { isAlive, until } = require('../e2e/support/processes');

/** Children of this process by the names that they have. @param {string} name @returns {number[]} */
function named(name) {
    return fs.readdirSync('/proc').filter((id) => /^\d+$/.test(id)).map(Number).filter((id) => {
        try {
            const status = fs.readFileSync(`/proc/${id}/status`, 'utf8');

            return new RegExp(`^Name:\\s+${name}$`, 'm').test(status) && new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(status) && isAlive(id);
        } catch (error) {
            return false;
        }
    });
}

const spares = () => named('frs-spare');

/** Nobody wants a spare any more. */
async function end(release) {
    release();
    await until(() => spares().length === 0, 'the spare ends when nobody wants it');
}

/** The spare, once it is one. @returns {Promise<number>} */
async function theSpare() {
    await until(() => spares().length === 1, () => `there is one spare, not ${spares().length}`);
    return spares()[0];
}

test('the next player is the spare, plays, and another spare follows', async () => {
    const release = keepSpare({});
    const pid = await theSpare();
    const player = new GstPlayer();

    try {
        await player.load(makeClip({ frames: 30 }));
        assert.strictEqual(player.pid, pid);
        assert.deepStrictEqual([player.state, player.video.width], ['paused', 640]);
        assert.deepStrictEqual(named('frameshare-play'), [pid]);
        assert.notStrictEqual(await theSpare(), pid);
    } finally {
        await player.close();
        await end(release);
    }
});

test('as long as one wants it there is one, and then none', async () => {
    const first = keepSpare({});
    const second = keepSpare({});
    const pid = await theSpare();

    first();
    assert.deepStrictEqual(spares(), [pid]);
    await end(second);
});

test('who wants another program, other variables or a stream of a name gets a player that has them', async () => {
    const release = keepSpare({});
    const pid = await theSpare();
    const players = [new GstPlayer({ stream: `spare-test-${process.pid}` }), new GstPlayer()];

    try {
        assert.strictEqual(await players[0].start(), `spare-test-${process.pid}`);
        assert.notStrictEqual(players[0].pid, pid);
        process.env.FRAMESHARE_SPARE_TEST = 'changed';
        await players[1].start();
        assert.notStrictEqual(players[1].pid, pid);
        assert.match(fs.readFileSync(`/proc/${players[1].pid}/environ`, 'latin1'), /FRAMESHARE_SPARE_TEST=changed/);
        await until(() => !isAlive(pid), 'a spare that suits nobody ends');
    } finally {
        delete process.env.FRAMESHARE_SPARE_TEST;
        await Promise.all(players.map((player) => player.close()));
        await end(release);
    }
});

test('a spare that died is nobody\'s player, and no error', async () => {
    const release = keepSpare({});
    const pid = await theSpare();
    const player = new GstPlayer();

    try {
        process.kill(pid, 'SIGKILL');
        await until(() => !isAlive(pid), 'it is gone');
        await player.load(makeClip({ frames: 30 }));
        assert.notStrictEqual(player.pid, pid);
        assert.strictEqual(player.error, null);
    } finally {
        await player.close();
        await end(release);
    }
});

test('where no player can be started there is no spare, and the player says why', async () => {
    const host = '/nowhere/frameshare-player';
    const release = keepSpare({ host });
    const player = new GstPlayer({ host });

    try {
        await assert.rejects(player.load('/nowhere.mp4'), /\/nowhere\/frameshare-player is not there/);
        assert.deepStrictEqual(spares(), []);
    } finally {
        await player.close();
        await end(release);
    }
});
