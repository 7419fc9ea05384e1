// SPDX-License-Identifier: MIT
'use strict';

const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { until } = require('./processes');

const RATE = 48000;
/** Loud enough to be a beep, of 32767. */
const LOUD = 1000;
/** So long silence is between two beeps, samples. */
const SILENCE = RATE / 4;

/** Now on the clock that never jumps, ms; the same in every process. */
function now() {
    return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * A sound device that nobody hears: a PulseAudio of its own with a null sink, and its monitor, of which is known when it played
 * what.
 */
class Sound {
    /** @returns {Promise<Sound | null>} null: there is no PulseAudio */
    static async start() {
        if (spawnSync('pulseaudio', ['--version'], { stdio: 'ignore' }).error || spawnSync('parec', ['--version'], { stdio: 'ignore' }).error) {
            return null;
        }
        const sound = new Sound();

        await sound._start();
        return sound;
    }

    async _start() {
        this._folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-sound-'));
        const socket = path.join(this._folder, 'socket');

        /** What a program needs to find the device. */
        this.env = { PULSE_SERVER: `unix:${socket}` };
        this._server = spawn('pulseaudio', ['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--disable-shm=yes',
            '-L', `module-null-sink sink_name=fake rate=${RATE}`,
            '-L', `module-native-protocol-unix auth-anonymous=1 socket=${socket}`], {
            stdio: 'ignore',
            env: { ...process.env, HOME: this._folder, PULSE_RUNTIME_PATH: this._folder, PULSE_STATE_PATH: this._folder, DISPLAY: '' },
        });
        await until(() => fs.existsSync(socket), 'PulseAudio is there');
        this._listen();
        await until(() => this._samples > RATE / 10, 'the device plays silence');
    }

    _listen() {
        this._samples = 0;
        /** When the first sample was played: no later than any sample since came in. */
        this._begin = Infinity;
        this._lastLoud = -SILENCE;
        /** The numbers of the samples that beeps begin with. @type {number[]} */
        this._beeps = [];
        this._recorder = spawn('parec', ['-d', 'fake.monitor', '--raw', '--format=s16le', `--rate=${RATE}`, '--channels=1', '--latency-msec=5'],
            { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...this.env, HOME: this._folder } });
        let rest = Buffer.alloc(0);
        this._recorder.stdout.on('data', (data) => {
            const bytes = Buffer.concat([rest, data]);
            const even = bytes.length & ~1;

            this._begin = Math.min(this._begin, now() - this._samples / RATE * 1000);
            this._take(bytes.subarray(0, even));
            rest = bytes.subarray(even);
        });
    }

    /** @param {Buffer} bytes */
    _take(bytes) {
        for (let at = 0; at < bytes.length; at += 2, this._samples++) {
            if (Math.abs(bytes.readInt16LE(at)) > LOUD) {
                if (this._samples - this._lastLoud > SILENCE) {
                    this._beeps.push(this._samples);
                }
                this._lastLoud = this._samples;
            }
        }
    }

    /** When the beeps so far began, ms of now(). */
    get beeps() {
        return this._beeps.map((sample) => this._begin + sample / RATE * 1000);
    }

    stop() {
        this._recorder.kill();
        this._server.kill();
        fs.rmSync(this._folder, { recursive: true, force: true });
    }
}

module.exports = { Sound };
