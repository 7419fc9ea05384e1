// SPDX-License-Identifier: MIT
'use strict';

// References that keep nothing alive, for elements that a page drops: WeakRef and FinalizationRegistry came with Chromium 84. Before, nothing here
// is weak, and elements are let go of when they leave their document.
//
// V8 keeps what any function of a scope refers to as long as one of them lives. So what is given to weakly() and whenGone() is a function
// of a module, not an arrow in a method.

/** Elements may be used outside of a document: those that are dropped are noticed. */
const HAS_WEAK = typeof globalThis.WeakRef === 'function' && typeof globalThis.FinalizationRegistry === 'function';

/** @type {FinalizationRegistry<() => void> | null} */
const registry = HAS_WEAK ? new globalThis.FinalizationRegistry((/** @type {() => void} */ end) => end()) : null;

/** @template T @param {T} value @returns {() => T} */
function always(value) {
    return () => value;
}

/** @template {object} T @param {WeakRef<T>} reference @returns {() => T | undefined} */
function follow(reference) {
    return () => reference.deref();
}

/**
 * @template {object} T
 * @param {T} target
 * @returns {() => T | undefined} the target, as long as something else keeps it
 */
function weak(target) {
    return HAS_WEAK ? follow(new globalThis.WeakRef(target)) : always(target);
}

/**
 * @template T
 * @template {any[]} A
 * @param {() => T | undefined} get
 * @param {(target: T, ...args: A) => void} run
 * @returns {(...args: A) => void}
 */
function callLiving(get, run) {
    return (...args) => {
        const target = get();

        if (target !== undefined) {
            run(target, ...args);
        }
    };
}

/**
 * For what outlives an object and calls it: a listener, a timer.
 * @template {object} T
 * @template {any[]} A
 * @param {T} target
 * @param {(target: T, ...args: A) => void} run
 * @returns {(...args: A) => void} does nothing once the target is gone
 */
function weakly(target, run) {
    return callLiving(weak(target), run);
}

/**
 * @template {any[]} A
 * @param {(...args: A) => void} run
 * @param {A} args
 */
function bind(run, args) {
    return () => run(...args);
}

/**
 * @template {any[]} A
 * @param {object} target
 * @param {(...args: A) => void} end called when it is gone
 * @param {A} args what it gets; none of them may refer to the target
 */
function whenGone(target, end, ...args) {
    if (registry !== null) {
        registry.register(target, bind(end, args));
    }
}

module.exports = { HAS_WEAK, weak, weakly, whenGone };
