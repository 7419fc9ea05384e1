// SPDX-License-Identifier: MIT
'use strict';

const { READY } = require('./constants');
const { Promises } = require('./promises');
const { Transport } = require('../player/transport');

/** Playing or paused: what the page wants, what other windows do, and the end. */
class Playback {
    /**
     * @param {import('./parts').Parts} parts
     * @param {(command: object) => number} send
     * @param {() => void} wake play() or pause() want a source that is not being loaded
     */
    constructor({ clock, ready, source, settings, playhead, tasks, element }, send, wake) {
        this._clock = clock;
        this._ready = ready;
        this._source = source;
        this._settings = settings;
        this._element = element;
        this._playhead = playhead;
        this._wake = wake;
        this._promises = new Promises(tasks);
        this.transport = new Transport(send, (playing) => this._follow(playing));
        /** @type {boolean} */
        this._mayAutoplay = true;
    }

    /** There is no source. */
    reset() {
        this._mayAutoplay = true;
        this.transport.reset();
    }

    // ---- promises of play()

    resolve() {
        this._promises.resolve();
    }

    /** @param {string} message @param {string} [name] of the DOMException */
    reject(message, name = 'AbortError') {
        this._promises.reject(message, name);
    }

    /** Reject them at once, before any event. @param {string} message */
    abort(message) {
        this._promises.abort(message);
    }

    // ---- what the page wants

    /** @returns {Promise<void>} */
    play() {
        const promise = this._promises.create();

        this._wake();
        if (this._ready.state.ended && this._settings.rate >= 0) {
            this._playhead.seek(0);
        }
        this._mayAutoplay = false;
        if (this._ready.state.paused) {
            this._begin();
        } else if (this._ready.state.readyState >= READY.HAVE_FUTURE_DATA) {
            this.resolve();
        }
        this.drive();
        return promise;
    }

    pause() {
        this._wake();
        this._mayAutoplay = false;
        this.stop();
        this.drive();
    }

    /** There is enough to begin: all of a live source comes while it plays. */
    autoplay() {
        const { readyState, paused } = this._ready.state;
        const enough = readyState === READY.HAVE_ENOUGH_DATA || this._source.duration === Infinity;

        if (this._mayAutoplay && paused && this._element.autoplay && enough) {
            this._mayAutoplay = false;
            this._begin();
            this.drive();
        }
    }

    /** @param {any} value */
    setRate(value) {
        this._settings.setRate(value);
        this.drive();
    }

    _begin() {
        this._ready.change({ wanted: true });
    }

    /** From playing to paused. */
    stop() {
        this._ready.change({ wanted: false });
    }

    /** Tell the player what this element wants. */
    drive() {
        this.transport.want(!this._ready.state.paused && this._settings.rate !== 0);
        this.run();
    }

    /** Time passes only while the player plays. */
    run() {
        const { paused, ended, seeking, readyState } = this._ready.state;
        const moving = this.transport.state === 'playing' && !paused && !ended && !seeking && readyState >= READY.HAVE_FUTURE_DATA;

        this._clock.run(moving ? this._settings.rate : 0);
    }

    // ---- what the player does

    /** Another window plays or pauses the player. @param {boolean} playing */
    _follow(playing) {
        if (playing) {
            this._settings.moveOn();
            this._mayAutoplay = false;
            this._ready.change({ atEnd: false, wanted: true });
        } else {
            this.stop();
        }
        this.drive();
    }

    /** It plays as this element joins it. */
    join() {
        if (this._ready.state.paused) {
            this._follow(true);
        }
    }

    end() {
        const { _source: source, _settings: settings } = this;

        if (this._element.loop && source.canSeek) {
            this._playhead.seek(0);
            this.transport.ended();
            this.drive();
            return;
        }
        this.transport.ended();
        this._ready.change({ wanted: false, atEnd: true, ends: this._ready.state.ends + 1 });
        if (source.duration >= 0 && settings.rate >= 0) {
            this._clock.tell(source.duration);
        }
    }
}

module.exports = { Playback };
