// SPDX-License-Identifier: MIT
'use strict';

const { HAS_WEAK, weakly } = require('../../weak');
const { Captures } = require('./captures');
const { NETWORK, READY } = require('../state/constants');
const { Controls } = require('./controls');
const { MediaElement } = require('./media-element');
const { compileHandler, handlerOf, setHandler } = require('./handlers');
const { enumerate } = require('./native');
const { PageCanvas } = require('./page-canvas');
const { PictureInPicture } = require('./picture-in-picture');
const { Pictures } = require('./pictures');
const { PlaybackQuality } = require('./playback-quality');
const { absolute } = require('./selection');
const { upgrade } = require('./upgrade');
const { View } = require('./view');

/** Attributes that are handlers of events of <video> alone: those of all others are there for every element. */
const HANDLERS = ['onenterpictureinpicture', 'onleavepictureinpicture'];

/** Attributes that say something to the element when they change; the others are only read. */
const OBSERVED = ['src', 'share', 'poster', 'preload', 'loop', 'muted', 'width', 'height', 'format', 'deinterlace', 'subtitles',
    'rotate', 'disablepictureinpicture', 'controls', ...HANDLERS];

/** What a page says of a source; a change of any of them loads it again. */
const OF_SOURCE = ['src', 'share', 'format', 'deinterlace', 'subtitles'];

/** A change of one of them may have the element kept, or not any more. */
const OF_LIFE = ['loadstart', 'loadeddata', 'play', 'pause', 'ended', 'emptied', 'error', 'seeking', 'seeked'];

/** After these a page uses an element that it has taken out of its document. */
const OF_USE = ['loadstart', 'play', 'seeking'];

/** Elements that are in no document, and load or play: as HTML says, they stay until they are done, also when the page has no reference to them. @type {Set<GstVideo>} */
const busy = new Set();

/**
 * An element that was taken out of its document, and not put back, played or sought for so long, lets go of its source, ms: its page may keep it without a use, or
 * no garbage be collected for long, and each has a process.
 */
const LEFT_MS = 5000;

/** @param {GstVideo} element that was taken out */
function leave(element) {
    element._leave();
}

/** A stream or a player that others may show and command, too. */
const OF_OTHERS = /^frameshare:/;

/**
 * `<gst-video>`: shows a player of the main process.
 *
 * Properties, methods and events are those of HTMLVideoElement, and some more; `<source>` children count, too. The CSS properties `object-fit` (`contain` where the page says nothing) and `object-position` say how the
 * picture lies in the element; what it leaves shows the element's background. Nothing is drawn here: the preload finds the element
 * by the event it dispatches when it is connected, and draws into the canvas of its shadow root.
 *
 * @hideconstructor
 * @attr {URI} src - `frameshare:NAME`, `preset:NAME?PARAMETER=VALUE`, or a URI that the main process allows, relative to the page
 * @attr {URI} poster - a picture to show until it plays
 * @attr {'none' | 'metadata' | 'auto'} preload - `none` loads only when it is to play
 * @attr {boolean} autoplay - play as soon as there is enough to begin
 * @attr {boolean} loop - begin again at the end
 * @attr {boolean} muted - no sound at first
 * @attr {boolean} controls - a bar to play, seek, set the volume, show captions and fill the screen
 * @attr {boolean} share - one player for all elements of the app that have this and show the same in the same way
 * @attr {'native' | 'rgba'} format - `rgba` converts in the player
 * @attr {'off'} deinterlace - both fields of interlaced video stay together
 * @attr {URI} subtitles - empty: the source's own first text track; else a file of them, allowed as `src` is
 * @attr {'90' | '180' | '270'} rotate - degrees clockwise, in this element alone
 * @attr {'horizontal' | 'vertical'} flip - in this element alone, before it is turned
 * @attr {'auto' | 'video' | 'webgl' | '2d'} present - how pictures are drawn: `video` is Chromium's own path for video (94 and newer), which costs least, for
 *     pictures without alpha in SDR; `webgl` converts on the GPU; `2d` on the CPU, which costs more, and works without WebGL. `auto`, the default,
 *     is the first of these that shows a picture right, and so is another where the one that is asked for does not. `stats.presenter` tells which it is
 * @fires {CustomEvent} slot - `detail` is memory that came after getHandles(): post it to those who have the handles
 */
class GstVideo extends MediaElement {
    static get observedAttributes() {
        return OBSERVED;
    }

