'use strict';

const EventEmitter = require('events');
const addon = require('../stream/addon');
const { Connection } = require('./connection');
const { Crashes } = require('./crashes');
const { PlayerError } = require('./error');
const { isEvent } = require('./host-message');
const { applyEvent, newRecord, newSource } = require('./player-record');
const { PictureReader } = require('./picture-reader');
const { restore } = require('./recovery');

/**
 * @typedef {import('./connection').Request} Request
 * @typedef {import('./player').PlayerOptions} PlayerOptions
 * @typedef {import('./player').PlayerRecord} PlayerRecord
 */

/** What of a host's words counts while it is on its way back to where another one was. */
const KEPT = ['source', 'video', 'duration', 'tracks', 'buffered', 'tags', 'chapters'];

/** Events that tell of its position, or from when on it moves. */
const WHEN = ['position', 'seeked', 'state', 'rate'];

/** @returns {PlayerError} */
function closed() {
    return new PlayerError('closed', 'the player was closed');
}

/**
 * A host that was killed could not remove its socket; listing the streams does. In a thread, because it asks each socket
 * whether somebody is there.
 */
function sweep() {
    // Only tidiness is lost where it fails: the next writer of that name replaces the socket.
    addon.listAsync().catch(() => {});
}

/** A player's host, replaced when it crashes, and what is known of the player. */
class Session extends EventEmitter {
    /** @param {PlayerOptions} [options] */
    constructor(options) {
        super();
        // Each element that shows it listens.
        this.setMaxListeners(0);
        this._options = options || {};
        /** @type {Connection | null} */
        this._connection = null;
        this._closed = false;
        this._pictures = new PictureReader();
        /** @type {any} what was loaded last, as the load command says it */
        this._source = null;
        /** What may be next: the last one that the player took, and those that are on their way to it. @type {any[]} */
        this._nexts = [];
        this._loading = false;
        /** Counts loads: one that another has interrupted is no failure of the player. */
        this._turn = 0;
        /** @type {import('./recovery').Wishes} */
        this._wishes = { direction: 'auto', device: null, tracks: new Map() };
        this._crashes = new Crashes();
        /** The GStreamer element of the host's last warning. @type {string | null} */
        this._complainer = null;
        /** What a host has said of its source on its way back. @type {any[]} */
        this._unheard = [];
        /** The host crashed again before it was where the one before was. */
        this._relapsed = false;
        /** Called when the host accepts what is asked now. */
        this._accepted = () => {};
        /** Requests that wait until a host that crashed is replaced. @type {Request[] | null} */
        this._waiting = null;
        /** @type {PlayerRecord} */
        this._now = newRecord();
        /** When its position was told last. */
        this._told = process.hrtime();
    }

    /**
     * Start the host if there is none. load() does it by itself; do it earlier to know `stream` earlier.
     * @returns {Promise<string>} the stream's name
     */
    async start() {
        if (this._closed) {
            throw new PlayerError('closed', 'this player is closed: make a new one');
        }
        return this._connect().hello;
    }

    _connect() {
        if (!this._connection) {
            const connection = new Connection(this._options);

            this._connection = connection;
            this._complainer = null;
            connection.on('event', (event) => this._hear(event));
            connection.once('exit', (error, crashed, requests) => this._lose(connection, error, crashed, requests));
        }
        return this._connection;
    }

    /** @param {any} event of the host */
    _hear(event) {
        if (event.event === 'warning' && event.element) {
            this._complainer = event.element;
        }
        if (event.event === 'source') {
            this._advance(event.uri);
        }
        if (this._waiting) {
            // On its way back to where it was, it passes states that are nobody's business.
            if (KEPT.includes(event.event)) {
                applyEvent(this._now, event);
                this._unheard.push(event);
            }
        } else {
            this._dispatch(event);
        }
    }

    /**
     * The host is gone, by itself or because it was asked to.
     * @param {Connection} connection
     * @param {PlayerError | null} error
     * @param {boolean} crashed
     * @param {Request[]} requests
     */
    _lose(connection, error, crashed, requests) {
        const had = ['loading', 'paused', 'playing', 'ended'].includes(this._now.state) ||
            requests.some(({ command }) => command === 'load');

        this._connection = null;
        this._pictures.close();
        this._now.stream = null;
        if (error) {
            sweep();
        }
        if (this._waiting) {
            // The recovery hears of it by its own requests.
            this._relapsed = crashed;
            requests.forEach((each) => each.reject(error || closed()));
        } else if (error && crashed && this._source && had && !this._closed) {
            this._recover(error, requests);
        } else {
            requests.forEach((each) => each.reject(error || closed()));
            if (error) {
                this._dispatch(Object.assign({ event: 'error' }, error.toRecord()),
                    requests.length > 0 || connection.stream === null);
            }
        }
    }

    /**
     * Start hosts until one is where the one that crashed was.
     * @param {PlayerError} crash
     * @param {Request[]} requests that it left
     */
    async _recover(crash, requests) {
        const turn = this._turn;
        const goal = Object.assign({}, this._now);
        /** @type {PlayerError | null} */
        let failure = null;

        this._waiting = requests;
        this._now.state = 'loading';
        for (let last = crash, again = true; again;) {
            const attempt = this._crashes.count(last, this._complainer);

            if (this._crashes.enough) {
                failure = this._crashes.verdict(this._describe(), last);
                break;
            }
            this._dispatch({ event: 'recovering', position: goal.position, attempt });
            failure = await this._restore(goal);
            if (this._closed || turn !== this._turn) {
                return;
            }
            again = failure !== null && this._relapsed;
            last = failure || last;
        }
        this._settle(goal, failure);
    }

