// SPDX-License-Identifier: MIT
'use strict';

const { NETWORK, READY } = require('./constants');
const { fragmentOf } = require('../element/fragment');
const { MediaFailure } = require('./media-error');
const { Next } = require('../player/next');
const { Playback } = require('./playback');

/**
 * The state of a media element, and the events that tell of it: what HTML's load algorithm does to it, and what the player
 * says. The player may be shared with other windows: what they do shows here too.
 *
 * Words of the player count from `opened` on, when all of its state is known; the ones before that are of a source that
 * is being loaded, or of the one before it.
 */
class MediaState extends Playback {
    /**
     * @param {HTMLElement} element events are dispatched there
     * @param {(command: object) => void} send to the player
     * @param {import('./playback').Listener} listener
     * @param {{later?: (run: () => void) => void, now?: () => number}} [time] for tests
     */
    constructor(element, send, listener, time) {
        super(element, send, listener, time);
        this._next = new Next(this._send);
        /** What was next has begun, and not all is known of it. @type {boolean} */
        this._beginning = false;
        /** The size of the pictures before it. @type {{width: number, height: number} | null} */
        this._before = null;
        /** The picture as it is displayed. @type {{width: number, height: number} | null} */
        this.video = null;
        /** @type {boolean} */
        this._opened = false;
        /** @type {boolean} */
        this._rateSeek = false;
        /** It looped between the end of a seek and the answer to it. @type {boolean} */
        this._turned = false;
        /** @type {boolean} */
        this._recovering = false;
    }

    _forget() {
        super._forget();
        this._next.reset();
        this._beginning = false;
        this._turned = false;
        this.video = null;
        this._opened = false;
        this._recovering = false;
        this._rateSeek = false;
        this.live.set('unknown');
    }

    // ---- loading

    /** What the media element load algorithm does before it selects a resource. */
    unload() {
        const { networkState } = this;
        const moved = this.readyState > READY.HAVE_NOTHING && this._clock.position > 0;

        this._tasks.clear();
        if (networkState === NETWORK.NETWORK_LOADING || networkState === NETWORK.NETWORK_IDLE) {
            this._fire('abort');
        }
        if (networkState !== NETWORK.NETWORK_EMPTY) {
            this._fire('emptied');
            if (!this.paused) {
                this._facts.wanted = false;
                this._promises.abort('a new source is loaded');
            }
        }
        this._forget();
        if (moved) {
            this._fire('timeupdate');
        }
        this.settings.reset();
        this.networkState = NETWORK.NETWORK_NO_SOURCE;
        this._listener.arrange();
    }

    /** The element is taken out of its document. */
    abandon() {
        const playing = !this.paused;

        this.unload();
        this.networkState = NETWORK.NETWORK_EMPTY;
        if (playing) {
            this._reset(false);
            this._fire('pause');
            this._promises.reject('the element is not in the document any more', 'AbortError');
        }
    }

    /** There is nothing to select. */
    empty() {
        this.networkState = NETWORK.NETWORK_EMPTY;
    }

    /** There is something to select: an attribute, or children. */
    begin() {
        this.networkState = NETWORK.NETWORK_LOADING;
        this._fire('loadstart');
    }

    /** What is loaded, or will be. @param {string} uri */
    name(uri) {
        this._part = fragmentOf(uri);
    }

    /** Loading waits until the page wants to play. */
    defer() {
        this.networkState = NETWORK.NETWORK_IDLE;
        this._fire('suspend');
    }

    /** Loading goes on, with the next of several sources, or after it was deferred. */
    resume() {
        this._opened = false;
        this.networkState = NETWORK.NETWORK_LOADING;
    }

    /** None of the children can be loaded; another one may come. */
    wait() {
        this.networkState = NETWORK.NETWORK_NO_SOURCE;
    }

    /** The source of the `src` attribute cannot be loaded. @param {MediaFailure} failure */
    refuse(failure) {
        this.error = failure;
        this._facts.failed = true;
        this.networkState = NETWORK.NETWORK_NO_SOURCE;
        this._transport.reset();
        this._fire('error');
        this._promises.reject(failure.message, 'NotSupportedError');
        // This is not in HTML, but Chromium does it.
        this._stop();
    }

    // ---- events of the preload and the player

    /** @param {any} event */
    onEvent(event) {
        const handler = HANDLERS[event.event];

        if (handler && (this._opened || ANYTIME.has(event.event))) {
            handler(this, event);
        }
    }

