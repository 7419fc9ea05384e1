'use strict';

const { PlayerError } = require('./error');

const DIRECTIONS = ['auto', 'identity', '90r', '180', '90l', 'horiz', 'vert', 'ul-lr', 'ur-ll'];

/** So many questions of an element may wait for their answers. A page that asks more does not listen. */
const MOST_WAITING = 200;

/**
 * @param {any} value of a page
 * @returns {string} what it is, for people
 */
function tell(value) {
    return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : value === null ? 'null' : typeof value;
}

/**
 * @param {any} value
 * @param {string} what
 * @returns {number} a finite number, as pages send anything
 */
function number(value, what) {
    if (typeof value !== 'number' || !isFinite(value)) {
        throw new PlayerError('refused', `${what} must be a finite number, not ${tell(value)}`);
    }
    return value;
}

/** @param {any} value @returns {import('./player').TrackKind} */
function kind(value) {
    if (value !== 'video' && value !== 'audio' && value !== 'text') {
        throw new PlayerError('refused', `a track is of the kind video, audio or text, not ${tell(value)}`);
    }
    return value;
}

/** @param {any} value @returns {import('./player').Direction} */
function direction(value) {
    if (!DIRECTIONS.includes(value)) {
        throw new PlayerError('refused', `a direction is one of ${DIRECTIONS.join(', ')}`);
    }
    return value;
}

/** @param {any} value @returns {string | null} */
function trackId(value) {
    if (value !== null && typeof value !== 'string') {
        throw new PlayerError('refused', 'the id of a track is a text, or null for none');
    }
    return value;
}

/** One element and the player it shows: commands one way, events the other. */
class Binding {
    /**
     * @param {import('./holding').Holding & import('./sources').Permission} held
     * @param {(event: object) => void} send
     */
    constructor(held, send) {
        const { player } = held;

        this._held = held;
        this._player = player;
        this._send = send;
        this._closed = false;
        this._waiting = 0;
        this._forward = (/** @type {any} */ event) => send(held.tell(event));
        this._farewell = () => send({ event: 'error', code: 'closed', message: 'the player was closed' });
        // The page gets errors with the messages; this only says that somebody listens.
        this._hear = () => {};
        player.on('message', this._forward);
        player.on('close', this._farewell);
        player.on('error', this._hear);
    }

    /**
     * @param {boolean} again the page asks for another try
     * @returns {Promise<import('./player').PlayerRecord>}
     */
    async open(again) {
        if (this._player.state === 'closed') {
            throw new PlayerError('closed', 'the player was closed');
        }
        await this._held.open(again);
        return this._player.toRecord();
    }

    /**
     * The element hears of it among the player's events, in their order: what was said before the player took the command
     * comes before `answered`.
     * @param {any} message
     * @returns {Promise<any>}
     */
    async command(message) {
        if (this._waiting >= MOST_WAITING) {
            throw new PlayerError('refused', `${MOST_WAITING} things that this element has asked for are not done yet`);
        }
        this._waiting++;
        try {
            return await (message.command === 'confirm' ? this._confirm() : this._ask(message));
        } finally {
            this._waiting--;
        }
    }

    /** @param {any} message */
    async _ask(message) {
        const value = await this._command(message);

        this._send({ event: 'answered', number: message.number, value });
    }

    /** @returns {Promise<string | null>} the name of the player's stream, whose host was there just now */
    async _confirm() {
        await this._player.stats();
        return this._player.stream;
    }

    /** @param {any} uri of a page, null for none @returns {Promise<string | null>} the id of the track that they are */
    async _setSubtitles(uri) {
        const permitted = uri === null ? null : this._held.permit(uri);

        await this._player.setSubtitles(permitted);
        return permitted;
    }

    /** @param {any} message of a page: {src, ...}; src null for nothing */
    async _setNext(message) {
        const [source, options] = message.src === null ? [null, {}] : this._held.next(message);

        await this._player.setNext(source, options);
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
            return player.selectTrack(kind(message.kind), trackId(message.id));
        case 'orientation':
            return player.setOrientation(direction(message.direction));
        case 'subtitles':
            return this._setSubtitles(message.uri);
        case 'volume':
            return player.setVolume(number(message.volume, 'the volume'));
        case 'mute':
            return player.setMuted(Boolean(message.mute));
        default:
            throw new PlayerError('refused', `a page cannot ask a player to do ${tell(message.command)}`);
        }
    }

    close() {
        if (this._closed) {
            return;
        }
        this._closed = true;
        this._player.removeListener('message', this._forward);
        this._player.removeListener('close', this._farewell);
        this._player.removeListener('error', this._hear);
        this._held.release();
    }
}

module.exports = { Binding };
