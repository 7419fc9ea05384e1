// SPDX-License-Identifier: MIT
'use strict';

const { weakly } = require('../../weak');

/**
 * A track keeps no picture for who comes to play it later, and nothing tells that somebody does: as long as a stream was given, its picture is
 * drawn again so often, ms.
 */
const REFRESH = 250;

/** @typedef {{stream: MediaStream, track: MediaStreamTrack | null}} Capture */

/** @param {Captures} captures */
function refresh(captures) {
    captures._refresh();
}

/**
 * The streams that captureStream() gave. What shows the pictures changes with the way they are drawn, and with it the track of each
 * stream: `removetrack` and `addtrack` tell of it, as those of `<video>` do when its source changes.
 */
class Captures {
    /**
     * @param {import('./view').View} view
     * @param {() => void} draw draws the picture once more: one that stands still says nothing to who listens to it
     */
    constructor(view, draw) {
        this._view = view;
        this._draw = draw;
        /** @type {Capture[]} */
        this._captures = [];
        this._timer = 0;
        this._again = weakly(this, refresh);
    }

    /** @returns {MediaStream} without a track as long as there is no picture */
    create() {
        const capture = { stream: new MediaStream(), track: null };

        this._captures.push(capture);
        this._connect(capture);
        this._refresh();
        return capture.stream;
    }

    _refresh() {
        // What the page has stopped is not wanted any more.
        this._captures = this._captures.filter(({ track }) => track === null || track.readyState === 'live');
        clearTimeout(this._timer);
        if (this._captures.length > 0) {
            this._draw();
            this._timer = window.setTimeout(this._again, REFRESH);
        }
    }

    /** Another thing shows the pictures from now on. */
    follow() {
        this._captures.forEach((capture) => {
            this._disconnect(capture);
            this._connect(capture);
        });
        this._refresh();
    }

    /** @param {Capture} capture */
    _connect(capture) {
        const { picture, film } = this._view;

        // The film of an element that rests has none.
        if (picture !== null && (film === null || film.srcObject !== null)) {
            // Of its own, which the page may stop.
            const source = film ? /** @type {MediaStream} */ (film.srcObject).clone() : /** @type {any} */ (picture).captureStream();
            const track = source.getVideoTracks()[0];

            capture.track = track;
            capture.stream.addTrack(track);
            capture.stream.dispatchEvent(new MediaStreamTrackEvent('addtrack', { track }));
        }
    }

    /** The element does not rest any more. */
    resume() {
        this._captures.filter(({ track }) => track === null).forEach((capture) => this._connect(capture));
    }

    /** @param {Capture} capture */
    _disconnect(capture) {
        const { stream, track } = capture;

        if (track !== null) {
            capture.track = null;
            track.stop();
            stream.removeTrack(track);
            stream.dispatchEvent(new MediaStreamTrackEvent('removetrack', { track }));
        }
    }

    /** @param {MediaStream} stream nobody wants it any more */
    end(stream) {
        const capture = this._captures.find((each) => each.stream === stream);

        if (capture && capture.track !== null) {
            capture.track.stop();
        }
        this._captures = this._captures.filter((each) => each !== capture);
    }

    /** The element is gone: a stream of it has no picture any more. */
    close() {
        clearTimeout(this._timer);
        this._captures.forEach((capture) => this._disconnect(capture));
    }
}

module.exports = { Captures };
