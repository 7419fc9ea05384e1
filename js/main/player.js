'use strict';

const EventEmitter = require('events');
const path = require('path');
const { pathToFileURL } = require('url');
const { PlayerError } = require('./error');

/**
 * @typedef {'stopped' | 'loading' | 'paused' | 'playing' | 'ended' | 'error' | 'closed'} PlayerState
 * @typedef {import('./error').ErrorRecord} ErrorRecord
 * @typedef {{width: number, height: number, fps: number, format: string, pixelAspect: number}} VideoInfo pixelAspect: a
 *     pixel's width over its height
 *
 * @typedef {'auto' | 'identity' | '90r' | '180' | '90l' | 'horiz' | 'vert' | 'ul-lr' | 'ur-ll'} Direction
 *
 * @typedef {object} PlayerOptions
 * @property {boolean} [inProcess] run the player in this process instead of one of its own
 * @property {string} [stream] the stream's name; else `gst_player_PID` of the host
 * @property {string} [host] path of `frameshare-player`, or of `libframeshare-player.so` with inProcess
 *
 * @typedef {object} LoadOptions
 * @property {'native' | 'rgba'} [format] `rgba` converts in the player; else the reader gets what the decoder gave
 * @property {boolean} [deinterlace] false shows both fields of interlaced video at once, as they are stored; else
 *     each field becomes a picture of its own (50 a second of 50i). What is not interlaced is never touched
 * @property {boolean | string} [subtitles] true shows the file's own first text track, a path or URI that of a file of
 *     its own. Subtitles that cannot be read are a `warning`
 *
 * @typedef {object} PlayerRecord everything a window needs to know of a player when it joins
 * @property {string | null} stream
 * @property {PlayerState} state
 * @property {number} position
 * @property {number | null} duration
 * @property {boolean} seekable
 * @property {boolean} live
 * @property {VideoInfo | null} video
 * @property {number} rate
 * @property {number} volume
 * @property {boolean} mute
 * @property {ErrorRecord | null} error
 */

/**
 * A URI as it is, anything else is a path.
 * @param {string} source
 * @returns {string}
 */
function toUri(source) {
    return /^[a-z][a-z0-9+.-]+:/i.test(source) ? source : pathToFileURL(path.resolve(source)).href;
}

/**
 * @param {string | {uri?: string, pipeline?: string}} source
 * @param {LoadOptions} options
 * @returns {object} what the load command says
 */
function loadArguments(source, options) {
    const what = typeof source === 'string' ? { uri: source } : source || {};

    if (typeof what.pipeline === 'string') {
        return { pipeline: what.pipeline };
    }
    if (typeof what.uri !== 'string' || what.uri === '') {
        throw new PlayerError('not-found', 'load() takes a path, a URI, or {pipeline: DESCRIPTION}');
    }
    return {
        uri: toUri(what.uri),
        format: options.format || 'native',
        deinterlace: options.deinterlace !== false,
        subtitles: typeof options.subtitles === 'string' ? toUri(options.subtitles) : options.subtitles === true,
    };
}

/**
 * A GStreamer pipeline under control. Its pictures are in the stream `player.stream`, which any process of
 * this user may open.
 *
 * Events (the state has changed before its event): `stream` (name), `state` (state), `position` (s),
 * `duration` (s or null), `video` ({width, height, fps, format, pixelAspect}), `seeked` (s), `end`, `buffering` (percent),
 * `rate`, `volume`, `warning` (PlayerError), `error` (PlayerError), `close`; and `message` with every event
 * as the player said it.
 *
 * A load that fails rejects its promise and also emits `error` when somebody listens. A host that dies emits
 * `error`; the next load() starts a new one.
 */
class GstPlayer extends EventEmitter {
    /** @param {PlayerOptions} [options] */
    constructor(options) {
        super();
        this._options = options || {};
        /** @type {import('./process-host').ProcessHost | import('./library-host').LibraryHost | null} */
        this._host = null;
        this._closed = false;
        this._lastId = 0;
        /** @type {Map<number, {resolve: (reply: any) => void, reject: (error: Error) => void}>} */
        this._requests = new Map();
        /** @type {import('../stream/stream').Stream | null} */
        this._reader = null;
        /** @type {object | null} what was loaded last */
        this._source = null;
        this._loading = false;
        /** Counts loads: one that another has interrupted is no failure of the player. */
        this._turn = 0;
        /** What a host said before it ended without ever being there. @type {PlayerError | null} */
        this._lastWords = null;
        /** @type {PlayerRecord} */
        this._now = {
            stream: null, state: 'stopped', position: 0, duration: null, seekable: false, live: false,
            video: null, rate: 1, volume: 1, mute: false, error: null,
        };
    }

    /** The name of the stream; null until the first load() or start(). */
    get stream() {
        return this._now.stream;
    }

    get state() {
        return this._now.state;
    }

    /** Seconds, as last told by the player (four times a second). */
    get position() {
        return this._now.position;
    }

