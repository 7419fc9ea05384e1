// SPDX-License-Identifier: MIT
'use strict';

const { Echo } = require('../player/echo');
const { handlerOf, setHandler } = require('../element/handlers');
const { demandArguments } = require('../element/native');
const { AudioTrack, TextTrack, VideoTrack } = require('./track');

/**
 * @typedef {import('./track').TrackRecord} TrackRecord
 * @typedef {'video' | 'audio' | 'text'} Kind of what a track is
 */

/** @type {{[kind: string]: {Track: any, first: string, other: string}}} `kind` of the first track and the others */
const KINDS = {
    video: { Track: VideoTrack, first: 'main', other: 'alternative' },
    audio: { Track: AudioTrack, first: 'main', other: 'alternative' },
    text: { Track: TextTrack, first: 'subtitles', other: 'subtitles' },
};

/**
 * What HTML calls a VideoTrackList, AudioTrackList or TextTrackList: the tracks of one kind, by index; of text those of the
 * page first, then those of the source.
 *
 * @hideconstructor
 * @fires {Event} addtrack - `track` is new in the list
 * @fires {Event} removetrack - `track` is not there any more
 * @fires {Event} change - another one is in use
 */
class TrackList extends EventTarget {
    /**
     * @param {Kind} kind
     * @param {(command: object) => number} send gives the command's number
     * @param {(run: () => void) => void} post runs it in a task of its own
     */
    constructor(kind, send, post) {
        super();
        /** `video`, `audio` or `text`. */
        this.kind = kind;
        this._send = send;
        /** @internal */
        this.post = post;
        /** @type {any[]} */
        this._tracks = [];
        /** Those that are there whatever the source is. @type {any[]} */
        this._own = [];
        /** What the player told last; null while there is no player. @type {TrackRecord[] | null} */
        this._told = null;
        /** The tracks that the player uses, of those it tells. @type {Echo<TrackRecord[]>} */
        this._player = new Echo(/** @type {TrackRecord[]} */ ([]), (records) => this._take(records));
        /** Commands that it has not answered yet, and what they ask for. @type {Map<number, {track: any, used: boolean}>} */
        this._unanswered = new Map();
    }

    /** How many there are. */
    get length() {
        return this._tracks.length;
    }

    /** The track of that id, null for none. @param {string} id */
    getTrackById(id) {
        return this._tracks.find((track) => track.id === id) || null;
    }

    /** The one in use; -1 when there is none. */
    get selectedIndex() {
        return this._tracks.findIndex((track) => track._used);
    }

    /** Called for each `addtrack`. @type {((event: any) => any) | null} */
    get onaddtrack() {
        return handlerOf(this, 'addtrack');
    }

    set onaddtrack(value) {
        setHandler(this, 'addtrack', value);
    }

    /** Called for each `removetrack`. @type {((event: any) => any) | null} */
    get onremovetrack() {
        return handlerOf(this, 'removetrack');
    }

    set onremovetrack(value) {
        setHandler(this, 'removetrack', value);
    }

    /** Called for each `change`. @type {((event: any) => any) | null} */
    get onchange() {
        return handlerOf(this, 'change');
    }

    set onchange(value) {
        setHandler(this, 'change', value);
    }

    [Symbol.iterator]() {
        return this._tracks[Symbol.iterator]();
    }

    /**
     * @internal
     * The page wants a track of the player's to be used, or not.
     * @param {any} track
     * @param {boolean} used
     */
    use(track, used) {
        if (track._used !== used && this._tracks.includes(track)) {
            this._mark(used ? track._key : null);
            this.ask(track, used);
        }
    }

    /** @internal Ask the player for it, or for none. @param {any} track @param {boolean} used */
    ask(track, used) {
        if (this._told) {
            const number = this._send(track.command(used));

            this._player.sent(number);
            this._unanswered.set(number, { track, used });
        }
    }

    /** @param {string | null} key of the one in use */
    _mark(key) {
        let changed = false;

        for (const track of this._tracks.filter((each) => '_key' in each)) {
            const used = track._key === key;

            changed = changed || track._used !== used;
            track._used = used;
        }
        if (changed) {
            this.tell('change');
        }
    }

