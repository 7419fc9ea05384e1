// SPDX-License-Identifier: MIT
'use strict';

const EventEmitter = require('events');
const native = require('../native');
const addon = require('../stream/addon');
const { PlayerError } = require('./error');
const { readMessage } = require('./host-message');

/**
 * The player as a library in this process. Saves a process; but GStreamer's decoders then share
 * this process's symbols, and a decoder that crashes ends this process. If Electron's FFmpeg has
 * another version than the system's, the player refuses what libav would decode, see README.
 *
 * Events as ProcessHost.
 */
class LibraryHost extends EventEmitter {
    /** @param {{library?: string | null, stream?: string | null}} options */
    constructor(options) {
        super();
        try {
            /** @type {object | null} */
            this._player = addon.playerCreate(options.library || native.find('library'), options.stream || null,
                /** @param {string} line */ (line) => this._receive(line));
        } catch (error) {
            const { message, line } = /** @type {Error & {line?: string}} */ (error);
            throw PlayerError.from((line && readMessage(line)) || { code: 'host', message });
        }
    }

    /** @returns {number} */
    get pid() {
        return process.pid;
    }

    /** @param {string} line */
    _receive(line) {
        if (this._player) {
            this.emit('line', line);
        }
    }

    /** @param {object} command */
    send(command) {
        if (this._player) {
            addon.playerCommand(this._player, JSON.stringify(command));
        }
    }

    /** End it. @param {PlayerError} verdict the reason */
    abandon(verdict) {
        this._end(verdict);
    }

    /** @returns {Promise<void>} */
    close() {
        this._end(null);
        return Promise.resolve();
    }

    /** @param {PlayerError | null} error */
    _end(error) {
        if (this._player) {
            addon.playerDestroy(this._player);
            this._player = null;
            this.emit('exit', error, false);
        }
    }
}

module.exports = { LibraryHost };
