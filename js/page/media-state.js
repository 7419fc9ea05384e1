'use strict';

/** What players take, either way. */
const SLOWEST = 1 / 64;
const FASTEST = 64;

/** MediaError's codes. */
const ERROR_NETWORK = 2;
const ERROR_DECODE = 3;
const ERROR_SOURCE = 4;

/**
 * @param {string} reason a PlayerError's code
 * @param {boolean} loaded did it fail while playing, or before
 */
function mediaErrorCode(reason, loaded) {
    if (reason === 'host' || reason === 'closed') {
        return ERROR_NETWORK;
    }
    return loaded ? ERROR_DECODE : ERROR_SOURCE;
}

/**
 * What an element shows of its player, and the events that tell of it, in HTMLMediaElement's words. State
 * changes first, its event follows. The player may be shared with other windows: what they do shows here too.
 */
class MediaState {
    /**
     * @param {HTMLElement} element events are dispatched there
     * @param {(command: object) => void} send to the player
     */
    constructor(element, send) {
        this._element = /** @type {any} */ (element);
        this._send = send;
        this.volume = 1;
        this.muted = false;
        this.rate = 1;
        /** Set by the page before the player was there to be told. @type {Set<string>} */
        this._wishes = new Set();
        /** @type {{resolve: () => void, reject: (error: Error) => void}[]} */
        this._promises = [];
        this.paused = true;
        this.readyState = 0;
        this.currentTime = 0;
        this.duration = NaN;
        /** @type {{width: number, height: number} | null} */
        this.video = null;
        /** @type {{code: number, message: string, reason: string} | null} */
        this.error = null;
        /** Where to start: `currentTime` as the page set it before there was anything to seek in. */
        this.start = 0;
        this._reset();
    }

    /** The values of an element that has no source yet. */
    _reset() {
        this.ended = false;
        this.seeking = false;
        this.readyState = 0;
        this.networkState = 0;
        this.currentTime = 0;
        this.duration = NaN;
        this.video = null;
        this.error = null;
        this._opened = false;
        this._picture = false;
        this._pausing = false;
        this._player = 'stopped';
    }

    /** @param {string} name */
    _fire(name) {
        this._element.dispatchEvent(new Event(name));
    }

    /** A new source, or the same again. */
    load() {
        const before = this.networkState !== 0;

        this._settle(new DOMException('a new source is loaded', 'AbortError'));
        this._reset();
        this.networkState = 2;
        if (before) {
            this.paused = true;
            this._fire('emptied');
        }
        this._fire('loadstart');
    }

    /** No source any more. */
    empty() {
        this._settle(new DOMException('the source is gone', 'AbortError'));
        this._reset();
        this.paused = true;
        this._fire('emptied');
    }

    /** The element left the document. */
    disconnect() {
        this._settle(new DOMException('the element is not in the document any more', 'AbortError'));
        this._reset();
        this.paused = true;
    }

    /** @param {Error | null} error null: it plays */
    _settle(error) {
        const promises = this._promises;

        this._promises = [];
        promises.forEach((each) => (error ? each.reject(error) : each.resolve()));
    }

    /** @param {any} event what the player or the preload says */
    hear(event) {
        const handler = HANDLERS[event.event];

        if (handler) {
            handler(this, event);
        }
    }

    /** @param {any} player what it was when this element joined */
    opened(player) {
        this._opened = true;
        this.currentTime = player.position;
        this._takeSettings(player);
        this._setDuration(player);
        this._setVideo(player.video);
        if (player.error) {
            this.fail(player.error);
            return;
        }
        this._ready();
        this._setPlayer(player.state);
        if (!this.paused || this._element.autoplay) {
            this.autoplay();
        }
    }

    /** What the page wished for goes to the player, the rest is as the player has it. @param {any} player */
    _takeSettings(player) {
        const { volume, mute, rate } = player;

        if (this._wishes.has('volume')) {
            this._send({ command: 'volume', volume: this.volume });
        } else {
            this.volume = volume;
        }
        if (this._wishes.has('mute')) {
            this._send({ command: 'mute', mute: this.muted });
        } else {
            this.muted = mute;
        }
        if (this._wishes.has('rate')) {
            this._send({ command: 'rate', rate: this.rate });
        } else {
            this.rate = rate;
        }
    }

