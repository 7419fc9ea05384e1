// SPDX-License-Identifier: MIT
'use strict';

const { READY } = require('./constants');

/**
 * What the preload and the player say, and what it is for an element. The player may be shared with other windows: what they do
 * shows here too. Words of the player count from `opened` on, when all of its state is known; the ones before that are of a source
 * that is being loaded, or of the one before it.
 */
class PlayerEvents {
    /** @param {import('./parts').Parts} parts @param {import('./loading').Loading} loading @param {import('./parts').Listener} listener */
    constructor(parts, loading, listener) {
        this._parts = parts;
        this._clock = parts.clock;
        this._ready = parts.ready;
        this._source = parts.source;
        this._playhead = parts.playhead;
        this._playback = parts.playback;
        this._settings = parts.settings;
        this._loading = loading;
        this._listener = listener;
    }

    /** @param {any} event */
    hear(event) {
        const handler = HANDLERS[event.event];

        if (handler && (this._loading.opened || ANYTIME.has(event.event))) {
            handler(this, event);
        }
    }

    /** @param {any} player what it was when this element joined */
    _join(player) {
        if (this._loading.error || this._loading.opened) {
            return;
        }
        this._loading.opened = true;
        this._source.setBuffered(player.buffered || []);
        this._source.setDuration(player);
        this._clock.jump(player.position);
        this._settings.join(player);
        if (this._parts.element.loop) {
            this._playhead.loop();
        }
        this._playback.transport.join(player.state);
        if (player.error) {
            this._loading.fail(player.error);
            return;
        }
        this._setTracks(player.tracks || {}, 0);
        this._listener.chapters(player.chapters || []);
        this._setVideo(player.video);
        this._ready.change({ atEnd: player.state === 'ended' && !this._parts.element.loop });
        if (player.state === 'playing') {
            this._playback.join();
        }
        this._playback.autoplay();
        this._playback.drive();
    }

    /** @param {any} tracks records of them, by kind @param {number} after */
    _setTracks(tracks, after) {
        Object.keys(this._parts.tracks).forEach((kind) => this._parts.tracks[kind].onTracks(tracks[kind] || [], after));
    }

    /** @param {any} video */
    _setVideo(video) {
        if (video) {
            this._source.setVideo(video);
            this._haveMetadata();
        }
    }

    /** Once a source, when the player has loaded it. */
    _haveMetadata() {
        const known = this._source.video && this._playback.transport.state !== 'loading';

        if (known && !this._loading.error && this._ready.state.readyState === READY.HAVE_NOTHING) {
            this._playhead.begin();
        }
    }

    /** @param {number[][]} ranges */
    _setBuffered(ranges) {
        this._source.setBuffered(ranges);
        this._parts.fire('progress');
    }

    /** @param {string} state the player's @param {number} after */
    _setPlayer(state, after) {
        if (state === 'loading') {
            // The main process loads something else into the player that is shown here.
            this._loading.unload();
            this._loading.begin();
            this._loading.opened = true;
            this._playback.transport.join(state);
            // A player keeps its volume, not its rate.
            const { volume, muted, preservesPitch } = this._settings;
            this._settings.join({ volume, mute: muted, rate: 1, preservesPitch });
            return;
        }
        if (this._ready.recovering) {
            this._ready.change({ recovering: false, buffering: false });
        }
        this._playback.transport.onState(state, after);
        this._haveMetadata();
        this._playback.run();
    }

    /**
     * What was next begins, while it plays: for a page metadata of another source, which come with its tracks.
     * @param {string | null} uri if it may be known
     * @param {number} after
     */
    _advance(uri, after) {
        const src = this._parts.next.take(uri, after);

        if (src !== null) {
            this._listener.source(src);
        }
        this._source.advance();
        this._playhead.restart();
        this._listener.chapters([]);
        this._ready.change({ atEnd: false });
    }

    /** @param {number} position the player has played on to */
    _moved(position) {
        const { _source: source, _ready: { state } } = this;

        if (source.beginning) {
            return;
        }
        if (!state.seeking && !state.ended) {
            this._clock.tell(position);
            if (!state.paused) {
                this._parts.fire('timeupdate');
            }
        }
        if (position >= source.part.end && !state.paused && !state.seeking && this._settings.rate > 0) {
            source.forgetPart();
            this._playback.pause();
        }
    }
}

/** What is heard also before the player is there. */
const ANYTIME = new Set(['opened', 'failed', 'picture']);

/** @type {{[event: string]: (events: PlayerEvents, event: any) => void}} */
const HANDLERS = {
    opened: (events, event) => events._join(event.player),
    failed: (events, event) => events._loading.fail(event),
    picture: (events) => events._ready.change({ picture: true }),
    answered: (events, event) => {
        const failed = Boolean(event.code);

        if (failed) {
            events._settings.onRefused(event.number);
        }
        events._playhead.onAnswer(event.number, failed);
        events._parts.next.onAnswer(event.number, event.code, event.message);
        Object.values(events._parts.tracks).forEach((list) => list.onAnswer(event.number, failed, event.value));
    },
    state: (events, event) => events._setPlayer(event.state, event.after),
    position: (events, event) => events._moved(event.position),
    duration: (events, event) => events._source.setDuration(event),
    video: (events, event) => events._setVideo(event),
    seeked: (events, event) => events._playhead.onSeeked(event.position, event.after),
    end: (events) => events._playback.end(),
    error: (events, event) => events._loading.fail(event),
    volume: (events, event) => events._settings.onVolume(event),
    rate: (events, event) => {
        events._playhead.onRate();
        events._settings.onRate(event);
        events._playback.run();
    },
    // The player's process is gone, and another one takes its place; the first state that it tells is that of before.
    recovering: (events) => events._ready.change({ recovering: true, buffering: true }),
    // In percent of what the player wants to have before it plays on.
    buffering: (events, event) => events._ready.change({ buffering: event.percent < 100 }),
    tracks: (events, event) => {
        events._setTracks(event, event.after);
        events._source.haveBegun();
    },
    'about-to-finish': (events) => events._parts.fire('about-to-finish'),
    source: (events, event) => events._advance(event.uri, event.after),
    looped: (events) => events._playhead.onLooped(),
    chapters: (events, event) => events._listener.chapters(event.chapters),
    buffered: (events, event) => events._setBuffered(event.ranges),
};

module.exports = { PlayerEvents };
