// SPDX-License-Identifier: MIT
'use strict';

/** @param {object | null} prototype @param {string} name @returns {boolean} there is such a property, which can be set */
function isSettable(prototype, name) {
    if (prototype === null || prototype === HTMLElement.prototype) {
        return false;
    }
    const property = Object.getOwnPropertyDescriptor(prototype, name);

    return property ? Boolean(property.set) : isSettable(Object.getPrototypeOf(prototype), name);
}

/**
 * Properties that a page set before the element was defined hide those of its class: set them again, by the class. One
 * that the class does not take is thrown where nobody waits, as the page that set it is long past.
 * @param {HTMLElement} element
 */
function upgrade(element) {
    const self = /** @type {any} */ (element);

    for (const name of Object.getOwnPropertyNames(element)) {
        if (isSettable(Object.getPrototypeOf(element), name)) {
            const value = self[name];

            delete self[name];
            try {
                self[name] = value;
            } catch (error) {
                setTimeout(() => {
                    throw error;
                });
            }
        }
    }
}

module.exports = { upgrade };
