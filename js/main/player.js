// SPDX-License-Identifier: MIT
'use strict';

const { PlayerError } = require('./error');
const { loadArguments, toUri } = require('./load-arguments');
const { positionNow } = require('./player-record');
const { Session } = require('./session');

/**
 * @typedef {'stopped' | 'loading' | 'paused' | 'playing' | 'ended' | 'error' | 'closed'}
 * PlayerState what a player does; `stopped` has no source, `closed` is for ever
 * @typedef {import('./error').ErrorRecord} ErrorRecord
 * @typedef {object} VideoInfo
 * @property {number} width pixels of the picture, as it is stored
 * @property {number} height its rows
 * @property {number | null} fps frames a second; null where they do not come evenly
 * @property {string} format GStreamer's name: `I420`, `P010_10LE`, ...
 * @property {number} pixelAspect a pixel's width over its height
 * @property {Direction} orientation how it is turned before it is seen, as the stream says or
 * setOrientation() did
 * @property {boolean} still it is one picture for sound alone: its cover, or a plain one
 *
 * @typedef {object} Track
 * @property {string} id what selectTrack() takes
 * @property {string} label for people; '' is not known
 * @property {string} language its code, as `en`; '' is not known
 * @property {string} codec as GStreamer names it; '' is not known
 * @property {boolean} selected it is the one that plays
 *
 * @typedef {object} Chapter
 * @property {number} start seconds
 * @property {number} end seconds
 * @property {string} title for people
 *
 * @typedef {'video' | 'audio' | 'text'} TrackKind of what a track is
 * @typedef {{[kind in TrackKind]: Track[]}} Tracks of a source, in lists by their kind
 *
 * @typedef {'auto' | 'identity' | '90r' | '180' | '90l' | 'horiz' | 'vert' | 'ul-lr' | 'ur-ll'}
 * Direction in the words of GStreamer's video-direction: `90r` is a quarter clockwise, `horiz` a
 * mirror left to right
 *
 * @typedef {object} AudioDevice
 * @property {string} id what setAudioDevice() takes; the same as long as the machine has it
 * @property {string} label for people
 * @property {boolean} default it is where sound goes when nothing is said
 *
 *
 * @typedef {object} PlayerOptions
 * @property {boolean} [inProcess] run the player in this process instead of one of its own; where
 * that has an FFmpeg of another version, as most Electrons, what FFmpeg would decode is refused
 * @property {string} [stream] the stream's name; else `gst_player_PID` of the host
 * @property {string} [host] path of `frameshare-player`, or of `libframeshare-player.so` with
 * inProcess
 * @property {string} [runtime] folder of a GStreamer that the app brings along, as `npx frameshare
 * bundle` makes it; else `gstreamer` in the app's resources where that is, else the machine's
 *
 * @typedef {string | {uri?: string, pipeline?: string}} Source a URI, a path, or a pipeline
 * description
 *
 * @typedef {object} SourceOptions how a source is opened; what does not concern its kind is left
 * out
 * @property {{[name: string]: string}} [headers] more headers of HTTP requests
 * @property {string} [userAgent] who HTTP requests say that they come from
 * @property {{transport?: 'auto' | 'tcp' | 'udp', latency?: number}} [rtsp] `transport`: `auto`
 * tries UDP first; `latency`: how much is kept to make an uneven stream even, ms (2000)
 * @property {{verify?: boolean}} [tls] `verify: false` takes any certificate
 * @property {string} [subtitleEncoding] of a file of subtitles that is neither UTF-8 nor has a mark, as the web names it
 *     (`windows-1251`, `shift-jis`, `gb18030`); else it is detected
 *
 * @typedef {object} OwnLoadOptions how a source is shown
 * @property {number} [position] where to begin, seconds: no other picture is shown before
 * @property {boolean} [loop] play again and again, see setLoop()
 * @property {'native' | 'rgba'} [format] `rgba` converts in the player; else the reader gets what
 * the decoder gave
 * @property {boolean} [deinterlace] false shows both fields of interlaced video at once, as they
 * are stored; else each field becomes a picture of its own (50 a second of 50i). What is not
 * interlaced is never touched
 * @property {boolean | string} [subtitles] true shows the file's own first text track, a path or
 * URI that of a file of its own. Subtitles that cannot be read are a `warning`
 *
 * @typedef {OwnLoadOptions & SourceOptions} LoadOptions all but `position` and `loop` are of a URI
 * or a path: a pipeline says the rest itself
 *
 * @typedef {object} PlayerRecord everything a window needs to know of a player when it joins
 * @property {string | null} stream the name of its stream; null until it has one
 * @property {PlayerState} state what it does
 * @property {number} position seconds
 * @property {number | null} duration seconds, null when unknown
 * @property {boolean} seekable seek() works
 * @property {boolean} live it has no end and no other position
 * @property {VideoInfo | null} video null while unknown
 * @property {Tracks} tracks empty where nothing is known
 * @property {[number, number][]} buffered what is there to be played without waiting: ranges of
 * seconds
 * @property {{[name: string]: string}} tags what the source says of itself: `title`, `artist`, ...;
 * only what it says
 * @property {Chapter[]} chapters in their order
 * @property {number} rate 1 is normal speed
 * @property {boolean} loop it plays again and again
 * @property {boolean} preservesPitch sound keeps its pitch at other rates than 1
 * @property {number} volume 0 to 1
 * @property {boolean} mute there is no sound
 * @property {ErrorRecord | null} error the last one, null after a load that worked
 */

