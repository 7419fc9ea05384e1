'use strict';

const { CueTrack } = require('./cue-track');
const { absolute } = require('./selection');
const { ChildTrack } = require('./track');

const KINDS = ['subtitles', 'captions', 'descriptions', 'chapters', 'metadata'];
/** The player draws these; cues of others are for scripts. */
const DRAWN = ['subtitles', 'captions', 'descriptions'];

/** @param {Element} child @returns {string} as HTML reads it */
function kindOf(child) {
    const kind = child.getAttribute('kind');

    return kind === null ? 'subtitles' : KINDS.find((each) => each === kind.toLowerCase()) || 'metadata';
}

/** @param {Element} child */
function wordsOf(child) {
    return {
        kind: kindOf(child), label: child.getAttribute('label') || '', language: child.getAttribute('srclang') || '',
        id: child.getAttribute('id') || '',
    };
}

/**
 * The browser reads WebVTT, by its own rules of who may read what.
 * @param {string} src
 * @param {Element} child hears `load` or `error`
 * @param {CueTrack} track
 */
function loadCues(src, child, track) {
    const video = document.createElement('video');
    const reader = document.createElement('track');

    reader.addEventListener('load', () => {
        track.setCues(Array.from(/** @type {any} */ (reader.track.cues)));
        child.dispatchEvent(new Event('load'));
    });
    reader.addEventListener('error', () => child.dispatchEvent(new Event('error')));
    reader.kind = 'metadata';
    reader.src = src;
    video.append(reader);
    reader.track.mode = 'hidden';
}

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
        /** @type {Map<Element, any>} */
        this._children = new Map();
        /** @type {CueTrack[]} */
        this._added = [];
        /** @type {CueTrack[]} */
        this._chapters = [];
        /** Text that is over the picture. @type {any[]} */
        this._shown = [];
        /** @type {any} */
        this._timer = 0;
        this._march = () => this._marchOn();
        ['timeupdate', 'seeked', 'playing', 'ratechange', 'emptied'].forEach((name) => element.addEventListener(name, this._march));
    }

    /**
     * @param {any} kind
     * @param {any} label
     * @param {any} language
     */
    add(kind, label, language) {
        if (!KINDS.includes(String(kind))) {
            throw new TypeError(`a text track is one of ${KINDS.join(', ')}, not ${String(kind)}`);
        }
        const track = this._create({ kind: String(kind), label: String(label), language: String(language) }, 'hidden');

        this._added.push(track);
        this._arrange();
        // As in Chromium: it is hidden from now on.
        this._list.tell('change');
        return track;
    }

    /** Of the source. @param {{start: number, end: number, title: string}[]} chapters */
    setChapters(chapters) {
        const Cue = /** @type {any} */ (window).VTTCue;

        this._chapters = [];
        if (chapters.length > 0) {
            const track = this._create({ kind: 'chapters', label: '', language: '' }, 'hidden');

            track.setCues(chapters.map(({ start, end, title }) => new Cue(start, end, title)));
            this._chapters.push(track);
        }
        this._arrange();
    }

    /** @param {{kind: string, label: string, language: string, id?: string}} words @param {string} mode */
    _create(words, mode) {
        return new CueTrack(words, mode, (what) => this._hear(what));
    }

    /** @param {'mode' | 'cues'} what of a track has changed */
    _hear(what) {
        if (what === 'mode') {
            this._list.tell('change');
        }
        this._marchOn();
    }

    /** Children have come or gone, or say something else. */
    look() {
        const children = Array.from(this._element.children).filter((child) => child.localName === 'track');
        const before = this._children;

        this._children = new Map(children.map((child) => [child, this._trackOf(child, before.get(child))]));
        if (children.length > 0 || before.size > 0) {
            this._arrange();
        }
    }

    /**
     * @param {any} child
     * @param {any} before
     */
    _trackOf(child, before) {
        const words = wordsOf(child);
        const src = child.getAttribute('src');
        const uri = src ? absolute(src) : '';

        if (before && before._src === uri && DRAWN.includes(before.kind) === DRAWN.includes(words.kind)) {
            return Object.assign(before, words);
        }
        const track = DRAWN.includes(words.kind) ? this._drawn(child, words, uri) : this._read(child, words, uri);

        Object.defineProperty(track, '_src', { value: uri });
        // That of the child itself belongs to no <video>.
        Object.defineProperty(child, 'track', { value: track, configurable: true });
        return track;
    }

    /** @param {Element} child @param {any} words @param {string} uri */
    _drawn(child, words, uri) {
        const others = Array.from(this._children.values());
        const showing = child.hasAttribute('default') && !others.some((track) => track._used);
        const track = new ChildTrack(this._list, { id: uri, selected: showing }, words.kind);

        track.addEventListener('error', () => child.dispatchEvent(new Event('error')));
        return Object.assign(track, words);
    }

    /** @param {Element} child @param {any} words @param {string} uri */
    _read(child, words, uri) {
        let loaded = false;
        const track = new CueTrack(words, child.hasAttribute('default') ? 'hidden' : 'disabled', (what) => {
            load();
            this._hear(what);
        });
        const load = () => {
            if (!loaded && track.mode !== 'disabled' && uri !== '') {
                loaded = true;
                loadCues(uri, child, track);
            }
        };

        load();
        return track;
    }

    /** HTML's order: children, then what was added, then those of the source. */
    _arrange() {
        this._list.setOwn(Array.from(this._children.values()).concat(this._added, this._chapters));
    }

    _marchOn() {
        const { paused, playbackRate, readyState } = this._element;
        const currentTime = readyState === 0 ? NaN : this._element.currentTime;
        const tracks = Array.from(this._children.values()).concat(this._added, this._chapters).filter((track) => track instanceof CueTrack);

        tracks.forEach((track) => track.march(currentTime));
        clearTimeout(this._timer);
        if (!paused && playbackRate > 0 && tracks.length > 0) {
            const next = Math.min(...tracks.map((track) => track.next(currentTime)));

            this._timer = next < Infinity ? setTimeout(this._march, (next - currentTime) / playbackRate * 1000) : 0;
        }
        this._draw(tracks.filter(({ kind, mode }) => mode === 'showing' && DRAWN.includes(kind))
            .reduce((all, track) => all.concat(track.activeCues || []), /** @type {any[]} */ ([])));
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