    constructor() {
        super();
        this._view = new View(this, (detail) => this._onEvent(detail));
        this._captures = new Captures(this._view, () => this._send({ command: 'draw' }));
        this._window = new PictureInPicture(this, this._view, this._captures);
        /** The bar, where the page wants it. @type {Controls | null} */
        this._controls = null;
        this._linked = false;
        this._connected = false;
        /** It was in a document before, or is. */
        this._known = false;
        /** It is in no document, and nothing plays. */
        this._resting = false;
        /** Until it is left, of one that was taken out of its document. @type {any} */
        this._leaving = 0;
        /** How the source that was opened last is shown, as JSON. @type {string | null} */
        this._asked = null;
        this._number = 0;
        /** @type {any} */
        this._stats = null;
        /** When the picture that is shown begins and ends. @type {any} */
        this._shown = null;
        /** @type {any} */
        this._snapshot = null;
        /** The picture that was asked for. @type {any} */
        this._taken = null;
        /** @type {PageCanvas | null} */
        this._pageCanvas = null;
        /** @type {string | null} */
        this._stream = null;
        /** @type {Pictures | null} */
        this._pictures = null;
        if (this.hasAttribute('muted')) {
            this.muted = true;
        }
        if (HAS_WEAK) {
            OF_LIFE.forEach((name) => this.addEventListener(name, () => this._live()));
            OF_USE.forEach((name) => this.addEventListener(name, () => clearTimeout(this._leaving)));
        }
        upgrade(this);
    }

    connectedCallback() {
        const was = this._linked;

        this._known = true;
        clearTimeout(this._leaving);
        this._live();
        this._link();
        if (!this._connected) {
            this._connected = true;
            this._arrange();
            this._selection.sourcesChanged();
            if (was) {
                // It looks otherwise here.
                this._send({ command: 'draw' });
            }
        }
    }

    disconnectedCallback() {
        // Moving an element disconnects it for a moment only.
        setTimeout(() => {
            if (!this.isConnected && this._connected) {
                this._connected = false;
                if (HAS_WEAK && !this._isOfOthers()) {
                    this._state.pause();
                    this._live();
                    this._leaving = setTimeout(weakly(this, leave), LEFT_MS);
                } else {
                    this._leave();
                }
            }
        });
    }

    /** Let go of the source: whoever puts the element back loads it again. */
    _leave() {
        this._send({ command: 'disconnect' });
        this._unlink();
    }

    /** Others may show the same player: they do not want it paused because this element is gone. */
    _isOfOthers() {
        return this.share || this._selection.object !== null || OF_OTHERS.test(this.currentSrc);
    }

    /** What was dropped by its page and has nothing to do may go: see js/preload/element-link.js. */
    _live() {
        const { paused, ended, error, seeking, readyState } = this;
        const plays = !paused && !ended && !error;
        const loads = this.networkState === NETWORK.NETWORK_LOADING && readyState < READY.HAVE_CURRENT_DATA;
        const resting = HAS_WEAK && !this.isConnected && !plays;

        if (!this.isConnected && (plays || loads || seeking)) {
            busy.add(this);
        } else {
            busy.delete(this);
        }
        if (resting !== this._resting) {
            this._resting = resting;
            this._send({ command: 'rest', resting });
            this._captures.resume();
        }
    }

    _mayLoad() {
        return HAS_WEAK || this.isConnected;
    }

    /** @internal It was moved into another document. */
    adoptedCallback() {
        this._view.adoptSheets();
    }

    /** The preload has let go of the element; connecting it again starts from nothing. */
    _unlink() {
        this._linked = false;
        this._selection.stop();
        this._window.close();
        this._captures.close();
        this._view.renewCanvas();
        if (this._pictures) {
            this._pictures.close();
            this._pictures = null;
        }
    }

    /**
     * @param {string} name
     * @param {string | null} before
     * @param {string | null} value
     */
    attributeChangedCallback(name, before, value) {
        if (name === 'muted') {
            // As in HTML, the attribute is only where `muted` starts.
            if (value !== null && !this._known) {
                this.muted = true;
            }
        } else if (name === 'rotate' || name === 'poster' || name === 'width' || name === 'height') {
            this._arrange();
        } else if (name === 'loop') {
            this._state.loop();
        } else if (HANDLERS.includes(name)) {
            setHandler(this, name.slice(2), compileHandler(name, value));
        } else if (name === 'disablepictureinpicture') {
            if (value !== null) {
                this._window.leave();
            }
        } else if (name === 'controls') {
            this._showControls(value !== null);
        } else if (name === 'preload') {
            this._selection.preloadChanged();
        } else if (OF_SOURCE.includes(name) && (HAS_WEAK || this._connected) && this._isAnother(name, value)) {
            this._lookAtChildren();
            this._selection.start(false);
        }
    }

