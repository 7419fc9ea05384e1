// SPDX-License-Identifier: MIT
'use strict';

const { isPlain, sentenceOf } = require('../plain-words');
const { weakly, whenGone } = require('../weak');
const { Display } = require('./display');
const { Source } = require('./source');

/** @typedef {import('./page').Page} Page */

/** Commands that an element may send; a page can dispatch events of its own making. */
const COMMANDS = ['open', 'close', 'disconnect', 'stats', 'handles', 'snapshot', 'picture', 'frame', 'draw', 'rest', 'shown',
    'play', 'pause', 'seek', 'next', 'rate', 'loop', 'pitch', 'step', 'select', 'subtitles', 'orientation', 'volume', 'mute'];

/** The attribute of the element that shows the picture; js/page/element/view.js looks for it. */
const SHOWN = 'data-shown';

/** @param {any} error from this process @returns {string} a message for the page, without paths */
function wordsOf(error) {
    return isPlain(error.message) ? error.message : sentenceOf(error.code || 'internal');
}

/**
 * What a link has that is to be closed, apart from the link: it is closed also when a page drops its element.
 * @typedef {object} Streams
 * @property {Source | null} source that is shown
 * @property {{name: string, opening: Promise<Source>} | null} ahead the stream of the player that loads the element's source, opened meanwhile
 * @property {boolean} closed
 */

/** @param {Streams} streams */
function dropAhead(streams) {
    const { ahead } = streams;

    streams.ahead = null;
    if (ahead) {
        ahead.opening.then((source) => source.close(), () => {});
    }
}

/**
 * The element was dropped by its page.
 * @param {Page} page
 * @param {number} number
 * @param {Streams} streams
 */
function bury(page, number, streams) {
    if (!streams.closed) {
        dropAhead(streams);
        if (streams.source) {
            streams.source.close();
        }
        page.request({ command: 'close', element: number }).catch(() => {});
        page.forget(number);
    }
}

/** @param {ElementLink} link @param {string} how its stream was closed */
function confirm(link, how) {
    if (how === 'died' && link.source) {
        link._confirm(link.source.name);
    }
}

/** @param {ElementLink} link @param {object} message memory that came */
function post(link, message) {
    if (link._wantsHandles) {
        link._post(message);
    }
}

/**
 * The native side of one <gst-video>: it asks the main process for a player, opens the player's
 * stream and shows it in the element's canvas. It talks with the element by events on that canvas:
 * `frameshare:command` from the page, `frameshare:event` to it.
 *
 * It is kept by the canvas, whose listener it is, and by nothing else that lives longer: an element that a page drops is gone, and its player with it.
 */
class ElementLink {
    /**
     * @param {Page} page
     * @param {number} number the element's in this page
     * @param {HTMLElement} element
     * @param {HTMLCanvasElement} canvas
     */
    constructor(page, number, element, canvas) {
        this._page = page;
        this._number = number;
        this.element = element;
        this._canvas = canvas;
        this._turn = 0;
        this._closed = false;
        this._wantsHandles = false;
        /** The page waits for the next picture (requestVideoFrameCallback()). */
        this._wantsFrame = false;
        /**
         * `open` has been answered: before that, a player's events may be of the previous source.
         */
        this._joined = false;
        /** Nothing may be drawn yet. */
        this._held = true;
        /**
         * Events to pass on once a picture is drawn: those since a seek, or while the stream is
         * being opened.
         * @type {any[]}
         */
        this._waiting = [];
        /** @type {Display | null} */
        this._display = null;
        /** @type {Streams} */
        this._streams = { source: null, ahead: null, closed: false };
        /** The element is in no document, and nothing plays. */
        this._resting = false;
        /** The stream that is being opened. @type {string | null} */
        this._coming = null;
        /** Increased with each stream: one whose opening ends too late is closed. */
        this._attempt = 0;
        this._obey = (/** @type {Event} */ event) => this._command(/** @type {CustomEvent} */ (event).detail);
        canvas.addEventListener('frameshare:command', this._obey);
        whenGone(this, bury, page, number, this._streams);
    }

    get source() {
        return this._streams.source;
    }

    /** Is this link still the one of its element? */
    get isOpen() {
        return !this._closed;
    }

