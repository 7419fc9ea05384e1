// SPDX-License-Identifier: MIT
'use strict';

/** @typedef {((event: any) => any) | null} Handler */

/** By object and event: the handler, and the listener that calls it. @type {WeakMap<EventTarget, {[name: string]: {handler: any, listener: (event: Event) => void}}>} */
const handlers = new WeakMap();

/** @param {EventTarget} target @param {string} name of an event @returns {Handler} the value of its `on...` */
function handlerOf(target, name) {
    const all = handlers.get(target);

    return all && all[name] ? all[name].handler : null;
}

/**
 * Set an `on...`, as HTML describes it ("8.1.8.1 Event handlers"): it is a listener among the others, in the place where it was first set, so it
 * hears events that a page dispatches, and events have their target.
 * @param {EventTarget} target
 * @param {string} name of an event
 * @param {any} value what is no object is null
 */
function setHandler(target, name, value) {
    const all = handlers.get(target) || {};
    const handler = Object(value) === value ? value : null;

    handlers.set(target, all);
    if (all[name] && handler !== null) {
        all[name].handler = handler;
    } else if (all[name]) {
        target.removeEventListener(name, all[name].listener);
        delete all[name];
    } else if (handler !== null) {
        all[name] = { handler, listener: (event) => call(target, name, event) };
        target.addEventListener(name, all[name].listener);
    }
}

/** @param {EventTarget} target @param {string} name @param {Event} event */
function call(target, name, event) {
    const handler = /** @type {any} */ (handlerOf(target, name));

    if (typeof handler === 'function' && handler.call(target, event) === false) {
        event.preventDefault();
    }
}

/**
 * What the text of an attribute such as `onenterpictureinpicture` is as a function: the browser makes it, where the page may have such.
 * @param {string} attribute
 * @param {string | null} text
 * @returns {Handler}
 */
function compileHandler(attribute, text) {
    const video = document.createElement('video');

    if (text !== null) {
        video.setAttribute(attribute, text);
    }
    return /** @type {any} */ (video)[attribute];
}

module.exports = { compileHandler, handlerOf, setHandler };
