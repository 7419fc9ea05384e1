'use strict';

// What players take, either way. The build makes rates.h of the player of these lines.

const SLOWEST = 1.0 / 64;
/** Decoders and demuxers of GStreamer keep up with these. */
const FASTEST = 8;
const FASTEST_BACK = 4;

module.exports = { SLOWEST, FASTEST, FASTEST_BACK };