    greet() {
        this._tell({ event: 'linked', element: this._number });
    }

    /** @param {object} event to the element */
    _tell(event) {
        if (!this._closed) {
            this._canvas.dispatchEvent(new CustomEvent('frameshare:event', { detail: event }));
        }
    }

    /**
     * Report a failure of this process, without the path of the stream's socket.
     * @param {any} error
     * @param {'error' | 'failed'} event
     */
    _tellOwnError(error, event) {
        this._tell({ event, code: error.code || 'internal', message: wordsOf(error) });
    }

    /**
     * @param {any} error from the main process, or from a page
     * @param {'error' | 'failed'} [event] failed: the source cannot be shown at all
     */
    _tellError(error, event = 'error') {
        this._tell({ event, code: error.code || 'internal', message: error.message });
    }

    /** @param {any} detail from the element */
    _command(detail) {
        if (!detail || !COMMANDS.includes(detail.command)) {
            this._tell({ event: 'answered', number: detail && detail.number, code: 'refused' });
            return;
        }
        switch (detail.command) {
        case 'open':
            this._open(detail);
            break;
        case 'disconnect':
            this._request({ command: 'close' });
            this.close();
            this._page.forget(this._number);
            break;
        case 'stats':
            this._report();
            break;
        case 'snapshot':
            this._takeSnapshot(detail.subtitles !== false);
            break;
        case 'picture':
            this._takePicture(detail.since);
            break;
        case 'frame':
            this._wantsFrame = this._display === null;
            if (this._display) {
                this._display.watch();
            }
            break;
        case 'shown':
            if (this._display) {
                this._tell({ event: 'shown', begin: this._display.begin, end: this._display.end });
            }
            break;
        case 'rest':
            this._resting = detail.resting === true;
            if (this._display) {
                this._display.rest(this._resting);
            }
            break;
        case 'draw':
            if (this._display) {
                this._display.draw();
            }
            break;
        case 'handles':
            this._wantsHandles = true;
            this._postHandles();
            break;
        case 'close':
            this._turn++;
            this._joined = false;
            this._waiting = [];
            this._dropAhead();
            this._follow(null);
            this._request(detail);
            break;
        default:
            this._request(detail);
        }
    }

    /** @param {any} command for the player */
    _request(command) {
        this._page.request(Object.assign({}, command, { element: this._number })).catch((error) => {
            this._tell({ event: 'answered', number: command.number, code: error.code || 'internal', message: error.message });
            // The player reports failures as events, so only a refusal is reported here. Failing
            // subtitles do not fail the film, and setNext() has a promise.
            if (error.code === 'refused' && command.command !== 'subtitles' && command.command !== 'next') {
                this._tellError(error);
            }
        });
    }

    /** @param {any} detail {src, share, format, deinterlace, subtitles, position, again} */
    async _open(detail) {
        const turn = ++this._turn;
        const { src, share, format, deinterlace, subtitles, position, again } = detail;

        this._joined = false;
        this._waiting = [];
        this._dropAhead();
        this._hold();
        this._display = this._display || this._createDisplay();
        this._display.prepare();
        try {
            const player = await this._page.request({
                command: 'open', element: this._number, src, share, format, deinterlace, subtitles, position, again,
            });

            if (turn === this._turn && !this._closed) {
                this._joined = true;
                this._follow(player.stream);
                this.hear({ event: 'opened', player });
            }
        } catch (error) {
            if (turn === this._turn) {
                this._dropAhead();
                this._follow(null);
                this._tellError(error, 'failed');
            }
        }
    }

    /** @param {any} event of the player */
    hear(event) {
        if (event.event === 'hello' && this._coming !== null) {
            // Abandon the stream that is being opened.
            this._take(event);
        } else if (event.event === 'error' && this._coming !== null) {
            // No picture may follow.
            this._waiting.splice(0).concat(event).forEach((each) => this._take(each));
        } else if (this._waiting.length > 0 || (this._coming !== null && this._joined)) {
            // A listener to `play` may ask for pictures at once.
            this._waiting.push(event);
        } else if (event.event === 'seeked' && this._hasPictures()) {
            // A listener to `seeked` may look at its picture at once.
            this._waiting.push(event);
            this._expectPicture();
        } else {
            this._take(event);
        }
    }