    /**
     * Taking `src` away changes nothing, and the others change only how a source is shown that was opened already.
     * @param {string} name
     * @param {string | null} value
     */
    _isAnother(name, value) {
        return name === 'src' ? value !== null : this._asked !== null && this._asked !== JSON.stringify(this._loadOptions());
    }

    /** @param {boolean} wanted */
    _showControls(wanted) {
        if (wanted && !this._controls) {
            this._controls = new Controls(this, this._view.root);
        } else if (!wanted && this._controls) {
            this._controls.close();
            this._controls = null;
        }
    }

    /** Find the preload. It answers at once, on the canvas, with `linked`. */
    _link() {
        if (this._linked) {
            return;
        }
        if (this.isConnected) {
            this.dispatchEvent(new CustomEvent('gst-video-connect', { bubbles: true, composed: true }));
        } else if (HAS_WEAK) {
            // Its events go nowhere, and what is in a shadow tree cannot be a relatedTarget: so the canvas is not in one for a moment.
            this._view.withoutCanvas(() => document.dispatchEvent(new MouseEvent('gst-video-connect', { relatedTarget: this._view.canvas })));
            document.dispatchEvent(new Event('gst-video-connect'));
        }
    }

    /** @param {object} command */
    _send(command) {
        if (this._linked) {
            this._view.canvas.dispatchEvent(new CustomEvent('frameshare:command', { detail: command }));
        }
    }

    /** @param {any} event what the preload says */
    _onEvent(event) {
        if (event.event === 'linked') {
            this._linked = true;
            this._number = event.element;
            if (this._resting) {
                this._send({ command: 'rest', resting: true });
            }
        } else if (event.event === 'stream') {
            this._stream = event.name;
        } else if (event.event === 'snapshot') {
            this._snapshot = event;
        } else if (event.event === 'taken') {
            this._taken = event;
        } else if (event.event === 'shown') {
            this._shown = event;
        } else if (event.event === 'stats') {
            this._stats = event.stats;
        } else if (event.event === 'handles') {
            this._memory().refuse(event.message);
        } else if (event.event === 'surface') {
            this._captures.follow();
        } else if (event.event === 'frame') {
            this._callbacks.onFrame(event);
        } else {
            if (event.event === 'opened') {
                this._callbacks.renew();
            }
            this._state.onEvent(event);
        }
    }

    /** When the picture that is shown begins and ends, s; null for none. @returns {{begin: number, end: number} | null} */
    _span() {
        this._shown = null;
        // The preload answers before send() returns.
        this._send({ command: 'shown' });
        return this._shown;
    }

    /**
     * Without a size of its own the element is as large as its picture. The poster is seen until it plays, the picture once
     * there is one of this source.
     */
    _arrange() {
        const { videoWidth, videoHeight } = this;
        const { poster, picture } = this._state;
        const sideways = this.rotate === 90 || this.rotate === 270;

        this._view.setSize(sideways ? videoHeight : videoWidth, sideways ? videoWidth : videoHeight);
        this._view.setHints(this._hint('width'), this._hint('height'));
        this._view.showPoster(this.getAttribute('poster') ? this.poster : '', poster, picture);
    }

    /** @param {string} name of an attribute @returns {string | null} as CSS says it */
    _hint(name) {
        const value = /^\s*(\d+(?:\.\d+)?)(%?)/.exec(this.getAttribute(name) || '');

        return value && `${value[1]}${value[2] || 'px'}`;
    }

    /** @param {string} src absolute @param {boolean} again load() asked for it */
    _open(src, again) {
        this._link();
        if (src === '') {
            this._send({ command: 'close' });
            this._state.onEvent({ event: 'failed', code: 'not-found', message: 'the src attribute is empty, or no URL' });
        } else if (!this._linked) {
            this._state.onEvent({
                event: 'failed', code: 'preload',
                message: '<gst-video> found no preload: the window\'s preload script must require("frameshare/preload"); one that ' +
                    'window.open() made has none but what setWindowOpenHandler() gives it',
            });
        } else {
            const options = this._loadOptions();

            this._asked = JSON.stringify(options);
            this._send(Object.assign({ command: 'open', src, again }, options));
        }
    }

