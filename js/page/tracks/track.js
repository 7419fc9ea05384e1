// SPDX-License-Identifier: MIT
'use strict';

const { handlerOf, setHandler } = require('../element/handlers');
const { passFor } = require('../element/native');

/**
 * @typedef {{id: string, label?: string, language?: string, codec?: string, selected: boolean}} TrackRecord a track as the
 *     player tells of it
 */

/**
 * One track that the player plays. Whether it is in use is `selected` of a video track, `enabled` of an audio track, and `mode`
 * of a text track ('showing', else 'disabled'), as HTML has it; a player uses one of each kind at a time.
 */
class Track extends EventTarget {
    /**
     * @param {import('./track-list').TrackList} list
     * @param {TrackRecord} record
     * @param {string} kind
     */
    constructor(list, record, kind) {
        super();
        /** @type {string} */
        this.id = record.id;
        /** @type {string} */
        this.label = record.label || '';
        /** @type {string} */
        this.language = record.language || '';
        /** As the player names it, '' when it does not. @type {string} */
        this.codec = record.codec || '';
        /** @type {string} */
        this.kind = kind;
        // Read-only, as in HTML.
        ['id', 'label', 'language', 'codec', 'kind'].forEach((name) => Object.defineProperty(this, name, { writable: false }));
        /** The player's name of it. */
        this._key = record.id;
        this._used = record.selected;
        this._list = list;
        // Players write tracks as JSON to see whether they have changed; the list would lead back here.
        Object.defineProperty(this, '_list', { enumerable: false });
    }

    /** What asks the player for it, or for none. @param {boolean} used @returns {object} */
    command(used) {
        return { command: 'select', kind: this._list.kind, id: used ? this._key : null };
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

    /** Called for each `cuechange`. @type {((event: any) => any) | null} */
    get oncuechange() {
        return handlerOf(this, 'cuechange');
    }

    set oncuechange(value) {
        setHandler(this, 'cuechange', value);
    }

    get cues() {
        return null;
    }

    get activeCues() {
        return null;
    }
}

// Those of the browser's class could not be set.
Object.assign(TextTrack.prototype, { id: '', label: '', language: '', kind: '' });
passFor(TextTrack, 'TextTrack');
// Its class is that of the browser now, and no more a Track.
/** @type {any} */ (TextTrack.prototype).command = Track.prototype.command;

module.exports = { AudioTrack, TextTrack, Track, VideoTrack };