    /**
     * @param {PlayerRecord} goal
     * @returns {Promise<PlayerError | null>} why that did not succeed
     */
    async _restore(goal) {
        this._relapsed = false;
        this._unheard = [];
        try {
            await this.start();
            await restore((command, args) => this._send(command, args), this._source, goal, this._wishes,
                this._nexts[this._nexts.length - 1] || null);
            return null;
        } catch (error) {
            return PlayerError.from(error);
        }
    }

    /**
     * The recovery is over.
     * @param {PlayerRecord} goal
     * @param {PlayerError | null} failure
     */
    _settle(goal, failure) {
        const requests = this._resume();

        if (failure) {
            requests.forEach((each) => each.reject(failure));
            this._dispatch(Object.assign({ event: 'error' }, failure.toRecord()), requests.length > 0);
            return;
        }
        if (goal.state === 'loading') {
            // Nobody knows yet what the source is.
            this._unheard.forEach((event) => this._dispatch(event));
        }
        this._now.position = goal.position;
        this._dispatch({ event: 'state', state: goal.state === 'playing' ? 'playing' : 'paused' });
        // What it was asked meanwhile, and what the crash cut short; the source is loaded.
        requests.forEach((each) => (each.command === 'load' ? each.resolve({}) : this._pass(each)));
    }

    /** Requests go to the host again. @returns {Request[]} those that have waited */
    _resume() {
        const requests = this._waiting || [];

        this._waiting = null;
        if (this._connection && this._connection.stream !== null && this._now.stream === null) {
            this._dispatch({ event: 'hello', stream: this._connection.stream });
        }
        return requests;
    }

    /** Seconds since the player was at the position that is known. */
    _sincePosition() {
        const [seconds, nanoseconds] = process.hrtime(this._told);

        return seconds + nanoseconds / 1e9;
    }

    /**
     * Say what is next.
     * @param {any} next as the load command says it; null for nothing
     */
    async _follow(next) {
        this._nexts.push(next);
        try {
            await this._request('next', next || { uri: null });
            this._nexts.splice(0, this._nexts.indexOf(next));
        } catch (error) {
            this._nexts = this._nexts.filter((each) => each !== next);
            throw error;
        }
    }

    /** What was next plays. @param {string | null} uri of it, null of a pipeline */
    _advance(uri) {
        const next = this._nexts.slice().reverse().find((each) => each && (each.uri || null) === uri);

        this._source = next || this._source;
        this._nexts = [];
        this._wishes.tracks.clear();
    }

    /** The source, for people. */
    _describe() {
        return this._source.uri ? this._source.uri.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1') : 'a pipeline';
    }

    /**
     * Take an event into the state, then tell of it.
     * @param {any} event
     * @param {boolean} [told] a promise was rejected with this error, so somebody heard
     */
    _dispatch(event, told = this._loading) {
        const value = applyEvent(this._now, event);

        if (WHEN.includes(event.event)) {
            this._told = process.hrtime();
        }
        const name = event.event === 'hello' ? 'stream' : event.event;

        this.emit('message', event);
        if (!isEvent(event.event) && event.event !== 'recovering') {
            // Another version's, or a word that means something else here, as `close`.
            return;
        }
        if (name !== 'error' || this.listenerCount('error') > 0 || !told) {
            this.emit(name, value);
        }
    }

    /**
     * @internal
     * @template T
     * @param {() => void} accepted called when the host accepts what `ask` asks, before any event that follows it
     * @param {() => T} ask
     * @returns {T} what it returns
     */
    withAccepted(accepted, ask) {
        const before = this._accepted;

        this._accepted = accepted;
        try {
            return ask();
        } finally {
            this._accepted = before;
        }
    }

    /**
     * Ask the player, or the one after a recovery.
     * @param {string} command
     * @param {object} [args]
     * @returns {Promise<any>} the player's reply
     */
    _request(command, args = {}) {
        const waiting = this._waiting;
        const accepted = this._accepted;

        return new Promise((resolve, reject) => {
            const request = { command, args, resolve, reject, accepted };

            if (waiting) {
                waiting.push(request);
            } else {
                this._pass(request);
            }
        });
    }

    /**
     * Ask the host that is there.
     * @param {string} command
     * @param {object} [args]
     * @returns {Promise<any>}
     */
    _send(command, args = {}) {
        return new Promise((resolve, reject) => this._pass({ command, args, resolve, reject, accepted: () => {} }));
    }

    /** @param {Request} request */
    _pass(request) {
        if (this._connection) {
            this._connection.send(request);
        } else {
            request.reject(new PlayerError('closed', `nothing is loaded: call load() before ${request.command}`));
        }
    }

    /** Load what `_source` says. @returns {Promise<void>} */
    async _load() {
        const turn = ++this._turn;

        this._crashes.forget();
        this._resume().forEach((each) => each.reject(new PlayerError('interrupted', 'another source was loaded')));
        this._wishes.tracks.clear();
        this._nexts = [];
        Object.assign(this._now, newSource(), { loop: this._source.loop === true, error: null });
        this._loading = true;
        try {
            await this.start();
            await this._send('load', this._source);
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

    /**
     * End the player and its host.
     * @returns {Promise<void>} resolved when the host is gone
     */
    async close() {
        if (this._closed) {
            return;
        }
        this._closed = true;
        this._pictures.close();
        if (this._connection) {
            await this._connection.close();
        }
        this._resume().forEach((each) => each.reject(closed()));
        this._now.state = 'closed';
        this.emit('close');
    }
}

module.exports = { Session };
