// SPDX-License-Identifier: MIT
'use strict';

// js/page/tracks/time-march.js, against HTML "4.8.11.8 Playing the media resource", "time marches on".

const assert = require('assert');
const test = require('node:test');
const { CueList } = require('../../../js/page/tracks/cue-track');
const { TimeMarch } = require('../../../js/page/tracks/time-march');

/** Tracks of these cues, [start, end, name, pauses at its end]; `go(time)` gives what was fired, and 'pause'. */
function march(...tracks) {
    const fired = [];
    const hear = (target, name, type) => target.addEventListener(type, () => fired.push(`${type} ${name}`));
    const own = tracks.map((cues, i) => {
        const track = { track: new EventTarget(), child: null, active: new CueList(), cues: [] };

        hear(track.track, i, 'cuechange');
        track.cues = cues.map(([startTime, endTime, name, pauseOnExit = false]) => {
            const cue = Object.assign(new EventTarget(), { startTime, endTime, pauseOnExit });

            ['enter', 'exit'].forEach((type) => hear(cue, name, type));
            return cue;
        });
        return track;
    });
    const time = new TimeMarch((run) => run());
    const go = (now) => {
        time.go(own, now, () => fired.push('pause'));
        return fired.splice(0);
    };

    return { go, jump: () => time.jump(), own };
}

test('cues that began and ended between two looks get both events, in the order of their times', () => {
    const { go } = march([[1, 2, 'long'], [1.2, 1.3, 'inside'], [1.5, 5, 'later']], [[1.1, 1.2, 'other']]);

    assert.deepStrictEqual(go(0), []);
    assert.deepStrictEqual(go(3), ['enter long', 'enter other', 'enter inside', 'exit other', 'exit inside', 'enter later', 'exit long', 'cuechange 0', 'cuechange 1']);
    assert.deepStrictEqual(go(3.5), []);
});

test('what a seek leaps over is not missed, nor what a step back leaves', () => {
    const { go, jump } = march([[1, 2, 'one'], [3, 4, 'two']]);

    go(0);
    jump();
    assert.deepStrictEqual(go(2.5), []);
    assert.deepStrictEqual(go(3.5), ['enter two', 'cuechange 0']);
    assert.deepStrictEqual(go(0.5), ['exit two', 'cuechange 0']);
});

test('it pauses at the end of a cue that asks for it, when playback comes there, also when it was missed', () => {
    const one = march([[1, 2, 'one', true], [2.1, 2.2, 'two', true]]);

    one.go(0);
    assert.deepStrictEqual(one.go(1.5), ['enter one', 'cuechange 0']);
    assert.deepStrictEqual(one.go(2), ['pause', 'exit one', 'cuechange 0']);
    assert.deepStrictEqual(one.go(2.3), ['pause', 'enter two', 'exit two', 'cuechange 0']);
    const other = march([[1, 2, 'one', true]]);

    other.go(1.5);
    other.jump();
    assert.deepStrictEqual(other.go(2.5), ['exit one', 'cuechange 0']);
});

test('a cue that is taken out while it is active exits, and so do all when there is no time', () => {
    const { go, own } = march([[1, 2, 'one'], [1, 3, 'two']]);

    go(1.5);
    own[0].cues.shift();
    assert.deepStrictEqual(go(1.6), ['exit one', 'cuechange 0']);
    assert.deepStrictEqual(go(NaN), ['exit two', 'cuechange 0']);
    assert.strictEqual(own[0].active.length, 0);
});
