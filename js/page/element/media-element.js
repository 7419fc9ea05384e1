// SPDX-License-Identifier: MIT
'use strict';

const { MediaAttributes } = require('./attributes');
const { canPlayType } = require('./can-play');
const { NETWORK, READY } = require('../state/constants');
const { FrameCallbacks } = require('./frame-callbacks');
const { MediaState } = require('../state/media-state');
const { demandArguments } = require('./native');
const { PageTracks } = require('../tracks/page-tracks');
const { PlayerHandle } = require('./player-handle');
const { SourceSelection, absolute } = require('./selection');

/**
 * HTMLVideoElement's properties and methods, as HTML and "video.requestVideoFrameCallback()" describe them. What is
 * different is in docs/media-element.md. A subclass knows the player: it opens sources, and sends commands.
 *
 * @fires {Event} loadstart - it begins to load a source
 * @fires {Event} durationchange - `duration` is another
 * @fires {Event} resize - `videoWidth` or `videoHeight` is another
 * @fires {Event} loadedmetadata - duration, size and tracks are known
 * @fires {Event} loadeddata - the first picture is there
 * @fires {Event} canplay - it can play on
 * @fires {Event} canplaythrough - and will not have to wait, as far as one knows
 * @fires {Event} play - `paused` is false from now on
 * @fires {Event} playing - it plays, or plays on after it waited
 * @fires {Event} pause - `paused` is true from now on
 * @fires {Event} waiting - it would play, but has nothing to show yet
 * @fires {Event} seeking - it is on its way to another position
 * @fires {Event} seeked - it is there
 * @fires {Event} timeupdate - `currentTime` is another; four times a second while it plays
 * @fires {Event} ratechange - `playbackRate` or `defaultPlaybackRate` is another
 * @fires {Event} volumechange - `volume` or `muted` is another
 * @fires {Event} progress - `buffered` is another
 * @fires {Event} about-to-finish - while it plays, ten seconds before the end or earlier: time for setNext()
 * @fires {Event} ended - it is at the end, and stays there
 * @fires {Event} error - `error` says what is wrong
 * @fires {Event} abort - loading was given up, for another source
 * @fires {Event} emptied - there is no source any more, or another one
 * @fires {Event} streamtypechange - `streamType` is another
 * @fires {Event} targetlivewindowchange - `targetLiveWindow` is another
 */
class MediaElement extends MediaAttributes {
    constructor() {
        super();
        this._state = new MediaState(this, (command) => this._send(command), {
            wake: () => this._selection.wake(),
            started: () => this._selection.preloadChanged(),
            failed: (failure) => this._selection.failed(failure),
            source: (src) => this._selection.replaced(src),
            shown: () => this._span(),
            chapters: (chapters) => this._pageTracks.setChapters(chapters),
            arrange: () => this._arrange(),
        });
        this._selection = new SourceSelection(this, this._state, {
            open: (src, again) => this._open(src, again),
            close: () => this._send({ command: 'close' }),
            canPlay: canPlayType,
            mayLoad: () => this._mayLoad(),
        });
        this._callbacks = new FrameCallbacks(() => this._send({ command: 'frame' }));
        this._pageTracks = new PageTracks(this, this._state.tracks.text, (cues) => this._showCues(cues));
        this._children = new MutationObserver(() => this._childrenChanged());
        this._children.observe(this, { childList: true });
        new MutationObserver(() => this._pageTracks.look()).observe(this, {
            subtree: true, attributeFilter: ['kind', 'src'],
        });
    }

    _childrenChanged() {
        this._selection.sourcesChanged();
        this._pageTracks.look();
    }

    /** Take what the page did to children before something that it depends on. */
    _lookAtChildren() {
        if (this._children.takeRecords().length > 0) {
            this._childrenChanged();
        }
    }

    /** @param {object} _command for the player */
    _send(_command) {
        throw new Error('a subclass sends');
    }

    /** @param {string} _src absolute @param {boolean} _again load() asked for it */
    _open(_src, _again) {
        throw new Error('a subclass opens');
    }

    /** May it load where it is? @returns {boolean} */
    _mayLoad() {
        return true;
    }

    /** How the attributes want a source to be shown. @returns {object} */
    _loadOptions() {
        return {};
    }

    /** When the picture that is shown begins and ends, s; null for none. @returns {{begin: number, end: number} | null} */
    _span() {
        return null;
    }

    /** Show the poster, the picture, or neither, as the state says. */
    _arrange() {}

    /** @param {any[]} _cues the text that is said now, of tracks that the page made */
    _showCues(_cues) {}

    // ---- methods

    /** Load the source again, from its start; after an error this is how to try once more. */
    load() {
        this._selection.start(true);
    }

    /** Play, from the start when it has ended. @returns {Promise<void>} resolved when it plays, rejected when it cannot */
    play() {
        return this._state.play();
    }

    /** Stand still at the picture that is shown. */
    pause() {
        this._state.pause();
    }

    /** Go to a key frame near there, which is faster than setting `currentTime`. @param {number} time seconds */
    fastSeek(time) {
        this._state.seek(time, false);
    }

    /**
     * Pause, and show the picture so many further on in the video, or back; at the most its last or first. It is a seek: `seeking`
     * and `seeked` tell of it.
     * @param {number} [frames] a whole number
     * @returns {Promise<void>} resolved when the picture is there; rejected where there are no frames to count, and when a seek
     *     or another source came before it
     */
    step(frames = 1) {
        return this._state.step(frames);
    }

