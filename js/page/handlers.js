'use strict';

/** Events the handlers of which are those of <video> alone: all others are there for every element. */
const NAMES = ['enterpictureinpicture', 'leavepictureinpicture'];

/** `onenterpictureinpicture` and `onleavepictureinpicture`, as properties and as attributes. */
class Handlers {
    /** @param {HTMLElement} element */
    constructor(element) {
        /** @type {{[attribute: string]: Function | null}} */
        this._handlers = {};
        NAMES.forEach((name) => element.addEventListener(name, (event) => {
            const handler = this.get(`on${name}`);

            if (handler) {
                handler.call(element, event);
            }
        }));
    }

    /** @param {string} name @returns {Function | null} */
    get(name) {
        return this._handlers[name] || null;
    }

    /** @param {string} name @param {any} value */
    set(name, value) {
        this._handlers[name] = typeof value === 'function' ? value : null;
    }

    /** The browser makes a function of it, where the page may have such. @param {string} name @param {string | null} text */
    compile(name, text) {
        const video = document.createElement('video');

        if (text !== null) {
            video.setAttribute(name, text);
        }
        this.set(name, /** @type {any} */ (video)[name]);
    }
}

/** Attributes that are handlers. */
const HANDLERS = NAMES.map((name) => `on${name}`);

module.exports = { Handlers, HANDLERS };