    /** Seconds, null when unknown. */
    get duration() {
        return this._now.duration;
    }

    /** The last error, null after a load that worked. @returns {ErrorRecord | null} */
    get error() {
        return this._now.error;
    }

    /** @returns {VideoInfo | null} */
    get video() {
        return this._now.video;
    }

    /** Process id of the host; undefined when there is none. */
    get pid() {
        return this._host ? this._host.pid : undefined;
    }

    /** Everything above at once, as plain data, to send to another process. @returns {PlayerRecord} */
    toRecord() {
        return Object.assign({}, this._now);
    }

    /**
     * Start the host if there is none. load() does it by itself; do it earlier to know `stream` earlier.
     * @returns {Promise<string>} the stream's name
     */
    async start() {
        if (this._closed) {
            throw new PlayerError('closed', 'this player is closed: make a new one');
        }
        if (!this._host) {
            this._launch();
        }
        if (this._now.stream === null) {
            await this._hello;
        }
        return /** @type {string} */ (this._now.stream);
    }

    _launch() {
        const { inProcess, stream, host: file } = this._options;
        const host = inProcess
            ? new (require('./library-host').LibraryHost)({ library: file, stream })
            : new (require('./process-host').ProcessHost)({ program: file, stream });

        this._host = host;
        this._lastWords = null;
        this._hello = new Promise((resolve, reject) => {
            this._requests.set(0, { resolve, reject });
        });
        // Who calls start() hears of it; without this line Node would end the process for those who do not.
        this._hello.catch(() => {});
        host.on('message', (/** @type {any} */ message) => this._receive(message));
        host.once('exit', (/** @type {PlayerError | null} */ error) => this._lose(error));
    }

    /** The host is gone, by itself or because it was asked to. @param {PlayerError | null} exit */
    _lose(exit) {
        const requests = Array.from(this._requests.values());
        const error = exit && this._lastWords ? this._lastWords : exit;

        this._host = null;
        this._requests.clear();
        this._closeReader();
        this._now.stream = null;
        for (const request of requests) {
            request.reject(error || new PlayerError('closed', 'the player was closed'));
        }
        if (!error) {
            return;
        }
        // A host that was killed could not remove its socket; listing the streams does.
        try {
            require('../index').list();
        } catch (ignored) {
            // Only tidiness is lost: the next writer of that name replaces the socket.
        }
        this._dispatch(Object.assign({ event: 'error' }, error.toRecord()), requests.length > 0);
    }

    /** @param {any} message one line of the host */
    _receive(message) {
        if (message.event === 'error' && this._now.stream === null) {
            // Why the host cannot start. It ends now, and that tells everybody.
            this._lastWords = PlayerError.from(message);
            return;
        }
        if (message.event) {
            this._dispatch(message);
            return;
        }
        const request = this._requests.get(message.id);
        if (!request) {
            return;
        }
        this._requests.delete(message.id);
        if (message.error) {
            request.reject(PlayerError.from(message.error));
        } else {
            request.resolve(message);
        }
    }

    /**
     * Take an event into the state, then tell of it.
     * @param {any} event
     * @param {boolean} [told] a promise was rejected with this error, so somebody heard
     */
    _dispatch(event, told = this._loading) {
        const value = this._apply(event);
        const name = event.event === 'hello' ? 'stream' : event.event;

        this.emit('message', event);
        if (name !== 'error' || this.listenerCount('error') > 0 || !told) {
            this.emit(name, value);
        }
    }

    /**
     * @param {any} event
     * @returns {any} what the listeners of that event get
     */
    _apply(event) {
        const now = this._now;

        switch (event.event) {
        case 'hello': {
            const request = this._requests.get(0);
            now.stream = event.stream;
            this._requests.delete(0);
            if (request) {
                request.resolve(undefined);
            }
            return now.stream;
        }
        case 'state':
            return (now.state = event.state);
        case 'position':
        case 'seeked':
            if (typeof event.position === 'number') {
                now.position = event.position;
            }
            return now.position;
        case 'duration':
            now.duration = typeof event.duration === 'number' ? event.duration : null;
            now.seekable = Boolean(event.seekable);
            now.live = Boolean(event.live);
            return now.duration;
        case 'video':
            now.video = {
                width: event.width, height: event.height, fps: event.fps, format: event.format,
                pixelAspect: event.pixelAspect,
            };
            return now.video;
        case 'rate':
            return (now.rate = event.rate);
        case 'volume':
            now.volume = event.volume;
            now.mute = Boolean(event.mute);
            return now.volume;
        case 'buffering':
            return event.percent;
        case 'error':
            now.state = 'error';
            now.error = PlayerError.from(event).toRecord();
            return PlayerError.from(event);
        case 'warning':
            return PlayerError.from(event);
        default:
            return event;
        }
    }