/**
 * A GStreamer pipeline under control. Its pictures are in the stream `player.stream`, which any
 * process of this user may open.
 *
 * An event is emitted after the property has changed.
 *
 * A load that fails rejects its promise and also emits `error` when somebody listens.
 *
 * A host that crashes is replaced: `recovering` says so, then the source is loaded again, at its
 * position, with its rate, volume and orientation, and `stream` with the new name and `state` with
 * `playing` or `paused` say that it is back. What the player is asked meanwhile it does then. The
 * third crash within a minute is an `error` with the code `crashed`, whose `element` is the
 * GStreamer element that crashed, as well as can be told; a host that ends in another way is one
 * with the code `host`. The next load() starts a new one.
 *
 * @fires {string} stream - the name of its stream, which is another one after a crash
 * @fires {PlayerState} state - it is in this state from now on
 * @fires {number} position - seconds, four times a second while it plays
 * @fires {number} seeked - seconds: the picture of a seek is there
 * @fires {number | null} duration - seconds, null when unknown
 * @fires {VideoInfo} video - what its pictures are from now on
 * @fires {Tracks} tracks - what the source has, and what of it plays
 * @fires {[number, number][]} buffered - what is there to be played: ranges of seconds
 * @fires {number} buffering - percent of what it wants to have: below 100 it waits, at 100 it goes
 * on
 * @fires {{[name: string]: string}} tags - what the source says of itself: `title`, `artist`, ...
 * @fires {Chapter[]} chapters - of the source, in their order
 * @fires {number} rate - the speed it plays with
 * @fires {number} volume - 0 to 1
 * @fires {void} looped - it begins anew, see setLoop()
 * @fires {void} about-to-finish - while it plays, ten seconds before its end or earlier: it is time
 * to say what is next, see setNext()
 * @fires {string | null} source - what setNext() was given begins: its URI, null of a pipeline.
 * What is known is of it from then on
 * @fires {void} end - the source has ended
 * @fires {{position: number, attempt: number}} recovering - its process crashed, and another one
 * takes over
 * @fires {PlayerError} warning - it goes on, without something
 * @fires {PlayerError} error - it does not go on; load() may
 * @fires {object} message - every event as the player said it
 * @fires {void} close - it is closed for ever
 */
class GstPlayer extends Session {
    /** The name of the stream; null until the first load() or start(). */
    get stream() {
        return this._now.stream;
    }

    /** What the player does; it changes before the event of the same name is emitted. */
    get state() {
        return this._now.state;
    }

    /** Seconds, of the last event (four a second). */
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

    /** Of the picture, null while unknown. @returns {VideoInfo | null} */
    get video() {
        return this._now.video;
    }