    /**
     * A track of cues that the page adds by addCue(); the element shows those of subtitles and captions below in the picture.
     * @param {string} kind `subtitles`, `captions`, `descriptions`, `chapters` or `metadata`
     * @param {string} [label]
     * @param {string} [language]
     * @returns {TextTrack}
     */
    addTextTrack(kind, label = '', language = '') {
        this._pageTracks.look();
        return this._pageTracks.add(kind, label, language);
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

    /** Do not call what requestVideoFrameCallback() was given. @param {number} handle */
    cancelVideoFrameCallback(handle) {
        this._callbacks.cancel(handle);
    }

    /**
     * What to play when this source ends, without a gap and in place of `ended`: then `currentSrc` is that, and `durationchange`,
     * `loadedmetadata` and `timeupdate` are of it. The attribute `src` stays, and is what load() loads. Another one takes its place;
     * another source forgets it. `about-to-finish` is the last moment for it.
     * @param {string | null} src as the attribute has it; null for nothing
     * @returns {Promise<void>} resolved when the player has taken it, rejected with `NotAllowedError` when the main process does not
     *     allow it
     */
    setNext(src) {
        return this._state.setNext(Object.assign({}, this._loadOptions(), { src: src === null ? null : absolute(String(src)) }));
    }

    // ---- state

    /**
     * A player of the main process, which goes before `src` and the children; null for none. Setting it loads it.
     * @returns {PlayerHandle | null}
     */
    get srcObject() {
        return this._selection.object;
    }

    set srcObject(value) {
        if (value !== null && value !== undefined && !(value instanceof PlayerHandle)) {
            throw new TypeError('srcObject takes what frameshare.player(name) gives, or null');
        }
        this._selection.assign(value || null);
    }

    /** What is being loaded or was last, as an absolute URI. '' of a `srcObject`. */
    get currentSrc() {
        return this._selection.current;
    }

    /** NETWORK_EMPTY 0, NETWORK_IDLE 1, NETWORK_LOADING 2 or NETWORK_NO_SOURCE 3. */
    get networkState() {
        this._lookAtChildren();
        return this._state.networkState;
    }

    /** HAVE_NOTHING 0, HAVE_METADATA 1, HAVE_CURRENT_DATA 2, HAVE_FUTURE_DATA 3 or HAVE_ENOUGH_DATA 4. */
    get readyState() {
        return this._state.readyState;
    }

    /** {code, message, reason}: code as MediaError has it, reason a PlayerError's code. */
    get error() {
        return this._state.error;
    }

    /** It is not to play; at the end of the source it is paused, too. */
    get paused() {
        return this._state.paused;
    }

    /** It is at the end of the source. */
    get ended() {
        return this._state.ended && !this.loop;
    }

    /** It is on its way to another position. */
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
        return this._state.live.type;
    }

    /** Seconds of a live source that one can seek back: 0. NaN of what is not live. */
    get targetLiveWindow() {
        return this._state.live.window;
    }

    /** The time from which on playback is at the live edge: 0, it always is. NaN of what is not live. */
    get liveEdgeStart() {
        return this._state.live.edge;
    }

    /** Of the source, and which of them is in use. @returns {import('../tracks/track-list').TrackList} */
    get videoTracks() {
        return this._state.tracks.video;
    }

    /** `enabled` of one of them says that it is heard. @returns {import('../tracks/track-list').TrackList} */
    get audioTracks() {
        return this._state.tracks.audio;
    }

    /** `mode` of one of them is 'showing' or 'disabled'. @returns {import('../tracks/track-list').TrackList} */
    get textTracks() {
        this._pageTracks.look();
        return this._state.tracks.text;
    }

    /** What is there to be played, in seconds. */
    get buffered() {
        return this._state.buffered;
    }

    /** What was played, in seconds. */
    get played() {
        return this._state.played;
    }

    /** Where it can go to, in seconds. */
    get seekable() {
        return this._state.seekable;
    }

    /** 0 to 1. */
    get volume() {
        return this._state.settings.volume;
    }

    set volume(value) {
        this._state.settings.setVolume(value);
    }

    /** There is no sound, whatever the volume. */
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

    /** What `playbackRate` is after a load. */
    get defaultPlaybackRate() {
        return this._state.settings.defaultRate;
    }

    set defaultPlaybackRate(value) {
        this._state.settings.setDefaultRate(value);
    }

    /** Whether the pitch stays when the rate is not 1; else it goes with the rate. */
    get preservesPitch() {
        return this._state.settings.preservesPitch;
    }

    set preservesPitch(value) {
        this._state.settings.setPreservesPitch(Boolean(value));
    }

    /** Known once there are metadata. */
    _size() {
        const { readyState, video } = this._state;

        return readyState > READY.HAVE_NOTHING && video ? video : { width: 0, height: 0 };
    }

    /** The picture's size as it is displayed, with square pixels. */
    get videoWidth() {
        return this._size().width;
    }

    /** The picture's height as it is displayed. */
    get videoHeight() {
        return this._size().height;
    }
}

for (const [name, value] of Object.entries(Object.assign({}, NETWORK, READY))) {
    Object.defineProperty(MediaElement, name, { value, enumerable: true });
    Object.defineProperty(MediaElement.prototype, name, { value, enumerable: true });
}

demandArguments(MediaElement, ['canPlayType', 'requestVideoFrameCallback', 'cancelVideoFrameCallback']);

module.exports = { MediaElement };
