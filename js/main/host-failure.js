// SPDX-License-Identifier: MIT
'use strict';

const { spawn } = require('child_process');
const fs = require('fs');
const { findFault } = require('../elf');
const { explainExecFailure } = require('../exec-failure');
const { installation } = require('../gstreamer/distribution');

/** How long a host that does not start may take to say why, ms; then it is killed. */
const PATIENCE = 10000;

/** Maximum characters of its output that are kept. */
const MOST = 1 << 16;

/** @typedef {{[name: string]: string | undefined}} Environment */

/**
 * Run the host again and collect its output: the first run's output went to the app's standard
 * error.
 * @param {string} program
 * @param {string[]} args
 * @param {Environment} env
 * @returns {Promise<string>}
 */
function hear(program, args, env) {
    return new Promise((resolve) => {
        const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
        const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
        let words = '';

        [child.stdout, child.stderr].forEach((stream) => stream && stream.setEncoding('utf8').on('data', (text) => {
            words = (words + text).slice(0, MOST);
        }));
        child.once('error', () => resolve(words));
        child.once('close', () => resolve(words));
        child.once('close', () => clearTimeout(timer));
    });
}

/**
 * @param {string} program
 * @param {Environment} env
 * @returns {Promise<string[]>} libraries that glibc's loader does not find
 */
async function missingLibraries(program, env) {
    const words = await hear(program, [], Object.assign({}, env, { LD_TRACE_LOADED_OBJECTS: '1' }));

    return words.split('\n').map((line) => (/^\s*(\S+) => not found/.exec(line) || [])[1]).filter((name) => name);
}

/**
 * Why a host that could not be executed was not.
 * @param {string} program
 * @param {NodeJS.ErrnoException} error of spawn()
 * @returns {string}
 */
function explainRefusal(program, error) {
    return `the player ${program} cannot be started: ${explainExecFailure(program, error)}`;
}

/**
 * Translate the dynamic loader's message.
 * @param {string} words
 * @param {boolean} bundled the app brings its GStreamer along
 * @returns {string | null}
 */
function translate(words, bundled) {
    const [, glibc] = /version [`'](GLIBC_[\d.]+)' not found/.exec(words) || [];
    const [, symbol] = /undefined symbol: (\w+)/.exec(words) || [];
    const [, library] = /error while loading shared libraries: ([^:\s]+): (?:file too short|invalid ELF header|wrong ELF class)/.exec(words) || [];

    if (glibc) {
        return `this machine's C library is older than ${glibc}, which ${bundled ? 'the GStreamer of the app' : 'the player'} was made for: ` +
            `${bundled ? 'make the bundle on an older system' : 'build it on this system'}`;
    }
    if (symbol) {
        return `the GStreamer or GLib of this machine is older than the one that the player was built with (it lacks ${symbol}): update it, build the ` +
            'player on this system, or bring a GStreamer along (npx frameshare bundle)';
    }
    return library ? `the library ${library} is damaged: ${bundled ? 'make the bundle anew (npx frameshare bundle)'
        : 'install the package that it belongs to again'}` : null;
}

/**
 * A file that starts with "#!" is run by its interpreter and is not checked. @param {string}
 * program @returns {string | null}
 */
function findFaultOfProgram(program) {
    try {
        return fs.readFileSync(program).toString('latin1', 0, 2) === '#!' ? null : findFault(program);
    } catch (error) {
        return null;
    }
}

/**
 * Why a host ended before it sent anything.
 * @param {string} program
 * @param {{status: number | null, signal: string | null}} end
 * @param {Environment} env that it was started with
 * @param {boolean} bundled the app brings its GStreamer along
 * @returns {Promise<string | null>} null: it started, and crashed
 */
async function explainEnd(program, { status, signal }, env, bundled) {
    const start = `the player ${program} cannot be started: `;
    const fault = findFaultOfProgram(program);

    if (fault) {
        return `${start}it ${fault}`;
    }
    if (signal) {
        return null;
    }
    const missing = await missingLibraries(program, env);

    if (missing.length > 0) {
        return `${start}this machine lacks ${missing.join(', ')}. ` + (bundled ? 'The app\'s GStreamer wants them of the machine: install them'
            : `This installs what is missing: ${installation()}`);
    }
    const words = await hear(program, ['--inspect'], env);
    const first = words.split('\n').find((line) => line.trim() && !line.startsWith('gstreamer\t'));

    return start + (translate(words, bundled) || (first ? `"${first.trim()}"` : `it ended with status ${status}`));
}

module.exports = { explainEnd, explainRefusal };
