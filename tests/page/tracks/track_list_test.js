// SPDX-License-Identifier: MIT
'use strict';

// js/page/tracks/track-list.js, against HTML "4.8.11.10 Media resources with multiple media tracks" and 4.8.11.11.

const assert = require('assert');
const test = require('node:test');
const { World } = require('../world');

const TRACKS = {
    video: [{ id: 'v1', codec: 'avc1', selected: true }],
    audio: [{ id: 'a1', label: 'English', language: 'en', selected: true }, { id: 'a2', language: 'de', selected: false }],
    text: [{ id: 't1', language: 'en', selected: false }],
};

/** A loaded source with these tracks, and the events of its lists. */
async function withTracks(tracks) {
    const world = new World();
    const heard = [];

    for (const [kind, list] of Object.entries(world.state.tracks)) {
        for (const name of ['addtrack', 'removetrack', 'change']) {
            list.addEventListener(name, (event) => heard.push([kind, name].concat(event.track ? event.track.id : [])));
        }
    }
    await world.load({ tracks });
    return { world, heard, lists: world.state.tracks };
}

test('the lists have the tracks of the player, by index and by id', async () => {
    const { heard, lists } = await withTracks(TRACKS);

    assert.deepStrictEqual(heard, [['video', 'addtrack', 'v1'], ['audio', 'addtrack', 'a1'], ['audio', 'addtrack', 'a2'],
        ['text', 'addtrack', 't1']]);
    assert.deepStrictEqual([lists.video.length, lists.audio.length, lists.text.length], [1, 2, 1]);
    assert.strictEqual(lists.audio[1], lists.audio.getTrackById('a2'));
    const [english, german] = lists.audio;
    assert.deepStrictEqual([english.label, english.language, english.kind, english.enabled, german.kind, german.enabled],
        ['English', 'en', 'main', true, 'alternative', false]);
    assert.deepStrictEqual([lists.video.selectedIndex, lists.video[0].selected, lists.text[0].mode], [0, true, 'disabled']);
    assert.strictEqual(lists.audio.getTrackById('none'), null);
});

test('another audio track takes the place of the one before, and the player is told', async () => {
    const { world, heard, lists } = await withTracks(TRACKS);

    heard.length = 0;
    lists.audio[1].enabled = true;
    assert.deepStrictEqual([lists.audio[0].enabled, lists.audio[1].enabled], [false, true]);
    assert.deepStrictEqual(world.said(), [{ command: 'select', kind: 'audio', id: 'a2' }]);
    await world.settle();
    assert.deepStrictEqual(heard, [['audio', 'change']]);
});

test('text is shown and not shown by its mode; a word that is no mode changes nothing', async () => {
    const { world, lists } = await withTracks(TRACKS);

    lists.text[0].mode = 'showing';
    lists.text[0].mode = 'upside-down';
    assert.strictEqual(lists.text[0].mode, 'showing');
    lists.text[0].mode = 'hidden';
    assert.deepStrictEqual(world.said(), [{ command: 'select', kind: 'text', id: 't1' },
        { command: 'select', kind: 'text', id: null }]);
});

test('what the player said before it took the choice does not undo it', async () => {
    const { world, heard, lists } = await withTracks(TRACKS);
    const other = { ...TRACKS, audio: TRACKS.audio.map((each) => ({ ...each, selected: each.id === 'a2' })) };

    heard.length = 0;
    lists.audio[1].enabled = true;
    const commands = world.commands.splice(0);
    world.hear('tracks', TRACKS);
    assert.strictEqual(lists.audio[1].enabled, true);
    world.hear('tracks', other);
    world.answer(commands);
    await world.settle();
    assert.deepStrictEqual([lists.audio[1].enabled, heard], [true, [['audio', 'change']]]);
});

test('a choice that the player refuses is undone', async () => {
    const { world, heard, lists } = await withTracks(TRACKS);

    heard.length = 0;
    lists.text[0].mode = 'showing';
    world.hear('answered', { number: world.commands[0].number, code: 'decode' });
    await world.settle();
    assert.deepStrictEqual([lists.text[0].mode, heard], ['disabled', [['text', 'change'], ['text', 'change']]]);
});

test('tracks come and go, and keep what they are', async () => {
    const { world, heard, lists } = await withTracks(TRACKS);
    const [, german] = lists.audio;

    heard.length = 0;
    world.hear('tracks', { video: TRACKS.video, audio: [TRACKS.audio[1], { id: 'a3', selected: true }] });
    await world.settle();
    assert.deepStrictEqual(heard, [['audio', 'addtrack', 'a3'], ['audio', 'removetrack', 'a1'], ['text', 'removetrack', 't1']]);
    assert.deepStrictEqual([lists.audio[0] === german, lists.audio[1].id, lists.audio[2], lists.text.length],
        [true, 'a3', undefined, 0]);
});

test('another source empties the lists without an event of theirs', async () => {
    const { world, heard, lists } = await withTracks(TRACKS);

    heard.length = 0;
    world.state.unload();
    await world.settle();
    assert.deepStrictEqual([heard, lists.audio.length, lists.audio[0]], [[], 0, undefined]);
});