    /** @param {any} player what it was when this element joined */
    _join(player) {
        if (this.error || this._opened) {
            return;
        }
        this._opened = true;
        this._buffered = player.buffered || [];
        this._setDuration(player);
        this._clock.jump(player.position);
        this.settings.join(player);
        if (this._element.loop) {
            this.loop();
        }
        this._transport.join(player.state);
        if (player.error) {
            this.fail(player.error);
            return;
        }
        this._setTracks(player.tracks || {}, 0);
        this._listener.chapters(player.chapters || []);
        this._setVideo(player.video);
        this._facts.atEnd = player.state === 'ended' && !this._element.loop;
        this._update();
        if (player.state === 'playing' && this.paused) {
            this._followed(true);
        }
        this.autoplay();
        this._drive();
    }

    /** @param {any} event */
    _setDuration(event) {
        const duration = event.duration === null ? (event.live ? Infinity : NaN) : event.duration;

        this._seekable = Boolean(event.seekable);
        if (!Object.is(duration, this.duration)) {
            this.duration = this._clock.limit = duration;
            if (!this._beginning && this.readyState > READY.HAVE_NOTHING) {
                this._fire('durationchange');
                this._tellLive();
            }
        }
    }

    /** @param {any} tracks records of them, by kind @param {number} after */
    _setTracks(tracks, after) {
        Object.keys(this.tracks).forEach((kind) => this.tracks[kind].onTracks(tracks[kind] || [], after));
    }

    /** @param {any} video */
    _setVideo(video) {
        if (!video) {
            return;
        }
        const aspect = video.pixelAspect > 0 ? video.pixelAspect : 1;
        const stored = [Math.round(video.width * Math.max(1, aspect)), Math.round(video.height / Math.min(1, aspect))];
        const [width, height] = SIDEWAYS.includes(video.orientation) ? stored.reverse() : stored;
        const changed = !this.video || this.video.width !== width || this.video.height !== height;

        this.video = { width, height };
        if (changed && !this._beginning && this.readyState > READY.HAVE_NOTHING) {
            this._fire('resize');
            this._listener.arrange();
        }
        this._haveMetadata();
    }

    /** Once a source, when the player has loaded it. */
    _haveMetadata() {
        const start = this._start > 0 ? this._start : this._part.begin;

        if (this.readyState > READY.HAVE_NOTHING || !this.video || this.error || this._transport.state === 'loading') {
            return;
        }
        this._facts.metadata = true;
        this._start = 0;
        if (start > 0) {
            // Before it can be ready to play where it is.
            this.seek(start);
        }
        this._update();
        this._listener.arrange();
    }

    /** The first picture of the stream is on the screen. */
    _showPicture() {
        if (!this.picture) {
            this._facts.picture = true;
            this._listener.arrange();
            this._update();
        }
    }

    /** @param {number[][]} ranges */
    _setBuffered(ranges) {
        this._buffered = ranges;
        this._fire('progress');
    }

    /** @param {string} state the player's @param {number} after */
    _setPlayer(state, after) {
        if (state === 'loading') {
            // The main process loads something else into the player that is shown here.
            this.unload();
            this.begin();
            this._opened = true;
            this._transport.join(state);
            // A player keeps its volume, not its rate.
            const { volume, muted, preservesPitch } = this.settings;
            this.settings.join({ volume, mute: muted, rate: 1, preservesPitch });
            return;
        }
        if (this._recovering) {
            this._recovering = false;
            this._buffer(100);
        }
        this._transport.onState(state, after);
        this._haveMetadata();
        this._run();
    }

    /** The player's process is gone, and another one takes its place; the first state that it tells is that of before. */
    _recover() {
        this._recovering = true;
        this._buffer(0);
    }

    /** @param {{code: string, message: string}} error */
    fail(error) {
        const failure = new MediaFailure(error, this.readyState > READY.HAVE_NOTHING && !this._beginning);

        if (this.error) {
            return;
        }
        if (this.readyState === READY.HAVE_NOTHING) {
            this._listener.failed(failure);
            return;
        }
        this.error = failure;
        this._facts.failed = true;
        this.networkState = NETWORK.NETWORK_IDLE;
        this._seeker.reset();
        this._steps.reject(failure.message, 'AbortError');
        this._transport.onError();
        this._facts.seeking = false;
        this._update();
        this._fire('error');
        this._promises.reject(error.message, 'NotSupportedError');
    }

    /** The page set the attribute, or took it away, or there is a player now. */
    loop() {
        if (this._opened) {
            this._send({ command: 'loop', loop: this._element.loop });
            this.noteEnd();
        }
    }

    /** @param {number} target */
    _leave(target) {
        this._turned = false;
        super._leave(target);
    }

    /** @param {number} position @param {boolean} failed */
    _arrived(position, failed) {
        super._arrived(position, failed);
        if (this._turned) {
            this._turned = false;
            this._looped();
        }
    }

    /** The player goes on from its start, without an end: for a page that is a seek, done at once, as with <video>. */
    _looped() {
        if (this._seeker.active) {
            this._turned = this._seeker.arriving;
        } else if (this.readyState > READY.HAVE_NOTHING) {
            const start = this.settings.rate < 0 ? this.duration : 0;

            this._leave(start);
            this._arrived(start, false);
        }
    }

