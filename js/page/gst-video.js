'use strict';

const { MediaState } = require('./media-state');
const { Pictures } = require('./pictures');

const STYLE = `
:host { display: inline-block; position: relative; overflow: hidden; object-fit: contain; }
:host([hidden]) { display: none; }
div { width: 300px; height: 150px; max-width: 100%; }
canvas { position: absolute; left: 0; top: 0; width: 100%; height: 100%; writing-mode: horizontal-tb; }
`;

/** Attributes that say something to the player, and the ones that only reflect. */
const OBSERVED = ['src', 'autoplay', 'muted', 'format', 'deinterlace', 'subtitles', 'rotate'];

/** @param {string} uri maybe relative to the page @returns {string} */
function absolute(uri) {
    try {
        return new URL(uri, document.baseURI).href;
    } catch (error) {
        return uri;
    }
}

/**
 * `<gst-video>`: shows a player of the main process.
 *
 * Attributes: `src` (`frameshare:NAME`, or a URI the main process allows, relative to the page), `autoplay`,
 * `loop`, `muted`, `format` (`native`, or `rgba` to convert in the player), `deinterlace` (`off` leaves both fields of
 * interlaced video together), `subtitles` (empty: the source's own first text track, else a URI, allowed as `src` is), `rotate` (`90`, `180` or `270` degrees
 * clockwise) and `flip` (`horizontal` or `vertical`): how this element alone turns what the stream shows; the flip
 * comes first.
 *
 * Properties and events are those of HTMLMediaElement as far as they go; the state has changed before its event
 * fires. The CSS properties `object-fit` (`contain` where the page says nothing) and `object-position` say how the
 * picture lies in the element; what it leaves shows the element's background. Nothing is drawn here: the preload finds the element
 * by the event it dispatches when it is connected, and draws into the canvas of its shadow root.
 */
class GstVideo extends HTMLElement {
    static get observedAttributes() {
        return OBSERVED;
    }

    constructor() {
        super();
        const shadow = this.attachShadow({ mode: 'open' });
        const style = document.createElement('style');

        style.textContent = STYLE;
        this._box = document.createElement('div');
        this._canvas = this._createCanvas();
        shadow.append(style, this._box, this._canvas);
        this._linked = false;
        this._opened = false;
        this._number = 0;
        /** @type {any} */
        this._statistics = null;
        /** What the player says of its picture. @type {any} */
        this._video = null;
        /** @type {any} */
        this._snapshot = null;
        /** @type {string | null} */
        this._stream = null;
        /** @type {Pictures | null} */
        this._pictures = null;
        this._state = new MediaState(this, (command) => this._send(command));
    }

    _createCanvas() {
        const canvas = document.createElement('canvas');

        canvas.addEventListener('frameshare:event', (event) => {
            this._hear(/** @type {CustomEvent} */ (event).detail);
        });
        return canvas;
    }

    connectedCallback() {
        this._upgrade();
        this._link();
        if (!this._opened && this.hasAttribute('src')) {
            this._open(false);
        }
    }

    disconnectedCallback() {
        // Moving an element disconnects it for a moment only.
        setTimeout(() => {
            if (!this.isConnected && this._linked) {
                this._send({ command: 'disconnect' });
                this._unlink();
            }
        });
    }