    /** @param {any[]} cues */
    _showCues(cues) {
        this._view.showCues(cues);
    }

    /** How the attributes want the source to be shown. */
    _loadOptions() {
        const subtitles = this.getAttribute('subtitles');

        return {
            share: this.share,
            format: this.getAttribute('format') || 'native',
            deinterlace: this.getAttribute('deinterlace') !== 'off',
            subtitles: subtitles ? absolute(subtitles) : subtitles === '',
        };
    }

    /** One player for all elements of the app that have this and show the same in the same way. */
    get share() {
        return this.hasAttribute('share');
    }

    set share(value) {
        this.toggleAttribute('share', Boolean(value));
    }

    /** Degrees clockwise: 0, 90, 180 or 270. */
    get rotate() {
        const value = this.getAttribute('rotate');

        return value === '90' || value === '180' || value === '270' ? Number(value) : 0;
    }

    set rotate(value) {
        this.setAttribute('rotate', String(value));
    }

    /** '', 'horizontal' or 'vertical'. */
    get flip() {
        const value = this.getAttribute('flip');

        return value === 'horizontal' || value === 'vertical' ? value : '';
    }

    set flip(value) {
        this.setAttribute('flip', value);
    }

    /** How pictures are drawn: 'auto', 'webgl', '2d' or 'video'. */
    get present() {
        const value = this.getAttribute('present');

        return value === 'webgl' || value === '2d' || value === 'video' ? value : 'auto';
    }

    set present(value) {
        this.setAttribute('present', value);
    }

    /**
     * What this element did with the frames published since it joined: how many it has shown and missed, how long uploads took
     * and how old the pictures were, and the counts of the stream; `presenter` is how it draws them (null before the first), and `converted`
     * how many of them the CPU converted. It is measured anew each time it is read.
     * @returns {{shown: number, missed: number, upload_ms: {[percentile: string]: number | null},
     *     latency_ms: {[percentile: string]: number | null}, stream: string, mapping: string, published: number,
     *     in_place: number, copied: number, dropped: number, presenter: 'webgl' | '2d' | 'video' | null, converted: number} | null} null while it has no stream
     */
    get stats() {
        this._stats = null;
        this._send({ command: 'stats' });
        // The preload answers before send() returns.
        return this._stats;
    }

    /**
     * As HTMLVideoElement has it, from `stats`: pictures published since this element joined, and those of them
     * that it did not show.
     * @returns {{creationTime: number, totalVideoFrames: number, droppedVideoFrames: number, corruptedVideoFrames: number}}
     */
    getVideoPlaybackQuality() {
        const { shown, missed } = this.stats || { shown: 0, missed: 0 };

        return new PlaybackQuality(shown, missed);
    }

    /**
     * Show the picture in the browser's picture-in-picture window too, as large as it is in this element; a page must ask while it
     * handles a click or a key. `document.pictureInPictureElement` is this element then, and `enterpictureinpicture` and
     * `leavepictureinpicture` are its events. The sound stays where it is.
     * @returns {Promise<any>} the PictureInPictureWindow
     */
    async requestPictureInPicture() {
        if (this.disablePictureInPicture || this.readyState === READY.HAVE_NOTHING) {
            throw new DOMException(this.disablePictureInPicture ? 'the element has the attribute disablepictureinpicture'
                : 'there is no picture yet: wait for loadedmetadata', 'InvalidStateError');
        }
        return this._window.open();
    }

    /**
     * What the element shows, as a stream with one track: the picture alone, not its subtitles, as large as it is decoded or as it is shown, neither turned
     * nor fitted. The sound stays with the player. Where pictures come to be drawn in another way (`stats.presenter`) the track is replaced,
     * and the stream's `removetrack` and `addtrack` tell of it.
     * @returns {MediaStream} without a track as long as there is no picture
     */
    captureStream() {
        return this._captures.create();
    }

    /**
     * The `<video>` that plays the picture, for drawImage(), texImage2D(), createImageBitmap() and new VideoFrame(); as with captureStream(), the picture
     * alone. It belongs to the element: play(), currentTime and sound are not its.
     * @returns {HTMLVideoElement | null} null where the picture is drawn in another way (`stats.presenter`), while there is none, and while the element is paused in
     *     no document
     */
    get video() {
        const { film } = this._view;

        return film !== null && film.srcObject !== null ? film : null;
    }

