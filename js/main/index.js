'use strict';

const { GstPlayer } = require('./player');
const { PlayerError } = require('./error');

module.exports = {
    GstPlayer,
    PlayerError,
    // Electron's modules only exist inside Electron; a player is useful in plain Node too.
    get attach() {
        return require('./attach').attach;
    },
};
