// SPDX-License-Identifier: MIT
'use strict';

// js/page/state/ready-state.js, against HTML "4.8.11.7 Ready states" and "4.8.11.8 Playing the media resource".

const assert = require('assert');
const test = require('node:test');
const { derive, eventsOf, noFacts, readyState, standsAtEnd } = require('../../../js/page/state/ready-state');

const [NOTHING, METADATA, CURRENT, FUTURE, ENOUGH] = [0, 1, 2, 3, 4];

/** Facts that differ from those of an element without a source. */
const facts = (more) => Object.assign(noFacts(), more);

const KNOWN = { metadata: true };
const SHOWN = { metadata: true, picture: true };
const PLAYING = { metadata: true, picture: true, wanted: true };
const SEEKING = { seeking: true, seeks: 1 };
const ENDED = { atEnd: true, ends: 1 };

/** What the facts are, the last readyState, and what it is then. */
const STATES = [
    ['no source', {}, NOTHING, NOTHING],
    ['a picture of which no metadata are known', { picture: true }, NOTHING, NOTHING],
    ['metadata', KNOWN, NOTHING, METADATA],
    ['metadata, and what is to be played buffers', { metadata: true, buffering: true }, NOTHING, METADATA],
    ['a picture', SHOWN, METADATA, ENOUGH],
    ['metadata and a picture at once', SHOWN, NOTHING, ENOUGH],
    ['a picture that comes while the player buffers', { ...SHOWN, buffering: true }, METADATA, METADATA],
    ['both at once, while the player buffers', { ...SHOWN, buffering: true }, NOTHING, METADATA],
    ['a player that runs dry', { ...SHOWN, buffering: true }, ENOUGH, CURRENT],
    ['a player that still is dry', { ...SHOWN, buffering: true }, CURRENT, CURRENT],
    ['a player that has enough again', SHOWN, CURRENT, ENOUGH],
    ['a seek', { ...SHOWN, seeking: true }, ENOUGH, METADATA],
    ['a seek of a dry player', { ...SHOWN, buffering: true, seeking: true }, CURRENT, METADATA],
    ['a seek that is done while the player buffers', { ...SHOWN, buffering: true }, METADATA, METADATA],
    ['the end', { ...SHOWN, ...ENDED }, ENOUGH, ENOUGH],
    ['an error while it played', { ...SHOWN, failed: true }, ENOUGH, ENOUGH],
    ['an error while it sought', { ...SHOWN, failed: true }, METADATA, METADATA],
    ['an error while it was dry', { ...SHOWN, failed: true }, CURRENT, CURRENT],
    ['an error before the first picture', { ...KNOWN, failed: true }, METADATA, METADATA],
    ['a source that cannot be loaded', { failed: true }, NOTHING, NOTHING],
    ['another source', {}, ENOUGH, NOTHING],
];

for (const [name, more, before, ready] of STATES) {
    test(`readyState is ${ready}, and was ${before}: ${name}`, () => {
        assert.strictEqual(readyState(before, facts(more)), ready);
    });
}

test('paused, seeking, ended and the picture follow their facts', () => {
    const rows = [
        [{}, [true, false, false, false]],
        [{ wanted: true }, [false, false, false, false]],
        [{ ...PLAYING, ...SEEKING }, [false, true, false, true]],
        [{ ...SHOWN, ...ENDED }, [true, false, true, true]],
    ];

    for (const [more, expected] of rows) {
        const { paused, seeking, ended, picture } = derive(null, facts(more));

        assert.deepStrictEqual([paused, seeking, ended, picture], expected);
    }
});

test('the poster is shown until it plays or seeks, and again with another source', () => {
    const rows = [
        [[{}], true],
        [[{}, SHOWN], true],
        [[{}, { wanted: true }], false],
        [[{}, PLAYING, SHOWN], false],
        [[SHOWN, { ...SHOWN, ...SEEKING }], false],
        [[SHOWN, { ...SHOWN, ...SEEKING }, { ...SHOWN, seeks: 1 }], false],
        [[{ wanted: true }], true],
    ];

    for (const [steps, expected] of rows) {
        const last = steps.reduce((state, more) => derive(state, facts(more)), null);

        assert.strictEqual(last.poster, expected, JSON.stringify(steps));
    }
});

const METADATA_EVENTS = ['durationchange', 'resize', 'loadedmetadata'];
const DATA_EVENTS = ['progress', 'suspend', 'loadeddata'];

