'use strict';

/**
 * What a player was told that its record does not have.
 *
 * @typedef {object} Wishes
 * @property {import('./player').Direction} direction
 * @property {string | null} device of sound
 * @property {Map<import('./player').TrackKind, string | null>} tracks
 */

/** @param {import('./player').PlayerRecord} goal @returns {object} what load says of it, beside the source */
function placeOf({ seekable, position, loop }) {
    return { position: seekable ? position : 0, loop: loop || undefined };
}

/**
 * Bring a new host to where one that crashed was.
 * @param {(command: string, args?: object) => Promise<any>} send
 * @param {object} source what the load command says
 * @param {import('./player').PlayerRecord} goal
 * @param {Wishes} wishes
 * @param {object | null} next what the next command says
 * @returns {Promise<void>} rejected when the host crashes again, or cannot
 */
async function restore(send, source, goal, { direction, device, tracks }, next) {
    await Promise.all([
        direction === 'auto' ? null : send('orientation', { direction }),
        // One that is gone is no reason not to play.
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
