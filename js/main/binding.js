'use strict';

const { PlayerError } = require('./error');

/**
 * @param {any} value
 * @param {string} what
 * @returns {number} a finite number, as pages send anything
 */
function number(value, what) {
    if (typeof value !== 'number' || !isFinite(value)) {
        throw new PlayerError('refused', `${what} must be a number, not ${String(value)}`);
    }
    return value;
}

/**
 * One element and the player it shows: commands one way, events the other. It ends the player only if the
 * element owns it.
 */
class Binding {
    /**
     * @param {import('./player').GstPlayer} player
     * @param {boolean} own
     * @param {(event: object) => void} send
     */
    constructor(player, own, send) {
        this._player = player;
        this._own = own;
        this._send = send;
        this._closed = false;
        this._forward = (/** @type {any} */ event) => send(event);
        this._farewell = () => send({ event: 'error', code: 'closed', message: 'the player was closed' });
        // The page gets errors with the messages; this only says that somebody listens.
        this._hear = () => {};
        player.on('message', this._forward);
        player.on('close', this._farewell);
        player.on('error', this._hear);
    }

    /**
     * @param {string} src
     * @param {{load: import('./player').LoadOptions, again?: boolean}} options
     * @returns {Promise<import('./player').PlayerRecord>}
     */
    async open(src, options) {
        if (this._player.state === 'closed') {
            throw new PlayerError('closed', 'the player was closed');
        }
        if (this._own) {
            await this._player.load(src, options.load);
        } else if (options.again && this._player.state === 'error') {
            await this._player.load();
        }
        return this._player.toRecord();
    }

    /**
     * The element hears of it among the player's events, in their order: what was said before the player took the command
     * comes before `answered`.
     * @param {any} message
     * @returns {Promise<void>}
     */
    async command(message) {
        await this._command(message);
        this._send({ event: 'answered', number: message.number });
    }

    /** @param {any} message @returns {Promise<void>} */
    _command(message) {
        const player = this._player;

        switch (message.command) {
        case 'play':
            return player.play();
        case 'pause':
            return player.pause();
        case 'seek':
            return player.seek(number(message.position, 'the position'), { accurate: message.accurate !== false });
        case 'rate':
            return player.setRate(number(message.rate, 'the rate'));
        case 'volume':
            return player.setVolume(number(message.volume, 'the volume'));
        case 'mute':
            return player.setMuted(Boolean(message.mute));
        default:
            throw new PlayerError('refused', `a page cannot ask a player to ${String(message.command)}`);
        }
    }

    close() {
        if (this._closed) {
            return;
        }
        this._closed = true;
        this._player.removeListener('message', this._forward);
        this._player.removeListener('close', this._farewell);
        if (this._own) {
            // Its host may still have something to say while it ends, to nobody; `error` needs its listener.
            this._player.close();
        } else {
            this._player.removeListener('error', this._hear);
        }
    }
}

module.exports = { Binding };
