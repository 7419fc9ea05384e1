// SPDX-License-Identifier: MIT
'use strict';

const { CueList } = require('./cue-track');

/** @typedef {import('./cue-track').CueTrack} CueTrack */
/** @typedef {{cue: any, name: 'enter' | 'exit', at: number}} Moment */

/**
 * What HTML calls "time marches on": which cues are active, and the events that tell of it.
 */
class TimeMarch {
    /** @param {(run: () => void) => void} post runs it in a task of its own */
    constructor(post) {
        this._post = post;
        /** Where it was the last time; NaN where it was not, or went elsewhere since: no cue is missed by that. */
        this._last = NaN;
    }

    /** It goes elsewhere, by no playback. */
    jump() {
        this._last = NaN;
    }

    /**
     * It is that time now.
     * @param {CueTrack[]} tracks in their order
     * @param {number} time seconds, NaN while there is none
     * @param {() => void} pause called first, where a cue that is over asks for it
     */
    go(tracks, time, pause) {
        const passed = this._last <= time;
        const since = passed ? this._last : NaN;
        const steps = tracks.map((track) => stepOf(track, since, time));
        const changed = steps.filter(({ moments }) => moments.length > 0);

        this._last = time;
        changed.forEach(({ track, active }) => (track.active = active));
        if (passed && changed.some(({ moments }) => moments.some(({ cue, name }) => name === 'exit' && cue.pauseOnExit))) {
            pause();
        }
        // Moments of one time stay in the order of their cues: sort() is stable.
        changed.reduce((all, { moments }) => all.concat(moments), /** @type {Moment[]} */ ([])).sort((a, b) => a.at - b.at)
            .forEach(({ cue, name }) => this._fire(cue, name));
        changed.forEach(({ track }) => {
            this._fire(track.track, 'cuechange');
            if (track.child) {
                this._fire(track.child, 'cuechange');
            }
        });
    }

    /** @param {EventTarget} target @param {string} name */
    _fire(target, name) {
        this._post(() => target.dispatchEvent(new Event(name)));
    }
}

/**
 * @param {CueTrack} track
 * @param {number} since playback went from there to `time`; NaN where it did not
 * @param {number} time
 */
function stepOf(track, since, time) {
    const before = track.active;
    const cues = track.cues;
    const active = /** @type {CueList} */ (CueList.from(cues.filter((cue) => cue.startTime <= time && time < cue.endTime)));
    // Of a cue that was taken out, too, when it was active.
    const all = before.filter((cue) => !cues.includes(cue)).concat(cues);
    /** @type {Moment[]} */
    const moments = [];

    for (const cue of all) {
        const was = before.includes(cue);
        const is = active.includes(cue);
        const missed = !was && !is && cue.startTime >= since && cue.endTime <= time;

        if ((is && !was) || missed) {
            moments.push({ cue, name: 'enter', at: cue.startTime });
        }
        if ((was && !is) || missed) {
            moments.push({ cue, name: 'exit', at: Math.max(cue.startTime, cue.endTime) });
        }
    }
    return { track, active, moments };
}

module.exports = { TimeMarch };