    /** What the source has; each list is empty where nothing is known. @returns {Tracks} */
    get tracks() {
        return this._now.tracks;
    }

    /**
     * What is there to be played without waiting: ranges of seconds. @returns {[number, number][]}
     */
    get buffered() {
        return this._now.buffered;
    }

    /**
     * What the source says of itself: `title`, `artist`, ...; only what it says. @returns {{[name:
     * string]: string}}
     */
    get tags() {
        return this._now.tags;
    }

    /** The chapters of the source. @returns {Chapter[]} */
    get chapters() {
        return this._now.chapters;
    }

    /** Process id of the host; undefined when there is none. */
    get pid() {
        return this._connection ? this._connection.pid : undefined;
    }

    /**
     * All of the above as plain data, to send to another process. `position` is the
     * current one, not that of the last event.
     * @returns {PlayerRecord}
     */
    toRecord() {
        return Object.assign({}, this._now, { position: positionNow(this._now, this._sincePosition()) });
    }

    /**
     * Load a source and show its first picture, paused.
     * @param {Source} [source] a URI, a path, or a pipeline description in
     *     gst-launch's words that has a framesharesink; none is the last one again
     * @param {LoadOptions} [options]
     * @returns {Promise<void>} rejected with a PlayerError
     */
    async load(source, options) {
        if (source !== undefined) {
            this._source = loadArguments(source, options || {});
        }
        if (!this._source) {
            throw new PlayerError('closed', 'nothing was loaded yet: say what to load');
        }
        await this._load();
    }

    /** Play on. @returns {Promise<void>} */
    async play() {
        await this._request('play');
    }

    /** Pause; the current picture stays visible. @returns {Promise<void>} */
    async pause() {
        await this._request('pause');
    }

    /** Unload the source; the last picture stays visible. @returns {Promise<void>} */
    async stop() {
        await this._request('stop');
        this._nexts = [];
    }

    /**
     * @param {number} position seconds
     * @param {{accurate?: boolean}} [options] false goes to the nearest key frame, which is faster
     * @returns {Promise<void>} when the player has taken it; `seeked` tells when the picture is
     * there
     */
    async seek(position, options) {
        await this._request('seek', { position, accurate: !(options && options.accurate === false) });
    }

    /**
     * @param {number} rate 1 is normal speed; -4 to 8 but 0. Negative plays backwards, to an end at
     * 0
     * @returns {Promise<void>}
     */
    async setRate(rate) {
        await this._request('rate', { rate });
    }

    /**
     * Play again and again, without a gap where the format can do that (MP4, Matroska, WebM):
     * `looped` tells of each time, and there is no `end`. Until another load().
     * @param {boolean} loop
     * @returns {Promise<void>}
     */
    async setLoop(loop) {
        await this._request('loop', { loop });
        this._now.loop = loop;
    }

    /**
     * What to play when this source ends, in place of its `end` and without a gap in picture and
     * sound: `source` tells when it begins. Say it before `about-to-finish`, or then. What has
     * other streams (sound, a picture), other options, is live, or is a pipeline is loaded when
     * this one has been played, which takes a moment. One that cannot be played is an `error` when
     * its turn comes. A loop, and what plays backwards, do not come to it; load() and stop() forget
     * it.
     * @param {Source | null} source as load() takes it, in place of what was next before; null for
     * nothing
     * @param {LoadOptions} [options] `position` and `loop` do not count
     * @returns {Promise<void>} rejected with a PlayerError
     */
    async setNext(source, options) {
        const next = source === null ? null : loadArguments(source, Object.assign({}, options, { position: undefined, loop: undefined }));

        await this._follow(next);
    }

    /**
     * Whether sound keeps its pitch at other rates than 1, as it does at first. It stays so over
     * loads; a pipeline says itself what its sound does.
     * @param {boolean} preserve false: it goes higher and lower with the rate
     * @returns {Promise<void>}
     */
    async setPreservesPitch(preserve) {
        await this._request('pitch', { preserve });
        this._now.preservesPitch = preserve;
    }

