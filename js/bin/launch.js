// SPDX-License-Identifier: MIT
'use strict';

const { spawn } = require('child_process');
const fs = require('fs');
const { explainExecFailure } = require('../exec-failure');
const native = require('../native');

/** In "flags:" of /proc/self/fdinfo/N: the descriptor is this process's own, and was not handed down to it. */
const O_CLOEXEC = 0o2000000;

/** @returns {number[]} descriptors that this process was started with */
function inherited() {
    return fs.readdirSync('/proc/self/fd').map(Number).filter((fd) => {
        try {
            const [, flags] = /^flags:\s*(\d+)/m.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) || [];

            return fd > 2 && (parseInt(flags, 8) & O_CLOEXEC) === 0;
        } catch (error) {
            return false;
        }
    });
}

/** @returns {(number | 'ignore')[]} for spawn(): each of them under its own number */
function descriptors() {
    const fds = [0, 1, 2].concat(inherited());

    return Array.from({ length: Math.max(...fds) + 1 }, (_, fd) => (fds.includes(fd) ? fd : 'ignore'));
}

/**
 * Be the native program: same arguments, same descriptors, same signals, same end.
 * @param {import('../native').Name} name
 */
function launch(name) {
    let program;

    try {
        program = native.find(name);
    } catch (error) {
        process.stderr.write(`frameshare: ${/** @type {Error} */ (error).message}\n`);
        process.exit(1);
    }
    const child = spawn(program, process.argv.slice(2), { stdio: descriptors() });
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

    signals.forEach((signal) => process.on(signal, () => child.kill(signal)));
    child.once('error', (error) => {
        process.stderr.write(`frameshare: ${program} cannot be started: ${explainExecFailure(program, error)}\n`);
        process.exit(1);
    });
    child.once('exit', (status, signal) => {
        if (signal === null) {
            process.exit(Number(status));
        }
        signals.forEach((each) => process.removeAllListeners(each));
        process.kill(process.pid, signal);
    });
}

module.exports = { launch };
