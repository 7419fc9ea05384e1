// SPDX-License-Identifier: MIT
'use strict';

const { ChildTrack, DRAWN } = require('./child-track');
const { CueTrack, createTrack } = require('./cue-track');
const { isHtml } = require('../element/selection');
const { TimeMarch } = require('./time-march');

const KINDS = ['subtitles', 'captions', 'descriptions', 'chapters', 'metadata'];

/**
 * The text tracks that a page brings: <track> children, those of addTextTrack(), and the chapters of a source, which are for scripts
 * as well. Where they have cues, the time marches on for them.
 */
class PageTracks {
    /**
     * @param {any} element
     * @param {import('./track-list').TrackList} list
     * @param {(cues: any[]) => void} show text that is said now, in tracks of the page's own
     */
    constructor(element, list, show) {
        this._element = element;
        this._list = list;
        this._show = show;
        /** @type {Map<Element, ChildTrack>} */
        this._children = new Map();
        /** @type {CueTrack[]} */
        this._added = [];
        /** @type {CueTrack[]} */
        this._chapters = [];
        /** Text that is over the picture. @type {any[]} */
        this._shown = [];
        /** @type {any} */
        this._timer = 0;
        this._time = new TimeMarch((run) => list.post(run));
        this._march = () => this._marchOn();
        this._listener = (/** @type {'mode' | 'cues'} */ what) => this._onChange(what);
        ['timeupdate', 'seeked', 'playing', 'ratechange', 'emptied'].forEach((name) => element.addEventListener(name, this._march));
        ['seeking', 'emptied'].forEach((name) => element.addEventListener(name, () => this._time.jump()));
    }

    /**
     * @param {any} kind
     * @param {any} label
     * @param {any} language
     * @returns {any} a TextTrack
     */
    add(kind, label, language) {
        if (!KINDS.includes(String(kind))) {
            throw new TypeError(`a text track is one of ${KINDS.join(', ')}, not ${String(kind)}`);
        }
        const added = this._create(String(kind), String(label), String(language));

        this._added.push(added);
        this._arrange();
        // As in Chromium: it is hidden from now on.
        this._list.tell('change');
        return added.track;
    }

    /** Of the source. @param {{start: number, end: number, title: string}[]} chapters */
    setChapters(chapters) {
        const Cue = /** @type {any} */ (window).VTTCue;

        this._chapters = [];
        if (chapters.length > 0) {
            const own = this._create('chapters', '', '');

            own.setCues(chapters.map(({ start, end, title }) => new Cue(start, end, title)));
            this._chapters.push(own);
        }
        this._arrange();
        this._marchOn();
    }

    /** @param {string} kind @param {string} label @param {string} language */
    _create(kind, label, language) {
        const track = createTrack(kind, label, language);

        track.mode = 'hidden';
        return new CueTrack(track, this._listener);
    }

    /** @param {'mode' | 'cues'} what of a track has changed */
    _onChange(what) {
        if (what === 'mode') {
            this._list.tell('change');
        }
        this._marchOn();
    }

    /** Children have come or gone, or say something else. A page sees it in the script that did it. */
    look() {
        const children = Array.from(this._element.children).filter((child) => isHtml(child, 'track'));
        const before = this._children;

        if (children.length === 0 && before.size === 0) {
            return;
        }
        this._children = new Map(children.map((child) => [child, before.get(child) || new ChildTrack(child, this._list, this._listener)]));
        this._arrange();
        before.forEach((own, child) => (this._children.has(child) ? own.look() : own.release()));
        this._welcome(this._own().filter((own) => !Array.from(before.values()).includes(own)));
    }

    /** @param {ChildTrack[]} children that are new */
    _welcome(children) {
        for (const own of children) {
            own.load();
            if (own.track.mode !== 'disabled') {
                this._list.tell('change');
            }
        }
        if (children.length > 0) {
            // Which are shown by themselves is seen after the script that adds them.
            queueMicrotask(() => children.forEach((own) => this._choose(own)));
        }
    }

    /** @param {ChildTrack} own */
    _choose(own) {
        const all = this._own();

        if (all.includes(own)) {
            own.choose(!all.some(({ track }) => DRAWN.includes(track.kind) && track.mode === 'showing'));
        }
    }

    /** @returns {ChildTrack[]} */
    _own() {
        return Array.from(this._children.values());
    }

    /** @returns {CueTrack[]} those that have cues in the page, in their order */
    _cueTracks() {
        const read = this._own().map(({ cues }) => cues).filter((cues) => cues !== null);

        return /** @type {CueTrack[]} */ (read).concat(this._added, this._chapters);
    }

    /** HTML's order: children, then what was added, then those of the source. */
    _arrange() {
        this._list.setOwn(this._own().map(({ track }) => track).concat(this._added.concat(this._chapters).map(({ track }) => track)));
    }

    _marchOn() {
        const { paused, playbackRate, readyState, seeking } = this._element;
        const currentTime = readyState === 0 ? NaN : this._element.currentTime;
        const tracks = this._cueTracks();

        if (seeking) {
            this._time.jump();
        }
        this._time.go(tracks, currentTime, () => this._element.pause());
        clearTimeout(this._timer);
        if (!paused && playbackRate > 0 && tracks.length > 0) {
            const next = Math.min(...tracks.map((track) => track.next(currentTime)));

            this._timer = next < Infinity ? setTimeout(this._march, (next - currentTime) / playbackRate * 1000) : 0;
        }
        this._draw(tracks.filter(({ track }) => track.mode === 'showing' && DRAWN.includes(track.kind))
            .reduce((all, { active }) => all.concat(active), /** @type {any[]} */ ([])));
    }

    /** @param {any[]} cues */
    _draw(cues) {
        if (cues.length !== this._shown.length || cues.some((cue, i) => cue !== this._shown[i])) {
            this._shown = cues;
            this._show(cues);
        }
    }
}

module.exports = { PageTracks };