    /**
     * Pause, and show another picture of the video.
     * @param {number} frames so many further on, or back; at most its last, or first
     * @returns {Promise<void>} when it is there
     */
    async step(frames) {
        await this._request('step', { frames });
    }

    /**
     * Play another track; `tracks` tells when it does. It stays until another load.
     * @param {TrackKind} kind
     * @param {string | null} id of one in `tracks`; null is none, of audio and text
     * @returns {Promise<void>}
     */
    async selectTrack(kind, id) {
        await this._request('select', { kind, track: id });
        this._wishes.tracks.set(kind, id);
    }

    /**
     * Show the subtitles of a file in place of what text is shown. They are a text track with that
     * URI for its id, until another load or another file.
     * @param {string | null} source a path or a URI; null shows no text
     * @returns {Promise<void>}
     */
    async setSubtitles(source) {
        const uri = source === null ? null : toUri(source);

        await this._request('subtitles', { uri });
        this._wishes.tracks.delete('text');
        this._source = Object.assign({}, this._source, { subtitles: uri === null ? false : uri });
    }

    /**
     * As loud as it sounds: amplitudes are multiplied by the cube of it.
     * @param {number} volume 0 to 1
     * @returns {Promise<void>}
     */
    async setVolume(volume) {
        await this._request('volume', { volume });
    }

    /**
     * Without sound, or with it again.
     * @param {boolean} muted
     * @returns {Promise<void>}
     */
    async setMuted(muted) {
        await this._request('mute', { mute: muted });
    }

    /** The devices that sound can go to. @returns {Promise<AudioDevice[]>} */
    async audioDevices() {
        await this.start();
        return (await this._request('audio-devices')).devices;
    }

    /**
     * Let sound go to a device, now and of what is loaded later; a pipeline has its own. When that
     * device is no longer there, sound goes where the system likes it best.
     * @param {string | null} id of one in `audioDevices()`; null is the one that the system likes
     * best
     * @returns {Promise<void>} rejected with a PlayerError `not-found` when there is no such device
     */
    async setAudioDevice(id) {
        await this.start();
        await this._request('audio-device', { device: id });
        this._wishes.device = id;
    }

    /**
     * Tell every reader how to turn the picture; the pixels stay as they are. A paused picture
     * turns at once, and it stays so over loads.
     * @param {Direction} direction in the words of GStreamer's video-direction; `auto` is as the
     * stream says
     * @returns {Promise<void>}
     */
    async setOrientation(direction) {
        await this._request('orientation', { direction });
        this._wishes.direction = direction;
    }

    /**
     * Counts of the stream: published, in place, copied, dropped, readers. @returns {Promise<any>}
     */
    async stats() {
        const reply = await this._request('stats');

        return Object.assign({}, reply, { id: undefined, ok: undefined });
    }

    /**
     * The newest picture, in this process, with no copy.
     * @returns {import('../stream/frame').Frame | null} null when there is none newer than the last
     * one taken, or the stream is still being opened, because its host does not answer just now
     */
    getFrame() {
        const reader = this._now.stream === null ? null : this._pictures.soon(this._now.stream);

        return reader && reader.getFrame();
    }

    /**
     * The newest picture as it is displayed, at its full size: in its colours, cropped, with square
     * pixels, the right way up. It works while the player plays, is paused, or has ended, and does
     * not change what getFrame() gives.
     * @param {{subtitles?: boolean}} [options] false leaves subtitles and other overlays out
     * @returns {Promise<import('../stream/picture').Picture>} {width, height, data, toPNG()}: data
     * is RGBA
     */
    async snapshot(options) {
        if (this._now.stream === null) {
            throw new PlayerError('closed', 'nothing is loaded: call load() before snapshot');
        }
        const reader = await this._pictures.whenOpen(this._now.stream);
        const picture = await reader.snapshotAsync({ overlays: !(options && options.subtitles === false) });

        if (!picture) {
            throw new PlayerError('no-video', 'there is no picture yet: wait for load()');
        }
        return picture;
    }

}

module.exports = { GstPlayer, toUri };
