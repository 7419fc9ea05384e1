// SPDX-License-Identifier: MIT
'use strict';

/** What no page calls: the browser does. */
const OF_CLASS = ['constructor', 'connectedCallback', 'disconnectedCallback', 'adoptedCallback', 'attributeChangedCallback'];

/**
 * What looks at an object by `instanceof`, or by what it is as a string, shall see what it sees in a <video>.
 * @param {Function} Class
 * @param {string} name of a class of the browser
 */
function passFor(Class, name) {
    const native = typeof window === 'undefined' ? undefined : /** @type {any} */ (window)[name];

    Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: name, configurable: true });
    if (native) {
        Object.setPrototypeOf(Class.prototype, native.prototype);
    }
}

/**
 * Properties and methods of the browser's classes are seen by `for in`; those of a class in JavaScript are not.
 * @param {Function} Class and all it extends, up to the browser's own
 */
function enumerate(Class) {
    if (typeof HTMLElement === 'undefined') {
        return;
    }
    for (let at = Class.prototype; at instanceof HTMLElement && at !== HTMLElement.prototype; at = Object.getPrototypeOf(at)) {
        for (const name of Object.getOwnPropertyNames(at)) {
            if (!name.startsWith('_') && !OF_CLASS.includes(name)) {
                Object.defineProperty(at, name, { enumerable: true });
            }
        }
    }
}

/**
 * Methods of the browser's classes refuse calls with fewer arguments than they have.
 * @param {Function} Class
 * @param {string[]} names of methods none of the arguments of which may be left out
 */
function demandArguments(Class, names) {
    for (const name of names) {
        const method = Class.prototype[name];

        Object.defineProperty(Class.prototype, name, {
            /** @this {any} @param {any[]} given */
            value(...given) {
                if (given.length < method.length) {
                    throw new TypeError(`${name}() takes ${method.length} argument${method.length > 1 ? 's' : ''}, not ${given.length}`);
                }
                return method.apply(this, given);
            },
        });
        Object.defineProperty(Class.prototype[name], 'length', { value: method.length });
    }
}

module.exports = { demandArguments, enumerate, passFor };
