// SPDX-License-Identifier: MIT
'use strict';

// What the tests in JavaScript share: the programs they start, and looking at this process's mappings.

const { spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = path.join(__dirname, '..', '..');
/** Another build than build/: FRAMESHARE_BUILD. */
const build = process.env.FRAMESHARE_BUILD ? path.resolve(process.env.FRAMESHARE_BUILD) : path.join(root, 'build');
process.env.FRAMESHARE_ADDON = process.env.FRAMESHARE_ADDON || path.join(build, 'src', 'node', 'frameshare.node');

if (!process.env.XDG_RUNTIME_DIR) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-test-'));
    process.env.XDG_RUNTIME_DIR = folder;
    process.on('exit', () => fs.rmdirSync(folder, { recursive: true }));
}

/** How long anything may take before a test gives up: not a measure, only an end. */
const PATIENCE_MS = 60000;

/** Programs that have not ended yet. @type {Set<Program>} */
const running = new Set();

/** A program that answers each line with a line. */
class Program {
    /**
     * @param {string} file below the build folder
     * @param {string[]} args
     */
    constructor(file, args) {
        this.process = spawn(path.join(build, file), args, { stdio: ['pipe', 'pipe', 'inherit'] });
        this.process.stdin.on('error', () => {});
        this.exited = new Promise((resolve) => this.process.on('exit', resolve));
        running.add(this);
        this.exited.then(() => running.delete(this));
        this._lines = [];
        this._readers = [];
        let rest = '';
        this.process.stdout.on('data', (data) => {
            const lines = (rest + data).split('\n');
            rest = lines.pop();
            lines.forEach((line) => this._line(line));
        });
    }

    get pid() {
        return this.process.pid;
    }

    _line(line) {
        const reader = this._readers.shift();
        if (reader) {
            reader(line);
        } else {
            this._lines.push(line);
        }
    }

    read() {
        if (this._lines.length > 0) {
            return Promise.resolve(this._lines.shift());
        }
        return within(new Promise((resolve) => this._readers.push(resolve)), 'an answer');
    }

    /** @param {string} command */
    ask(command) {
        this.process.stdin.write(`${command}\n`);
        return this.read();
    }

    /** Kill it without a chance to say goodbye. */
    async kill() {
        this.process.kill('SIGKILL');
        await this.exited;
    }

    /** Let it end as it should. */
    async stop() {
        this.process.stdin.end();
        await within(this.exited, 'the end of a program');
    }
}

/** @param {Promise<any>} promise @param {string} what */
function within(promise, what) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${what} did not come`)), PATIENCE_MS);
    });
    return Promise.race([promise, late]).then(
        (value) => (clearTimeout(timer), value),
        (error) => (clearTimeout(timer), Promise.reject(error)));
}

/** Wait until `condition()` holds. */
async function eventually(condition, what) {
    const end = Date.now() + PATIENCE_MS;
    while (!await condition()) {
        if (Date.now() > end) {
            throw new Error(`it never came true that ${what}`);
        }
        await sleep(5);
    }
}

function sleep(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
}

async function start(file, args) {
    const program = new Program(file, args);
    const line = await program.read();
    if (line !== 'ready') {
        throw new Error(`${file}: ${line}`);
    }
    return program;
}

/** See writer.c. */
function startWriter(name, ...args) {
    return start('tests/node/test-writer', [name, ...args]);
}

/** See stranger.c. */
function startStranger(name, mode) {
    return start('tests/node/test-stranger', [name, mode]);
}

/** What a failed test left running would keep this process alive for ever. */
function killAll() {
    return Promise.all(Array.from(running, (program) => program.kill()));
}

let names = 0;

/** A stream name that nobody else has. */
function newName() {
    names++;
    return `js-${process.pid}-${names}`;
}

function stats(line) {
    const [published, dropped, readers, slots, free] = line.split(' ').map(Number);
    return { published, dropped, readers, slots, free };
}

/** The mappings of a process: all of them, and those of frameshare's shared memory. */
function mappings(pid = process.pid) {
    const all = fs.readFileSync(`/proc/${pid}/maps`, 'utf8').trim().split('\n');
    return { all: all.length, segments: all.filter((line) => /memfd:frameshare|\/dev\/shm\/frameshare/.test(line)).length };
}

/** Does every word of the picture say `value`? */
function isFilledWith(data, value) {
    const words = new Uint32Array(data.buffer, data.byteOffset, data.length >> 2);
    for (let i = 0; i < words.length; i++) {
        if (words[i] !== value) {
            return false;
        }
    }
    return true;
}

module.exports = {
    Program, build, eventually, isFilledWith, killAll, mappings, newName, root, sleep, startStranger, startWriter, stats, within,
};