    /** @param {any} video */
    _setVideo(video) {
        if (!video || (this.video && this.video.width === video.width && this.video.height === video.height)) {
            return;
        }
        this.video = video;
        if (this.readyState > 0) {
            this._fire('resize');
        }
        this._ready();
    }

    /** @param {any} event */
    _setDuration(event) {
        const duration = event.duration === null ? (event.live ? Infinity : NaN) : event.duration;

        if (!Object.is(duration, this.duration)) {
            this.duration = duration;
            if (this.readyState > 0) {
                this._fire('durationchange');
            }
        }
    }

    /** Metadata and first picture, each once a source. */
    _ready() {
        if (this.error) {
            return;
        }
        if (this.readyState === 0 && this._opened && this.video) {
            this.readyState = 1;
            this._fire('durationchange');
            this._fire('resize');
            this._fire('loadedmetadata');
            this._goToStart();
        }
        if (this.readyState === 1 && this._picture) {
            this.readyState = 4;
            this.networkState = 1;
            this._fire('loadeddata');
            this._fire('canplay');
            this._fire('canplaythrough');
        }
    }

    _goToStart() {
        const start = this.start;

        this.start = 0;
        if (start > 0) {
            this.seek(start);
        }
    }

    /** The first picture of the stream is on the screen. */
    picture() {
        this._picture = true;
        this._ready();
    }

    /** @param {string} state the player's */
    _setPlayer(state) {
        const before = this._player;

        this._player = state;
        this._pausing = this._pausing && state === 'playing';
        if (this._pausing) {
            return;
        }
        if (state === 'playing') {
            this._playing(before !== 'playing');
        } else if (state === 'paused' && before === 'playing' && !this.paused) {
            this._paused();
        } else if (state === 'loading' && this._opened) {
            // The main process loads something else into the player that is shown here.
            this.load();
            this._opened = true;
            this._player = state;
        }
    }

    /** @param {boolean} fresh */
    _playing(fresh) {
        this.ended = false;
        if (this.paused) {
            this.paused = false;
            this._fire('play');
        }
        if (fresh) {
            this._fire('playing');
        }
        this._settle(null);
    }

    _paused() {
        this.paused = true;
        this._fire('timeupdate');
        this._fire('pause');
        this._settle(new DOMException('it was paused', 'AbortError'));
    }

    /** @param {number} position */
    _moved(position) {
        this.currentTime = position;
        this._fire('timeupdate');
        if (this._pausing && this._player === 'playing') {
            // It was no word from before the pause: another window plays.
            this._pausing = false;
            this._playing(true);
        }
    }

    /** @param {number | undefined} position */
    _seeked(position) {
        this.seeking = false;
        if (typeof position === 'number') {
            this.currentTime = position;
        }
        this._fire('timeupdate');
        this._fire('seeked');
    }

    _end() {
        if (this._element.loop) {
            this.seek(0);
            this._send({ command: 'play' });
            return;
        }
        this.ended = true;
        this._player = 'ended';
        this._fire('timeupdate');
        if (!this.paused) {
            this.paused = true;
            this._fire('pause');
        }
        this._fire('ended');
    }

    /** @param {{code: string, message: string}} error */
    fail(error) {
        this.error = {
            code: mediaErrorCode(error.code, this.readyState > 0), message: error.message, reason: error.code,
        };
        this.networkState = this.readyState > 0 ? 1 : 3;
        this._player = 'error';
        this._fire('error');
        this._settle(new DOMException(error.message, 'NotSupportedError'));
    }

    autoplay() {
        // play() of a page is answered by its own promise; here nobody waits.
        this._play().catch(() => {});
    }

    /** @returns {Promise<void>} */
    play() {
        if (this.error) {
            return Promise.reject(new DOMException(this.error.message, 'NotSupportedError'));
        }
        return this._play();
    }

