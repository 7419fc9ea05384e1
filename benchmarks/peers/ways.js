// SPDX-License-Identifier: MIT
'use strict';

// The ways to hand a frame to another process: building what this machine can build, and one run of each.

const { execFileSync, spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const { Root, equipped, unable } = require('../../tests/roots/support/root');
const { ELECTRONS } = require('../../tests/support/electrons');

const root = path.join(__dirname, '..', '..');
const built = path.join(root, 'build', 'bench', 'peers');
const library = path.join(root, 'build', 'src', 'core');

/** Of Debian, the first with unixfdsink (GStreamer 1.26). */
const NEWER = 'trixie';
/** Where the programs are in its root. */
const THERE = '/opt/bench';

/**
 * What one run tells, in ns: CPU a frame; of each frame that was seen its latency, and when; which processes (producer, consumer, daemon).
 * @typedef {{frames: number, producerNs: number, consumerNs: number, daemonNs: number, sameCore?: number | null, latency: number[], seen?: number[],
 *     pids?: number[]}} Run
 *
 * `way` is what its program calls it. `consumer` is another program, as the consumer. `place` has it run in a root.
 * @typedef {object} Way
 * @property {string} name
 * @property {string} copies of a picture
 * @property {string} needs
 * @property {string} [program]
 * @property {string} [way]
 * @property {'node' | 'electron'} [consumer]
 * @property {'root'} [place]
 * @property {string} [ratioTo] the row it is compared with, where that is not the one for all
 */

const NEEDS = {
    plain: 'a C compiler',
    iceoryx2: 'cargo, and the crate iceoryx2',
    pipewire: 'pipewire, pipewire-bin, libpipewire-0.3-dev',
    gst: 'a C compiler, GStreamer\'s headers, and the bad plugins for shmsink',
    electron: 'an Electron (scripts/setup) and a display',
    root: `mmdebstrap, root, and a mirror of Debian, for a root of ${NEWER}; GStreamer's headers here`,
};

/** @type {Way[]} */
const WAYS = [
    { name: 'eventfd', copies: 'nothing; one buffer that is overwritten', program: 'plain', needs: NEEDS.plain },
    { name: 'futex', copies: 'nothing; one buffer that is overwritten', program: 'plain', needs: NEEDS.plain },
    { name: 'frameshare', copies: 'nothing', program: 'plain', needs: NEEDS.plain },
    { name: 'framesharesink to C', copies: 'nothing', program: 'gst', way: 'framesharesink', needs: NEEDS.gst },
    { name: 'framesharesink to Node', copies: 'nothing', program: 'gst', way: 'framesharesink', consumer: 'node', needs: NEEDS.gst },
    { name: 'framesharesink to a renderer', copies: 'nothing', program: 'gst', way: 'framesharesink', consumer: 'electron', needs: NEEDS.electron },
    { name: 'iceoryx2', copies: 'nothing', program: 'iceoryx2', needs: NEEDS.iceoryx2 },
    { name: 'pipewire', copies: 'nothing', program: 'pipewire', needs: NEEDS.pipewire },
    { name: 'shmsink', copies: 'nothing; pushed into the sink by hand', program: 'gst', needs: NEEDS.gst },
    { name: 'shmsink-appsrc', copies: 'nothing; from an appsrc', program: 'gst', needs: NEEDS.gst },
    { name: 'shmsink-copy', copies: 'once, in the sink', program: 'gst', needs: NEEDS.gst },
    { name: `unixfdsink (${NEWER})`, copies: 'nothing', program: 'gst', way: 'unixfdsink', place: 'root', needs: NEEDS.root, ratioTo: `frameshare (${NEWER})` },
    { name: `frameshare (${NEWER})`, copies: 'nothing', program: 'plain', way: 'frameshare', place: 'root', needs: NEEDS.root, ratioTo: `frameshare (${NEWER})` },
    { name: 'memcpy', copies: 'once, into shared memory (and an eventfd)', program: 'plain', needs: NEEDS.plain },
    { name: 'socket', copies: 'twice, through the kernel', program: 'plain', needs: NEEDS.plain },
    { name: 'Electron\'s IPC', copies: 'by serialising, and through the kernel; one is under way at a time', way: 'ipc', consumer: 'electron', needs: NEEDS.electron },
];

/** What programs other than libframeshare are linked with. @type {{[program: string]: string[]}} */
const LIBRARIES = { pipewire: ['libpipewire-0.3'], gst: ['gstreamer-app-1.0', 'gstreamer-1.0'] };
const PROGRAMS = ['plain', 'iceoryx2', 'pipewire', 'gst'];

const quiet = { encoding: /** @type {'utf8'} */ ('utf8'), stdio: /** @type {any} */ (['ignore', 'pipe', 'pipe']) };

/** The first line of what a failure says. @param {any} error @returns {string} */
function reason(error) {
    const text = String(error.stderr || error.message).trim().split('\n').filter((line) => line.trim());
    return error.code === 'ENOENT' ? `${error.path} is not there` : text[0] || 'it failed';
}

/** A copy: cargo writes beside what it builds. @returns {string[]} flags */
function buildCrate() {
    const crate = path.join(built, 'crate');

    fs.mkdirSync(path.join(crate, 'src'), { recursive: true });
    for (const name of ['Cargo.toml', 'src/lib.rs']) {
        fs.copyFileSync(path.join(__dirname, 'iceoryx2', name), path.join(crate, name));
    }
    execFileSync('cargo', ['build', '--quiet', '--release', '--manifest-path', path.join(crate, 'Cargo.toml')], {
        ...quiet, env: { ...process.env, PATH: `${process.env.PATH}:${os.homedir()}/.cargo/bin` } });
    return [path.join(crate, 'target', 'release', 'libpeer_iceoryx2.a'), '-lm', '-ldl'];
}

/** @param {string} program */
function build(program) {
    const libraries = LIBRARIES[program];
    const flags = program === 'iceoryx2' ? buildCrate()
        : libraries ? execFileSync('pkg-config', ['--cflags', '--libs', ...libraries], quiet).trim().split(/\s+/) : [];
    const sources = ['peer.c', 'program.c', 'frameshare.c', `${program}.c`].map((name) => path.join(__dirname, name));

    fs.mkdirSync(built, { recursive: true });
    execFileSync(process.env.CC || 'cc', ['-std=gnu11', '-D_GNU_SOURCE', '-O2', '-pthread', `-I${path.join(root, 'include')}`, ...sources,
        '-o', path.join(built, program), `-L${library}`, '-lframeshare', `-Wl,-rpath,${library}`, ...flags], quiet);
}

/** @param {Way} way @returns {string[]} what has to be there for it */
function wants({ program, consumer, place }) {
    return [program || '', consumer === 'electron' ? consumer : '', place || ''].filter((each) => each);
}

/** A system with a newer GStreamer, and programs of ours in it. @param {string[]} programs @returns {Root} */
function makeRoot(programs) {
    const why = unable();

    if (why) {
        throw new Error(why);
    }
    const place = Root.on(equipped(NEWER, 'gstreamer', ['gstreamer1.0-plugins-bad']));

    try {
        programs.forEach((program) => place.copy(path.join(built, program), `${THERE}/${program}`));
        place.copy(fs.realpathSync(path.join(library, 'libframeshare.so.0')), `${THERE}/libframeshare.so.0`);
        place.shell('mkdir -m 700 /tmp/run');
    } catch (error) {
        place.close();
        throw error;
    }
    return place;
}

/** @returns {{version: string, file: string}} */
function findElectron() {
    const { ELECTRON } = process.env;
    const found = ELECTRON ? { version: path.basename(path.dirname(ELECTRON)), file: ELECTRON } : ELECTRONS.find(({ file }) => fs.existsSync(file));

    if (!found) {
        throw new Error('there is no Electron');
    }
    if (!process.env.DISPLAY) {
        throw new Error('there is no display');
    }
    return found;
}

/** What ran out before it was ready. @param {() => boolean} ready */
async function waitUntil(ready) {
    for (let i = 0; i < 100 && !ready(); i++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

/** Where ways run: what is built, where, and with which programs. */
class Workshop {
    constructor() {
        /** XDG_RUNTIME_DIR of what runs. */
        this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-bench-'));
        /** @type {Root | null} */
        this.place = null;
        /** Why there is none. @type {{[what: string]: string}} */
        this.problems = {};
        this.electron = { version: '', file: '' };
        this.gstreamer = '';
        /** What each run is a command of: perf. @type {string[]} */
        this.tracer = [];
    }

    /** Build what these want, and can be built here. @param {Way[]} ways */
    prepare(ways) {
        const wanted = new Set(ways.flatMap(wants));
        const attempt = (/** @type {string} */ what, /** @type {() => void} */ make) => {
            try {
                if (wanted.has(what)) {
                    make();
                }
            } catch (error) {
                this.problems[what] = reason(error);
            }
        };

        PROGRAMS.forEach((program) => attempt(program, () => build(program)));
        attempt('electron', () => (this.electron = findElectron()));
        attempt('root', () => {
            this.place = makeRoot([...wanted].filter((each) => PROGRAMS.includes(each) && !this.problems[each]));
            this.gstreamer = this.place.shell('dpkg-query -W -f \'${Version}\' libgstreamer1.0-0');
        });
    }

    /** @param {Way} way @returns {string | null} why it cannot run here */
    problem(way) {
        return wants(way).map((what) => this.problems[what]).find((why) => why) || null;
    }

    /** @param {Way} way @returns {string[]} the program that is the consumer, with its arguments */
    consumer({ consumer }) {
        if (consumer === 'node') {
            return [process.execPath, path.join(__dirname, 'node.js')];
        }
        return consumer ? [this.electron.file, ...(process.getuid() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${this.folder}/electron`,
            path.join(__dirname, 'app')] : [];
    }

    /** PipeWire's daemon, of our own. */
    async startDaemon() {
        const daemon = spawn('pipewire', [], { stdio: 'ignore', env: { ...process.env, XDG_RUNTIME_DIR: this.folder } });
        /** @type {Error | null} */
        let failed = null;

        daemon.on('error', (error) => {
            failed = error; 
        });
        await waitUntil(() => Boolean(failed) || fs.existsSync(path.join(this.folder, 'pipewire-0')));
        if (failed) {
            throw failed;
        }
        return daemon;
    }

    /** @param {import('child_process').ChildProcess} daemon */
    async stopDaemon(daemon) {
        daemon.kill('SIGKILL');
        await new Promise((resolve) => (daemon.exitCode === null && daemon.signalCode === null ? daemon.once('exit', resolve) : resolve(null)));
        for (const name of fs.readdirSync(this.folder).filter((each) => each.startsWith('pipewire-0'))) {
            fs.unlinkSync(path.join(this.folder, name));
        }
    }

    /** @param {string[]} command @param {object} [env] @returns {Run} */
    start(command, env) {
        const [file, ...args] = [...this.tracer, ...command];

        return JSON.parse(execFileSync(file, args, {
            ...quiet, cwd: this.folder, timeout: 120000, maxBuffer: 1 << 26,
            env: { ...process.env, XDG_RUNTIME_DIR: this.folder, GST_PLUGIN_PATH: path.join(root, 'build', 'gst'), ...env },
        }));
    }

    /**
     * @param {Way} way
     * @param {number} width
     * @param {number} height
     * @param {number} frames
     * @param {'own' | 'any'} cores
     * @returns {Promise<Run>}
     */
    async run(way, width, height, frames, cores) {
        if (!way.program) {
            return this.start([...this.consumer(way), `--ipc=${JSON.stringify({ size: width * height * 4, frames, own: cores === 'own' })}`]);
        }
        const daemon = way.name === 'pipewire' ? await this.startDaemon() : null;
        const args = [way.way || way.name, width, height, frames, cores, daemon ? daemon.pid : 0].map(String);

        try {
            if (way.place && this.place) {
                return this.start(['chroot', this.place.folder, `${THERE}/${way.program}`, ...args],
                    { XDG_RUNTIME_DIR: '/tmp/run', LD_LIBRARY_PATH: THERE, GST_PLUGIN_PATH: '' });
            }
            return this.start([path.join(built, way.program), ...args, ...this.consumer(way)]);
        } finally {
            if (daemon) {
                await this.stopDaemon(daemon);
            }
        }
    }

    close() {
        if (this.place) {
            this.place.close();
        }
        fs.rmSync(this.folder, { recursive: true, force: true });
    }
}

module.exports = { WAYS, Workshop, reason };
