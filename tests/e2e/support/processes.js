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

/** The players that a process has started and that are still there. */
function hostsOf(pid) {
    const read = (id, file) => {
        try {
            return fs.readFileSync(`/proc/${id}/${file}`, 'utf8');
        } catch (error) {
            return '';
        }
    };

    return fs.readdirSync('/proc').filter((id) => /^\d+$/.test(id) && isAlive(id) &&
        new RegExp(`^PPid:\\s+${pid}$`, 'm').test(read(id, 'status')) && /frameshare-player|--last-words/.test(read(id, 'cmdline')));
}

/** How many mappings of shared pictures, and of anything, a process has. */
function mappings(pid) {
    const lines = fs.readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');

    return { shared: lines.filter((line) => /memfd:frameshare|frs/.test(line)).length, all: lines.length };
}

/** Where the sockets of streams are. */
function socketFolder() {
    return process.env.XDG_RUNTIME_DIR
        ? path.join(process.env.XDG_RUNTIME_DIR, 'frameshare')
        : `/tmp/frameshare-${process.getuid()}`;
}

/** The sockets of streams that are there. */
function sockets() {
    const folder = socketFolder();

    return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
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

module.exports = { hostsOf, isAlive, mappings, socketFolder, sockets, until };