    /** @returns {Promise<void>} */
    _play() {
        const promise = new Promise((resolve, reject) => {
            this._promises.push({ resolve: () => resolve(undefined), reject });
        });

        this._pausing = false;
        if (this.paused) {
            this.paused = false;
            this._fire('play');
        }
        if (this._player === 'playing') {
            this._settle(null);
        } else if (this._opened) {
            if (this.ended) {
                this.seek(0);
            }
            this._fire('waiting');
            this._send({ command: 'play' });
        }
        return /** @type {Promise<void>} */ (promise);
    }

    pause() {
        if (!this.paused) {
            this._paused();
            if (this._opened) {
                // That it plays may be on its way here, said before it heard of this.
                this._pausing = this._player !== 'playing';
                this._send({ command: 'pause' });
            }
        }
    }

    /** @param {number} position seconds */
    seek(position) {
        const wish = Number(position);

        if (!isFinite(wish)) {
            throw new TypeError(`currentTime must be a finite number, not ${String(position)}`);
        }
        if (this.readyState === 0) {
            this.start = wish;
            return;
        }
        if (this.error) {
            return;
        }
        this.currentTime = Math.max(0, isFinite(this.duration) ? Math.min(wish, this.duration) : wish);
        this.ended = false;
        this.seeking = true;
        this._fire('seeking');
        this._send({ command: 'seek', position: this.currentTime, accurate: true });
    }

    /** @param {number} volume 0 to 1 */
    setVolume(volume) {
        const wish = Number(volume);

        if (!(wish >= 0 && wish <= 1)) {
            throw new DOMException(`volume must be 0 to 1, not ${String(volume)}`, 'IndexSizeError');
        }
        this._wish('volume', wish !== this.volume, () => (this.volume = wish), 'volumechange', { volume: wish });
    }

    /** @param {boolean} muted */
    setMuted(muted) {
        this._wish('mute', muted !== this.muted, () => (this.muted = muted), 'volumechange', { mute: muted });
    }

    /** @param {number} rate */
    setRate(rate) {
        const wish = Number(rate);

        if (!isFinite(wish)) {
            throw new TypeError(`playbackRate must be a finite number, not ${String(rate)}`);
        }
        if (!(Math.abs(wish) >= SLOWEST && Math.abs(wish) <= FASTEST)) {
            throw new DOMException(`playbackRate ${wish} is not supported: ${SLOWEST} to ${FASTEST}, or backwards; ` +
                'pause() stands still', 'NotSupportedError');
        }
        this._wish('rate', wish !== this.rate, () => (this.rate = wish), 'ratechange', { rate: wish });
    }

    /**
     * @param {string} command
     * @param {boolean} changed
     * @param {() => void} change
     * @param {string} event
     * @param {object} args
     */
    _wish(command, changed, change, event, args) {
        this._wishes.add(command);
        if (changed) {
            change();
            this._fire(event);
        }
        if (this._opened && changed) {
            this._send(Object.assign({ command }, args));
        }
    }

    /**
     * The player has other settings now, by this element or by another.
     * @param {string} event
     * @param {() => boolean} change tells whether anything did
     */
    _settingsChanged(event, change) {
        if (change()) {
            this._fire(event);
        }
    }

    /** @param {any} event */
    volumeChanged(event) {
        this._settingsChanged('volumechange', () => {
            const changed = event.volume !== this.volume || Boolean(event.mute) !== this.muted;

            this.volume = event.volume;
            this.muted = Boolean(event.mute);
            return changed;
        });
    }

    /** @param {any} event */
    rateChanged(event) {
        this._settingsChanged('ratechange', () => {
            const changed = event.rate !== this.rate;

            this.rate = event.rate;
            return changed;
        });
    }
}

/** @type {{[event: string]: (state: MediaState, event: any) => void}} */
const HANDLERS = {
    opened: (state, event) => state.opened(event.player),
    picture: (state) => state.picture(),
    state: (state, event) => state._setPlayer(event.state),
    position: (state, event) => state._moved(event.position),
    duration: (state, event) => state._setDuration(event),
    video: (state, event) => state._setVideo(event),
    seeked: (state, event) => state._seeked(event.position),
    end: (state) => state._end(),
    error: (state, event) => state.fail(event),
    volume: (state, event) => state.volumeChanged(event),
    rate: (state, event) => state.rateChanged(event),
};

module.exports = { MediaState };
