// SPDX-License-Identifier: MIT
'use strict';

/**
 * HTMLVideoElement.requestVideoFrameCallback(): functions that are each called once, when the next picture has been drawn.
 */
class FrameCallbacks {
    /** @param {() => void} request ask to be told of the next picture */
    constructor(request) {
        this._request = request;
        this._last = 0;
        /** @type {Map<number, (now: number, metadata: object) => void>} */
        this._callbacks = new Map();
    }

    /**
     * @param {(now: number, metadata: object) => void} callback
     * @returns {number} what cancel() takes
     */
    add(callback) {
        if (typeof callback !== 'function') {
            throw new TypeError('requestVideoFrameCallback() takes a function');
        }
        this._callbacks.set(++this._last, callback);
        this._request();
        return this._last;
    }

    /** @param {number} handle */
    cancel(handle) {
        this._callbacks.delete(handle);
    }

    /** There is another source of pictures: who waits goes on waiting. */
    renew() {
        if (this._callbacks.size > 0) {
            this._request();
        }
    }

    /** @param {{now: number, metadata: object}} frame */
    onFrame({ now, metadata }) {
        // One of them may cancel another, or ask for the picture after this.
        for (const handle of Array.from(this._callbacks.keys())) {
            const callback = this._callbacks.get(handle);

            this._callbacks.delete(handle);
            if (callback) {
                this._call(callback, now, metadata);
            }
        }
    }

    /**
     * What a callback throws is the page's to see, and keeps no other from being called.
     * @param {(now: number, metadata: object) => void} callback
     * @param {number} now
     * @param {object} metadata
     */
    _call(callback, now, metadata) {
        try {
            callback(now, metadata);
        } catch (error) {
            setTimeout(() => {
                throw error;
            });
        }
    }
}

module.exports = { FrameCallbacks };
