'use strict';

const { canPlayType } = require('./can-play');
const { NETWORK, READY } = require('./constants');
const { FrameCallbacks } = require('./frame-callbacks');
const { MediaState } = require('./media-state');
const { SourceSelection, absolute } = require('./selection');

/** `preload` as HTML reads it. @type {{[value: string]: string}} */
const PRELOAD = { none: 'none', metadata: 'metadata', auto: 'auto', '': 'auto' };

/**
 * HTMLVideoElement's properties and methods, as HTML and "video.requestVideoFrameCallback()" describe them. What is
 * different is in docs/media-element.md. A subclass knows the player: it opens sources, and sends commands.
 */
class MediaElement extends HTMLElement {
    constructor() {
        super();
        this._state = new MediaState(this, (command) => this._send(command), {
            wake: () => this._selection.wake(),
            failed: (failure) => this._selection.failed(failure),
            showPoster: () => this._showPoster(),
        });
        this._selection = new SourceSelection(this, this._state, {
            open: (src, again) => this._open(src, again),
            close: () => this._send({ command: 'close' }),
            canPlay: canPlayType,
        });
        this._callbacks = new FrameCallbacks(() => this._send({ command: 'frame' }));
        new MutationObserver(() => this._selection.sourcesChanged()).observe(this, { childList: true });
    }

    /** @param {object} _command for the player */
    _send(_command) {
        throw new Error('a subclass sends');
    }

    /** @param {string} _src absolute @param {boolean} _again load() asked for it */
    _open(_src, _again) {
        throw new Error('a subclass opens');
    }

    /** Show the poster, the picture, or neither, as the state says. */
    _showPoster() {}

    // ---- methods

    /** Load the source again, from its start; after an error this is how to try once more. */
    load() {
        this._selection.start(true);
    }

    /** @returns {Promise<void>} resolved when it plays, rejected when it cannot */
    play() {
        return this._state.play();
    }

    pause() {
        this._state.pause();
    }

    /** Go to a key frame near there, which is faster than setting `currentTime`. @param {number} time seconds */
    fastSeek(time) {
        this._state.seek(time, false);
    }

    /**
     * Whether a format is among those that players know: it does not ask what is installed.
     * @param {string} type a MIME type, maybe with codecs
     * @returns {'' | 'maybe' | 'probably'}
     */
    canPlayType(type) {
        return canPlayType(type);
    }

    /**
     * Call once, when the next picture has been drawn.
     * @param {(now: number, metadata: {presentationTime: number, expectedDisplayTime: number, width: number,
     *     height: number, mediaTime: number, presentedFrames: number}) => void} callback
     * @returns {number} what cancelVideoFrameCallback() takes
     */
    requestVideoFrameCallback(callback) {
        return this._callbacks.add(/** @type {(now: number, metadata: object) => void} */ (callback));
    }

    /** @param {number} handle */
    cancelVideoFrameCallback(handle) {
        this._callbacks.cancel(handle);
    }

    // ---- attributes

    /** The source as an absolute URI, '' for no attribute. @returns {string} */
    get src() {
        return this._url('src');
    }

    set src(value) {
        this.setAttribute('src', value);
    }

    /** A picture to show until it plays, as an absolute URI, '' for no attribute. @returns {string} */
    get poster() {
        return this._url('poster');
    }

    set poster(value) {
        this.setAttribute('poster', value);
    }

    /** @param {string} name of an attribute */
    _url(name) {
        const value = this.getAttribute(name);

        return value === null ? '' : absolute(value);
    }

    /** `none` loads only when it is to play; `metadata`, the default, and `auto` load at once. @returns {string} */
    get preload() {
        const value = this.getAttribute('preload');

        return (value !== null && PRELOAD[value.toLowerCase()]) || 'metadata';
    }

    set preload(value) {
        this.setAttribute('preload', value);
    }

    get autoplay() {
        return this.hasAttribute('autoplay');
    }

    set autoplay(value) {
        this.toggleAttribute('autoplay', Boolean(value));
    }

    get loop() {
        return this.hasAttribute('loop');
    }

    set loop(value) {
        this.toggleAttribute('loop', Boolean(value));
    }

    get defaultMuted() {
        return this.hasAttribute('muted');
    }

    set defaultMuted(value) {
        this.toggleAttribute('muted', Boolean(value));
    }

    // ---- state

    /** What is being loaded or was last, as an absolute URI. */
    get currentSrc() {
        return this._selection.current;
    }

    get networkState() {
        return this._state.networkState;
    }

    get readyState() {
        return this._state.readyState;
    }

    /** {code, message, reason}: code as MediaError has it, reason a PlayerError's code. */
    get error() {
        return this._state.error;
    }

    get paused() {
        return this._state.paused;
    }

    get ended() {
        return this._state.ended;
    }

    get seeking() {
        return this._state.seeking;
    }

    /** Seconds. */
    get currentTime() {
        return this._state.currentTime;
    }

    set currentTime(value) {
        this._state.seek(value);
    }

    /** Seconds; NaN while unknown, Infinity for a live source. */
    get duration() {
        return this._state.duration;
    }

    /** `live`, `on-demand`, or `unknown` until it is known. */
    get streamType() {
        if (this._state.readyState === READY.HAVE_NOTHING) {
            return 'unknown';
        }
        return this._state.duration === Infinity ? 'live' : 'on-demand';
    }

    /** Of the source, and which of them is in use. @returns {import('./track-list').TrackList} */
    get videoTracks() {
        return this._state.tracks.video;
    }

    /** @returns {import('./track-list').TrackList} */
    get audioTracks() {
        return this._state.tracks.audio;
    }

    /** @returns {import('./track-list').TrackList} */
    get textTracks() {
        return this._state.tracks.text;
    }

    get buffered() {
        return this._state.buffered;
    }

    get played() {
        return this._state.played;
    }

    get seekable() {
        return this._state.seekable;
    }

    get volume() {
        return this._state.settings.volume;
    }

    set volume(value) {
        this._state.settings.setVolume(value);
    }

    get muted() {
        return this._state.settings.muted;
    }

    set muted(value) {
        this._state.settings.setMuted(Boolean(value));
    }

    /** 1 is normal speed, 0 stands still, below 0 is backwards. */
    get playbackRate() {
        return this._state.settings.rate;
    }

    set playbackRate(value) {
        this._state.setRate(value);
    }

    get defaultPlaybackRate() {
        return this._state.settings.defaultRate;
    }

    set defaultPlaybackRate(value) {
        this._state.settings.setDefaultRate(value);
    }

    /** Always false, whatever is set: the pitch goes with the rate. */
    get preservesPitch() {
        return false;
    }

    set preservesPitch(value) {}

    /** The picture's size as it is displayed, with square pixels. */
    get videoWidth() {
        return this._state.video ? this._state.video.width : 0;
    }

    get videoHeight() {
        return this._state.video ? this._state.video.height : 0;
    }
}

for (const [name, value] of Object.entries(Object.assign({}, NETWORK, READY))) {
    Object.defineProperty(MediaElement, name, { value, enumerable: true });
    Object.defineProperty(MediaElement.prototype, name, { value, enumerable: true });
}

module.exports = { MediaElement };
