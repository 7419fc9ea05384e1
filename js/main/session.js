// SPDX-License-Identifier: MIT
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

/** Events that are applied while a recovery restores the state of a crashed host. */
const KEPT = ['source', 'video', 'duration', 'tracks', 'buffered', 'tags', 'chapters'];

/** Events with a position, or after which the position advances. */
const WHEN = ['position', 'seeked', 'state', 'rate'];

/** @returns {PlayerError} */
function closed() {
    return new PlayerError('closed', 'the player was closed');
}

/**
 * A killed host cannot remove its socket; listing the streams does. In a thread, because it
 * connects to each socket.
 */
function sweep() {
    // A failure leaves only a stale socket: the next writer of that name replaces it.
    addon.listAsync().catch(() => {});
}

/** A player's host, replaced when it crashes, and the player's record. */
class Session extends EventEmitter {
    /** @param {PlayerOptions} [options] */
    constructor(options) {
        super();
        // Each element that shows it adds listeners.
        this.setMaxListeners(0);
        this._options = options || {};
        /** @type {Connection | null} */
        this._connection = null;
        this._closed = false;
        this._pictures = new PictureReader();
        /** @type {any} arguments of the last load command */
        this._source = null;
        /**
         * Candidates for the next source: the last one that the player accepted, and those that
         * have been sent. @type {any[]}
         */
        this._nexts = [];
        this._loading = false;
        /** Counts loads: a load that a later one interrupts is no error of the player. */
        this._turn = 0;
        /** @type {import('./recovery').Wishes} */
        this._wishes = { direction: 'auto', device: null, tracks: new Map() };
        this._crashes = new Crashes();
        /** The GStreamer element of the host's last warning. @type {string | null} */
        this._complainer = null;
        /** Events of a host during a recovery, to be dispatched after it. @type {any[]} */
        this._unheard = [];
        /** The host crashed again during the recovery. */
        this._relapsed = false;
        /** Called when the host accepts the current request. */
        this._accepted = () => {};
        /** Requests that wait for the end of the recovery; null: there is none. @type {Request[] | null} */
        this._waiting = null;
        /** @type {PlayerRecord} */
        this._now = newRecord();
        /** When the last position arrived. */
        this._told = process.hrtime();
    }

    /**
     * Start the host if there is none. load() does it too; call this earlier to know `stream`
     * earlier.
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
            connection.on('event', (event) => this._onEvent(event));
            connection.once('exit', (error, crashed, requests) => this._lose(connection, error, crashed, requests));
        }
        return this._connection;
    }

    /** @param {any} event of the host */
    _onEvent(event) {
        if (event.event === 'warning' && event.element) {
            this._complainer = event.element;
        }
        if (event.event === 'source') {
            this._advance(event.uri);
        }
        if (this._waiting) {
            // A recovery passes through states that listeners must not see.
            if (KEPT.includes(event.event)) {
                applyEvent(this._now, event);
                this._unheard.push(event);
            }
        } else {
            this._dispatch(event);
        }
    }

    /**
     * The host has ended, by itself or because it was asked to.
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
            // The recovery's own requests are rejected.
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
     * Start new hosts until one has the state of the crashed one.
     * @param {PlayerError} crash
     * @param {Request[]} requests that it did not answer
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
     * @returns {Promise<PlayerError | null>} why it failed; null: it succeeded
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
     * End the recovery.
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
            // Nothing is known about the source yet.
            this._unheard.forEach((event) => this._dispatch(event));
        }
        this._now.position = goal.position;
        this._dispatch({ event: 'state', state: goal.state === 'playing' ? 'playing' : 'paused' });
        // Send the requests that came during the recovery, and those that the crash interrupted,
        // except loads: the source is loaded.
        requests.forEach((each) => (each.command === 'load' ? each.resolve({}) : this._pass(each)));
    }

    /** End the recovery: requests go to the host again. @returns {Request[]} those that waited */
    _resume() {
        const requests = this._waiting || [];

        this._waiting = null;
        if (this._connection && this._connection.stream !== null && this._now.stream === null) {
            this._dispatch({ event: 'hello', stream: this._connection.stream });
        }
        return requests;
    }

    /** Seconds since the last position arrived. */
    _sincePosition() {
        const [seconds, nanoseconds] = process.hrtime(this._told);

        return seconds + nanoseconds / 1e9;
    }

    /** Set the next source. @param {any} next arguments of the next command; null for none */
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

    /** The next source plays. @param {string | null} uri its URI, null for a pipeline */
    _advance(uri) {
        const next = this._nexts.slice().reverse().find((each) => each && (each.uri || null) === uri);

        this._source = next || this._source;
        this._nexts = [];
        this._wishes.tracks.clear();
    }

    /** The source, for error messages. */
    _describe() {
        return this._source.uri ? this._source.uri.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1') : 'a pipeline';
    }

    /**
     * Apply an event to the record, then emit it.
     * @param {any} event
     * @param {boolean} [told] a promise was rejected with this error already
     */
    _dispatch(event, told = this._loading) {
        const value = applyEvent(this._now, event);

        if (WHEN.includes(event.event)) {
            this._told = process.hrtime();
        }
        const name = event.event === 'hello' ? 'stream' : event.event;

        this.emit('message', event);
        if (!isEvent(event.event) && event.event !== 'recovering') {
            // An unknown event of another version, or one whose name means something else here,
            // such as `close`.
            return;
        }
        if (name !== 'error' || this.listenerCount('error') > 0 || !told) {
            this.emit(name, value);
        }
    }

    /**
     * @internal
     * @template T
     * @param {() => void} accepted called when the host accepts the request that `ask` sends,
     * before any event that follows it
     * @param {() => T} ask
     * @returns {T} the result of `ask`
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
     * Send a request to the player, or after a recovery to its successor.
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
     * Send a request to the current host.
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

    /** Load `_source`. @returns {Promise<void>} */
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

    /** Emit an error that came only as the reply to a request. @param {PlayerError} error */
    _fail(error) {
        if (this._now.error || this._closed) {
            return;
        }
        this._dispatch(Object.assign({ event: 'error' }, error.toRecord()));
    }

    /** End the player and its host. @returns {Promise<void>} resolved when the host has ended */
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
