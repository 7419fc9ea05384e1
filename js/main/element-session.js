// SPDX-License-Identifier: MIT
'use strict';

const { PageError } = require('./error');

const DIRECTIONS = ['auto', 'identity', '90r', '180', '90l', 'horiz', 'vert', 'ul-lr', 'ur-ll'];

/** Maximum unanswered requests of an element. A page that sends more does not wait for answers. */
const MOST_WAITING = 200;

/** @param {any} value of a page @returns {string} the value in an error message */
function toText(value) {
    return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : value === null ? 'null' : typeof value;
}

/**
 * @param {any} value from a page, untrusted
 * @param {string} what
 * @returns {number} a finite number
 */
function number(value, what) {
    if (typeof value !== 'number' || !isFinite(value)) {
        throw new PageError('refused', `${what} must be a finite number, not ${toText(value)}`);
    }
    return value;
}

/** @param {any} value @returns {import('./player').TrackKind} */
function kind(value) {
    if (value !== 'video' && value !== 'audio' && value !== 'text') {
        throw new PageError('refused', `a track is of the kind video, audio or text, not ${toText(value)}`);
    }
    return value;
}

/** @param {any} value @returns {import('./player').Direction} */
function direction(value) {
    if (!DIRECTIONS.includes(value)) {
        throw new PageError('refused', `a direction is one of ${DIRECTIONS.join(', ')}`);
    }
    return value;
}

/** @param {any} value @returns {string | null} */
function trackId(value) {
    if (value !== null && typeof value !== 'string') {
        throw new PageError('refused', 'the id of a track is a text, or null for none');
    }
    return value;
}

/**
 * One element and the player it shows: passes commands to the player, and events to the element.
 */
class ElementSession {
    /**
     * @param {import('./player-pool').PooledPlayer & import('./sources').Permission} pooled
     * @param {(event: object) => void} send
     */
    constructor(pooled, send) {
        const { player } = pooled;

        this._pooled = pooled;
        this._player = player;
        this._send = send;
        this._closed = false;
        this._waiting = 0;
        /** The number of the element's last command that the player has accepted. @type {any} */
        this._after = 0;
        this._disclosure = pooled.disclosure;
        this._onMessage = (/** @type {any} */ event) => this._onEvent(event);
        this._onClose = () => this._onEvent(Object.assign({ event: 'error' }, new PageError('closed', 'the player was closed').toRecord()));
        // The page gets errors as events ("message").
        this._onError = pooled.report;
        player.on('message', this._onMessage);
        player.on('close', this._onClose);
        player.on('error', this._onError);
    }

    /**
     * @param {boolean} again the page asks for another try
     * @returns {Promise<object>} the player's state, without what the page may not know
     */
    async open(again) {
        if (this._player.state === 'closed') {
            throw new PageError('closed', 'the player was closed');
        }
        try {
            await this._pooled.open(again);
        } catch (error) {
            throw this._forPage(error);
        }
        return this._disclosure.record(this._player.toRecord());
    }

    /** @param {any} event of the player */
    _onEvent(event) {
        const told = this._disclosure.event(event);

        if (told) {
            this._send(Object.assign(told, { after: this._after }));
        }
    }

    /** @param {any} error @returns {PageError} without what the page may not know */
    _forPage(error) {
        const { code, message, ...details } = this._disclosure.error(error);

        return new PageError(code, message, details);
    }

    /**
     * Carry out a command. The element gets the answer as an event, `answered`, after the events that the
     * command has caused. Those carry its number as `after`.
     * @param {any} message
     * @returns {Promise<any>}
     */
    async command(message) {
        if (this._waiting >= MOST_WAITING) {
            throw new PageError('refused', `${MOST_WAITING} things that this element has asked for are not done yet`);
        }
        this._waiting++;
        try {
            return await (message.command === 'confirm' ? this._confirm() : this._ask(message));
        } catch (error) {
            throw this._forPage(error);
        } finally {
            this._waiting--;
        }
    }

    /** @param {any} message */
    async _ask(message) {
        const value = await this._player.withAccepted(() => (this._after = message.number), () => this._command(message));

        this._send({ event: 'answered', number: message.number, value });
    }

    /**
     * @returns {Promise<string | null>} the name of the player's stream; the host has just answered
     */
    async _confirm() {
        await this._player.stats();
        return this._player.stream;
    }

    /**
     * @param {any} uri of a page, null for none
     * @returns {Promise<string | null>} the track id of these subtitles
     */
    async _setSubtitles(uri) {
        const permitted = uri === null ? null : this._pooled.permit(uri);

        await this._player.setSubtitles(permitted);
        return permitted === null ? null : this._disclosure.idOf(permitted);
    }

    /** @param {any} message of a page: {src, ...}; src null for no next source */
    async _setNext(message) {
        const [source, options] = message.src === null ? [null, {}] : this._pooled.next(message);

        await this._player.setNext(source, options);
    }

    /**
     * @param {import('./player').TrackKind} which
     * @param {string | null} id as the page knows it
     */
    async _select(which, id) {
        await this._player.selectTrack(which, this._disclosure.playersId(this._player.tracks, which, id));
    }

    /** @param {any} message @returns {Promise<any>} */
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
        case 'loop':
            return player.setLoop(Boolean(message.loop));
        case 'pitch':
            return player.setPreservesPitch(Boolean(message.preserve));
        case 'step':
            return player.step(number(message.frames, 'the frames of a step'));
        case 'next':
            return this._setNext(message);
        case 'select':
            return this._select(kind(message.kind), trackId(message.id));
        case 'orientation':
            return player.setOrientation(direction(message.direction));
        case 'subtitles':
            return this._setSubtitles(message.uri);
        case 'volume':
            return player.setVolume(number(message.volume, 'the volume'));
        case 'mute':
            return player.setMuted(Boolean(message.mute));
        default:
            throw new PageError('refused', `a page cannot ask a player to do ${toText(message.command)}`);
        }
    }

    close() {
        if (this._closed) {
            return;
        }
        this._closed = true;
        this._player.removeListener('message', this._onMessage);
        this._player.removeListener('close', this._onClose);
        this._player.removeListener('error', this._onError);
        this._pooled.release();
    }
}

module.exports = { ElementSession };
