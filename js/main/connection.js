// SPDX-License-Identifier: MIT
'use strict';

const EventEmitter = require('events');
const { PlayerError } = require('./error');
const { quote, readMessage } = require('./host-message');

/** How long a host may take to send `hello`, ms: one that is stopped, or hangs, is killed. */
const START = 60000;

/**
 * @typedef {object} Request
 * @property {string} command
 * @property {object} args
 * @property {(reply: any) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {() => void} accepted the host has begun to carry it out: all events that it writes from now on follow it
 */

/**
 * A host and the conversation with it: requests with their replies, and events.
 *
 * Events: `event` (object) for each event of the player; `exit` (PlayerError | null, crashed,
 * Request[]) once: the error is null when the host was asked to end, `crashed` is true when a
 * signal ended it, and the list has the requests that it did not answer, except `hello`.
 */
class Connection extends EventEmitter {
    /** @param {import('./player').PlayerOptions} options */
    constructor({ inProcess, stream, host: file, runtime }) {
        super();
        if (inProcess && runtime) {
            throw new PlayerError('host', 'the player in this process has the GStreamer of this machine: leave out inProcess, or runtime');
        }
        this._host = inProcess
            ? new (require('./library-host').LibraryHost)({ library: file, stream })
            : new (require('./process-host').ProcessHost)({ program: file, stream, runtime });
        this._lastId = 0;
        /** @type {Map<number, Request>} */
        this._requests = new Map();
        /**
         * The error that a host sent before it ended without a `hello`. @type {PlayerError | null}
         */
        this._lastWords = null;
        /** The name of the player's stream, null until `hello`. @type {string | null} */
        this.stream = null;
        /** The same as a promise, resolved by `hello`. @type {Promise<string>} */
        this.hello = new Promise((resolve, reject) => {
            this._greet = resolve;
            this._giveUp = reject;
        });
        this._starting = setTimeout(() => this._host.abandon(new PlayerError('host',
            `the player's process ${this.pid} did not say within ${START / 1000} s that it is there, and was ended; load() starts a new one`)), START);
        // Callers handle the rejection; without this line Node would end the process when there is
        // no caller.
        this.hello.catch(() => {});
        this._host.on('line', (/** @type {string} */ line) => this._read(line));
        this._host.on('nonsense', (/** @type {string} */ what) => this._abandon(what));
        this._host.once('exit', (/** @type {PlayerError | null} */ error, /** @type {boolean} */ crashed) =>
            this._lose(error, crashed));
    }

    /** Process id of the host. */
    get pid() {
        return this._host.pid;
    }

    /** @param {string} line of the host */
    _read(line) {
        const message = readMessage(line);

        if (message) {
            this._receive(message);
        } else {
            this._abandon(line);
        }
    }

    /**
     * The host sent something invalid: end it, because nothing that it says can be trusted.
     * @param {string} what it said
     */
    _abandon(what) {
        this._host.abandon(new PlayerError('host', `the player's process ${this.pid} said what makes no sense, and was ended: ${quote(what)}; load() starts a new one`));
    }

    /** @param {any} message of the host */
    _receive(message) {
        if (message.event === 'error' && this.stream === null) {
            // The host reports why it cannot start. It ends now, and `exit` passes the error on.
            this._lastWords = PlayerError.from(message);
        } else if (message.event === 'accepted') {
            this._accept(message.of);
        } else if (message.event) {
            if (message.event === 'hello') {
                this.stream = message.stream;
                clearTimeout(this._starting);
                this._greet(message.stream);
            }
            this.emit('event', message);
        } else {
            this._answer(message);
        }
    }

    /** @param {any} id */
    _accept(id) {
        const request = this._requests.get(id);

        if (request) {
            request.accepted();
        }
    }

    /** @param {any} reply */
    _answer(reply) {
        const request = this._requests.get(reply.id);

        if (request) {
            // The host has not sent `accepted`: an older version, or it could not read the command.
            request.accepted();
            this._requests.delete(reply.id);
            if (reply.error) {
                request.reject(PlayerError.from(reply.error));
            } else {
                request.resolve(reply);
            }
        }
    }

    /** @param {PlayerError | null} exit @param {boolean} crashed */
    _lose(exit, crashed) {
        const requests = Array.from(this._requests.values());
        const error = exit && this._lastWords ? this._lastWords : exit;

        this._requests.clear();
        clearTimeout(this._starting);
        this._giveUp(error || new PlayerError('closed', 'the player was closed'));
        this.emit('exit', error, Boolean(crashed), requests);
    }

    /**
     * @param {Request} request that the host answered, or that is handed back when the host exits
     */
    send(request) {
        const id = ++this._lastId;

        this._requests.set(id, request);
        this._host.send(Object.assign({ id, command: request.command }, request.args));
    }

    /** @returns {Promise<void>} resolved when the host has ended */
    close() {
        return this._host.close();
    }
}

module.exports = { Connection };
