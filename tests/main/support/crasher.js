'use strict';

const path = require('path');

/** Where GStreamer finds the element frscrasher, tests/player/crasher.c. */
const CRASHER = path.join(__dirname, '..', '..', '..', 'build', 'tests', 'player');

/** @returns {{GST_PLUGIN_PATH: string}} the environment in which there is one */
function withCrasher() {
    return { GST_PLUGIN_PATH: [process.env.GST_PLUGIN_PATH, CRASHER].filter(Boolean).join(':') };
}

module.exports = { withCrasher };
