// SPDX-License-Identifier: MIT
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
 * The program: the app's choice, else the environment's, else that of the bundle in the app, else
 * frameshare's own.
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

        // A host from elsewhere has no RUNPATH into the bundle: it needs the folder of libraries.
        return runtime && chosen ? { file: chosen, env: runtime.addLibraries(env), bundled: true }
            : { file: chosen || (runtime ? runtime.player : native.find('player')), env, bundled: Boolean(runtime) };
    } catch (error) {
        throw new PlayerError('host', /** @type {Error} */ (error).message);
    }
}

/**
 * Start a host. Commands go through its stdio[3], and when it crashes it writes a line to stdio[4].
 * @param {Program} program
 * @param {string | null} [stream] name of its stream
 * @param {boolean} [spare] it is not needed yet: it loads the plugins that most films need
 */
function start(program, stream, spare = false) {
    const args = ['--last-words', '4'].concat(stream ? ['--stream', stream] : [], spare ? ['--spare'] : []);

    try {
        return spawn(program.file, args, { env: program.env, stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'pipe'] });
    } catch (error) {
        // spawn() throws some failures, and emits others.
        throw new PlayerError('host', explainRefusal(program.file, /** @type {NodeJS.ErrnoException} */ (error)));
    }
}

module.exports = { findProgram, start };
