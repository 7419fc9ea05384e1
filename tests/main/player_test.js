// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { GstPlayer } = require('../../js/main');
const { makeClip, makeOther, temporaryFolder } = require('../e2e/support/clips');
const { until } = require('../e2e/support/processes');
const { counterOf } = require('../support/counter');

const clip = makeClip({ frames: 150, more: ['--audio'] });

/** The number that is burnt into the newest picture. */
function shown(player) {
    const frame = player.getFrame();

    try {
        return frame && counterOf(frame);
    } finally {
        if (frame) {
            frame.release();
        }
    }
}

test('a player tells what its pictures are, how they are turned, and whether there is but one, for sound alone', async () => {
    const player = new GstPlayer();

    try {
        await player.load(clip);
        assert.deepStrictEqual(player.video, {
            width: 640, height: 360, fps: 30, format: 'I420', pixelAspect: 1, orientation: 'identity', still: false,
        });
        await player.setOrientation('90l');
        assert.strictEqual(player.video.orientation, '90l');
        await player.setOrientation('auto');
        await player.load(makeOther('turned.mp4'));
        assert.deepStrictEqual([player.video.width, player.video.height, player.video.orientation], [320, 180, '90r']);
        await player.load(makeOther('sound.webm'));
        assert.deepStrictEqual([player.video.width, player.video.height, player.video.still], [640, 360, true]);
    } finally {
        await player.close();
    }
});

test('seeks in a film that is turned tell nothing new of its picture', async () => {
    const player = new GstPlayer();
    const told = [];

    try {
        await player.load(makeOther('turned.mp4'));
        player.on('video', (video) => told.push(video.orientation));
        for (let i = 0; i < 60; i++) {
            await player.seek(0.1 + i % 15 / 10);
        }
        assert.deepStrictEqual([told, player.video.orientation], [[], '90r']);
    } finally {
        await player.close();
    }
});

test('a step shows the next picture, or the one before, and leaves the player paused', async () => {
    const player = new GstPlayer();

    try {
        await player.load(clip);
        await player.seek(2);
        assert.strictEqual(shown(player), 60);
        await player.step(1);
        assert.deepStrictEqual([shown(player), player.state], [61, 'paused']);
        await player.step(-3);
        assert.strictEqual(shown(player), 58);
        await assert.rejects(player.step(0), { code: 'command' });
    } finally {
        await player.close();
    }
});

test('a load is told of, also while the player builds its pipeline anew for subtitles, of which it says nothing', async () => {
    const subtitles = path.join(temporaryFolder(), 'quiet.srt');
    const player = new GstPlayer();
    const states = [];

    fs.writeFileSync(subtitles, '1\n00:00:00,000 --> 00:00:10,000\nHear, hear\n');
    try {
        player.on('state', (state) => states.push(state));
        await player.load(clip);
        await player.setSubtitles(subtitles);
        assert.deepStrictEqual(states.splice(0), ['loading', 'paused']);
        await player.load(clip);
        assert.deepStrictEqual(states, ['loading', 'paused']);
    } finally {
        await player.close();
    }
});

test('a track that is chosen plays, also after a crash, until another load', async () => {
    const player = new GstPlayer();
    const chosen = () => player.tracks.audio.map(({ selected }) => selected);

    try {
        await player.load(clip);
        await until(() => chosen().length === 1, 'the tracks are known');
        const [{ id }] = player.tracks.audio;
        assert.deepStrictEqual([chosen(), player.tracks.video.length, player.tracks.text], [[true], 1, []]);
        await player.selectTrack('audio', null);
        await until(() => chosen()[0] === false, 'it has no sound');
        await player.selectTrack('audio', id);
        await until(() => chosen()[0] === true, 'it has its sound again');
        await player.selectTrack('audio', null);
        await until(() => chosen()[0] === false, 'it has no sound');
        const { pid } = player;
        process.kill(pid, 'SIGKILL');
        await until(() => player.state === 'paused' && player.pid !== pid, 'it is back');
        await until(() => chosen().length === 1 && chosen()[0] === false, 'it still has no sound');
        await player.load();
        await until(() => chosen()[0] === true, 'it starts anew');
        await assert.rejects(player.selectTrack('audio', 'no such track'));
    } finally {
        await player.close();
    }
});

test('a film that loops begins anew and does not end, also after its host crashed', async () => {
    const player = new GstPlayer();
    let looped = 0;
    let ended = 0;

    player.on('looped', () => looped++).on('end', () => ended++);
    try {
        await player.load(makeClip({ frames: 60 }), { loop: true });
        await player.play();
        await until(() => looped >= 2, 'it begins anew');
        assert.deepStrictEqual([ended, player.state, player.toRecord().loop], [0, 'playing', true]);
        const { pid } = player;
        process.kill(pid, 'SIGKILL');
        await until(() => player.state === 'playing' && player.pid !== pid, 'it is back');
        const before = looped;
        await until(() => looped > before, 'it still loops');
        await player.setPreservesPitch(false);
        await player.setLoop(false);
        await until(() => ended === 1, 'then it ends');
    } finally {
        await player.close();
    }
});