    /**
     * A canvas with the newest picture, for drawImage(), createImageBitmap() and texImage2D(), as large as `videoWidth` and `videoHeight`: the picture as
     * it is displayed, in its colours, the right way up, without subtitles. It is the same canvas each time, and each time this is read it gets the
     * newest picture, if it has another. Transparent while there is none.
     *
     * Where Chromium has a graphics card and WebCodecs it converts; else the CPU does, some ten nanoseconds a pixel.
     * @returns {HTMLCanvasElement}
     */
    get canvas() {
        return this._copyCanvas().draw(this._hasPicture());
    }

    /**
     * The newest picture as a VideoFrame of the page's own, to be closed by it: at its size, in its colours, without subtitles. `timestamp` and `duration` are
     * those in its source.
     * @returns {VideoFrame}
     * @throws {DOMException} NotSupportedError where the page has no VideoFrame (Chromium before 94, and pages that are no secure context),
     *     InvalidStateError while there is no picture
     */
    toVideoFrame() {
        return this._copyCanvas().toVideoFrame(this._hasPicture());
    }

    /** Callbacks of requestVideoFrameCallback() may be called before the state hears of the first. */
    _hasPicture() {
        return this._state.picture || (this.readyState >= READY.HAVE_METADATA && (this._span() || { begin: NaN }).begin >= 0);
    }

    _copyCanvas() {
        this._pageCanvas = this._pageCanvas || new PageCanvas((since) => {
            this._taken = null;
            // The preload answers before send() returns.
            this._send({ command: 'picture', since });
            const taken = this._taken;

            this._taken = null;
            return taken;
        });
        return this._pageCanvas;
    }

    /** Called for each `enterpictureinpicture`. @type {((event: any) => any) | null} */
    get onenterpictureinpicture() {
        return handlerOf(this, 'enterpictureinpicture');
    }

    set onenterpictureinpicture(value) {
        setHandler(this, 'enterpictureinpicture', value);
    }

    /** Called for each `leavepictureinpicture`. @type {((event: any) => any) | null} */
    get onleavepictureinpicture() {
        return handlerOf(this, 'leavepictureinpicture');
    }

    set onleavepictureinpicture(value) {
        setHandler(this, 'leavepictureinpicture', value);
    }

    /** The name of the stream that is shown, for programs that read it too; null for none. */
    get stream() {
        return this._stream;
    }

    /**
     * The newest picture of the stream as it is displayed, at its full size: in its colours, cropped, with square
     * pixels, turned as the video says. What the page does to the element (its size, object-fit, CSS) is not in it.
     * @param {{subtitles?: boolean}} [options] false leaves subtitles and other overlays out
     * @returns {Promise<{width: number, height: number, data: ImageData['data']}>} as an ImageData has it:
     *     `new ImageData(data, width, height)`
     */
    async snapshot(options) {
        this._snapshot = null;
        this._send({ command: 'snapshot', subtitles: !(options && options.subtitles === false) });
        // The preload answers before send() returns.
        const answer = this._snapshot;

        this._snapshot = null;
        if (!answer) {
            throw new Error('<gst-video> has no picture yet: wait for loadeddata');
        }
        if (answer.message) {
            throw new Error(answer.message);
        }
        return { width: answer.width, height: answer.height, data: answer.data };
    }

    /** The picture memory, as the preload hands it over. */
    _memory() {
        if (!this._pictures) {
            this._pictures = new Pictures(this._number, () => this._send({ command: 'handles' }), (slot) => {
                this.dispatchEvent(new CustomEvent('slot', { detail: slot }));
            });
        }
        return this._pictures;
    }

    /**
     * The newest picture, with no copy: `data` is a view of the shared memory itself. Call release() when done
     * with it.
     * @returns {import('../../stream/frame').Frame | null} null when there is none newer than the last one taken, or none yet
     * @throws {Error} when this page may not have shared memory; it says which switch to set
     */
    getFrame() {
        return this._memory().getFrame();
    }

    /**
     * What a Worker needs to read pictures: post it there, make a frameshare.FrameReader of it
     * (importScripts(frameshare.workerScript)). Later slots come as `slot` events of this element.
     * @returns {Promise<import('../../stream/types').Handles>}
     */
    getHandles() {
        return this._memory().getHandles();
    }
}

// As that of <video>: players look for a <video> in the shadow tree of other elements, some by selectors that Chromium 83
// has not. (TypeScript knows it as a field, which a getter of the class could not replace.)
Object.defineProperty(/** @type {object} */ (GstVideo.prototype), 'shadowRoot', { get: () => null, configurable: true });

enumerate(GstVideo);

module.exports = { GstVideo };
