// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const path = require('path');

/** Is there a process of this id? A zombie is none. */
function isAlive(pid) {
    try {
        return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch (error) {
        return false;
    }
}

function readProc(id, file) {
    try {
        return fs.readFileSync(`/proc/${id}/${file}`, 'utf8');
    } catch (error) {
        return '';
    }
}

/** @returns {{id: string, spare: boolean}[]} the hosts that a process has started and that are still there */
function allHostsOf(pid) {
    return fs.readdirSync('/proc').filter((id) => /^\d+$/.test(id) && isAlive(id) &&
        new RegExp(`^PPid:\\s+${pid}$`, 'm').test(readProc(id, 'status')) && /frameshare-player|--last-words/.test(readProc(id, 'cmdline')))
        .map((id) => ({ id, spare: /^Name:\s+frs-spare$/m.test(readProc(id, 'status')) }));
}

/** The players that a process has started, that are still there and not spare. */
function hostsOf(pid) {
    return allHostsOf(pid).filter(({ spare }) => !spare).map(({ id }) => id);
}

/** How many players a process has at most at once, from now on. A spare one has no name yet when it begins: it is told by what comes later. */
class MostHosts {
    constructor(pid) {
        this._looks = [];
        this._timer = setInterval(() => this._looks.push(allHostsOf(pid)), 20);
    }

    /** @returns {number} of what was seen until now */
    stop() {
        const becameSpare = new Set();
        let most = 0;

        clearInterval(this._timer);
        for (const look of this._looks.reverse()) {
            look.filter(({ spare }) => spare).forEach(({ id }) => becameSpare.add(id));
            most = Math.max(most, look.filter(({ id, spare }) => !spare && !becameSpare.has(id)).length);
        }
        return most;
    }
}

/** How many mappings of shared pictures, of files and devices, and of anything, a process has. */
function mappings(pid) {
    const lines = fs.readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');

    return {
        shared: lines.filter((line) => /memfd:frameshare|frs/.test(line)).length, named: lines.filter((line) => / \//.test(line)).length,
        all: lines.length,
    };
}

/** What a process has: memory of its own, all that is in memory, shared pictures (KiB each), descriptors, mappings, threads. */
function usage(pid) {
    const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
    const of = (name) => Number((new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status) || [0, 0])[1]);
    let pictures = 0;

    for (const line of fs.readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
        const found = /^([0-9a-f]+)-([0-9a-f]+) .* \/memfd:frameshare/.exec(line);
        pictures += found ? (parseInt(found[2], 16) - parseInt(found[1], 16)) / 1024 : 0;
    }
    return {
        anonymous: of('RssAnon'), resident: of('VmRSS'), pictures, mappings: mappings(pid).all, threads: of('Threads'),
        descriptors: fs.readdirSync(`/proc/${pid}/fd`).length,
    };
}

/** Where the sockets of streams are. */
function socketFolder() {
    return process.env.XDG_RUNTIME_DIR
        ? path.join(process.env.XDG_RUNTIME_DIR, 'frameshare')
        : `/tmp/frameshare-${process.getuid()}`;
}

/** Is that the stream of a player that nobody uses yet? */
function isOfSpare(name) {
    const [, pid] = /^gst_player_(\d+)$/.exec(name) || [];

    try {
        return pid !== undefined && fs.readFileSync(`/proc/${pid}/comm`, 'utf8') === 'frs-spare\n';
    } catch (error) {
        return false;
    }
}

/** The sockets of streams that are there, but those of spare players. */
function sockets() {
    const folder = socketFolder();

    return fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => !isOfSpare(name)) : [];
}

/** Wait until something is so; `what` may be a function that tells what was seen. */
async function until(condition, what, patience = 30000) {
    const end = Date.now() + patience;

    while (!await condition()) {
        if (Date.now() > end) {
            throw new Error(`waited in vain until ${typeof what === 'function' ? what() : what}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

module.exports = { MostHosts, hostsOf, isAlive, mappings, socketFolder, sockets, until, usage };
