'use strict';

const { handlerOf, setHandler } = require('./handlers');

/** @internal @typedef {{id: string, startTime: number, endTime: number, text?: string, getCueAsHTML?: () => Node, dispatchEvent?: (event: Event) => void}} Cue */

/**
 * What HTML calls a TextTrackCueList: cues that are said now, by their times.
 * @internal
 * @extends {Array<any>}
 */
class CueList extends Array {
    /** @param {string} id */
    getCueById(id) {
        return (id !== '' && this.find((/** @type {Cue} */ cue) => cue.id === id)) || null;
    }
}

/** A track of the browser's own: it keeps cues in their order, and lets events be fired at them. @returns {any} */
function createKeeper() {
    const keeper = /** @type {any} */ (document.createElement('video')).addTextTrack('metadata');

    keeper.mode = 'hidden';
    return keeper;
}

const MODES = ['disabled', 'hidden', 'showing'];

/**
 * A text track the cues of which are in the page: of addTextTrack(), of a <track> of metadata or chapters, or the chapters of a source.
 *
 * @hideconstructor
 * @fires {Event} cuechange - `activeCues` are others
 */
class CueTrack extends EventTarget {
    /**
     * @param {{kind: string, label: string, language: string, id?: string}} words
     * @param {string} mode
     * @param {(what: 'mode' | 'cues') => void} changed
     */
    constructor({ kind, label, language, id = '' }, mode, changed) {
        super();
        /** What getTrackById() takes; '' for none. */
        this.id = id;
        /** For people, '' when it has none. */
        this.label = label;
        /** Its code, as `en`; '' when it is not known. */
        this.language = language;
        /** `subtitles`, `captions`, `descriptions`, `chapters` or `metadata`. */
        this.kind = kind;
        this._mode = mode;
        this._changed = changed;
        this._keeper = createKeeper();
        this._active = new CueList();
        // Players write tracks as JSON.
        ['_changed', '_keeper', '_active'].forEach((name) => Object.defineProperty(this, name, { enumerable: false }));
    }

    /** Called for each `cuechange`. @type {((event: any) => any) | null} */
    get oncuechange() {
        return handlerOf(this, 'cuechange');
    }

    set oncuechange(value) {
        setHandler(this, 'cuechange', value);
    }

    /** 'disabled', 'hidden' or 'showing'. */
    get mode() {
        return this._mode;
    }

    set mode(value) {
        // As in HTML, a word that is none of the enumeration changes nothing.
        if (MODES.includes(value) && value !== this._mode) {
            this._mode = value;
            this._changed('mode');
        }
    }

    /** All it has, by their times; null while it is disabled. */
    get cues() {
        return this._mode === 'disabled' ? null : this._keeper.cues;
    }

    /** Those that are said now. */
    get activeCues() {
        return this._mode === 'disabled' ? null : this._active;
    }

    /** Put a cue in; it leaves the track that it was in. @param {any} cue a VTTCue */
    addCue(cue) {
        this._take(cue);
        this._changed('cues');
    }

    /** @param {any} cue */
    _take(cue) {
        this._keeper.addCue(cue);
        Object.defineProperty(cue, 'track', { value: this, configurable: true });
    }

    /** Take a cue out. @param {any} cue */
    removeCue(cue) {
        this._drop(cue);
        this._changed('cues');
    }

    /** @param {any} cue */
    _drop(cue) {
        this._keeper.removeCue(cue);
        delete cue.track;
    }

    /** @internal @param {Cue[]} cues all it has from now on */
    setCues(cues) {
        Array.from(this._keeper.cues).forEach((cue) => this._drop(cue));
        cues.forEach((cue) => this._take(cue));
        this._changed('cues');
    }

    /**
     * @internal
     * It is that time now.
     * @param {number} time seconds, NaN while there is none
     */
    march(time) {
        const before = this._active;
        const now = this._mode === 'disabled' ? [] : this._all().filter((cue) => cue.startTime <= time && time < cue.endTime);

        if (now.length === before.length && now.every((cue, i) => cue === before[i])) {
            return;
        }
        this._active = /** @type {CueList} */ (CueList.from(now));
        before.filter((cue) => !now.includes(cue)).map((cue) => ({ cue, name: 'exit', at: Math.max(cue.startTime, cue.endTime) }))
            .concat(now.filter((cue) => !before.includes(cue)).map((cue) => ({ cue, name: 'enter', at: cue.startTime })))
            .sort((a, b) => a.at - b.at).forEach(({ cue, name }) => /** @type {any} */ (cue).dispatchEvent(new Event(name)));
        this.dispatchEvent(new Event('cuechange'));
    }

    /** @returns {Cue[]} by their times */
    _all() {
        return Array.from(this._keeper.cues);
    }

    /** @internal When the next cue begins or ends. @param {number} time seconds @returns {number} seconds, Infinity for never */
    next(time) {
        return Math.min(...this._all().map(({ startTime, endTime }) => (startTime > time ? startTime : endTime > time ? endTime : Infinity)),
            Infinity);
    }
}

module.exports = { CueTrack };
