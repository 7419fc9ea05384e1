'use strict';

const { findProgram, start } = require('./program');

/**
 * @typedef {import('./player').PlayerOptions} PlayerOptions
 * @typedef {import('./program').Program} Program
 * @typedef {{child: import('child_process').ChildProcess, program: Program, environment: string}} Spare
 */

/**
 * How long after a spare was taken the next one is started, ms: by then the film that took it has its first picture, and the new
 * process does not compete with it. No event of that player comes here.
 */
const AFTER = 1000;

/** Who wants one to be there, the last of them says which. @type {Set<PlayerOptions>} */
const wishes = new Set();
/** @type {Spare | null} */
let spare = null;
/** @type {NodeJS.Timeout | null} */
let timer = null;

/** @param {Program} program */
const environmentOf = ({ env }) => JSON.stringify(env);

/** Does nothing where no host can be started: who asks for a player is told. */
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
        // The end of its line is the end of it.
        spare.child.stdio.forEach((line) => line && line.destroy());
        spare = null;
    }
}

/**
 * Keep a host that nobody uses: GStreamer has read its registry there and loaded what most films need, which is more than half of the
 * time to a first picture. Another follows some time after it was taken.
 * @param {PlayerOptions} options of the players to come
 * @returns {() => void} it is wanted no more; call it once
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
 * @param {Program} program what the player is to be
 * @param {string | null} [stream] the name that its stream is to have; a spare's has that of its process
 * @returns {import('child_process').ChildProcess | null} one that is there already
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