    /**
     * @param {string} command
     * @param {object} [args]
     * @returns {Promise<any>} the player's reply
     */
    _request(command, args) {
        const host = this._host;

        if (!host) {
            return Promise.reject(new PlayerError('closed', `nothing is loaded: call load() before ${command}`));
        }
        return new Promise((resolve, reject) => {
            const id = ++this._lastId;

            this._requests.set(id, { resolve, reject });
            host.send(Object.assign({ id, command }, args));
        });
    }

    /**
     * Load a source and show its first picture, paused.
     * @param {string | {uri?: string, pipeline?: string}} [source] a URI, a path, or a pipeline description in
     *     gst-launch's words that has a framesharesink; none is the last one again
     * @param {LoadOptions} [options] of a URI or a path; a pipeline says all of it itself
     * @returns {Promise<void>} rejected with a PlayerError
     */
    async load(source, options) {
        if (source !== undefined) {
            this._source = loadArguments(source, options || {});
        }
        if (!this._source) {
            throw new PlayerError('closed', 'nothing was loaded yet: say what to load');
        }
        const turn = ++this._turn;

        Object.assign(this._now, { error: null, position: 0, duration: null, video: null });
        this._loading = true;
        try {
            await this.start();
            await this._request('load', this._source);
        } catch (error) {
            if (turn === this._turn) {
                this._fail(PlayerError.from(error));
            }
            throw error;
        } finally {
            this._loading = this._loading && turn !== this._turn;
        }
    }

    /** An error that only a reply told of becomes one that everybody hears of. @param {PlayerError} error */
    _fail(error) {
        if (this._now.error || this._closed) {
            return;
        }
        this._dispatch(Object.assign({ event: 'error' }, error.toRecord()));
    }

    /** @returns {Promise<void>} */
    async play() {
        await this._request('play');
    }

    /** @returns {Promise<void>} */
    async pause() {
        await this._request('pause');
    }

    /** Let go of the source; the last picture stays. @returns {Promise<void>} */
    async stop() {
        await this._request('stop');
    }

    /**
     * @param {number} position seconds
     * @param {{accurate?: boolean}} [options] false goes to the nearest key frame, which is faster
     * @returns {Promise<void>} when the player has taken it; `seeked` tells when the picture is there
     */
    async seek(position, options) {
        await this._request('seek', { position, accurate: !(options && options.accurate === false) });
    }

    /**
     * @param {number} rate 1 is normal speed
     * @returns {Promise<void>}
     */
    async setRate(rate) {
        await this._request('rate', { rate });
    }

    /**
     * @param {number} volume 0 to 1
     * @returns {Promise<void>}
     */
    async setVolume(volume) {
        await this._request('volume', { volume });
    }

    /**
     * @param {boolean} muted
     * @returns {Promise<void>}
     */
    async setMuted(muted) {
        await this._request('mute', { mute: muted });
    }

    /**
     * Tell every reader how to turn the picture; the pixels stay as they are. A paused picture turns at once, and it
     * stays so over loads.
     * @param {Direction} direction in the words of GStreamer's video-direction; `auto` is as the stream says
     * @returns {Promise<void>}
     */
    async setOrientation(direction) {
        await this._request('orientation', { direction });
    }

    /** Counts of the stream: published, in place, copied, dropped, readers. @returns {Promise<any>} */
    async stats() {
        const reply = await this._request('stats');

        return Object.assign({}, reply, { id: undefined, ok: undefined });
    }

    /**
     * The newest picture, in this process, with no copy.
     * @returns {import('../stream/frame').Frame | null} null when there is none newer than the last one taken
     */
    getFrame() {
        return this._now.stream === null ? null : this._openReader(this._now.stream).getFrame();
    }

    /**
     * The newest picture as it is displayed, at its full size: in its colours, cropped, with square pixels, the
     * right way up. It works while the player plays, is paused, or has ended, and does not change what getFrame()
     * gives.
     * @param {{subtitles?: boolean}} [options] false leaves subtitles and other overlays out
     * @returns {Promise<import('../stream/picture').Picture>} {width, height, data, toPNG()}: data is RGBA
     */
    async snapshot(options) {
        if (this._now.stream === null) {
            throw new PlayerError('closed', 'nothing is loaded: call load() before snapshot');
        }
        const reader = this._openReader(this._now.stream);
        const picture = reader.snapshot({ overlays: !(options && options.subtitles === false) });

        if (!picture) {
            throw new PlayerError('no-video', 'there is no picture yet: wait for load()');
        }
        return picture;
    }

    /** @param {string} name the stream's */
    _openReader(name) {
        this._reader = this._reader || require('../index').open(name);
        return this._reader;
    }

    _closeReader() {
        if (this._reader) {
            this._reader.close();
            this._reader = null;
        }
    }

    /**
     * End the player and its host.
     * @returns {Promise<void>} resolved when the host is gone
     */
    async close() {
        if (this._closed) {
            return;
        }
        this._closed = true;
        this._closeReader();
        if (this._host) {
            await this._host.close();
        }
        this._now.state = 'closed';
        this.emit('close');
    }
}

module.exports = { GstPlayer, toUri };
