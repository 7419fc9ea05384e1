// SPDX-License-Identifier: MIT
'use strict';

const { spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { ELECTRONS } = require('../../support/electrons');
const { ensureDisplay } = require('./display');

const APP = path.join(__dirname, 'app');
/** Loaded into applications of others. */
const AGENT = path.join(__dirname, 'agent.js');

/** Whoever is asked and does not answer for so long, or is told to end and does not, never will, ms. */
const PATIENCE_MS = 300000;

/** The Electron under test: $ELECTRON, else the newest that the set-up fetches. */
function electronPath() {
    const file = process.env.ELECTRON || ELECTRONS[0].file;

    if (!fs.existsSync(file)) {
        throw new Error(`there is no Electron at ${file}: run scripts/setup, or set ELECTRON`);
    }
    return file;
}

/** Its options everywhere: Chromium's sandbox refuses to start for root. */
function electronOptions() {
    return process.getuid() === 0 ? ['--no-sandbox'] : [];
}

/**
 * A running application of the tests, told what to do by functions. They travel as text, so they see nothing of
 * the test but their arguments.
 */
class Application {
    /**
     * @param {{flags?: string[], env?: object, program?: string[]}} [options] program: another application than that of the
     *     tests, with its arguments; see agent.js for what can be said to it
     * @returns {Promise<Application>}
     */
    static async launch({ flags = [], env = {}, program } = {}) {
        await ensureDisplay();
        const application = new Application();

        await application._start(program ? ['-r', AGENT, ...flags, ...program] : [...flags, APP], env);
        return application;
    }

    _start(args, env) {
        this._data = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-e2e-'));
        this._requests = new Map();
        this._last = 0;
        this.stderr = '';
        this.child = spawn(electronPath(), [...electronOptions(), `--user-data-dir=${this._data}`, ...args], {
            stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
            env: Object.assign({}, process.env, env),
        });
        this.child.stderr.on('data', (text) => (this.stderr = (this.stderr + text).slice(-100000)));
        this.exited = new Promise((resolve) => this.child.once('exit', (status, signal) => resolve({ status, signal })));
        return new Promise((resolve, reject) => {
            this.child.on('message', (message) => {
                if (message.ready) {
                    this.version = message.version;
                    resolve();
                } else {
                    this._answer(message);
                }
            });
            this.exited.then((end) => {
                const error = new Error(`Electron ended (${JSON.stringify(end)}):\n${this.stderr}`);
                reject(error);
                this._requests.forEach((request) => {
                    clearTimeout(request.timer);
                    request.reject(error);
                });
                this._requests.clear();
            });
        });
    }

    _answer({ id, value, error }) {
        const request = this._requests.get(id);

        if (!request) {
            return;
        }
        this._requests.delete(id);
        clearTimeout(request.timer);
        if (error) {
            request.reject(new Error(error));
        } else {
            request.resolve(value);
        }
    }

    get major() {
        return parseInt(this.version, 10);
    }

    /** Call a function in the main process: it gets the world of app/main.js first. */
    main(fn, ...args) {
        return new Promise((resolve, reject) => {
            const id = ++this._last;
            const source = String(fn);

            this._requests.set(id, { resolve, reject, timer: setTimeout(() => this._giveUp(id, source), PATIENCE_MS) });
            this.child.send({ id, source, args });
        });
    }

    /** Nothing answers: end it, and tell what was asked and what it said. */
    _giveUp(id, source) {
        const { reject } = this._requests.get(id);

        this._requests.delete(id);
        this.child.kill('SIGKILL');
        reject(new Error(`Electron did not answer for ${PATIENCE_MS / 1000} s to ${source.slice(0, 300)}\n${this.stderr.slice(-4000)}`));
    }

    /** Call a function in the page of a window. */
    page(window, fn, ...args) {
        return this.main((world, index, source, values) => world.page(index, source, ...values), window, String(fn), args);
    }

    /** Call a function in the preload of a window: it gets {frameshare, counterOf, painter, Screen, keep, ipcRenderer} first. */
    preload(window, fn, ...args) {
        return this.main((world, index, source, values) => world.preload(index, source, ...values), window, String(fn),
            args);
    }

    /** End it and all it started. */
    async stop() {
        if (this.child.connected) {
            // Its players are closed first, so that nothing is left to be found by the next test.
            await this.main(async (world) => {
                await Promise.all(Object.values(world.players).map((player) => player.close()));
                world.windows.forEach((window) => window.isDestroyed() || window.destroy());
            }).catch(() => {});
        }
        // It may have ended meanwhile.
        if (this.child.connected) {
            this.child.disconnect();
        }
        const timer = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);
        const end = await this.exited;

        clearTimeout(timer);
        // Children of one that was killed may still write there.
        fs.rmSync(this._data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
        return end;
    }
}

module.exports = { Application, electronPath, electronOptions };