    /**
     * Say what is next.
     * @param {{src: string | null}} source absolute, and how it is to be shown
     * @returns {Promise<void>}
     */
    setNext(source) {
        return this._opened ? this._next.set(source)
            : Promise.reject(new DOMException('there is no source yet after which something could be next', 'InvalidStateError'));
    }

    /**
     * What was next begins, while it plays: for a page metadata of another source, which come with its tracks.
     * @param {string | null} uri if it may be known
     * @param {number} after
     */
    _advance(uri, after) {
        const src = this._next.take(uri, after);

        if (src !== null) {
            this._listener.source(src);
        }
        this._beginning = true;
        this._before = this.video;
        this.name('');
        this._passed = this._listener.shown();
        this._facts.atEnd = false;
        this.duration = NaN;
        this._buffered = [];
        this._listener.chapters([]);
        this._clock.reset();
        this._update();
    }

    _haveBegun() {
        const { _before: before, video } = this;

        if (!this._beginning) {
            return;
        }
        this._beginning = false;
        this._fire('durationchange');
        this._tellLive();
        if (before && video && (before.width !== video.width || before.height !== video.height)) {
            this._fire('resize');
        }
        this._fire('loadedmetadata');
        this._fire('timeupdate');
        this._listener.arrange();
    }

    /** @param {number} position */
    _moved(position) {
        if (this._beginning) {
            return;
        }
        if (!this.seeking && !this.ended) {
            this._clock.tell(position);
            if (!this.paused) {
                this._fire('timeupdate');
            }
        }
        if (position >= this._part.end && !this.paused && !this.seeking && this.settings.rate > 0) {
            this._part = { begin: 0, end: Infinity };
            this.pause();
        }
    }

    /** @param {number | undefined} position @param {number} after */
    _seeked(position, after) {
        const ofRate = this._rateSeek;

        this._rateSeek = false;
        if (this._seeker.onSeeked(position, after) || typeof position !== 'number') {
            return;
        }
        if (ofRate) {
            // A player changes its rate by a seek to where it is; at the end that is where its last picture begins.
            if (!this.ended) {
                this._clock.tell(position);
            }
            return;
        }
        // Another window went there.
        this._hidePoster();
        this._facts.atEnd = false;
        this._clock.jump(position);
        this._update();
        this._fire('seeking');
        this._fire('timeupdate');
        this._fire('seeked');
    }

    _end() {
        if (this._element.loop && this._seekable) {
            this.seek(0);
            this._transport.ended();
            this._drive();
            return;
        }
        this._transport.ended();
        Object.assign(this._facts, { atEnd: true, wanted: false });
        this._facts.ends++;
        this._update();
        if (this.duration >= 0 && this.settings.rate >= 0) {
            this._clock.tell(this.duration);
        }
    }
}

/** Orientations of a player's that make the height of a picture its width. */
const SIDEWAYS = ['90r', '90l', 'ul-lr', 'ur-ll'];

/** What is heard also before the player is there. */
const ANYTIME = new Set(['opened', 'failed', 'picture']);

/** @type {{[event: string]: (state: MediaState, event: any) => void}} */
const HANDLERS = {
    opened: (state, event) => state._join(event.player),
    failed: (state, event) => state.fail(event),
    picture: (state) => state._showPicture(),
    answered: (state, event) => {
        const failed = Boolean(event.code);

        if (failed) {
            state.settings.onRefused(event.number);
        }
        state._seeker.onAnswer(event.number, failed);
        state._next.onAnswer(event.number, event.code, event.message);
        Object.values(state.tracks).forEach((list) => list.onAnswer(event.number, failed, event.value));
    },
    state: (state, event) => state._setPlayer(event.state, event.after),
    position: (state, event) => state._moved(event.position),
    duration: (state, event) => state._setDuration(event),
    video: (state, event) => state._setVideo(event),
    seeked: (state, event) => state._seeked(event.position, event.after),
    end: (state) => state._end(),
    error: (state, event) => state.fail(event),
    volume: (state, event) => state.settings.onVolume(event),
    rate: (state, event) => {
        state._rateSeek = true;
        state.settings.onRate(event);
        state._run();
    },
    recovering: (state) => state._recover(),
    buffering: (state, event) => state._buffer(event.percent),
    tracks: (state, event) => {
        state._setTracks(event, event.after);
        state._haveBegun();
    },
    'about-to-finish': (state) => state._fire('about-to-finish'),
    source: (state, event) => state._advance(event.uri, event.after),
    looped: (state) => state._looped(),
    chapters: (state, event) => state._listener.chapters(event.chapters),
    buffered: (state, event) => state._setBuffered(event.ranges),
};

module.exports = { MediaState };
