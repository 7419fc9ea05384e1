// SPDX-License-Identifier: MIT
'use strict';

const { CueTrack, classOf, cover, giveEars } = require('./cue-track');
const { absolute } = require('../element/selection');

/** The player draws these, where they have a file; cues of others are for scripts. */
const DRAWN = ['subtitles', 'captions', 'descriptions'];

/** HTMLTrackElement.readyState. */
const NONE = 0;
const LOADING = 1;
const LOADED = 2;
const ERROR = 3;

/**
 * The browser reads WebVTT, by its own rules of who may read what.
 * @param {string} src
 * @param {(cues: any[] | null) => void} done null: it could not be loaded
 */
function readCues(src, done) {
    const video = document.createElement('video');
    const reader = document.createElement('track');

    reader.addEventListener('load', () => done(Array.from(/** @type {any} */ (reader.track.cues))));
    reader.addEventListener('error', () => done(null));
    reader.kind = 'metadata';
    reader.src = src;
    video.append(reader);
    reader.track.mode = 'hidden';
}

/** By the browser's track. @type {WeakMap<any, ChildTrack>} */
const bound = new WeakMap();

/**
 * A <track> child. Its `track` is the browser's own, before and after it is a child: this element does for it what a <video> would do. Its
 * file is read by the browser, or drawn by the player.
 */
class ChildTrack {
    /**
     * @param {any} child
     * @param {import('./track-list').TrackList} list
     * @param {(what: 'mode' | 'cues') => void} changed
     */
    constructor(child, list, changed) {
        const other = bound.get(child.track);

        if (other) {
            other.release();
        }
        this._child = child;
        this._list = list;
        this._changed = changed;
        this.track = child.track;
        /** What it is read by in the page; null: the player draws it. @type {CueTrack | null} */
        this.cues = null;
        this._src = srcOf(child);
        this._state = NONE;
        this._turn = 0;
        this._chosen = false;
        /** The player was asked for it, and has not answered. */
        this._waits = false;
        bound.set(this.track, this);
        giveEars(this.track);
        cover(child, { readyState: { get: () => this._state } });
        this._bind();
    }

    /** Another file, or another kind of text? */
    look() {
        const { track, cues } = this;
        const src = srcOf(this._child);
        const other = src !== this._src;

        this._src = src;
        if (this._isDrawn() !== (cues === null)) {
            this._change();
        } else if (other && cues === null) {
            track._key = src;
            this._state = NONE;
            this._ask(track._used);
        } else if (other) {
            this.load();
        }
    }

    /** Between those that the player draws and those that are read here. */
    _change() {
        if (this.cues === null && this.track._used) {
            this._list.ask(this.track, false);
        }
        this._unbind();
        this._bind();
        this._state = NONE;
        this.load();
        this._ask(this.track._used);
    }

    /** @param {boolean | undefined} used */
    _ask(used) {
        if (used) {
            this._list.ask(this.track, true);
        }
    }

    _isDrawn() {
        return this._src !== '' && DRAWN.includes(this.track.kind);
    }

    _bind() {
        if (this._isDrawn()) {
            this._draw();
        } else {
            this.cues = new CueTrack(this.track, (what) => {
                if (what === 'mode' && this._state === NONE) {
                    this.load();
                }
                this._changed(what);
            }, this._child);
        }
    }

    _unbind() {
        if (this.cues) {
            this.cues.release();
            this.cues = null;
        } else {
            ['_key', '_used', 'command', 'answered', 'told', 'mode', 'cues', 'activeCues'].forEach((name) => delete this.track[name]);
        }
    }

    /** The list asks the player for it by these, as for tracks of the source; its cues do not come to the page. */
    _draw() {
        const { track, _list: list } = this;
        const { get, set } = classOf(track, 'mode');
        const mode = () => get.call(track);

        cover(track, {
            _key: { value: this._src, writable: true },
            _used: {
                get: () => mode() === 'showing',
                set: (used) => used !== (mode() === 'showing') && set.call(track, used ? 'showing' : 'disabled'),
            },
            command: {
                value: (/** @type {boolean} */ used) => {
                    this._waits = used;
                    this._state = used && this._state !== LOADED ? LOADING : this._state;
                    return { command: 'subtitles', uri: used ? track._key : null };
                },
            },
            answered: { value: (/** @type {boolean} */ failed, /** @type {any} */ record) => this._onAnswer(failed, record) },
            told: { value: (/** @type {any} */ record) => this._onRecord(record) },
            mode: {
                get: mode,
                set: (value) => {
                    const before = mode();

                    list.use(track, value === 'showing' || (before === 'showing' && value !== 'disabled' && value !== 'hidden'));
                    if (value !== 'showing' && mode() !== value) {
                        set.call(track, value);
                        if (before !== 'showing' && mode() !== before) {
                            list.tell('change');
                        }
                    }
                },
            },
            cues: { get: () => null },
            activeCues: { get: () => null },
        });
    }

    /**
     * The player reads the file, or the main process does not allow it.
     * @param {boolean} failed
     * @param {{selected: boolean} | undefined} record what the player has said of it; it says no more of one that is shown already
     */
    _onAnswer(failed, record) {
        this._waits = false;
        if (failed) {
            this._finish(true);
        } else if (record && record.selected) {
            this._onRecord(record);
        }
    }

    /** A player that cannot read it plays on without it. @param {{selected: boolean} | undefined} record */
    _onRecord(record) {
        if (record && this.track._used && this._state === LOADING && !this._waits) {
            this._finish(!record.selected);
        }
    }

    /** @param {boolean} failed */
    _finish(failed) {
        this._state = failed ? ERROR : LOADED;
        this._child.dispatchEvent(new Event(failed ? 'error' : 'load'));
    }

    /**
     * What HTML calls automatic track selection, after the script that added it.
     * @param {boolean} shows no other text is shown
     */
    choose(shows) {
        const { track } = this;

        if (!this._chosen && this._child.hasAttribute('default') && track.mode === 'disabled') {
            if (!DRAWN.includes(track.kind)) {
                track.mode = 'hidden';
            } else if (shows) {
                track.mode = 'showing';
            }
        }
        this._chosen = true;
    }

    /** Read the file, if it is to be read here and now. */
    load() {
        if (this.cues === null || this.track.mode === 'disabled') {
            return;
        }
        const turn = ++this._turn;

        this._list.post(() => {
            if (turn === this._turn && this.cues) {
                this._read(this.cues, turn);
            }
        });
    }

    /** @param {CueTrack} own @param {number} turn */
    _read(own, turn) {
        const done = (/** @type {any[] | null} */ cues) => {
            if (turn === this._turn && this.cues === own) {
                own.setCues(cues || []);
                this._finish(cues === null);
                this._changed('cues');
            }
        };

        this._state = LOADING;
        own.setCues([]);
        if (this._src === '') {
            done(null);
        } else {
            readCues(this._src, done);
        }
    }

    /** It is no child any more. */
    release() {
        if (bound.get(this.track) === this) {
            bound.delete(this.track);
            this._unbind();
            delete this._child.readyState;
        }
        this._turn++;
    }
}

/** @param {Element} child @returns {string} absolute, '' for none */
function srcOf(child) {
    const src = child.getAttribute('src');

    return src ? absolute(src) : '';
}

module.exports = { ChildTrack, DRAWN };
