// SPDX-License-Identifier: MIT
'use strict';

const path = require('path');

/** Where GStreamer finds the element frscrasher, tests/player/crasher.c. */
const CRASHER = path.join(__dirname, '..', '..', '..', 'build', 'tests', 'player');

/** @returns {{GST_PLUGIN_PATH: string}} the environment in which there is one */
function withCrasher() {
    return { GST_PLUGIN_PATH: [process.env.GST_PLUGIN_PATH, CRASHER].filter(Boolean).join(':') };
}

/**
 * @param {'packet' | 'thread'} sabotage where libavcodec crashes, tests/player/saboteur.c
 * @returns {Record<string, string>} the environment in which it does
 */
function withSaboteur(sabotage) {
    return { LD_PRELOAD: path.join(CRASHER, 'libsaboteur.preload'), FRAMESHARE_SABOTAGE: sabotage };
}

module.exports = { withCrasher, withSaboteur };