    /** @returns {boolean} there is a stream with pictures, and it may be drawn */
    _hasPictures() {
        return this._joined && !this._held && this.source !== null && this.source.stream.reader.newest() !== 0;
    }

    /**
     * Events that wait for a picture are sent when it is drawn, or when it is known that none
     * comes.
     */
    _expectPicture() {
        if (this._coming === null && this._waiting.length > 0) {
            if (this._waiting[0].event === 'seeked' && this._display && this._hasPictures()) {
                this._display.announce();
            } else {
                this._catchUp();
            }
        }
    }

    /** The newest picture is on the screen. */
    _drawn() {
        this._tell({ event: 'picture' });
        this._catchUp();
    }

    /** Send the events that have waited. */
    _catchUp() {
        const [seeked, ...later] = this._waiting;

        this._waiting = [];
        if (seeked) {
            this._take(seeked);
            later.forEach((event) => this.hear(event));
        }
    }

    /** @param {any} event */
    _take(event) {
        if (!this._joined) {
            if (event.event === 'hello') {
                this._openAhead(event.stream);
            }
            this._tell(event);
        } else if (event.event === 'hello') {
            this._follow(event.stream);
        } else if (event.event === 'opened') {
            this._tell(event);
            // The stream may be the same as before, and its picture may have been drawn already.
            this._announce(event.player.state);
        } else if (event.event === 'state') {
            this._hearState(event);
        } else {
            this._tell(event);
        }
    }

    /** @param {any} event */
    _hearState(event) {
        if (event.state === 'loading') {
            this._hold();
        }
        this._tell(event);
        this._announce(event.state);
    }

    /** Another source is loaded: its predecessor's pictures must not be shown from here on. */
    _hold() {
        this._held = true;
        if (this._display) {
            this._display.hold();
        }
    }

    /**
     * A player that has left the state `loading` has published the first picture of its source.
     * @param {string} state the player's
     */
    _announce(state) {
        if (state === 'paused' || state === 'playing' || state === 'ended') {
            this._held = false;
            if (this._display) {
                this._display.announce();
            }
        }
    }

    /**
     * The stream does not exist, or no longer: its host died, which the player reports; its writer
     * disconnected this window, which was stopped and did not read for long; or something is wrong.
     * @param {string} name
     */
    async _confirm(name) {
        const turn = this._turn;

        try {
            const stream = await this._page.request({ command: 'confirm', element: this._number });

            if (turn === this._turn && !this._closed && !(this.source && this.source.live) && this._coming === null && stream === name) {
                this._follow(name, true);
            }
        } catch (error) {
            // The player has reported it.
        }
    }

    /**
     * Show this stream from now on.
     * @param {string | null} name
     * @param {boolean} [confirmed] its host has just answered
     */
    _follow(name, confirmed = false) {
        if ((this.source && this.source.name === name && this.source.live) || (name !== null && this._coming === name)) {
            return;
        }
        this._leave();
        this._tell({ event: 'stream', name });
        if (name !== null) {
            this._attach(name, confirmed);
        }
    }

    /**
     * Open the stream and show it. If its writer is slow to answer, the player's events are passed
     * on meanwhile.
     * @param {string} name
     * @param {boolean} confirmed
     */
    async _attach(name, confirmed) {
        const attempt = this._attempt;

        this._coming = name;
        try {
            const source = await this._openSource(name);

            if (attempt !== this._attempt) {
                source.close();
                return;
            }
            this._coming = null;
            this._streams.source = source;
            source.stream.once('close', weakly(this, confirm));
            this._display = this._display || this._createDisplay();
            this._display.setReader(source.stream.reader);
            if (this._wantsHandles) {
                this._postHandles();
            }
        } catch (error) {
            if (attempt !== this._attempt) {
                return;
            }
            this._coming = null;
            if (/** @type {any} */ (error).code === 'FRS_ENOENT' && !confirmed) {
                this._confirm(name);
            } else {
                this._tellOwnError(error, 'failed');
            }
        }
        this._expectPicture();
    }

    /**
     * The player has not loaded its source yet: open the stream in advance.
     * @param {string} name
     */
    _openAhead(name) {
        this._dropAhead();
        const opening = this._openAnew(name);

        this._streams.ahead = { name, opening };
        // The failure is reported when the stream is to be shown.
        opening.catch(() => {});
    }

