// SPDX-License-Identifier: MIT
'use strict';

// What tests of js/page say of a player.

const { newRecord } = require('../../js/main/player-record');

/** What is known of one that shows the first picture of a film of ten seconds. @param {object} [more] that it is otherwise */
function playerRecord(more = {}) {
    return Object.assign(newRecord(), {
        stream: 'one', state: 'paused', duration: 10, seekable: true,
        video: { width: 640, height: 360, fps: 30, format: 'I420', pixelAspect: 1, orientation: 'identity', still: false },
    }, more);
}

/** How a promise ends. @returns {{how: string}} 'pending' until it does; then 'resolved', or the name of its error */
function follow(promise) {
    const end = { how: 'pending' };

    promise.then(() => (end.how = 'resolved'), (error) => (end.how = error.name));
    return end;
}

module.exports = { follow, playerRecord };
