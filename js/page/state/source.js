// SPDX-License-Identifier: MIT
'use strict';

const { READY } = require('./constants');
const { fragmentOf } = require('../element/fragment');
const { Live } = require('./live');
const { TimeRanges } = require('./time-ranges');

/** Orientations of a player's that make the height of a picture its width. */
const SIDEWAYS = ['90r', '90l', 'ul-lr', 'ur-ll'];

/** @typedef {{width: number, height: number}} Size */

/** @param {any} video as the player tells it @returns {Size} as it is displayed, in square pixels */
function sizeOf(video) {
    const aspect = video.pixelAspect > 0 ? video.pixelAspect : 1;
    const stored = [Math.round(video.width * Math.max(1, aspect)), Math.round(video.height / Math.min(1, aspect))];
    const [width, height] = SIDEWAYS.includes(video.orientation) ? stored.reverse() : stored;

    return { width, height };
}

/** @param {Size | null} one @param {Size | null} other */
const differ = (one, other) => !one || !other || one.width !== other.width || one.height !== other.height;

/** What is known of the source that is loaded. */
class Source {
    /**
     * @param {import('./readiness').Readiness} ready
     * @param {import('./clock').Clock} clock goes no further than the duration
     * @param {(event: string) => void} fire
     * @param {() => void} arrange the size may have changed
     */
    constructor(ready, clock, fire, arrange) {
        this._ready = ready;
        this._clock = clock;
        this._fire = fire;
        this._arrange = arrange;
        this.live = new Live(fire);
        /** What its URI says of where it begins and ends, s. */
        this.part = { begin: 0, end: Infinity };
        /** Seconds; NaN while unknown, Infinity when it never ends. @type {number} */
        this.duration = NaN;
        /** @type {Size | null} */
        this.video = null;
        /** @type {boolean} */
        this.canSeek = false;
        /** @type {number[][]} */
        this._ranges = [];
        /** What was next has begun, and not all is known of it. @type {boolean} */
        this.beginning = false;
        /** The size of the pictures before it. @type {Size | null} */
        this._before = null;
    }

    /** There is none. */
    reset() {
        this.duration = NaN;
        this.video = null;
        this.canSeek = false;
        this._ranges = [];
        this.beginning = false;
        this._before = null;
        this.live.set('unknown');
    }

    /** What is loaded, or will be. @param {string} uri */
    name(uri) {
        this.part = fragmentOf(uri);
    }

    /** It plays on beyond the end that its URI names. */
    forgetPart() {
        this.part = { begin: 0, end: Infinity };
    }

    /** Do pages know of it, so that they are told what changes? */
    get _known() {
        return !this.beginning && this._ready.state.readyState > READY.HAVE_NOTHING;
    }

    /** @param {any} event of the player's */
    setDuration(event) {
        const duration = event.duration === null ? (event.live ? Infinity : NaN) : event.duration;

        this.canSeek = Boolean(event.seekable);
        if (!Object.is(duration, this.duration)) {
            this.duration = this._clock.limit = duration;
            if (this._known) {
                this._fire('durationchange');
                this.tellLive();
            }
        }
    }

    tellLive() {
        this.live.set(this.duration === Infinity ? 'live' : 'on-demand');
    }

    /** @param {any} video as the player tells it */
    setVideo(video) {
        const before = this.video;

        this.video = sizeOf(video);
        if (differ(before, this.video) && this._known) {
            this._fire('resize');
            this._arrange();
        }
    }

    /** @param {number[][]} ranges */
    setBuffered(ranges) {
        this._ranges = ranges;
    }

    /** What was next begins, while it plays: for a page metadata of another source, which come with its tracks. */
    advance() {
        this.beginning = true;
        this._before = this.video;
        this.name('');
        this.duration = NaN;
        this._ranges = [];
    }

    /** All is known of what was next. */
    haveBegun() {
        const { _before: before, video } = this;

        if (!this.beginning) {
            return;
        }
        this.beginning = false;
        this._fire('durationchange');
        this.tellLive();
        if (before && video && differ(before, video)) {
            this._fire('resize');
        }
        this._fire('loadedmetadata');
        this._fire('timeupdate');
        this._arrange();
    }

    get buffered() {
        return new TimeRanges(this._ranges);
    }

    get seekable() {
        return new TimeRanges(this.canSeek && isFinite(this.duration) ? [[0, this.duration]] : []);
    }
}

module.exports = { Source };
