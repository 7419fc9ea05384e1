'use strict';

/**
 * @typedef {{id: string, label?: string, language?: string, codec?: string, selected: boolean}} TrackRecord a track as the
 *     player tells of it
 */

/**
 * One track of a source. Whether it is in use is `selected` of a video track, `enabled` of an audio track, and `mode` of a
 * text track ('showing', else 'disabled'), as HTML has it; a player uses one of each kind at a time.
 */
class Track {
    /**
     * @param {TrackList} list
     * @param {TrackRecord} record
     * @param {boolean} first of its kind
     */
    constructor(list, record, first) {
        this._list = list;
        // Players write tracks as JSON to see whether they have changed; the list would lead back here.
        Object.defineProperty(this, '_list', { enumerable: false });
        this.id = record.id;
        this.label = record.label || '';
        this.language = record.language || '';
        /** As the player names it, '' when it does not. */
        this.codec = record.codec || '';
        this.kind = list.kindOf(first);
        this._used = record.selected;
    }
}

/** @returns {PropertyDescriptor} whether the track is in use, as a boolean */
function usedAs() {
    return {
        /** @this {Track} */
        get() {
            return this._used;
        },
        /** @this {Track} @param {any} value */
        set(value) {
            this._list.use(this, Boolean(value));
        },
    };
}

class VideoTrack extends Track {}
Object.defineProperty(VideoTrack.prototype, 'selected', usedAs());

class AudioTrack extends Track {}
Object.defineProperty(AudioTrack.prototype, 'enabled', usedAs());

/** Its cues are drawn by the player: a page cannot read them. */
class TextTrack extends Track {
    get mode() {
        return this._used ? 'showing' : 'disabled';
    }

    set mode(value) {
        // As in HTML, a word that is none of the enumeration changes nothing.
        if (value === 'showing' || value === 'disabled' || value === 'hidden') {
            this._list.use(this, value === 'showing');
        }
    }

    get cues() {
        return null;
    }

    get activeCues() {
        return null;
    }
}

/** @typedef {'video' | 'audio' | 'text'} Kind */

/** @type {{[kind: string]: {Track: typeof Track, first: string, other: string}}} `kind` of the first track and the others */
const KINDS = {
    video: { Track: VideoTrack, first: 'main', other: 'alternative' },
    audio: { Track: AudioTrack, first: 'main', other: 'alternative' },
    text: { Track: TextTrack, first: 'subtitles', other: 'subtitles' },
};

/**
 * What HTML calls a VideoTrackList, AudioTrackList or TextTrackList: the tracks of one kind, by index. Events:
 * `addtrack` and `removetrack`, with the track as `track`, and `change` when another one is in use.
 */
class TrackList extends EventTarget {
    /**
     * @param {Kind} kind
     * @param {(command: object) => number} send gives the command's number
     * @param {(run: () => void) => void} post runs it in a task of its own
     */
    constructor(kind, send, post) {
        super();
        this._kind = kind;
        this._send = send;
        this._post = post;
        /** @type {Track[]} */
        this._tracks = [];
        /** What the player said last. @type {TrackRecord[]} */
        this._told = [];
        /** Commands that it has not taken yet: until then it speaks of what was before. @type {Set<number>} */
        this._unanswered = new Set();
        /** @type {((event: Event) => void) | null} */
        this.onaddtrack = null;
        /** @type {((event: Event) => void) | null} */
        this.onremovetrack = null;
        /** @type {((event: Event) => void) | null} */
        this.onchange = null;
    }

    get length() {
        return this._tracks.length;
    }

    /** @param {string} id */
    getTrackById(id) {
        return this._tracks.find((track) => track.id === id) || null;
    }

    /** The one in use; -1 when there is none. */
    get selectedIndex() {
        return this._tracks.findIndex((track) => track._used);
    }

    [Symbol.iterator]() {
        return this._tracks[Symbol.iterator]();
    }

    /** @param {boolean} first @returns {string} */
    kindOf(first) {
        return first ? KINDS[this._kind].first : KINDS[this._kind].other;
    }

    /**
     * The page wants a track to be used, or not.
     * @param {Track} track
     * @param {boolean} used
     */
    use(track, used) {
        if (track._used !== used && this._tracks.includes(track)) {
            this._mark(used ? track.id : null);
            this._unanswered.add(this._send({ command: 'select', kind: this._kind, id: used ? track.id : null }));
        }
    }

    /** @param {string | null} id of the one in use */
    _mark(id) {
        let changed = false;

        for (const track of this._tracks) {
            const used = track.id === id;

            changed = changed || track._used !== used;
            track._used = used;
        }
        if (changed) {
            this._tell('change');
        }
    }

    /** @param {TrackRecord[]} records what the player has now */
    hear(records) {
        const removed = this._tracks.filter((track) => !records.some((each) => each.id === track.id));

        this._told = records;
        this._arrange(records.map((record, i) => {
            return this.getTrackById(record.id) || new KINDS[this._kind].Track(this, record, i === 0);
        }));
        removed.forEach((track) => this._tell('removetrack', track));
        this._agree();
    }

    /**
     * A choice that was taken shows in the tracks that the player tells of later.
     * @param {number} number of a command that the player has taken, or refused
     * @param {boolean} failed
     */
    hearAnswer(number, failed) {
        if (this._unanswered.delete(number) && failed) {
            this._agree();
        }
    }

    /** What the player uses is what is used, once it has heard everything. */
    _agree() {
        const used = this._told.find((record) => record.selected);

        if (this._unanswered.size === 0) {
            this._mark(used ? used.id : null);
        }
    }

    /** @param {Track[]} tracks the list from now on */
    _arrange(tracks) {
        const before = this._tracks;
        const self = /** @type {any} */ (this);

        before.forEach((track, i) => delete self[i]);
        tracks.forEach((track, i) => Object.defineProperty(this, i, { value: track, enumerable: true, configurable: true }));
        this._tracks = tracks;
        tracks.filter((track) => !before.includes(track)).forEach((track) => this._tell('addtrack', track));
    }

    /** Another source: HTML tells of that by `emptied`, and by no event here. */
    forget() {
        this._unanswered.clear();
        this._told = [];
        this._arrange([]);
    }

    /** @param {'addtrack' | 'removetrack' | 'change'} name @param {Track} [track] */
    _tell(name, track) {
        this._post(() => {
            const event = track ? Object.assign(new Event(name), { track }) : new Event(name);
            const handler = /** @type {any} */ (this)[`on${name}`];

            if (typeof handler === 'function') {
                handler.call(this, event);
            }
            this.dispatchEvent(event);
        });
    }
}

module.exports = { TrackList };