    _dropAhead() {
        dropAhead(this._streams);
    }

    /** @param {string} name @returns {Promise<Source>} */
    async _openSource(name) {
        const { ahead } = this._streams;

        if (ahead === null || ahead.name !== name) {
            this._dropAhead();
            return this._openAnew(name);
        }
        this._streams.ahead = null;
        const source = await ahead.opening.catch(() => null);

        return source && source.live ? source : this._openAnew(name);
    }

    /** @param {string} name */
    _openAnew(name) {
        return Source.open(name, weakly(this, post));
    }

    _createDisplay() {
        const display = new Display(this.element, this._canvas, {
            picture: () => this._drawn(),
            surface: (surface) => this._showBy(surface),
            frame: (frame) => this._tell(Object.assign({ event: 'frame' }, frame)),
            error: (error) => {
                this._tellOwnError(error, 'error');
                this._catchUp();
            },
        });

        display.rest(this._resting);
        if (this._held) {
            display.hold();
        }
        if (this._wantsFrame) {
            display.watch();
        }
        return display;
    }

    /**
     * An event cannot carry a DOM object into the page's world: the page finds the element by its
     * attribute.
     * @param {HTMLElement} surface in the element's shadow tree
     */
    _showBy(surface) {
        const before = surface.parentNode && /** @type {ShadowRoot} */ (surface.getRootNode()).querySelector(`[${SHOWN}]`);

        if (before) {
            before.removeAttribute(SHOWN);
        }
        surface.setAttribute(SHOWN, '');
        this._tell({ event: 'surface' });
    }

    /** Close the stream; the last picture stays on the screen. */
    _leave() {
        this._attempt++;
        this._coming = null;
        if (this.source) {
            if (this._display) {
                this._display.setReader(null);
            }
            this.source.close();
            this._streams.source = null;
        }
    }

    /** Pass the stream's memory to the page's own world, if it is allowed to have it. */
    _postHandles() {
        if (this.source) {
            try {
                this._post({ handles: this.source.handles() });
            } catch (error) {
                this._tell({ event: 'handles', message: wordsOf(error) });
            }
        }
    }

    /** @param {object} message {handles} or {slot} */
    _post(message) {
        window.postMessage(Object.assign({ frameshare: this._number }, message), '*');
    }

    _report() {
        if (this._display && this.source) {
            const report = this._display.report(this.source.stream.reader.newest());

            this._tell({ event: 'stats', stats: Object.assign(report, this.source.describe()) });
        }
    }

    /** @param {boolean} subtitles */
    _takeSnapshot(subtitles) {
        try {
            const picture = this.source && this.source.stream.snapshot({ overlays: subtitles });

            if (!picture) {
                throw Object.assign(new Error('the element has no picture yet: wait for loadeddata'), { code: 'no-picture' });
            }
            const { width, height, data } = picture;

            this._tell({ event: 'snapshot', width, height, data: new Uint8ClampedArray(data.buffer) });
        } catch (error) {
            this._tell({ event: 'snapshot', message: wordsOf(error) });
        }
    }

    /**
     * @param {any} since the `mark` of the picture that the page has: the same picture is not
     * returned again
     */
    _takePicture(since) {
        const { source } = this;
        const mark = source && `${source.name} ${source.stream.reader.newest()}`;

        if (mark !== null && mark === since) {
            this._tell({ event: 'taken', mark });
            return;
        }
        try {
            const picture = source && source.pictures.take();

            if (picture) {
                this._tell(Object.assign({ event: 'taken', mark }, picture));
            }
            // A frame of the page's own, with the same memory.
            if (picture && picture.frame) {
                picture.frame.close();
            }
        } catch (error) {
            this._tell({ event: 'taken', message: wordsOf(error) });
        }
    }

    /** The element or its page is gone. */
    close() {
        if (this._closed) {
            return;
        }
        this._leave();
        this._dropAhead();
        this._closed = this._streams.closed = true;
        this._canvas.removeEventListener('frameshare:command', this._obey);
        if (this._display) {
            this._display.destroy();
            this._display = null;
        }
    }
}

module.exports = { ElementLink };