    /** The preload has let go of the element; connecting it again starts from nothing. */
    _unlink() {
        this._linked = false;
        this._opened = false;
        this._state.disconnect();
        // The preload gave the old one's WebGL context back to the browser, and a canvas has only one in its life.
        const canvas = this._createCanvas();

        this._canvas.replaceWith(canvas);
        this._canvas = canvas;
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
            if (before === null && value !== null && !this._opened) {
                this._state.setMuted(true);
            }
        } else if (name === 'rotate') {
            this._fit();
        } else if (name === 'autoplay') {
            if (value !== null && before === null && this._opened) {
                this._state.autoplay();
            }
        } else if (this.isConnected && this._linked) {
            this._open(false);
        }
    }

    /** Properties that were set before the element was defined hide the ones of the class. */
    _upgrade() {
        const prototype = GstVideo.prototype;

        Object.getOwnPropertyNames(this).forEach((name) => {
            const property = Object.getOwnPropertyDescriptor(prototype, name);

            if (property && property.set) {
                const self = /** @type {any} */ (this);
                const value = self[name];

                delete self[name];
                self[name] = value;
            }
        });
    }

    /** Find the preload. It answers at once, on the canvas, with `linked`. */
    _link() {
        if (!this._linked) {
            this.dispatchEvent(new CustomEvent('gst-video-connect', { bubbles: true, composed: true }));
        }
    }

    /** @param {object} command */
    _send(command) {
        if (this._linked) {
            this._canvas.dispatchEvent(new CustomEvent('frameshare:command', { detail: command }));
        }
    }

    /** @param {any} event what the preload says */
    _hear(event) {
        if (event.event === 'linked') {
            this._linked = true;
            this._number = event.element;
        } else if (event.event === 'stream') {
            this._stream = event.name;
        } else if (event.event === 'snapshot') {
            this._snapshot = event;
        } else if (event.event === 'statistics') {
            this._statistics = event;
        } else if (event.event === 'handles') {
            this._memory().refuse(event.message);
        } else {
            if (event.event === 'video' || (event.event === 'opened' && event.player.video)) {
                this._video = event.event === 'video' ? event : event.player.video;
                this._fit();
            }
            this._state.hear(event);
        }
    }

    /** Without a size of its own the element is as large as its picture. */
    _fit() {
        if (this._video) {
            const { width, height } = this._video;
            const sideways = this.rotate === 90 || this.rotate === 270;

            this._box.style.width = `${sideways ? height : width}px`;
            this._box.style.height = `${sideways ? width : height}px`;
        }
    }

    /** @param {boolean} again */
    _open(again) {
        const src = this.src;

        this._opened = src !== '';
        if (!this._opened) {
            this._send({ command: 'close' });
            this._state.empty();
            return;
        }
        this._state.load();
        if (!this._linked) {
            this._state.hear({
                event: 'error', code: 'preload',
                message: '<gst-video> found no preload: the window\'s preload script must require("frameshare/preload")',
            });
            return;
        }
        this._send(Object.assign({ command: 'open', src, again }, this._loadOptions()));
    }

    /** How the attributes want the source to be shown. */
    _loadOptions() {
        const subtitles = this.getAttribute('subtitles');

        return {
            format: this.getAttribute('format') || 'native',
            deinterlace: this.getAttribute('deinterlace') !== 'off',
            subtitles: subtitles ? absolute(subtitles) : subtitles === '',
        };
    }

    /** Load the source again, from its start; after an error this is how to try once more. */
    load() {
        if (this.isConnected) {
            this._link();
            this._open(true);
        }
    }

    /** The source as an absolute URI, '' for none. @returns {string} */
    get src() {
        const src = this.getAttribute('src');

        if (src === null || src === '') {
            return '';
        }
        return absolute(src);
    }

    set src(value) {
        this.setAttribute('src', value);
    }

    get currentSrc() {
        return this._opened ? this.src : '';
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

    /** @returns {Promise<void>} resolved when it plays, rejected when it cannot */
    play() {
        return this._state.play();
    }

    pause() {
        this._state.pause();
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

    /** As HTMLMediaElement: 0 nothing, 1 metadata, 2 a picture, 4 enough. */
    get readyState() {
        return this._state.readyState;
    }

    /** As HTMLMediaElement: 0 empty, 1 idle, 2 loading, 3 no source. */
    get networkState() {
        return this._state.networkState;
    }

    /** {code, message, reason}: code as MediaError has it, reason a PlayerError's code. */
    get error() {
        return this._state.error;
    }

    /** Seconds. */
    get currentTime() {
        return this._state.currentTime || this._state.start;
    }

    set currentTime(value) {
        this._state.seek(value);
    }

    /** Seconds; NaN while unknown, Infinity for a live source. */
    get duration() {
        return this._state.duration;
    }

    get volume() {
        return this._state.volume;
    }

    set volume(value) {
        this._state.setVolume(value);
    }

    get muted() {
        return this._state.muted;
    }

    set muted(value) {
        this._state.setMuted(Boolean(value));
    }

    get playbackRate() {
        return this._state.rate;
    }

    set playbackRate(value) {
        this._state.setRate(value);
    }

    get videoWidth() {
        return this._state.video ? this._state.video.width : 0;
    }

    get videoHeight() {
        return this._state.video ? this._state.video.height : 0;
    }

    /**
     * What this element did with the frames published since it joined (or since reset): {shown, missed,
     * upload_ms, latency_ms, mapping, stream, source}.
     * @param {{reset?: boolean}} [options] count from zero after this
     * @returns {any} null while it has no stream
     */
    getStatistics(options) {
        this._statistics = null;
        this._send({ command: 'statistics', reset: Boolean(options && options.reset) });
        return this._statistics;
    }

    /** The name of the stream that is shown, for programs that read it too; null for none. */
    get stream() {
        return this._stream;
    }

    /**
     * The newest picture of the stream as it is displayed, at its full size: in its colours, cropped, with square
     * pixels, turned as the video says. What the page does to the element (its size, object-fit, CSS) is not in it.
     * @param {{subtitles?: boolean}} [options] false leaves subtitles and other overlays out
     * @returns {Promise<{width: number, height: number, data: Uint8ClampedArray}>} as an ImageData has it:
     *     `new ImageData(data, width, height)`
     */
    async snapshot(options) {
        this._snapshot = null;
        this._send({ command: 'snapshot', subtitles: !(options && options.subtitles === false) });
        // The preload answers before send() returns.
        const answer = this._snapshot;

        this._snapshot = null;
        if (!answer) {
            throw new Error('<gst-video> has no picture: it is not in a document');
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
     * with it. Null when there is none newer than the last one taken, or none yet.
     * @returns {any}
     * @throws {Error} when this page may not have shared memory; it says which switch to set
     */
    getFrame() {
        return this._memory().getFrame();
    }

    /**
     * What a Worker needs to read pictures: post it there, make a frameshare.FrameReader of it
     * (importScripts(frameshare.workerScript)). Later slots come as `slot` events of this element.
     * @returns {Promise<any>}
     */
    getHandles() {
        return this._memory().getHandles();
    }
}

module.exports = { GstVideo };