/** What the facts are one after the other, and the events of the last step. */
const CHANGES = [
    ['nothing is different', [SHOWN, SHOWN], []],
    ['metadata are known', [{}, KNOWN], METADATA_EVENTS],
    ['metadata are known, and it goes to where it starts', [{ picture: true }, { ...SHOWN, ...SEEKING }], [...METADATA_EVENTS, 'seeking']],
    ['the first picture is there', [KNOWN, SHOWN], [...DATA_EVENTS, 'canplay', 'canplaythrough']],
    ['both at once', [{}, SHOWN], [...METADATA_EVENTS, ...DATA_EVENTS, 'canplay', 'canplaythrough']],
    ['the first picture of what is to play', [{ ...KNOWN, wanted: true }, PLAYING], [...DATA_EVENTS, 'canplay', 'playing', 'canplaythrough']],
    ['the first picture comes while the player buffers', [KNOWN, { ...SHOWN, buffering: true }], []],
    ['play() before there is a source', [{}, { wanted: true }], ['play', 'waiting']],
    ['play() where it can', [SHOWN, PLAYING], ['play', 'playing']],
    ['play() in the middle of a seek', [{ ...SHOWN, ...SEEKING }, { ...PLAYING, ...SEEKING }], ['play', 'waiting']],
    ['pause()', [PLAYING, SHOWN], ['timeupdate', 'pause']],
    ['a seek while paused', [SHOWN, { ...SHOWN, ...SEEKING }], ['seeking']],
    ['a seek while it plays', [PLAYING, { ...PLAYING, ...SEEKING }], ['seeking', 'timeupdate', 'waiting']],
    ['another seek before the first is done', [SHOWN, { ...SHOWN, ...SEEKING }, { ...SHOWN, seeking: true, seeks: 2 }], ['seeking']],
    ['a seek is done while paused', [SHOWN, { ...SHOWN, ...SEEKING }, { ...SHOWN, seeks: 1 }], ['timeupdate', 'seeked', 'canplay', 'canplaythrough']],
    ['a seek is done while it plays', [PLAYING, { ...PLAYING, ...SEEKING }, { ...PLAYING, seeks: 1 }],
        ['timeupdate', 'seeked', 'canplay', 'playing', 'canplaythrough']],
    ['the first picture is that of a seek', [{ ...SHOWN, ...SEEKING }, { ...SHOWN, seeks: 1 }],
        ['timeupdate', 'seeked', ...DATA_EVENTS, 'canplay', 'canplaythrough']],
    ['a seek is done while the player buffers', [PLAYING, { ...PLAYING, ...SEEKING }, { ...PLAYING, seeks: 1, buffering: true }], ['timeupdate', 'seeked']],
    ['a seek away from the end', [{ ...SHOWN, ...ENDED }, { ...SHOWN, ...SEEKING, ends: 1 }], ['seeking']],
    ['a seek from the end to the end is done', [{ ...SHOWN, ...ENDED }, { ...SHOWN, ...ENDED, ...SEEKING }, { ...SHOWN, atEnd: true, ends: 2, seeks: 1 }],
        ['timeupdate', 'seeked', 'canplay', 'canplaythrough', 'ended']],
    ['it plays to the end', [PLAYING, { ...SHOWN, ...ENDED }], ['timeupdate', 'pause', 'ended']],
    ['the end while paused', [SHOWN, { ...SHOWN, ...ENDED }], ['timeupdate', 'ended']],
    ['paused, and sent to the end', [SHOWN, { ...SHOWN, atEnd: true }], []],
    ['it runs dry', [PLAYING, { ...PLAYING, buffering: true }], ['timeupdate', 'waiting']],
    ['it runs dry while paused', [SHOWN, { ...SHOWN, buffering: true }], []],
    ['it runs dry at the end', [{ ...PLAYING, atEnd: true }, { ...PLAYING, atEnd: true, buffering: true }], []],
    ['there is enough again', [PLAYING, { ...PLAYING, buffering: true }, PLAYING], ['canplay', 'playing', 'canplaythrough']],
    ['there is enough again, while paused', [SHOWN, { ...SHOWN, buffering: true }, SHOWN], ['canplay', 'canplaythrough']],
    ['an error while it plays', [PLAYING, { ...PLAYING, failed: true }], []],
    ['an error while it seeks', [SHOWN, { ...SHOWN, ...SEEKING }, { ...SHOWN, seeks: 1, failed: true }], []],
];

for (const [name, steps, expected] of CHANGES) {
    test(`${expected.join(', ') || 'no event'}: ${name}`, () => {
        const states = steps.reduce((all, more) => all.concat(derive(all.length > 0 ? all[all.length - 1] : null, facts(more))), []);

        assert.deepStrictEqual(eventsOf(states[states.length - 2], states[states.length - 1]), expected);
    });
}

test('a readyState between two others has the events up to there', () => {
    const state = derive(null, facts(PLAYING));
    const at = (ready) => Object.assign({}, state, { readyState: ready });

    assert.deepStrictEqual(eventsOf(at(CURRENT), at(FUTURE)), ['canplay', 'playing']);
    assert.deepStrictEqual(eventsOf(at(FUTURE), at(ENOUGH)), ['canplaythrough']);
    assert.deepStrictEqual(eventsOf(at(ENOUGH), at(FUTURE)), []);
});

test('what is paused at the end has ended, unless it seeks, loops or runs backwards', () => {
    const end = { rate: 1, loop: false, duration: 10, position: 10 };
    const rows = [
        [SHOWN, end, true],
        [KNOWN, end, true],
        [{}, end, false],
        [PLAYING, end, false],
        [{ ...SHOWN, ...SEEKING }, end, false],
        [SHOWN, { ...end, position: 9.9 }, false],
        [SHOWN, { ...end, rate: 0 }, true],
        [SHOWN, { ...end, rate: -1 }, false],
        [SHOWN, { ...end, loop: true }, false],
        [SHOWN, { ...end, duration: NaN }, false],
        [SHOWN, { ...end, duration: Infinity, position: Infinity }, false],
    ];

    for (const [more, where, expected] of rows) {
        assert.strictEqual(standsAtEnd(derive(null, facts(more)), where), expected, JSON.stringify([more, where]));
    }
});
