// SPDX-License-Identifier: MIT
'use strict';

/**
 * Settings of a player that are not in its record.
 * @typedef {object} Wishes
 * @property {import('./player').Direction} direction
 * @property {string | null} device audio output
 * @property {Map<import('./player').TrackKind, string | null>} tracks
 */

/**
 * @param {import('./player').PlayerRecord} goal
 * @returns {object} arguments of the load command that restore it, beside the source
 */
function placeOf({ seekable, position, loop }) {
    return { position: seekable ? position : 0, loop: loop || undefined };
}

/**
 * Restore in a new host the state that a crashed one had.
 * @param {(command: string, args?: object) => Promise<any>} send
 * @param {object} source arguments of the load command
 * @param {import('./player').PlayerRecord} goal
 * @param {Wishes} wishes
 * @param {object | null} next arguments of the next command
 * @returns {Promise<void>} rejected when the host crashes again, or cannot
 */
async function restore(send, source, goal, { direction, device, tracks }, next) {
    await Promise.all([
        direction === 'auto' ? null : send('orientation', { direction }),
        // A device that has been removed is no reason not to play.
        device === null ? null : send('audio-device', { device }).catch(() => {}),
        goal.volume === 1 ? null : send('volume', { volume: goal.volume }),
        goal.mute ? send('mute', { mute: true }) : null,
        goal.preservesPitch ? null : send('pitch', { preserve: false }),
        send('load', goal.state === 'loading' ? source : Object.assign({}, source, placeOf(goal))),
    ]);
    await Promise.all(Array.from(tracks, ([kind, track]) => send('select', { kind, track })));
    if (next) {
        await send('next', next);
    }
    if (goal.rate !== 1) {
        await send('rate', { rate: goal.rate });
    }
    if (goal.state === 'playing') {
        await send('play');
    }
}

module.exports = { restore };
