// SPDX-License-Identifier: MIT
'use strict';

// Systems as they are after their installation: Debian made by mmdebstrap, kept in the cache, and for each test a copy on top (overlayfs) that goes
// with it. All as root.

const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const ROOT = path.join(__dirname, '..', '..', '..');
const CACHE = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'frameshare', 'roots');
/** Another mirror than mmdebstrap's own. @type {string[]} */
const MIRROR = process.env.FRAMESHARE_MIRROR ? [process.env.FRAMESHARE_MIRROR] : [];

/** What runs in a root. */
const ENV = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' };

/** @param {string} program @param {string[]} args @param {object} [options] @returns {string} */
function run(program, args, options) {
    const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26, ...options });

    if (error || status !== 0) {
        throw new Error(`${program} ${args.join(' ')} failed: ${error ? error.message : (stdout + stderr).slice(-4000)}`);
    }
    return stdout;
}

/** @param {string} name @param {(folder: string) => void} make @returns {string} its folder in the cache, made once */
function cached(name, make) {
    const folder = path.join(CACHE, name);

    if (!fs.existsSync(folder)) {
        const work = `${folder}.${process.pid}`;

        fs.mkdirSync(CACHE, { recursive: true });
        make(work);
        fs.renameSync(work, folder);
    }
    return folder;
}

/** @param {string} suite bookworm, trixie, forky @returns {string} folder of a system with next to nothing */
function minimal(suite) {
    return cached(suite, (folder) => run('mmdebstrap', ['--variant=minbase', '--format=directory', '--aptopt=Acquire::Check-Valid-Until "false"', suite, folder, ...MIRROR]));
}

/** What Electron is linked with, in the words of the set-up: "a|b" is what the release has of them. @returns {string[]} */
function electronPackages() {
    const [, section] = /^\[electron\]$(.*?)^\[/ms.exec(fs.readFileSync(path.join(ROOT, 'scripts', 'packages.txt'), 'utf8'));

    return section.split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('#') && !['xvfb', 'xauth'].includes(line));
}

/** A system in a folder, in which things are run. */
class Root {
    /** @param {string} folder */
    constructor(folder) {
        this.folder = folder;
        /** @type {string[]} */
        this._mounts = [];
        fs.copyFileSync('/etc/resolv.conf', this.path('/etc/resolv.conf'));
        this._mount(['-t', 'proc', 'proc'], '/proc');
        this._mount(['--rbind', '--make-rslave', '/dev'], '/dev');
    }

    /**
     * A copy of a system, for one test.
     * @param {string} system folder
     * @returns {Root}
     */
    static on(system) {
        const work = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-root-'));
        const [up, other, merged] = ['up', 'work', 'root'].map((name) => path.join(work, name));

        [up, other, merged].forEach((folder) => fs.mkdirSync(folder));
        run('mount', ['-t', 'overlay', 'overlay', '-o', `lowerdir=${system},upperdir=${up},workdir=${other}`, merged]);
        const root = new Root(merged);

        root._mounts.unshift(merged);
        root._work = work;
        return root;
    }

    /** @param {string} name in it @returns {string} outside */
    path(name) {
        return path.join(this.folder, name);
    }

    /** @param {string[]} args @param {string} name */
    _mount(args, name) {
        run('mount', [...args, this.path(name)]);
        this._mounts.push(this.path(name));
    }

    /** @param {string} source @param {string} name where it is to be in it */
    copy(source, name) {
        fs.mkdirSync(path.dirname(this.path(name)), { recursive: true });
        run('cp', ['-a', source, this.path(name)]);
    }

    /** A folder of this machine. @param {string} source @param {string} name */
    share(source, name) {
        fs.mkdirSync(this.path(name), { recursive: true });
        this._mount(['--bind', source], name);
    }

    /** @param {string} line of its shell @param {object} [env] @returns {string} what it wrote; it has to succeed */
    shell(line, env) {
        return run('chroot', [this.folder, '/bin/sh', '-c', line], { env: { ...ENV, ...env } });
    }

    /** @param {string} line @returns {{status: number, output: string}} */
    try(line) {
        const { status, stdout, stderr } = spawnSync('chroot', [this.folder, '/bin/sh', '-c', line], { encoding: 'utf8', env: ENV, maxBuffer: 1 << 26 });

        return { status, output: stdout + stderr };
    }

    /** @param {string[]} command @param {object} env */
    start(command, env) {
        const child = spawn('chroot', [this.folder, ...command], { env: { ...ENV, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
        const started = { child, output: '', ended: new Promise((resolve) => child.once('close', resolve)) };

        [child.stdout, child.stderr].forEach((stream) => stream.setEncoding('utf8').on('data', (text) => (started.output += text)));
        return started;
    }

    unmount() {
        // What still runs in it would keep it.
        this._mounts.splice(0).reverse().forEach((each) => run('umount', ['--recursive', '--lazy', each]));
    }

    close() {
        this.unmount();
        fs.rmSync(this._work, { recursive: true, force: true });
    }
}

/**
 * A minimal system with packages installed, made once.
 * @param {string} suite
 * @param {string} name what its folder in the cache is called after the suite
 * @param {string[]} packages "a|b" is what the release has of them
 * @returns {string} folder
 */
function equipped(suite, name, packages) {
    return cached(`${suite}-${name}`, (folder) => {
        run('cp', ['-a', minimal(suite), folder]);
        const root = new Root(folder);

        try {
            root.shell('apt-get update -q');
            const names = packages.map((line) => line.split('|').find((each) => root.shell(`apt-cache show --no-all-versions ${each} 2>/dev/null || true`)));

            root.shell(`apt-get install -y -q --no-install-recommends ${names.join(' ')} && apt-get clean`);
        } finally {
            root.unmount();
        }
    });
}

/** @param {string} suite @returns {string} one with what Electron is linked with, and without any GStreamer */
function desktop(suite) {
    return equipped(suite, 'electron', electronPackages());
}

/** @returns {string | null} why there can be no roots here, null where there can */
function unable() {
    if (process.getuid() !== 0) {
        return 'roots are for root';
    }
    return spawnSync('mmdebstrap', ['--version'], { stdio: 'ignore' }).error ? 'mmdebstrap is not installed' : null;
}

module.exports = { ROOT, Root, desktop, equipped, minimal, run, unable };
