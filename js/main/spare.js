// SPDX-License-Identifier: MIT
'use strict';

const { findProgram, start } = require('./program');

/**
 * @typedef {import('./player').PlayerOptions} PlayerOptions
 * @typedef {import('./program').Program} Program
 * @typedef {{child: import('child_process').ChildProcess, program: Program, environment: string}}
 * Spare
 */

/**
 * How long after a spare was taken the next one is started, ms: by then the film that took it has
 * its first picture, and the new process does not compete with it. No event of that player comes
 * here.
 */
const AFTER = 1000;

/** Who wants a spare host; the last of them says with which options. @type {Set<PlayerOptions>} */
const wishes = new Set();
/** @type {Spare | null} */
let spare = null;
/** @type {NodeJS.Timeout | null} */
let timer = null;

/** @param {Program} program */
const environmentOf = ({ env }) => JSON.stringify(env);

/** Does nothing when no host can be started: the next player reports the error. */
function prepare() {
    const [options] = Array.from(wishes).slice(-1);

    timer = null;
    if (spare || !options) {
        return;
    }
    try {
        const program = findProgram({ program: options.host, runtime: options.runtime });
        const child = start(program, null, true);
        const made = { child, program, environment: environmentOf(program) };
        const forget = () => {
            spare = spare === made ? null : spare;
        };

        child.once('error', forget);
        child.once('exit', forget);
        spare = made;
    } catch (error) {
        spare = null;
    }
}

function dismiss() {
    if (spare) {
        // Closing its descriptor ends it.
        spare.child.stdio.forEach((line) => line && line.destroy());
        spare = null;
    }
}

/**
 * Keep a host ready that nobody uses yet: it has read GStreamer's registry and loaded what most
 * films need, which is more than half of the time to a first picture. After one was taken another
 * is started some time later.
 * @param {PlayerOptions} options of the players to come
 * @returns {() => void} no longer keep one; call it once
 */
function keepSpare(options) {
    const wish = Object.assign({}, options);

    wishes.add(wish);
    prepare();
    return () => {
        wishes.delete(wish);
        if (wishes.size === 0) {
            if (timer) {
                clearTimeout(timer);
                timer = null;
            }
            dismiss();
        }
    };
}

/**
 * @param {Program} program that the player would start
 * @param {string | null} [stream] the name that its stream must have; a spare's stream is named
 * after its process
 * @returns {import('child_process').ChildProcess | null} the spare, if it fits
 */
function takeSpare(program, stream) {
    const found = spare;

    if (!found || stream) {
        return null;
    }
    if (found.program.file !== program.file || found.environment !== environmentOf(program)) {
        dismiss();
        prepare();
        return null;
    }
    spare = null;
    timer = timer || setTimeout(prepare, AFTER);
    return found.child;
}

module.exports = { keepSpare, takeSpare };
