// SPDX-License-Identifier: MIT
'use strict';

const EventEmitter = require('events');
const { PlayerError } = require('./error');
const { explainEnd, explainRefusal } = require('./host-failure');
const { LineSplitter } = require('./lines');
const { findProgram, start } = require('./program');
const { takeSpare } = require('./spare');

/** How long a host may take to end after "quit", ms; then it is killed. */
const PATIENCE = 3000;

/**
 * How long to read on after a host's process has ended, ms: a child of the host may keep the pipe
 * open, so that it never closes.
 */
const LAST_WORDS = 200;

/** Maximum characters of a host's line: some chapters and tracks at most. */
const LONGEST_LINE = 4 * 1024 * 1024;

/** Characters that are kept of what a host writes when it crashes. */
const LONGEST_WORDS = 65536;

/** The line that a host writes when it crashes. */
const CRASHED = /^frameshare-player: SIG\w+( in [^,\n]+,)?( probably)? in the GStreamer element (.+)$/m;

/**
 * Make the event loop poll all its descriptors once more. Electron polls libuv's descriptors in a
 * thread of its own, and is told about a new one; but libuv misses that when it happens while other
 * events of the same round are handled, and the new descriptor would be polled only after some
 * other event. The first setImmediate() may still run in that round.
 */
function lookAgain() {
    setImmediate(() => setImmediate(() => {}));
}

/** @typedef {import('./program').HostOptions} HostOptions */

/**
 * The player in a process of its own, connected by one descriptor.
 *
 * Events: `line` (string) for each line it sends; `nonsense` (string) once, for invalid output;
 * `exit` (PlayerError | null, crashed) once: null when it was asked to end, `crashed` when a signal
 * ended it by itself.
 */
class ProcessHost extends EventEmitter {
    /** @param {HostOptions} options */
    constructor(options) {
        super();
        this._program = findProgram(options);
        this._closing = false;
        this._gone = false;
        /** Why it was killed. @type {PlayerError | null} */
        this._verdict = null;

        /** It has sent something: it did start. */
        this._spoke = false;
        /** It has ended, and the reason is being investigated. */
        this._buried = false;
        this._child = takeSpare(this._program, options.stream) || start(this._program, options.stream);
        this._line = /** @type {import('net').Socket} */ (this._child.stdio[3]);
        this._words = /** @type {import('net').Socket} */ (this._child.stdio[4]);
        this._said = '';
        this._exited = new Promise((resolve) => this.once('exit', resolve));
        this._listen();
    }

    /** The host's process id. @returns {number | undefined} */
    get pid() {
        return this._child.pid;
    }

    _listen() {
        const splitter = new LineSplitter(LONGEST_LINE, (line) => this._verdict || this.emit('line', line),
            (beginning) => this.emit('nonsense', beginning));

        this._line.setEncoding('utf8');
        this._line.on('data', (text) => {
            this._spoke = true;
            splitter.push(String(text));
        });
        this._words.setEncoding('utf8').on('data', (text) => {
            this._said = (this._said + text).slice(0, LONGEST_WORDS);
            if (this._said.length === LONGEST_WORDS) {
                this.emit('nonsense', this._said);
            }
        });
        // An error of the pipe is reported by the exit of the process.
        this._line.on('error', () => {});
        this._words.on('error', () => {});
        this._child.once('error', (error) => {
            this._end(new PlayerError('host', explainRefusal(this._program.file, error)));
        });
        this._child.once('exit', (status, signal) => {
            const end = () => this._bury(status, signal);
            const lines = [this._line, this._words].filter((line) => !line.destroyed);
            let open = lines.length;

            // The pipes may still contain its last lines. A child of the host may keep them open.
            lines.forEach((line) => line.once('close', () => --open === 0 && end()));
            // On a busy machine the time-out may fire before the pipes have been read: let them
            // come first.
            setTimeout(() => setImmediate(end), open === 0 ? 0 : LAST_WORDS);
        });
        lookAgain();
    }

    /**
     * @param {number | null} status
     * @param {string | null} signal
     */
    async _bury(status, signal) {
        const { file, env, bundled } = this._program;
        const started = this._spoke || this._closing || this._verdict;

        if (this._buried) {
            return;
        }
        this._buried = true;
        // The exit must be reported even if finding the reason fails.
        const why = started ? null : await explainEnd(file, { status, signal }, env, bundled).catch(() => null);

        if (why && !this._closing && !this._verdict) {
            this._end(new PlayerError('host', why));
        } else {
            this._end(this._epitaph(status, signal), signal !== null && !this._verdict);
        }
    }

    /**
     * @param {number | null} status
     * @param {string | null} signal
     */
    _epitaph(status, signal) {
        if (this._closing || this._verdict) {
            return this._closing ? null : this._verdict;
        }
        const [, library, likely, element] = CRASHED.exec(this._said) || [];
        const where = element ? `${library || ''}${likely || ''} in the GStreamer element ${element}` : '';
        const how = signal ? `was ended by ${signal}${where}` : `ended with status ${status}`;

        return new PlayerError('host', `the player's process ${this.pid} ${how}; load() starts a new one`, { element });
    }

    /**
     * @param {PlayerError | null} error
     * @param {boolean} [crashed]
     */
    _end(error, crashed = false) {
        if (this._gone) {
            return;
        }
        this._gone = true;
        this._line.destroy();
        this._words.destroy();
        this.emit('exit', error, crashed);
    }

    /** @param {object} command */
    send(command) {
        if (!this._gone) {
            this._line.write(JSON.stringify(command) + '\n');
        }
    }

    /** Kill it. @param {PlayerError} verdict the reason */
    abandon(verdict) {
        if (!this._verdict && !this._gone) {
            this._verdict = verdict;
            this._child.kill('SIGKILL');
        }
    }

    /**
     * Ask it to end, and kill it if it does not.
     * @returns {Promise<void>} resolved when the process has ended
     */
    close() {
        this._closing = true;
        if (this._gone) {
            return Promise.resolve();
        }
        this.send({ command: 'quit' });
        this._line.end();

        const timer = setTimeout(() => this._child.kill('SIGKILL'), PATIENCE);
        return this._exited.then(() => clearTimeout(timer));
    }
}

module.exports = { ProcessHost };