    /** @internal @param {TrackRecord[]} records what the player has now @param {number} after */
    onTracks(records, after) {
        const first = this._told === null;

        this._told = records;
        this._merge(records);
        const wish = first && this._own.find((track) => track._used);
        if (wish) {
            // Of a <track> child: it stays over sources, and this player has not heard of it.
            this._mark(wish._key);
            this.ask(wish, true);
        }
        this._player.told(records, after);
    }

    /** What the player uses is what is used. @param {TrackRecord[]} records */
    _take(records) {
        const used = records.find((record) => record.selected);

        this._own.filter((track) => track.told).forEach((track) => track.told(this._recordOf(track)));
        this._mark(used ? used.id : null);
    }

    /** @param {any} track @returns {TrackRecord | undefined} what the player says of it */
    _recordOf(track) {
        return (this._told || []).find((record) => record.id === track._key);
    }

    /** The page's and the player's; one that both know is there once. @param {TrackRecord[]} records */
    _merge(records) {
        const rest = records.filter((record) => !this._own.some((track) => track._key === record.id));
        const { Track } = KINDS[this.kind];

        this._arrange(this._own.concat(rest.map((record, i) => {
            return this._tracks.find((track) => track._key === record.id) || new Track(this, record, this._kindOf(i === 0));
        })));
    }

    /** @param {boolean} first @returns {string} */
    _kindOf(first) {
        return first ? KINDS[this.kind].first : KINDS[this.kind].other;
    }

    /**
     * @internal
     * A choice that was taken shows in the tracks that the player tells of later.
     * @param {number} number of a command that the player has taken, or refused
     * @param {boolean} failed
     * @param {string} [key] what the player calls the track
     */
    onAnswer(number, failed, key) {
        const question = this._unanswered.get(number);

        if (!question) {
            return;
        }
        const { track, used } = question;

        this._unanswered.delete(number);
        if (typeof key === 'string') {
            track._key = key;
            this._merge(this._told || []);
        }
        if (failed) {
            this._player.refused(number);
        }
        if (track.answered && used) {
            track.answered(failed, this._recordOf(track));
        }
    }

    /** Tracks of the page, in this order. @param {any[]} tracks */
    setOwn(tracks) {
        const gone = this._own.filter((track) => !tracks.includes(track));
        const wish = tracks.find((track) => track._used && !this._own.includes(track));
        const rest = this._tracks.filter((track) => !this._own.includes(track));

        this._own = tracks;
        this._arrange(tracks.concat(rest));
        gone.filter((track) => track._used).forEach((track) => this.ask(track, false));
        if (wish) {
            this._mark(wish._key);
            this.ask(wish, true);
        }
    }

    /** @param {any[]} tracks the list from now on */
    _arrange(tracks) {
        const before = this._tracks;
        const self = /** @type {any} */ (this);

        before.forEach((track, i) => delete self[i]);
        tracks.forEach((track, i) => Object.defineProperty(this, i, { value: track, enumerable: true, configurable: true }));
        this._tracks = tracks;
        tracks.filter((track) => !before.includes(track)).forEach((track) => this.tell('addtrack', track));
        before.filter((track) => !tracks.includes(track)).forEach((track) => this.tell('removetrack', track));
    }

    /** @internal Another source: HTML tells of that by `emptied`, and by no event here. */
    forget() {
        const before = this._tracks;

        this._unanswered.clear();
        this._player.reset([]);
        this._told = null;
        this._tracks = this._own;
        before.forEach((track, i) => delete (/** @type {any} */ (this)[i]));
        this._arrange(this._own);
    }

    /** @internal @param {'addtrack' | 'removetrack' | 'change'} name @param {any} [track] */
    tell(name, track) {
        this.post(() => {
            this.dispatchEvent(track ? createTrackEvent(name, track) : new Event(name));
        });
    }
}

/** Its class takes only tracks that are the browser's own. @param {string} name @param {any} track @returns {Event} */
function createTrackEvent(name, track) {
    const Native = typeof window === 'undefined' ? undefined : /** @type {any} */ (window).TrackEvent;
    const event = Object.assign(new Event(name), { track });

    return Native ? Object.setPrototypeOf(event, Native.prototype) : event;
}

demandArguments(TrackList, ['getTrackById']);

module.exports = { TrackList };
