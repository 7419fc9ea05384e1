// SPDX-License-Identifier: MIT
'use strict';

// One player in its host, one file after the other, watched.

const fs = require('fs');

const { GstPlayer } = require('../../js/main');

/** What the host may take; a file can say that it is 16384 pixels wide. */
const MEMORY_BYTES = 4 * 2 ** 30;
/** A clip is 0.4 s long: who plays on after this has been told of another length, and is stopped. */
const PLAY_MS = 1500;
/** Who does not answer within this hangs. */
const ANSWER_MS = 150000;
const LOOK_MS = 10;

/** @typedef {'played' | 'refused' | 'plays on' | 'crashed' | 'load hangs' | 'stop hangs' | 'player hangs'} Outcome */

/** @type {(promise: Promise<any>, ms: number) => Promise<any>} 'late' when it does not settle in time */
function inTime(promise, ms) {
    let timer;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, ms, 'late')));
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * The player as a program that cannot take the machine with it, and whose words go into a log.
 * @param {string} program
 * @param {string} file where to put it
 * @param {string} ranks GST_PLUGIN_FEATURE_RANK
 */
function wrapHost(program, file, ranks) {
    fs.writeFileSync(file, `#!/bin/sh\nexport GST_PLUGIN_FEATURE_RANK='${ranks}'\n` +
        `exec prlimit --as=${MEMORY_BYTES} --core=0 '${program}' "$@" >>'${file}.log' 2>&1\n`, { mode: 0o755 });
    return file;
}

/** A picture that does not lie in its memory: throws. */
function checkFrame(frame) {
    for (const plane of frame.planes) {
        const last = (plane.height - 1) * plane.stride + 1;
        if (plane.height < 1 || plane.width < 1 || last > plane.data.length ||
            plane.data.byteOffset + plane.data.length > plane.data.buffer.byteLength) {
            throw new Error(`a ${frame.width}x${frame.height} ${frame.format} picture lies outside of its memory`);
        }
        // What is not mapped would be a crash.
        if (plane.data[last - 1] === undefined) {
            throw new Error('a plane has no last row');
        }
    }
}

class Lane {
    /**
     * @param {string} host
     * @param {string} stream
     */
    constructor(host, stream) {
        this.player = new GstPlayer({ host, stream });
        /** The host ended by itself: GStreamer held its thread up for 30 s. */
        this._heldUp = false;
        this.player.on('error', ({ message }) => (this._heldUp = / ended with status /.test(message)));
        this.frames = 0;
        /** Resident memory of the host after each file, bytes. @type {number[]} */
        this.resident = [];
    }

    _look() {
        const frame = this.player.getFrame();
        if (frame) {
            checkFrame(frame);
            frame.release();
            this.frames++;
        }
    }

    _measure() {
        try {
            const pages = fs.readFileSync(`/proc/${this.player.pid}/statm`, 'utf8').split(' ')[1];
            this.resident.push(Number(pages) * 4096);
        } catch (error) {
            // It has just gone.
        }
    }

    /** Until the end, an error, the host's death, or for as long as the clip could take. */
    async _watch() {
        const end = Date.now() + PLAY_MS;
        while (Date.now() < end && this.player.pid !== undefined && !['ended', 'error'].includes(this.player.state)) {
            this._look();
            await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
        }
    }

    /** How its host ended. @returns {Outcome} */
    _end() {
        return this._heldUp ? 'player hangs' : 'crashed';
    }

    /** @param {string} file @returns {Promise<Outcome>} */
    async _play(file) {
        let refused = false;
        this._heldUp = false;
        const loaded = await inTime(this.player.load(file).catch(() => (refused = true)), ANSWER_MS);
        if (loaded === 'late') {
            return 'load hangs';
        }
        if (!refused) {
            await inTime(this.player.play().catch(() => {}), ANSWER_MS);
            await this._watch();
            this._look();
        }
        if (this.player.pid === undefined) {
            return this._end();
        }
        const { state } = this.player;
        const stopped = await inTime(this.player.stop().catch(() => {}), ANSWER_MS);
        if (stopped === 'late') {
            return 'stop hangs';
        }
        return this.player.pid === undefined ? this._end() : refused || state === 'error' ? 'refused' : state === 'ended' ? 'played' : 'plays on';
    }

    /**
     * Play a file to its end, or to whatever becomes of it. A host that hangs is killed.
     * @param {string} file
     * @returns {Promise<Outcome>}
     */
    async play(file) {
        const outcome = await this._play(file);
        this._measure();
        if (outcome.endsWith('hangs') && this.player.pid) {
            process.kill(this.player.pid, 'SIGKILL');
            while (this.player.pid !== undefined) {
                await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
            }
        }
        return outcome;
    }

    close() {
        return this.player.close();
    }
}

module.exports = { Lane, wrapHost };
