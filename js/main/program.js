'use strict';

const { spawn } = require('child_process');
const fs = require('fs');
const { findRuntime } = require('../gstreamer/runtime');
const native = require('../native');
const { PlayerError } = require('./error');
const { explainRefusal } = require('./host-failure');

/**
 * @typedef {object} HostOptions
 * @property {string | null} [program] path of the host
 * @property {string | null} [stream] name of its stream
 * @property {string | null} [runtime] folder of a GStreamer that the app brings along
 *
 * @typedef {object} Program
 * @property {string} file
 * @property {import('./host-failure').Environment} env
 * @property {boolean} bundled the app brings its GStreamer along
 */

/**
 * What the app chose, else what the environment names, else what the app brings along, else frameshare's own.
 * @param {HostOptions} options
 * @returns {Program}
 */
function findProgram(options) {
    if (options.program && !fs.existsSync(options.program)) {
        throw new PlayerError('host', `the player ${options.program} is not there: new GstPlayer({ host }) names it`);
    }
    try {
        const runtime = findRuntime(options.runtime);
        const env = runtime ? runtime.environment(process.env) : process.env;
        const chosen = options.program || process.env.FRAMESHARE_PLAYER;

        // Another host than its own finds the libraries of a bundle by their folder alone.
        return runtime && chosen ? { file: chosen, env: runtime.addLibraries(env), bundled: true }
            : { file: chosen || (runtime ? runtime.player : native.find('player')), env, bundled: Boolean(runtime) };
    } catch (error) {
        throw new PlayerError('host', /** @type {Error} */ (error).message);
    }
}

/**
 * Its commands are the child's stdio[3], its last words stdio[4].
 * @param {Program} program
 * @param {string | null} [stream] name of its stream
 * @param {boolean} [spare] nobody waits for it yet: it loads what most films need
 */
function start(program, stream, spare = false) {
    const args = ['--last-words', '4'].concat(stream ? ['--stream', stream] : [], spare ? ['--spare'] : []);

    try {
        return spawn(program.file, args, { env: program.env, stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'pipe'] });
    } catch (error) {
        // Some failures are thrown, and others come as an event.
        throw new PlayerError('host', explainRefusal(program.file, /** @type {NodeJS.ErrnoException} */ (error)));
    }
}

module.exports = { findProgram, start };
